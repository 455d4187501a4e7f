"""Opens the window: the only group that imports the screen, and only when it is asked to."""

from __future__ import annotations

import argparse


def run(arguments: argparse.Namespace) -> int:
    from desktop import app

    if arguments.command == "demo":
        return app.run_demo()
    from desktop.core.config import default_profile

    profile = arguments.profile or default_profile()
    return app.run_app(profile, arguments.link) if arguments.link else app.run_app(profile)
