"""A wish about a mail that was found on its server brings it here: once, whole where it is linked, and for as long as the plan says."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Archive, CopyTo, Delete, MarkJunk, MoveTo, SetFlagged, SetSeen, Snooze
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure
from desktop.core.api.link_commands import LinkExisting, LinkMail, SetCrmRules, Unlink
from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import ListView
from desktop.core.api.rows import BodyState
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.mail.flags import Flag
from desktop.core.store import mailboxes
from tests.integration.server_search.conftest import DAY, letter

BETO = "from:beto"


def found(site, typed=BETO):
    (key,) = site.search(typed).keys
    assert key < 0
    return key


def here(site, key):
    return site.engine.server_search.here((key,)).get(key)


def count(site, table):
    return site.engine.store.read(lambda c: c.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar())


def carry_out(site):
    """What has been wished reaches the server."""
    site.engine.hasten(site.account_key)
    site.sync()
    site.engine.hasten(site.account_key)
    site.sync()


def on_server(site, mailbox):
    """subject -> flags, as another program sees them."""
    client = site.client()
    if mailbox not in {one.name for one in client.list_mailboxes(with_status=False)}:
        client.close()
        return {}
    client.select(mailbox, read_only=True)
    uids = client.search_since(None)
    flags = {one.uid: one.flags.flags for one in client.fetch_flags(uids)} if uids else {}
    seen = {}
    for one in client.fetch_headers(uids) if uids else ():
        head = one.header.decode()
        seen["beto" if "beto@" in head else "ana"] = flags[one.uid]
    client.close()
    return seen


def submit(site, wish):
    return site.engine.submit(wish).result(30)


def frontiers(site):
    with site.engine.store.reading() as connection:
        return {
            state.name: (state.uidvalidity, state.seen_below, state.backfill_floor)
            for state in mailboxes.load_states(connection, site.account_key)
        }


def test_a_star_reaches_the_server_and_the_mail_goes_again_with_the_next_sweep(site):
    before, key = frontiers(site), found(site)
    assert submit(site, SetFlagged((key,), True)).count == 1
    row = site.engine.rows((here(site, key),))[here(site, key)]
    assert (row.flagged, row.pending, row.subject) == (True, True, "Factura antigua")
    assert site.engine.sweep().removed == 0, "what waits for the server stays"
    carry_out(site)
    assert on_server(site, "INBOX")["beto"] & Flag.FLAGGED
    assert frontiers(site) == before
    assert site.engine.sweep().removed == 1
    assert here(site, key) is None
    assert site.engine.server_search.here((key,)) == {}
    assert site.engine.rows((key,))[key].flagged, "below it is shown as it is now"
    messages = count(site, "message")
    site.sync()
    assert count(site, "message") == messages, "it is not fetched again"
    assert submit(site, SetFlagged((key,), False)).count == 1, "and may be brought once more"


def test_a_task_keeps_it_whatever_its_age(site):
    key = found(site)
    assert submit(site, LinkMail(LinkKind.TASK, (key,))).done == "linked"
    row = here(site, key)
    raw = site.engine.raw(row)
    assert raw == letter(2, "Factura antigua", "Reforma del baño.", sender="Beto Cruz <beto@x.example>")
    assert site.engine.rows((row,))[row].held_by == "task"
    for _ in range(2):
        assert site.engine.sweep().removed == 0
        site.sync()
    site.clock.advance(400 * DAY)
    site.engine.sweep(site.clock.now())
    assert site.engine.raw(row) == raw
    assert list(site.engine.list_keys(ListView(search="factura"))) == [row]
    (link,) = site.engine.linking.all_links()
    submit(site, Unlink(link.link_key))
    assert site.engine.sweep(site.clock.now()).removed == 1, "the hold has ended"
    assert site.engine.rows((row,)) == {}


def test_brought_twice_it_is_one(site):
    key = found(site)
    submit(site, SetSeen((key,), True))
    first, messages = here(site, key), count(site, "message")
    submit(site, LinkMail(LinkKind.CHAT, (key,)))
    submit(site, SetFlagged((key,), True))
    site.sync()
    assert (here(site, key), count(site, "message")) == (first, messages)
    assert site.engine.rows((first,))[first].body_state is BodyState.COMPLETE
    (chat,) = site.engine.linking.all_links()
    again = submit(site, LinkMail(LinkKind.CHAT, (key,)))
    assert (again.done, again.key) == ("linked_before", chat.link_key)
    assert submit(site, LinkExisting(chat.link_key, (key,))).done == "linked_before"


def test_the_sheet_reads_it_before_it_is_here(site):
    key, messages = found(site), count(site, "message")
    form = site.engine.linking.form(LinkKind.TASK, (key,))
    assert (form.title, "Reforma del baño." in form.text) == ("Factura antigua", True)
    assert count(site, "message") == messages, "looking stores nothing"


@pytest.mark.parametrize(
    ("wish", "folder"),
    [
        (lambda key: Archive((key,)), "Archive"),
        (lambda key: MarkJunk((key,), True), "Junk"),
        (lambda key: Delete((key,)), "Trash"),
    ],
)
def test_it_goes_elsewhere_and_comes_back_by_undo(site, wish, folder):
    key = found(site)
    receipt = submit(site, wish(key))
    assert (receipt.count, site.engine.server_search.here((key,))) == (1, {key: None})
    assert site.engine.undo(receipt.undo_key).result(10).done == "undone"
    carry_out(site)
    assert set(on_server(site, "INBOX")) == {"ana", "beto"}
    receipt = submit(site, wish(key))
    carry_out(site)
    assert "beto" not in on_server(site, "INBOX")
    assert "beto" in on_server(site, folder) or folder == "Trash"
    site.engine.sweep()
    assert site.engine.server_search.here((key,)) == {key: None}, "where it was found it is no more"


def test_deleted_for_good_it_is_gone_there(site):
    key = found(site)
    submit(site, Delete((key,), permanent=True))
    site.clock.advance(60)
    carry_out(site)
    assert "beto" not in on_server(site, "INBOX")
    assert site.find(BETO) == []


def test_a_task_keeps_it_from_being_deleted(site):
    key = found(site)
    submit(site, LinkMail(LinkKind.TASK, (key,)))
    with pytest.raises(BandejaError) as caught:
        submit(site, Delete((key,)))
    assert caught.value.code is Code.LINKED_TO_TASK


def test_moved_copied_put_off_and_unread(site):
    key, obra = found(site, "precio"), site.mailbox("Obra")
    submit(site, CopyTo((key,), obra))
    carry_out(site)
    assert "ana" in on_server(site, "Obra")
    submit(site, SetSeen((key,), True))
    submit(site, SetSeen((key,), False))
    submit(site, Snooze((found(site),), site.clock.now() + DAY))
    carry_out(site)
    assert set(on_server(site, "INBOX")) == {"ana"}
    submit(site, MoveTo((key,), obra))
    carry_out(site)
    site.clock.advance(2 * DAY)
    assert site.engine.bring_back() == 1
    carry_out(site)
    assert "beto" in on_server(site, "INBOX")


def test_mails_of_here_and_there_in_one_wish(site):
    (local,) = site.engine.list_keys(ListView(search="plano"))
    keys = (local, *site.search("reforma").keys)
    receipt = submit(site, SetFlagged(keys, True))
    assert receipt.count == 3, "one has its star already"
    task = submit(site, LinkMail(LinkKind.TASK, keys))
    assert task.count == 4
    carry_out(site)
    assert all(flags & Flag.FLAGGED for flags in on_server(site, "INBOX").values())
    assert site.engine.sweep().removed == 0


def test_without_a_network_what_needs_no_text_waits_and_what_needs_it_says_so(site):
    key, other = found(site), found(site, "precio")
    connect = site.engine.server_search._connect

    def refuse(account_key):
        raise ConnectionFailure(Code.CONNECTION_LOST, host="x")

    site.engine.server_search._opening._connect = refuse
    assert submit(site, SetFlagged((key,), True)).count == 1
    messages = count(site, "message")
    with pytest.raises(BandejaError) as caught:
        submit(site, LinkMail(LinkKind.TASK, (other,)))
    assert caught.value.code is Code.UNREACHED_THERE
    assert "Presupuesto de la obra" in caught.value.sentence()
    assert count(site, "message") == messages, "nothing came of it"
    site.engine.server_search._opening._connect = connect
    site.engine.server_search.fetch(other)
    site.engine.server_search._opening._connect = refuse
    assert submit(site, LinkMail(LinkKind.TASK, (other,))).done == "linked", "what was read can be linked"
    carry_out(site)
    assert on_server(site, "INBOX")["beto"] & Flag.FLAGGED


def expunge(site, key):
    client = site.client()
    place = site.engine.server_search.place_of(key)
    client.select(place.mailbox)
    client.expunge([place.uid])
    client.close()


def test_what_changed_there_before_the_wish_is_not_missed(site):
    """Its row is new: what the server tells as changed since the last look does not name it."""
    key = found(site)
    client = site.client()
    client.select("INBOX")
    client.store_flags([site.engine.server_search.place_of(key).uid], add=["\\Flagged"])
    client.close()
    site.sync()
    submit(site, LinkMail(LinkKind.TASK, (key,)))
    site.sync()
    assert site.engine.rows((here(site, key),))[here(site, key)].flagged


def test_gone_meanwhile_a_linked_one_stays_and_says_so_and_another_one_goes(site):
    linked, starred = found(site), found(site, "precio")
    site.engine.server_search.fetch(linked)
    for key in (linked, starred):
        expunge(site, key)
    submit(site, LinkMail(LinkKind.TASK, (linked,)))
    submit(site, SetFlagged((starred,), True))
    row = here(site, linked)
    carry_out(site)
    assert site.engine.rows((row,))[row].on_server is False
    assert "Reforma del baño." in site.engine.message(row).parsed.text
    assert site.engine.server_search.here((starred,)) == {}


def test_gone_meanwhile_without_its_text_nothing_is_made_of_it(site):
    key, messages = found(site), count(site, "message")
    expunge(site, key)
    with pytest.raises(BandejaError) as caught:
        submit(site, LinkMail(LinkKind.TASK, (key,)))
    assert caught.value.code is Code.GONE_THERE
    assert (count(site, "message"), site.engine.linking.all_links()) == (messages, [])


def renumber(site, mailbox):
    """Its mails are the same under another UIDVALIDITY, and other numbers."""
    client = site.client()
    client.select(mailbox, read_only=True)
    uids = client.search_since(None)
    raws = {one.uid: one.raw for one in client.fetch_bodies(uids, max_size=1 << 20)}
    mails = [(raws[one.uid], one.flags, one.internaldate) for one in client.fetch_headers(uids)]
    client.select("INBOX", read_only=True)
    client.delete(mailbox)
    client.create(mailbox)
    for raw, flags, at in reversed(mails):
        client.append(mailbox, raw, flags, at)
    client.close()


def test_renumbered_meanwhile_it_is_found_by_what_it_is(site):
    site.put("Obra", (letter(30, "Otra", "Más."), 61))
    key = found(site, "ñandú")
    renumber(site, "Obra")
    submit(site, SetFlagged((key,), False))
    carry_out(site)
    carry_out(site)
    client = site.client()
    client.select("Obra", read_only=True)
    assert not any(one.flags.flags & Flag.FLAGGED for one in client.fetch_flags(client.search_since(None)))
    client.close()


def test_renumbered_before_the_wish_it_has_to_be_searched_for_again(site):
    key = found(site, "ñandú")
    renumber(site, "Obra")
    site.sync()
    messages = count(site, "message")
    with pytest.raises(BandejaError) as caught:
        submit(site, SetFlagged((key,), False))
    assert (caught.value.code, count(site, "message")) == (Code.GONE_THERE, messages)
    again = found(site, "ñandú")
    assert again != key
    assert submit(site, SetFlagged((again,), False)).count == 1


def test_a_folder_that_was_never_looked_at_finds_it_by_what_it_is(site):
    key = found(site, "ñandú")
    place = site.engine.server_search.place_of(key)

    def forget(uow):
        mailboxes.set_state(uow, place.mailbox_key, uidvalidity=None, seen_below=1, backfill_floor=1)

    site.engine.store.writer.run("forget", forget)
    submit(site, SetFlagged((key,), False))
    submit(site, SetSeen((key,), False))
    rows = count(site, "location")
    carry_out(site)
    assert count(site, "location") == rows
    client = site.client()
    client.select("Obra", read_only=True)
    assert {one.flags.flags for one in client.fetch_flags(client.search_since(None))} == {Flag(0)}
    client.close()


def test_here_already_under_another_folder_it_is_one_message(site):
    copy = letter(40, "Gemela", "Presente.")
    site.put("Obra", (copy, 70))
    key = found(site, "gemela")
    site.put("Archive", (copy, 2))
    site.sync()
    (local,) = site.engine.list_keys(ListView(search="gemela"))
    messages, bodies = count(site, "message"), count(site, "body")
    submit(site, SetFlagged((key,), True))
    assert (count(site, "message"), count(site, "body")) == (messages, bodies), "no download"
    rows = site.engine.rows((local, here(site, key)))
    assert len({row.message_key for row in rows.values()}) == 1
    carry_out(site)
    assert on_server(site, "Obra")["ana"] & Flag.FLAGGED


def test_a_plan_that_stops_the_mailbox_brings_nothing(site):
    key, messages = found(site), count(site, "message")
    submit(site, SetPlan("free"))
    site.engine.keep_plan()
    for wish in (SetFlagged((key,), True), LinkMail(LinkKind.TASK, (key,))):
        with pytest.raises(BandejaError) as caught:
            submit(site, wish)
        assert caught.value.code is Code.PLAN_NO_SYNC
    assert count(site, "message") <= messages


def test_the_crm_gets_its_own_copy_and_the_never_list_counts(site):
    key = found(site)
    submit(site, SetCrmRules((), ("@x.example",), "nothing"))
    site.engine.server_search.fetch(key)
    messages = count(site, "message")
    with pytest.raises(BandejaError) as caught:
        submit(site, LinkMail(LinkKind.CRM, (key,)))
    assert (caught.value.code, count(site, "message")) == (Code.NEVER_SAVED, messages)
    submit(site, SetCrmRules((), (), "nothing"))
    assert submit(site, LinkMail(LinkKind.CRM, (key,))).done == "linked"
    site.engine.linking.run_due()
    assert site.engine.sweep().removed == 1, "saved, it expires as the plan says"


def test_what_is_known_no_more_is_said(site):
    with pytest.raises(BandejaError) as caught:
        submit(site, SetFlagged((-999,), True))
    assert caught.value.code is Code.NOT_FOUND


def test_with_an_event_it_goes_as_the_plan_says(site):
    key = found(site)
    submit(site, LinkMail(LinkKind.EVENT, (key,), starts_at=site.clock.now() + DAY))
    site.engine.linking.run_due()
    assert site.engine.sweep().removed == 1, "only tasks hold"
