"""The password checker that Cyrus and Postfix ask (Cyrus SASL's saslauthd protocol): any user, one password.

A program of its own, because a thread of the test run would be found by the test that looks for threads left behind.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path


def serve(path: Path, password: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path.parent / "new"))
        listener.listen(128)
        (path.parent / "new").chmod(0o777)
        (path.parent / "new").rename(path)  # whoever sees it can connect
        while True:
            asker, _ = listener.accept()
            with asker:
                answer(asker, password)


def answer(asker: socket.socket, password: bytes) -> None:
    """User, password, service and realm, each behind its length; OK or NO in the same form."""
    asker.settimeout(5)
    try:
        with asker.makefile("rb") as question:
            _, given, _, _ = (question.read(struct.unpack("!H", question.read(2))[0]) for _ in range(4))
        word = b"OK" if given == password else b"NO"
        asker.sendall(struct.pack("!H", len(word)) + word)
    except (OSError, struct.error):
        return


if __name__ == "__main__":
    serve(Path(sys.argv[1]), os.environb[b"PASSWORD"])
