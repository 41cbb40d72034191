"""A person's data is erased: no record, no history, no key that opens the old ciphertext (U36)."""

from __future__ import annotations

import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.scopes import Compartment
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.session import Session
from tests.vault.stage import Stage, faults, import_cards, import_sales, logged, refs

CONTACTS = ClientContacts(("+7 900 111-22-33", "+7 900 444-55-66"), ("a@romashka.example",))


def filled(stage: Stage) -> tuple[Session, bytes]:
    session = stage.enter("boris")
    import_cards(session, "Север", ClientCard("Ромашка", external_id="E-1"), contacts=CONTACTS)
    import_sales(session, (("E-1", "РН-9", 3, "болт", 5_00),))
    return session, refs(session)["E-1"]


def test_U36_what_is_erased_is_gone_and_the_rest_is_as_it_was(stage: Stage) -> None:
    session, client = filled(stage)
    old_rows = stage.sql("SELECT id, version, epoch, body FROM record WHERE space_id = ?", client)
    old_pages = stage.sql("SELECT id FROM sales_page WHERE client_id = ?", client)
    stored = session.clients.stored(client)
    keys = session.clients.keys(client)
    tags = stage.sql("SELECT count(*) FROM blind_tag WHERE client_id = ?", client)[0][0]
    erased = session.erasure.erase(client, ["phone:0", "email:0"])
    assert (erased.values, erased.copies_until_us) == (2, None)
    assert session.clients.contacts(client) == ClientContacts((CONTACTS.phones[1],), ())
    assert session.clients.stored(client).card == stored.card
    assert len(stage.sql("SELECT id FROM sales_page WHERE client_id = ?", client)) == len(old_pages) == 1
    assert faults(session) == [] and session.trail.verify().ok
    assert stage.sql("SELECT count(*) FROM blind_tag WHERE client_id = ?", client)[0][0] < tags
    # The old rows are nowhere in the file, and the client's keys of now open none of them.
    on_disk = stage.bytes()
    now = session.clients.keys(client)
    assert now.epoch == keys.epoch + 1
    for record_id, version, epoch, body in old_rows:
        assert bytes(body) not in on_disk and bytes(body)[20:60] not in on_disk
        place = Place(
            Label.RECORD, session.entered.premises.store_id, SpaceKind.CLIENT, client, bytes(record_id), version, epoch
        )
        for part in (Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY):
            with pytest.raises(SealBroken):
                now.key(part).open(place, bytes(body))
    session.end()
    # A manager of that portfolio works on as before.
    manager = stage.enter("ivan")
    assert refs(manager)["E-1"] == client and manager.clients.contacts(client).phones == (CONTACTS.phones[1],)
    manager.end()


def test_the_entry_holds_ids_only(stage: Stage) -> None:
    session, client = filled(stage)
    session.erasure.erase(client, ["phone:1"])
    session.end()
    assert logged(stage, Kind.ERASE) == 2
    auditor = stage.enter("vera")
    told = [each.details for each in auditor.trail.entries(kind="erase")]
    assert told == [
        {"client": client, "values": 1, "state": "done"}, {"client": client, "state": "begun"},
    ]  # fmt: skip
    auditor.end()


def test_erasing_everything_leaves_no_record_of_contacts(stage: Stage) -> None:
    session, client = filled(stage)
    session.erasure.erase(client, ["phone:0", "phone:1", "email:0"])
    assert session.clients.contacts(client) == ClientContacts()
    part = int(Compartment.CONTACTS)
    assert stage.sql("SELECT count(*) FROM record WHERE space_id = ? AND compartment = ?", client, part) == [(0,)]
    assert faults(session) == []
    session.end()


def test_how_long_copies_still_hold_it(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> None:
    from storage import backup

    owner = stage.enter("anna")
    backup.create(owner, tmp_path_factory.mktemp("copies"))
    made = owner.copies.last_verified_us()
    owner.end()
    session, client = filled(stage)
    until = session.erasure.erase(client, ["phone:0"]).copies_until_us
    assert made is not None and until == made + 90 * 86_400_000_000
    session.end()


@pytest.mark.parametrize("keys", [[], ["phone:2"], ["phone"], ["phone:0", "card:0"]])
def test_what_is_not_there(stage: Stage, keys: list[str]) -> None:
    session, client = filled(stage)
    with pytest.raises(Problem) as caught:
        session.erasure.erase(client, keys)
    assert caught.value.exit_code is ExitCode.BAD_INPUT and logged(stage, Kind.ERASE) == 0
    session.end()


def test_a_manager_does_not_erase(stage: Stage) -> None:
    session, client = filled(stage)
    session.end()
    manager = stage.enter("ivan")
    with pytest.raises(Problem) as caught:
        manager.erasure.erase(client, ["phone:0"])
    assert caught.value.exit_code is ExitCode.REFUSED
    manager.end()
