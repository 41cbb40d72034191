"""Loyalty programmes over a real store: members, cards in a series, the number by which a sale finds its client."""

from __future__ import annotations

import msgspec
import pytest

from core.problem import Problem
from tests.desk.following import follow
from tests.desk.test_merged_base import desk_of, merged
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.port_loyalty import ProgrammeRow

CLUB = {"name": "Клуб", "kind": "cards", "conditions": "3 % с каждой покупки", "since": "2026-01-01", "series": "К-001"}


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def club(desk: Desk, **more: str) -> ProgrammeRow:
    return desk.loyalty.save({**CLUB, **more})


def test_S03_24_the_head_makes_a_programme_and_managers_let_their_clients_join(stage: Stage) -> None:
    boris, ivan = desk_of(stage, "boris"), desk_of(stage, "ivan")
    with pytest.raises(Problem):
        club(ivan)
    made = club(boris, cost="9000", until="2026-12-31")
    assert (made.kind, made.cost.amount, made.per_member, made.next_number) == ("cards", 9000_00, None, "К-001")
    assert ivan.loyalty.join("Клуб", [client(ivan), client(ivan, "C-2")], "2026-01-20") == 2
    assert ivan.loyalty.join("Клуб", [client(ivan), client(ivan, "C-3")]) == 1
    with pytest.raises(Problem, match="Nobody new"):
        ivan.loyalty.join("Клуб", [client(ivan)])
    row = boris.loyalty.listed()[0]
    assert (row.members, row.per_member and row.per_member.amount) == (3, 3000_00)
    ivan.loyalty.leave("Клуб", client(ivan, "C-3"))
    assert [(each.members, each.left) for each in boris.loyalty.listed()] == [(2, 1)]
    with pytest.raises(Problem):
        club(boris)
    changed = boris.loyalty.save({"conditions": "5 %"}, "Клуб")
    assert (changed.conditions, changed.cost.amount, changed.next_number) == ("5 %", 9000_00, "К-001")


def test_S03_24_S03_15_cards_are_issued_blocked_and_replaced_and_find_their_client(stage: Stage) -> None:
    boris, ivan = desk_of(stage, "boris"), desk_of(stage, "ivan")
    club(boris)
    one, two = client(ivan), client(ivan, "C-2")
    with pytest.raises(Problem, match="let him join"):
        ivan.loyalty.issue("Клуб", one)
    ivan.loyalty.join("Клуб", [one, two])
    assert [ivan.loyalty.issue("Клуб", each) for each in (one, two)] == ["К-001", "К-002"]
    assert ivan.overview(one).loyalty_card == "К-001"
    assert ivan.loyalty.replace("Клуб", "К-001", reason="потеряна") == "К-003"
    assert ivan.overview(one).loyalty_card == "К-003"
    ivan.loyalty.block("Клуб", "К-002", "ушёл")
    assert ivan.overview(two).loyalty_card == ""
    member = next(each for each in ivan.loyalty.show("Клуб").members if each.client_id == one)
    assert [(each.number, each.state, each.replaced_by) for each in member.cards] == [
        ("К-003", "in_force", ""),
        ("К-001", "replaced", "К-003"),
    ]
    assert member.number == "К-003"
    for number in ("К-002", "К-777"):
        with pytest.raises(Problem):
            ivan.loyalty.block("Клуб", number, "ещё раз")
    with pytest.raises(Problem, match="given already"):
        ivan.loyalty.issue("Клуб", two, "К-001")
    assert [(each.cards, each.blocked, each.next_number) for each in boris.loyalty.listed()] == [(1, 2, "К-004")]


def test_S03_15_who_bears_a_card_of_an_import_joins_with_it(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    club(boris)
    session = stage.enter("ivan")
    stored = session.clients.stored(refs(session)["C-1"])
    card = msgspec.structs.replace(stored.card, loyalty_card="К-001")
    session.clients.change(refs(session)["C-1"], stored, card)
    follow(boris)
    bearers = boris.loyalty.chosen("bearers")
    assert bearers == [client(boris)] and boris.loyalty.join("Клуб", bearers) == 1
    assert [each.number for each in boris.loyalty.show("Клуб").members] == ["К-001"]
    boris.loyalty.join("Клуб", [client(boris, "C-2")])
    assert boris.loyalty.issue("Клуб", client(boris, "C-2")) == "К-002", "a number that somebody bears is passed over"


def test_S03_24_the_report_counts_members_once_and_says_where_there_are_too_few(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    club(boris)
    boris.loyalty.join("Клуб", [client(boris), client(boris, "C-2")], "2026-01-20")
    effect = boris.loyalty.show("Клуб").effect
    assert (effect.before.clients, effect.before.buyers, effect.after.buyers) == (2, 2, 1)
    assert (effect.others_before.clients, effect.repeat, effect.after.cheque) == (1, None, None)
    merged(stage, boris)
    assert [each.client_id for each in boris.loyalty.show("Клуб").members] == [client(boris)]
    assert boris.loyalty.show("Клуб").effect.before.clients == 1


def test_S03_24_terms_have_no_cards(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    club(boris, kind="terms", series="", audience="key")
    boris.loyalty.join("Клуб", [client(boris)])
    with pytest.raises(Problem, match="has no cards"):
        boris.loyalty.issue("Клуб", client(boris))
    boris.keys.appoint(client(boris), "ivan")
    assert boris.loyalty.chosen("key") == [client(boris)] and boris.loyalty.chosen("mono") == []
