"""One client lent to a colleague: opened, used, taken back, and gone with everything that gives him new keys."""

from __future__ import annotations

import msgspec
import pytest

from core.entities.client import ClientContacts
from core.entities.entry import Entry
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.door import NotCovered
from storage.keys.scopes import Compartment, Scope
from storage.records.registers import of_client
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.session import Session
from tests.vault.stage import Stage, faults, home_of, logged, refs
from tests.vault.test_lifecycle import settled, sound

DAY_US = 86_400_000_000


class Note(Entry, frozen=True):
    """A line of text about a client."""

    text: str = ""


WIDE_NOTE = of_client("test_wide_note", 1, Note, Compartment.CONTACTS)
DEEP_NOTE = of_client("test_deep_note", 1, Note, Compartment.DOSSIER)


def lent(stage: Stage, **options: object) -> bytes:
    """Л-1 of the south, where petr is, to ivan of the north."""
    boris = stage.enter("boris")
    client = refs(boris)["L-1"]
    boris.lending.give("ivan", client, **options)  # type: ignore[arg-type]
    return client


def shut(session: Session, client: bytes) -> bool:
    with pytest.raises(Problem) as told:
        session.clients.stored(client)
    return told.value.exit_code is ExitCode.BAD_INPUT


def opens_with(stage: Stage, key: object, client: bytes) -> bool:
    """Whether a key of the client's card that was seen once opens what lies there now."""
    [(record_id, version, epoch, body)] = stage.sql(
        "SELECT id, version, epoch, body FROM record WHERE space_id = ? AND compartment = ?", client,
        int(Compartment.CARD),
    )  # fmt: skip
    store_id = stage.premises().store_id
    for each in (epoch, epoch - 1):
        place = Place(Label.RECORD, store_id, SpaceKind.CLIENT, client, bytes(record_id), version, each)
        try:
            key.open(place, bytes(body))  # type: ignore[attr-defined]
        except SealBroken:
            continue
        return True
    return False


def test_a_lent_client_is_in_the_list_with_card_contacts_and_dossier(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    assert set(refs(ivan)) == {"C-1", "C-2", "C-3"}
    seen = ivan.feed()
    client = lent(stage)
    assert set(refs(ivan)) == {"C-1", "C-2", "C-3", "L-1"}, "an open session takes it in"
    assert ivan.feed() != seen and client in ivan.clients.changed_since(seen).cards
    assert ivan.clients.stored(client).card.name == "Лютик" and ivan.clients.walk()(client).name == "Лютик"
    assert ivan.clients.contacts(client) == stage.enter("petr").clients.contacts(client) != ClientContacts()
    assert client in [each.id for each in ivan.lookups.findable()]
    before = logged(stage, Kind.DOSSIER_READ)
    assert ivan.clients.history(client) == [] and logged(stage, Kind.DOSSIER_READ) == before + 1
    again = stage.enter("ivan")
    assert set(refs(again)) == {"C-1", "C-2", "C-3", "L-1"}
    assert sound(stage) and faults(again) == []


def test_the_dossier_of_a_lent_client_wants_its_own_entry(stage: Stage) -> None:
    client = lent(stage)
    keys = stage.enter("ivan").clients.keys(client)
    assert keys.key(Compartment.CARD)
    with pytest.raises(NotCovered):
        keys.key(Compartment.DOSSIER)


def test_a_lent_client_counts_for_the_budget_and_is_masked(stage: Stage) -> None:
    client = lent(stage)
    ivan = stage.enter("ivan")
    with pytest.raises(Problem, match="reason"):
        ivan.disclosure.reveal(client, "phone:0")
    assert ivan.disclosure.reveal(client, "phone:0", "спросить о поставке") == "+7 900 123-45-67"
    assert logged(stage, Kind.REVEAL) == 1


def test_what_is_lent_is_not_written(stage: Stage) -> None:
    client = lent(stage)
    ivan = stage.enter("ivan")
    stored = ivan.clients.stored(client)
    with pytest.raises(Problem) as told:
        ivan.clients.change(client, stored, stored.card)
    assert told.value.exit_code is ExitCode.REFUSED
    with pytest.raises(Problem):
        ivan.moving.move([client], home_of(ivan, "Север"))


def test_taken_back_the_old_keys_open_nothing(stage: Stage) -> None:
    client = lent(stage)
    ivan = stage.enter("ivan")
    key = ivan.clients.keys(client).key(Compartment.CARD)
    assert opens_with(stage, key, client)
    assert stage.enter("boris").lending.revoke("ivan", client) == 2
    assert not opens_with(stage, key, client)
    assert shut(ivan, client) and set(refs(ivan)) == {"C-1", "C-2", "C-3"}
    assert set(refs(stage.enter("petr"))) == {"L-1", "L-2"} and sound(stage)
    with pytest.raises(Problem, match="not lent"):
        stage.enter("boris").lending.revoke("ivan", client)


def test_from_a_day_to_a_day(stage: Stage) -> None:
    start = stage.clock.now_us + DAY_US
    client = lent(stage, not_before_us=start, not_after_us=start + DAY_US)
    ivan = stage.enter("ivan")
    assert shut(ivan, client)
    stage.clock.pass_seconds(1.5 * 86_400)
    assert ivan.clients.stored(client).card.name == "Лютик", "an open session takes the day in"
    key = ivan.clients.keys(client).key(Compartment.CARD)
    stage.clock.pass_seconds(86_400)
    assert shut(ivan, client) and shut(stage.enter("ivan"), client)
    assert [each.reason for each in stage.enter("boris").rotation.pending()] == ["expired"]
    settled(stage)
    assert not opens_with(stage, key, client)
    assert stage.sql('SELECT count(*) FROM "grant" WHERE scope_kind = ?', int(Scope.CLIENT)) == [(0,)]


def test_parts_of_a_client(stage: Stage) -> None:
    client = lent(stage, parts=["card"])
    ivan = stage.enter("ivan")
    assert ivan.clients.stored(client).card.name == "Лютик" and ivan.clients.contacts(client) == ClientContacts()
    lent(stage, parts=["contacts"])
    assert ivan.clients.contacts(client).phones
    with pytest.raises(Problem, match="more"):
        lent(stage, parts=["card"])
    assert stage.sql('SELECT count(*) FROM "grant" WHERE scope_kind = ?', int(Scope.CLIENT)) == [(1,)]
    for parts in (["money"], ["salary"]):
        with pytest.raises(Problem):
            lent(stage, parts=parts)
    with pytest.raises(Problem, match="role"):
        stage.enter("boris").lending.give("adam", client)


def test_a_rotation_and_a_change_of_the_colleague_go_on_with_it(stage: Stage) -> None:
    client = lent(stage)
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    boris.rotation.rotate(home_of(boris, "Юг"))
    assert ivan.clients.stored(client).card.name == "Лютик"
    petr = stage.enter("petr")
    stored = petr.clients.stored(client)
    petr.clients.change(client, stored, msgspec.structs.replace(stored.card, note="новое"))
    assert ivan.clients.stored(client).card.note == "новое"


@pytest.mark.parametrize("how", ["move", "erase"])
def test_new_keys_of_the_client_end_the_loan(stage: Stage, how: str) -> None:
    client = lent(stage)
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    if how == "move":
        boris.moving.move([client], home_of(boris, "Центр"))
    else:
        boris.erasure.erase(client, ["phone:0"])
    assert shut(ivan, client) and shut(stage.enter("ivan"), client)
    assert stage.sql('SELECT count(*) FROM "grant" WHERE scope_kind = ?', int(Scope.CLIENT)) == [(0,)]
    assert sound(stage)


def test_suspended_he_leaves_a_portfolio_that_waits_for_new_keys(stage: Stage) -> None:
    """By the admin, who holds no key of it."""
    client = lent(stage)
    key = stage.enter("ivan").clients.keys(client).key(Compartment.CARD)
    stage.enter("adam").people.suspend("ivan")
    waiting = stage.enter("boris")
    names = {each: note.name for each, note in waiting.staffing.portfolios().items()}
    assert {names[each.portfolio_id] for each in waiting.rotation.pending()} == {"Север", "Юг"}
    settled(stage)
    assert not opens_with(stage, key, client)


@pytest.mark.parametrize("who", ["petr", "klara", "adam", "vera"])
def test_only_a_head_lends(stage: Stage, who: str) -> None:
    client = refs(stage.enter("boris"))["L-1"]
    with pytest.raises(Problem):
        stage.enter(who).lending.give("ivan", client)
    assert shut(stage.enter("ivan"), client)


def test_nobody_is_lent_what_he_opens_anyway(stage: Stage) -> None:
    boris = stage.enter("boris")
    with pytest.raises(Problem, match="anyway"):
        boris.lending.give("petr", refs(boris)["L-1"])
    with pytest.raises(Problem, match="himself"):
        boris.lending.give("boris", refs(boris)["L-1"])


def test_it_stands_in_the_list_of_grants_and_in_the_log(stage: Stage) -> None:
    client = lent(stage)
    for login in ("boris", "ivan", "adam"):
        told = [each for each in stage.enter(login).grants.all() if each.scope == "client"]
        assert [(each.client, each.rights) for each in told] == [(client, ("read",))]
    assert [each for each in stage.enter("petr").grants.all() if each.scope == "client"], "his manager sees it"
    [entry] = stage.enter("vera").trail.entries(kind="client_lent")
    assert entry.details["name"] == "Лютик" and entry.details["client"] == client
    assert stage.enter("boris").lending.names([client]) == {client: "Лютик"}
    assert stage.enter("adam").lending.names([client]) == {}


def test_people_and_notes_beside_the_card_are_lent_with_it_and_go_with_it(stage: Stage) -> None:
    """Records of registers: of `contacts` with the card, of the dossier against an entry of their own."""
    petr = stage.enter("petr")
    client = refs(petr)["L-1"]
    with petr.registers.writing(client) as writing:
        petr.registers.add(writing, WIDE_NOTE, client, Note(text="Ольга, склад"))
    receipt = petr.registers.noting(client)
    with petr.registers.writing(client) as writing:
        petr.registers.add(writing, DEEP_NOTE, client, Note(text="любит рыбалку"), receipt=receipt)
    lent(stage)
    ivan = stage.enter("ivan")
    assert [each.fields.text for each in ivan.registers.of(WIDE_NOTE, [client])] == ["Ольга, склад"]
    with pytest.raises(NotCovered):
        ivan.registers.of(DEEP_NOTE, [client])
    opened = ivan.registers.read(client, "dossier")
    assert [each.fields.text for each in ivan.registers.of(DEEP_NOTE, [client], opened)] == ["любит рыбалку"]
    boris = stage.enter("boris")
    boris.rotation.rotate(home_of(boris, "Юг"))
    assert [each.fields.text for each in ivan.registers.of(WIDE_NOTE, [client])] == ["Ольга, склад"]
    boris.moving.move([client], home_of(boris, "Центр"))
    with pytest.raises(Problem):
        ivan.registers.read(client, "dossier")
    assert [each.fields.text for each in boris.registers.of(WIDE_NOTE, [client])] == ["Ольга, склад"]
    assert faults(stage.enter("boris")) == [] and sound(stage)
