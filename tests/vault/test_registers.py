"""Registers: sealed records beside the cards, whichever space they are at home in (spec/store §1, §2)."""

from __future__ import annotations

import msgspec
import pytest

from core.entities.client import ClientCard
from core.entities.entry import Entry
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.door import NotCovered
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm, of_person, of_portfolio
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.register_rows import Stored
from storage.vault.session import Session
from storage.vault.writing import Stale
from tests.vault.stage import Stage, logged, refs


class Remark(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A record of these tests."""

    text: str = ""
    about: tuple[str, ...] = ()


MONEY = of_client("remark", 1, Remark, Compartment.MONEY)
PEOPLE = of_client("remark_person", 1, Remark, Compartment.CONTACTS)
DOSSIER = of_client("remark_dossier", 1, Remark, Compartment.DOSSIER)
PORTFOLIO = of_portfolio("remark_portfolio", 1, Remark)
FIRM = of_firm("remark_firm", 1, Remark)
OWN = of_person("remark_own", 1, Remark)


def add(session: Session, text: str, ref: str = "C-1", register: object = MONEY) -> Remark:
    client_id = refs(session)[ref]
    with session.registers.writing(client_id) as writing:
        return session.registers.add(writing, register, client_id, Remark(text=text))  # type: ignore[arg-type]


def texts(found: list[Stored[Remark]]) -> list[str]:
    return [each.fields.text for each in found]


def test_a_record_is_read_by_every_session_that_opens_the_client(stage: Stage) -> None:
    ivan, boris, petr = stage.enter("ivan"), stage.enter("boris"), stage.enter("petr")
    assert texts(boris.registers.all(MONEY)) == []
    written = add(ivan, "просил прайс")
    add(ivan, "человек", register=PEOPLE)
    assert (written.by, len(written.id)) == (ivan.entered.identity.person_id, 16)
    assert texts(ivan.registers.all(MONEY)) == texts(boris.registers.all(MONEY)) == ["просил прайс"]
    assert texts(boris.registers.all(PEOPLE)) == ["человек"]
    assert texts(boris.registers.of(MONEY, [refs(boris)["C-1"]])) == ["просил прайс"]
    assert texts(boris.registers.of(MONEY, [refs(boris)["C-2"]])) == []
    assert petr.registers.all(MONEY) == []
    assert boris.clients.contacts(refs(boris)["C-1"]).phones == ()
    assert boris.upkeep.check().ok


def test_a_change_keeps_its_history_and_a_second_one_over_the_same_version_is_refused(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    add(ivan, "было")
    mine, theirs = ivan.registers.all(MONEY)[0], boris.registers.all(MONEY)[0]
    with ivan.registers.writing(mine.space_id) as writing:
        changed = msgspec.structs.replace(mine.fields, text="стало", about=("цена",))
        ivan.registers.change(writing, MONEY, mine, changed)
    with pytest.raises(Stale), boris.registers.writing() as writing:
        boris.registers.change(writing, MONEY, theirs, msgspec.structs.replace(theirs.fields, text="иначе"))
    now = boris.registers.all(MONEY)[0]
    assert (now.fields.text, now.version, now.fields.id) == ("стало", 2, mine.fields.id)
    told = boris.registers.history(MONEY, now)
    assert [(each.cause, each.fields) for each in told] == [
        ("person", {"text": ("было", "стало"), "about": ([], ["цена"])})
    ]
    assert boris.upkeep.check().ok


def test_a_dossier_is_written_without_being_read_and_read_under_its_own_entry(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    client_id = refs(ivan)["C-1"]
    with pytest.raises(NotCovered), ivan.registers.writing(client_id) as writing:
        ivan.registers.add(writing, DOSSIER, client_id, Remark(text="тайна"))
    reads, notes = logged(stage, Kind.DOSSIER_READ), logged(stage, Kind.CLIENT_NOTED)
    receipt = ivan.registers.noting(client_id)
    with ivan.registers.writing(client_id) as writing:
        ivan.registers.add(writing, DOSSIER, client_id, Remark(text="тайна"), receipt=receipt)
    assert (logged(stage, Kind.DOSSIER_READ), logged(stage, Kind.CLIENT_NOTED)) == (reads, notes + 1)
    with pytest.raises(NotCovered):
        ivan.registers.of(DOSSIER, [client_id])
    with pytest.raises(ValueError, match="client by client"):
        ivan.registers.all(DOSSIER)
    boris = stage.enter("boris")
    shown = boris.registers.of(DOSSIER, [client_id], boris.registers.read(client_id, "dossier"))
    assert texts(shown) == ["тайна"]
    assert logged(stage, Kind.DOSSIER_READ) == reads + 1


def test_the_keeper_opens_no_dossier_and_fills_the_money_of_a_client_of_his(stage: Stage) -> None:
    klara = stage.enter("klara")
    if not klara.entered.keyring.portfolios:
        boris = stage.enter("boris")
        for portfolio in boris.entered.keyring.portfolios:
            boris.grants.give("klara", portfolio)
        klara = stage.enter("klara")
    client_id = refs(klara)["C-1"]
    receipt = klara.registers.noting(client_id)
    with pytest.raises(Problem) as told, klara.registers.writing(client_id) as writing:
        klara.registers.add(writing, DOSSIER, client_id, Remark(text="нельзя"), receipt=receipt)
    assert told.value.exit_code is ExitCode.REFUSED
    add(klara, "можно")
    assert texts(klara.registers.all(MONEY)) == ["можно"]


def test_records_of_portfolio_firm_and_person_stay_in_their_rooms(stage: Stage) -> None:
    ivan, petr, boris = stage.enter("ivan"), stage.enter("petr"), stage.enter("boris")
    portfolio = next(iter(ivan.entered.keyring.portfolios))
    with ivan.registers.writing() as writing:
        ivan.registers.add(writing, PORTFOLIO, portfolio, Remark(text="портфель"))
        ivan.registers.add(writing, FIRM, ivan.firm.firm_id, Remark(text="фирма"))
        ivan.registers.add(writing, OWN, ivan.entered.identity.person_id, Remark(text="моё"))
    assert texts(boris.registers.all(PORTFOLIO)) == ["портфель"]
    assert petr.registers.all(PORTFOLIO) == []
    assert texts(petr.registers.all(FIRM)) == texts(boris.registers.all(FIRM)) == ["фирма"]
    assert texts(ivan.registers.all(OWN)) == ["моё"]
    assert petr.registers.all(OWN) == []
    kept = petr.registers.all(FIRM)[0]
    with petr.registers.writing() as writing:
        petr.registers.change(writing, FIRM, kept, msgspec.structs.replace(kept.fields, text="другое"))
    assert texts(ivan.registers.all(FIRM)) == ["другое"]
    assert ivan.registers.history(FIRM, ivan.registers.all(FIRM)[0])[0].fields == {"text": ("фирма", "другое")}
    assert boris.upkeep.check().ok


def test_records_survive_new_keys_and_a_move_and_keep_their_handles(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    written = add(ivan, "до")
    client_id = refs(ivan)["C-1"]
    receipt = ivan.registers.noting(client_id)
    portfolio = next(iter(ivan.entered.keyring.portfolios))
    with ivan.registers.writing(client_id) as writing:
        ivan.registers.add(writing, DOSSIER, client_id, Remark(text="досье"), receipt=receipt)
        ivan.registers.add(writing, PORTFOLIO, portfolio, Remark(text="портфель"))
        ivan.registers.add(writing, FIRM, ivan.firm.firm_id, Remark(text="фирма"))
    assert texts(boris.registers.all(MONEY)) == ["до"]
    boris.rotation.rotate(portfolio)
    boris.rotation.rotate_firm()
    add(ivan, "после")
    for session in (ivan, boris, stage.enter("boris")):
        assert texts(session.registers.all(MONEY)) == ["до", "после"]
        assert texts(session.registers.all(PORTFOLIO)) == ["портфель"]
        assert texts(session.registers.all(FIRM)) == ["фирма"]
    south = next(each for each in boris.entered.keyring.portfolios if each != portfolio)
    boris.moving.move([client_id], south)
    assert ivan.registers.all(MONEY) == []
    found = boris.registers.all(MONEY)
    assert (texts(found), found[0].fields.id) == (["до", "после"], written.id)
    read = boris.registers.of(DOSSIER, [client_id], boris.registers.read(client_id, "dossier"))
    assert texts(read) == ["досье"]
    assert boris.upkeep.check().ok


def test_an_import_brings_records_and_its_undo_takes_them_away_unless_somebody_worked_on_them(stage: Stage) -> None:
    boris = stage.enter("boris")
    portfolio = boris.home_portfolio("ivan")
    before = boris.upkeep.dump_digest()
    order = ImportOrder(
        "clients",
        bytes(32),
        2,
        new={0: NewClient(portfolio, ClientCard("Новый"))},
        existing={1: refs(boris)["C-2"]},
        records={0: [(MONEY, Remark(text="нового"))], 1: [(MONEY, Remark(text="старого"))]},
    )
    committed = boris.imports.commit(boris.imports.prepare(order))
    assert committed is not None
    assert texts(boris.registers.all(MONEY)) == ["нового", "старого"]
    undone = boris.imports.undo(committed.group)
    assert (undone.removed, undone.records, undone.kept) == (1, 2, [])
    assert boris.registers.all(MONEY) == []
    assert boris.upkeep.dump_digest() == before
    again = boris.imports.commit(boris.imports.prepare(order))
    assert again is not None
    mine = next(each for each in boris.registers.all(MONEY) if each.fields.text == "нового")
    with boris.registers.writing() as writing:
        boris.registers.change(writing, MONEY, mine, msgspec.structs.replace(mine.fields, text="правка"))
    undone = boris.imports.undo(again.group)
    assert (undone.removed, undone.records) == (0, 1)
    assert set(undone.kept) == {mine.space_id}
    assert texts(boris.registers.all(MONEY)) == ["правка"]
    assert boris.upkeep.check().ok


def test_who_may_read_only_writes_no_record(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    ivan.entered.keyring.rights.update(dict.fromkeys(ivan.entered.keyring.rights, 1))
    with pytest.raises(Problem) as told:
        add(ivan, "нельзя")
    assert told.value.exit_code is ExitCode.REFUSED
    assert ivan.registers.all(MONEY) == []
