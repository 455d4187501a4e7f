"""What a file is to its reader: an icon, and whether opening it can run a program. By its last extension. Pure."""

from __future__ import annotations

_RUNS = frozenset(
    """
    accda accde accdr accdu acm action ade adp apk app appcontent-ms appimage appinstaller applescript application
    appref-ms appx appxbundle asp aspx bas bash bat bgi bin chm cmd cnt com command configprofile cpl crt csh deb
    desktop diagcab diagcfg diagpkg dll dmg docm dotm drv eap elf exe fileloc fish flatpak flatpakref flatpakrepo gadget
    hlp hpj hta htc htm html ica img inetloc inf ins ipa iqy iso isp jar jnlp job js jse kext ksh library-ms lnk mad maf
    mam maq mcf mda mdb mde mdt mdw mdz mht mhtml mjs mobileconfig mpkg msc msh msh1 msh2 msi msix msixbundle msp mst
    msu ocx one ops osd osx out ovpn pcd pif pkg pl plg potm ppam ppsm pptm prefpane prf prg printerexport ps1 ps1xml
    ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pst py pyc pyo pyw pyz pyzw rb rdp reg rgs rpm run saver scf scpt scr sct
    search-ms settingcontent-ms sh shar shb shortcut shs shtml sldm slk snap so svg sys terminal theme themepack tool
    udl url vb vbe vbp vbs vbscript vhd vhdx vsmacros vsto vsw vxd webloc webpnp website workflow ws wsb wsc wsf wsh
    xbap xht xhtml xip xla xlam xll xlm xlsb xlsm xltm xml xnk xsl zsh
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
