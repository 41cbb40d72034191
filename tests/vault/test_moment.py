"""What a colleague changes between the last look at keys and the turn to write (decision 20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault.session import Session
from tests.vault.stage import Stage


def written_after(session: Session, act: Callable[[], object]) -> None:
    """An entry of this session's; `act` happens after its look and before its turn."""
    step = session.entered.gate.transaction()
    act()
    with step:
        step.append(Kind.WRITE)


@pytest.mark.parametrize("login", ["ivan", "petr"])
def test_a_statement_about_somebody_else_stops_no_manager(stage: Stage, login: str) -> None:
    session, adam = stage.enter(login), stage.enter("adam")
    written_after(session, lambda: adam.people.suspend("ivan" if login == "petr" else "petr"))
    assert stage.enter("boris").trail.verify().ok


@pytest.mark.parametrize(
    ("login", "said"), [("ivan", "is suspended"), ("boris", "at this very moment"), ("adam", "at this very moment")]
)
def test_it_stops_whoever_it_is_about_and_whoever_gives_keys(stage: Stage, login: str, said: str) -> None:
    session, by = stage.enter(login), stage.enter("boris" if login == "adam" else "adam")
    sizes = []

    def suspended() -> None:
        by.people.suspend("ivan")
        sizes.append(by.entered.premises.log_size())

    with pytest.raises(Problem, match=said) as told:
        written_after(session, suspended)
    assert told.value.exit_code == ExitCode.REFUSED
    assert by.entered.premises.log_size() == sizes[0], "nothing was written"


def test_a_change_of_the_own_keys_stops_everybody(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    home = next(iter(ivan.entered.keyring.portfolios))
    with pytest.raises(Problem, match="at this very moment"):
        written_after(ivan, lambda: boris.rotation.rotate(home))
