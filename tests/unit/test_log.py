"""The last net under secrets: nothing that looks like one is in a line of the log, nor in the traceback beneath it."""

import io
import logging
import os
import sys

import pytest

from desktop.core.log import BlotSecrets, BlottedFormatter, blot, start_logging

SECRET = "s3cr3t-0f-an4"


@pytest.mark.parametrize(
    "line",
    [
        f"password: {SECRET}",
        f"https://x.example/?access_token={SECRET}",
        f'{{"refresh_token": "{SECRET}"}}',
        f"client_secret={SECRET}&grant_type=x",
        f"apikey={SECRET}",
        f"Authorization: Bearer {SECRET}",
        f"https://portal.example/rest/17/{SECRET}/task.item.add",
    ],
)
def test_what_looks_like_a_secret_is_blotted(line: str):
    assert SECRET not in blot(line)


def test_a_traceback_is_blotted_too():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(BlottedFormatter("%(message)s"))
    handler.addFilter(BlotSecrets())
    try:
        raise ValueError(f"access_token={SECRET}")
    except ValueError:
        handler.handle(logging.LogRecord("desktop", logging.ERROR, "x", 1, "it stumbled", (), sys.exc_info()))
    assert "ValueError" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_plain_lines_stay_as_they_are():
    line = "backend-matrix cannot tell of task: ConnectionFailure"
    assert blot(line) == line


def test_the_file_is_for_its_user_alone(tmp_path):
    """A profile may lie in a folder that is open to others."""
    before, level = logging.getLogger().handlers[:], logging.getLogger("desktop").level
    mask = os.umask(0)
    try:
        start_logging(tmp_path)
        [handler] = [one for one in logging.getLogger().handlers if one not in before]
        logging.getLogger("desktop").warning("one")
        logging.getLogger().removeHandler(handler)
        handler.close()
    finally:
        os.umask(mask)
        logging.getLogger("desktop").setLevel(level)
    assert (tmp_path / "bandeja.log").stat().st_mode & 0o777 == 0o600
