"""Which language the screen speaks: loads the compiled catalogues and sets the locale of numbers and dates.

English is the language of the sources; its catalogue holds plural forms only. GUI thread, once, before any widget.
"""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """A text that is looked up in the catalogues later. Qt's own of this name says that it returns any object."""
    return text


LANGUAGES = {"es": "Español", "en": "English"}
"""Code and own name of each language there is a catalogue for."""

LACKING = (QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"), QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"))
"""Words of Qt's own dialogs that its Spanish catalogue has not: ours has them, under Qt's context."""

KEYS = (
    QT_TRANSLATE_NOOP("QShortcut", "Ctrl"),
    QT_TRANSLATE_NOOP("QShortcut", "Shift"),
    QT_TRANSLATE_NOOP("QShortcut", "Del"),
    QT_TRANSLATE_NOOP("QShortcut", "Ins"),
    QT_TRANSLATE_NOOP("QShortcut", "Esc"),
    QT_TRANSLATE_NOOP("QShortcut", "Return"),
    QT_TRANSLATE_NOOP("QShortcut", "Backspace"),
)
"""As they stand on the keyboards themselves: Qt's Spanish has long words for them."""

_REGIONS = {"es": QLocale.Country.Spain, "en": QLocale.Country.UnitedKingdom}
_CODES = {"es": QLocale.Language.Spanish, "en": QLocale.Language.English}

_catalogue = b""
"""What the translator reads from: Qt keeps a pointer to it and no copy."""


def choose_language(wanted: str = "") -> str:
    """The code to load: what the user wanted, else the first of the system's languages that there is, else English."""
    if wanted in LANGUAGES:
        return wanted
    for name in QLocale.system().uiLanguages():
        code = name.replace("_", "-").partition("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


def load(app: QCoreApplication, wanted: str = "") -> str:
    """Install the catalogues and the locale; the code in force. A region of the user's own system is kept."""
    code = choose_language(wanted)
    system = QLocale.system()
    QLocale.setDefault(system if system.language() == _CODES[code] else QLocale(_CODES[code], _REGIONS[code]))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    qt = QTranslator(app)
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    ours = QTranslator(app)  # after Qt's: what was installed last is asked first
    catalogue = files("resources") / "translations" / f"bandeja_{code}.qm"
    if catalogue.is_file():
        # From memory: Qt maps a file, and a catalogue that is compiled anew meanwhile would end the program.
        global _catalogue
        _catalogue = catalogue.read_bytes()
        if ours.load(_catalogue):
            app.installTranslator(ours)
    return code


def tr(text: str, comment: str = "", n: int = -1) -> str:
    """A phrase that depends on a number, for functions; methods of a QObject have their own.

    # WORKAROUND(pyside6-lupdate 6.11): of counted phrases it finds only calls of this name, and files them without context.
    """
    return QCoreApplication.translate("", text, comment, n)
