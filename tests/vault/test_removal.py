"""Removed clients are hidden and come back whole; many at once take two people (S01.12)."""

from __future__ import annotations

import dataclasses

import pytest

from core import rules
from core.entities.client import ClientCard
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault import removal
from storage.vault.removal import SecondPerson
from storage.vault.session import Session
from tests.vault.stage import Stage, faults, import_cards, logged, refs, secret_of


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of the rule is twenty; three say the same sooner."""
    assert rules.DEFAULT.removal_quorum == 20
    monkeypatch.setattr(removal, "DEFAULT", dataclasses.replace(rules.DEFAULT, removal_quorum=3))


def hidden(session: Session) -> set[str]:
    return {card.external_id for card in session.clients.load().cards if card.removed}


def filled(stage: Stage) -> tuple[Session, dict[str, bytes]]:
    session = stage.enter("boris")
    import_cards(session, "Север", *[ClientCard(f"Клиент {n}", external_id=f"R-{n}") for n in range(6)])
    return session, refs(session)


def second(login: str) -> SecondPerson:
    return SecondPerson(login, secret_of(login))


def test_S01_12_a_removed_client_is_hidden_and_comes_back_as_he_was(stage: Stage) -> None:
    session, known = filled(stage)
    before = session.upkeep.dump_digest()
    session.removal.remove([known["R-1"], known["C-1"], known["R-1"]])
    assert hidden(session) == {"R-1", "C-1"}
    assert session.upkeep.dump_digest() != before and logged(stage, Kind.CLIENT_REMOVED) == 2
    changes = session.clients.history(known["C-1"])
    assert changes[0].fields == {"removed": (False, True)}
    session.removal.restore([known["R-1"], known["C-1"]])
    assert (hidden(session), session.upkeep.dump_digest()) == (set(), before)
    assert logged(stage, Kind.CLIENT_RESTORED) == 2
    assert faults(session) == [] and session.trail.verify().ok
    session.end()


def test_more_than_the_limit_needs_a_second_person(stage: Stage) -> None:
    session, known = filled(stage)
    four = [known[f"R-{n}"] for n in range(4)]
    with pytest.raises(Problem) as caught:
        session.removal.remove(four)
    assert caught.value.exit_code is ExitCode.REFUSED and hidden(session) == set()
    session.removal.remove(four, second("klara"))
    assert hidden(session) == {"R-0", "R-1", "R-2", "R-3"}
    session.end()
    auditor = stage.enter("vera")
    (note,) = [each.details for each in auditor.trail.entries(kind="write") if "removed" in each.details]
    klara = next(each.id for each in auditor.staffing.staff() if each.login == "klara")
    assert note["removed"] == 4 and note["second"] == klara and len(note["signature"]) == 64  # type: ignore[arg-type]
    auditor.end()


def test_small_steps_are_added_up_over_a_day(stage: Stage) -> None:
    session, known = filled(stage)
    session.removal.remove([known["R-0"], known["R-1"]])
    session.removal.remove([known["R-2"]])
    with pytest.raises(Problem, match="second person"):
        session.removal.remove([known["R-3"]])
    session.removal.remove([known["R-2"]])  # hidden already: nothing to count
    stage.clock.pass_seconds(86_401)
    session.removal.remove([known["R-3"]])
    assert len(hidden(session)) == 4
    session.end()


@pytest.mark.parametrize("login", ["boris", "ivan", "adam", "vera"])
def test_who_cannot_be_the_second_person(stage: Stage, login: str) -> None:
    session, known = filled(stage)
    with pytest.raises(Problem, match="somebody else"):
        session.removal.remove([known["R-0"]], second(login))
    assert hidden(session) == set()
    session.end()


def test_a_wrong_passphrase_of_the_second_person_counts_as_a_failure(stage: Stage) -> None:
    session, known = filled(stage)
    failed = logged(stage, Kind.LOGIN_FAILED)
    with pytest.raises(Problem):
        session.removal.remove([known["R-0"]], SecondPerson("klara", bytearray(b"guessed")))
    assert logged(stage, Kind.LOGIN_FAILED) == failed + 1 and hidden(session) == set()
    session.end()


def test_nobody_removes_what_he_may_not_write_or_see(stage: Stage) -> None:
    session, known = filled(stage)
    session.end()
    manager = stage.enter("petr")
    with pytest.raises(Problem) as caught:
        manager.removal.remove([known["R-0"]])
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    manager.end()
