"""The screen: Qt, and of the core only its door. Whoever imports Qt and other modules imports this first.

PySide puts a hook before every import that follows it, which reads the source of each imported module to look for its own name:
20 MB and a tenth of a second at a start, for spellings of its methods that this program does not use. Here the hook is taken
off again.
"""

import builtins

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
