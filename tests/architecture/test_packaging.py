"""What the package promises to systems and lawyers: identifiers that agree, licence texts that are there, icons that open."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage

import desktop
from desktop.cli.doctor import State, python_finding

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
APP_ID = "org.bandeja.Bandeja"
METAINFO = PACKAGING / "linux" / f"{APP_ID}.metainfo.xml"
SPEC = (PACKAGING / "pyinstaller.spec").read_text(encoding="utf-8")


@pytest.fixture
def desktop_entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign] -- keys keep their case
    parser.read(PACKAGING / "linux" / f"{APP_ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_desktop_entry_and_the_metainfo_speak_of_one_program(desktop_entry):
    metainfo = ElementTree.parse(METAINFO).getroot()
    assert metainfo.findtext("id") == APP_ID
    assert metainfo.findtext("launchable") == f"{APP_ID}.desktop"
    assert desktop_entry["StartupWMClass"] == desktop_entry["Icon"] == APP_ID
    media = [one.text for one in metainfo.iter("mediatype")]
    assert sorted(media) == sorted(desktop_entry["MimeType"].strip(";").split(";")), "each once"
    assert metainfo.findtext("name") == desktop_entry["Name"]


def test_the_metainfo_names_this_version():
    releases = [release.get("version") for release in ElementTree.parse(METAINFO).getroot().iter("release")]
    assert releases[0] == desktop.__version__


def test_the_metainfo_is_valid():
    appstreamcli = shutil.which("appstreamcli")
    if not appstreamcli:
        pytest.skip("appstreamcli is not installed (apt-get install appstream)")
    done = subprocess.run([appstreamcli, "validate", "--no-net", METAINFO], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_desktop_entry_is_valid():
    validate = shutil.which("desktop-file-validate")
    if not validate:
        pytest.skip("desktop-file-validate is not installed (apt-get install desktop-file-utils)")
    done = subprocess.run([validate, PACKAGING / "linux" / f"{APP_ID}.desktop"], capture_output=True, text=True)
    # SingleMainWindow is of the specification's version 1.5, which the validator of Debian 12 does not know yet.
    assert [line for line in done.stdout.splitlines() if "error:" in line and "SingleMainWindow" not in line] == []


def test_every_system_is_told_of_the_same_links_and_files(desktop_entry):
    plist: dict = ast.literal_eval(
        re.sub(r"\bVERSION\b", "'0'", re.search(r"^PLIST = (\{.*?^\})", SPEC, re.M | re.S)[1])
    )  # type: ignore[index]
    schemes = [scheme for entry in plist["CFBundleURLTypes"] for scheme in entry["CFBundleURLSchemes"]]
    [files] = plist["CFBundleDocumentTypes"]
    registration = (PACKAGING / "windows" / "registration.reg").read_text(encoding="utf-8")
    in_windows = registration.partition("UrlAssociations]")[2].partition("\n\n")[0]
    linux = desktop_entry["MimeType"].strip(";").split(";")
    assert sorted(schemes) == sorted(re.findall(r'^"(\w+)"=', in_windows, re.M)) == ["mailto", "mid"]
    assert {f"x-scheme-handler/{scheme}" for scheme in schemes} | {"message/rfc822"} == set(linux)
    assert files["CFBundleTypeExtensions"] == ["eml"]
    assert '".eml"="Bandeja.File.eml"' in registration
    for key in ("LSApplicationCategoryType", "LSMinimumSystemVersion", "NSPrincipalClass", "NSHighResolutionCapable"):
        assert plist[key]


def test_every_action_of_the_desktop_entry_is_there_in_both_languages():
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign] -- keys keep their case
    parser.read(PACKAGING / "linux" / f"{APP_ID}.desktop", encoding="utf-8")
    for action in parser["Desktop Entry"]["Actions"].strip(";").split(";"):
        group = parser[f"Desktop Action {action}"]
        assert group["Name"] != group["Name[es]"]
        assert group["Exec"].split()[0] == parser["Desktop Entry"]["TryExec"]


def test_the_registration_names_the_program_that_is_built():
    registration = (PACKAGING / "windows" / "registration.reg").read_text(encoding="utf-8")
    programs = set(re.findall(r"%BANDEJA%\\\\(\w+)\.exe", registration))
    assert programs == {"bandejaw"}
    assert 'program("window", "bandejaw", console=False)' in SPEC


def test_qt_comes_under_the_lgpl_and_can_be_replaced():
    notice = (PACKAGING / "THIRD-PARTY.md").read_text(encoding="utf-8")
    assert "GNU Lesser General Public License, version 3" in notice
    assert "replace the files" in notice
    for name, words in (("LGPL-3.0", "LESSER GENERAL PUBLIC LICENSE"), ("GPL-3.0", "GENERAL PUBLIC LICENSE")):
        assert words in (PACKAGING / "licences" / f"{name}.txt").read_text(encoding="utf-8")[:200]
    assert '"THIRD-PARTY.md"' in SPEC
    assert '"licences"' in SPEC
    assert "exclude_binaries=True" in SPEC, "one folder, not one file: Qt's libraries must stay replaceable"


def test_every_dependency_is_in_the_licence_notice_and_has_its_reason():
    notice = (PACKAGING / "THIRD-PARTY.md").read_text(encoding="utf-8").lower()
    decision = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    for line in (ROOT / "requirements" / "app.txt").read_text(encoding="utf-8").splitlines():
        name, _, version = re.split("[#;]", line)[0].strip().partition("==")
        if name:
            assert name.lower() in notice
            assert f"| {name} {version} |" in decision


def brought(names: list[str]) -> set[str]:
    """What these distributions bring along on this system, themselves included."""
    found: set[str] = set()
    while names:
        name = canonical(names.pop())
        if name in found:
            continue
        try:
            wanted = requires(name) or []
        except PackageNotFoundError:  # of another system or another Python
            continue
        found.add(name)
        names += [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in wanted if "extra ==" not in one]
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_the_dependencies_bring_is_in_the_licence_notice_too():
    notice = canonical((PACKAGING / "THIRD-PARTY.md").read_text(encoding="utf-8"))
    pinned = (ROOT / "requirements" / "app.txt").read_text(encoding="utf-8").splitlines()
    named = [line.partition("==")[0].strip() for line in pinned if "==" in line]
    grouped = ("jaraco-", "pyside6-")
    missing = [name for name in brought(named) if not name.startswith(grouped) and name not in notice]
    assert missing == []
    assert "*licences()," in SPEC, "their texts go along"


def test_everything_that_names_pythons_names_the_same():
    pythons = {(3, minor) for minor in range(30) if python_finding((3, minor)).state is State.OK}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least, most = min(pythons), max(pythons)
    assert project["requires-python"] == f">=3.{least[1]},<3.{most[1] + 1}"
    classified = re.findall(r"Python :: 3\.(\d+)", " ".join(project["classifiers"]))
    assert classified == [str(minor) for _, minor in sorted(pythons)]
    assert f"{least} <= sys.version_info[:2] <= {most}" in (ROOT / "run.py").read_text(encoding="utf-8")
    assert f"Python 3.{least[1]} to 3.{most[1]}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["ico", "icns"])
def test_the_icon_opens_in_the_form_of_each_system(kind, tmp_path, qapp, monkeypatch):
    monkeypatch.syspath_prepend(str(PACKAGING / "icon"))
    import containers

    file = tmp_path / f"bandeja.{kind}"
    file.write_bytes(getattr(containers, f"build_{kind}")(ROOT / "resources" / "bandeja.svg"))
    image = QImage(str(file))
    assert not image.isNull()
    centre = image.pixelColor(image.width() // 2, image.height() * 17 // 25)
    assert centre.name() == "#7fd6e4", "the tray of the drawing"
    assert image.pixelColor(0, 0).alpha() == 0
    del sys.modules["containers"]


def test_plug_ins_find_the_whole_standard_library():
    assert "*standard_library()," in SPEC
