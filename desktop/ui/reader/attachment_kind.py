"""What a file is to its reader: an icon, and whether opening it can run a program. By its last extension. Pure."""

from __future__ import annotations

_RUNS = frozenset(
    """
    ade adp appcontent-ms appinstaller appx bash bgi cnt deb diagcfg eap fish fileloc flatpak flatpakref flatpakrepo hpj htc ica inetloc
    mad maf mam maq mcf mda mdb mdt mdw mdz mjs mpkg msc msh1 msh2 ops osd ovpn pcd plg prf printerexport ps2 ps2xml psc2 psd1 psdm1 psm1
    pyo pyzw rdp rpm shar snap udl vbp vsmacros vsw webpnp wsb xip xnk
    acm action app appimage application appref-ms apk asp aspx bas bat bin chm cmd com command cpl crt csh desktop dll
    diagcab dmg docm dotm drv elf exe gadget hlp hta htm html iqy img inf ins ipa iso isp jar jnlp job js jse ksh
    library-ms lnk mde mht mhtml mobileconfig msc msh msi msp mst msix msu ocx one osx out pif pkg pl potm ppam ppsm
    pptm prg ps1 ps1xml psc1 psm1 pst py pyc pyw pyz rb reg rgs run scf scpt scr sct search-ms settingcontent-ms sh
    shb shs shtml sldm slk so svg sys terminal theme tool url vb vbe vbs vbscript vhd vhdx vxd webloc website workflow
    ws wsc wsf wsh xbap xhtml xla xlam xll xlm xlsb xlsm xltm xht xml xsl zsh
    """.split()  # noqa: SIM905 -- one word a line would be seven times as long
)
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "tif", "tiff", "avif", "ico"})


def extension_of(filename: str) -> str:
    """The last extension in lower case, without what is written after it to hide it (dots and blanks)."""
    name = filename.rstrip(". \t\u00a0")
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def can_run(filename: str, content_type: str) -> bool:
    """True when opening this may start a program, a script, a macro, a page with scripts, or a connection to another computer."""
    kind = content_type.partition(";")[0].strip().lower()
    return extension_of(filename) in _RUNS or kind in (
        "application/x-msdownload",
        "application/x-executable",
        "application/x-sh",
        "application/x-ms-shortcut",
        "application/hta",
        "application/java-archive",
        "text/html",
        "image/svg+xml",
    )


def icon_of(filename: str, content_type: str) -> str:
    """A name of the icon set."""
    extension = extension_of(filename)
    if extension in _PICTURES or (not extension and content_type.startswith("image/")):
        return "image"
    if extension in ("eml", "msg") or content_type == "message/rfc822":
        return "mail"
    if extension == "ics" or content_type == "text/calendar":
        return "event"
    if can_run(filename, content_type):
        return "warning"
    return "file"
