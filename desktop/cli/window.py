"""Opens the window: the only group that imports the screen, and only when it is asked to."""

from __future__ import annotations

import argparse
import gc


def run(arguments: argparse.Namespace) -> int:
    gc.disable()  # a thousand modules are coming, which all stay; `app` lets it go on when the window stands
    from desktop import app

    if arguments.command == "demo":
        return app.run_demo(verbose=arguments.verbose)
    return app.run_app(arguments.profile, arguments.link or "", verbose=arguments.verbose)
