"""Folding the log and giving space back, beside the writer: nobody who wishes something waits for the disk or for a reader, and what was
deleted is gone from every file in the end."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable

import pytest

from desktop.core.api.errors import Code, ProfileError
from desktop.core.retention import sweep
from desktop.core.store import accounts, expiry, writer
from desktop.core.store.writer import UnitOfWork
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]

PATIENCE = 20.0
SECRET = b"canary7702"


def fill(cache: Cache, count: int = 40) -> None:
    for number in range(count):
        body = (SECRET.decode() + " ") * 800
        cache.put("INBOX", mail(number, body=body), number + 1, received=NOW - number)


def evict(cache: Cache) -> None:
    def job(uow: UnitOfWork) -> None:
        expiry.evict(uow, expiry.load_expired(uow.connection, received_before=NOW + 1))

    cache.store.writer.run("evict", job)


def log_bytes(cache: Cache) -> int:
    return cache.store.path.with_name(cache.store.path.name + "-wal").stat().st_size


def is_on_disk(cache: Cache) -> bool:
    return any(SECRET in path.read_bytes() for path in cache.directory.iterdir() if path.is_file())


def wish(cache: Cache, number: int) -> Callable[[], object]:
    return lambda: cache.store.writer.run("wish", lambda uow: accounts.set_setting(uow, "wished", number), durable=True)


def test_the_log_is_folded_while_the_writer_is_at_work(cache):
    fill(cache)
    begun, may_end = threading.Event(), threading.Event()

    def long_job(uow: UnitOfWork) -> bool:
        accounts.set_setting(uow, "long", 1)
        begun.set()
        return may_end.wait(PATIENCE)

    job = cache.store.writer.submit("long", long_job)
    assert begun.wait(PATIENCE)
    before = cache.store.path.stat().st_size
    cache.store.writer.fold_log()
    assert cache.store.path.stat().st_size > before
    assert not job.done()
    may_end.set()
    assert job.result(PATIENCE)


def test_what_was_deleted_is_gone_from_file_and_log(cache):
    fill(cache)
    evict(cache)
    before = cache.store.disk_bytes()
    cache.store.writer.give_space_back()
    assert not is_on_disk(cache)
    assert log_bytes(cache) == 0
    assert cache.store.disk_bytes() < before
    assert not cache.store.writer.has_words_to_forget


def test_all_space_is_given_back_however_much_it_is(cache, monkeypatch):
    monkeypatch.setattr(writer, "_GIVEN_PAGES", 1)
    fill(cache, 250)
    evict(cache)
    cache.store.writer.give_space_back()
    assert (
        cache.store.writer.submit_outside("free", lambda d: d.execute("PRAGMA freelist_count").fetchone()[0]).result()
        == 0
    )


def test_a_reader_that_goes_on_keeps_nobody_from_wishing_and_the_rest_is_for_later(cache, monkeypatch):
    monkeypatch.setattr(writer, "_PATIENCE_MS", 1)
    fill(cache)
    wishes = 0
    with cache.store.reading() as connection:
        connection.exec_driver_sql("BEGIN")
        assert connection.exec_driver_sql("SELECT count(*) FROM message").scalar() == 40
        evict(cache)
        jobs = []
        submit = cache.store.writer.submit_outside

        def beside(name, function):
            nonlocal wishes
            if name == "empty log":
                wish(cache, wishes)()
                wishes += 1
            jobs.append(name)
            return submit(name, function)

        monkeypatch.setattr(cache.store.writer, "submit_outside", beside)
        cache.store.writer.give_space_back()
        assert log_bytes(cache) > 0
        assert cache.store.writer.has_words_to_forget
        connection.exec_driver_sql("ROLLBACK")
    assert jobs.count("empty log") == wishes == writer._TRIES
    patience = submit("look", lambda driver: driver.execute("PRAGMA busy_timeout").fetchone()[0]).result()
    assert patience == 10_000
    cache.store.writer.give_space_back()
    assert not is_on_disk(cache)
    assert not cache.store.writer.has_words_to_forget


def test_a_disk_that_fails_while_folding_is_told_and_the_log_is_written_again(cache, monkeypatch):
    written = []
    monkeypatch.setattr(writer, "write_log_again", written.append)

    def fail(path):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(writer, "fold_log", fail)
        with pytest.raises(ProfileError) as failed:
            cache.store.writer.fold_log()
    assert failed.value.code is Code.DISK_FAILED
    wish(cache, 1)()
    assert written == [cache.store.path]


def test_a_closed_store_folds_nothing(cache):
    cache.store.close()
    with pytest.raises(RuntimeError, match="closed"):
        cache.store.writer.fold_log()


def test_a_sweep_counts_no_folder_while_it_takes_its_mails(cache):
    fill(cache, 120)
    seen: list[str] = []

    def trace(callback: Callable[[str], object] | None) -> None:
        cache.store.writer.submit_outside("trace", lambda driver: driver.set_trace_callback(callback)).result()

    trace(seen.append)
    expired = cache.store.read(lambda connection: expiry.load_expired(connection, received_before=NOW + 1))
    for start in range(0, 100, sweep.FEW):
        some = expired[start : start + sweep.FEW]
        cache.store.writer.run("some", lambda uow, some=some: expiry.evict(uow, some))
    trace(None)
    assert [one for one in seen if one.startswith("UPDATE mailbox")]
    assert not [one for one in seen if "count(" in one]
    assert cache.total("INBOX") == (0, 0)
