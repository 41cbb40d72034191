"""A clock that is moved: an entry, a banner, and no fresh budget (R25)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.clock import Anchor, Steady, boot_id, boot_us
from storage.audit.kinds import Kind
from storage.audit.log import now_us
from storage.vault import premises as premises_module
from storage.vault.session import Session
from tests.vault.stage import Stage, logged

MINUTE = 60.0
HOUR = 60 * MINUTE


class Machine:
    """The stage's wall clock beside the machine's own; `move` touches the wall alone."""

    def __init__(self, stage: Stage) -> None:
        self._wall = stage.clock
        self._moved_us = 0

    def ticks_us(self) -> int:
        return self._wall.now_us - self._moved_us

    def move(self, seconds: float) -> None:
        self._wall.now_us += int(seconds * 1_000_000)
        self._moved_us += int(seconds * 1_000_000)


@pytest.fixture
def machine(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Machine:
    found = Machine(stage)
    monkeypatch.setattr(premises_module, "now_us", stage.clock)
    monkeypatch.setattr(premises_module, "boot_us", found.ticks_us)
    return found


def act(session: Session) -> None:
    session.entered.gate.note(Kind.CLIENT_LISTED)


class TestEntry:
    @pytest.mark.parametrize(
        ("seconds", "entries"),
        [(9.9 * MINUTE, 0), (10.1 * MINUTE, 1), (90 * 86_400, 1), (-1.9, 0), (-2.1, 1), (-HOUR, 1)],
    )
    def test_ahead_and_back(self, stage: Stage, machine: Machine, seconds: float, entries: int) -> None:
        session = stage.enter("ivan")
        act(session)
        machine.move(seconds)
        act(session)
        act(session)
        assert logged(stage, Kind.CLOCK_JUMP) == entries
        session.end()
        verdict = session.trail.verify()
        assert verdict.ok, verdict.reason

    def test_time_that_really_passed_is_no_jump(self, stage: Stage, machine: Machine) -> None:
        session = stage.enter("ivan")
        for hours in (1, 14, 24 * 40):
            stage.clock.pass_seconds(hours * HOUR)
            act(session)
        session.end()
        stage.clock.pass_seconds(24 * HOUR)
        stage.enter("ivan").end()
        assert logged(stage, Kind.CLOCK_JUMP) == 0

    def test_a_jump_between_two_sessions_of_one_machine(self, stage: Stage, machine: Machine) -> None:
        stage.enter("ivan").end()
        stage.clock.pass_seconds(8 * HOUR)
        machine.move(25 * HOUR)
        stage.enter("petr").end()
        assert logged(stage, Kind.CLOCK_JUMP) == 1

    def test_after_a_restart_of_the_machine_nothing_is_claimed(
        self, stage: Stage, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stage.enter("ivan").end()
        monkeypatch.setattr(premises_module, "boot_id", lambda: b"another run of it")
        machine.move(25 * HOUR)
        stage.enter("petr").end()
        assert logged(stage, Kind.CLOCK_JUMP) == 0

    def test_everybody_reads_of_it_for_a_day(self, stage: Stage, machine: Machine) -> None:
        session = stage.enter("ivan")
        machine.move(2 * HOUR)
        act(session)
        session.end()
        session = stage.enter("petr")
        jump = session.custody.alarms().clock
        assert jump is not None and 2 * HOUR <= jump.ahead_us / 1_000_000 < 2 * HOUR + 1
        session.end()
        stage.clock.pass_seconds(25 * HOUR)
        session = stage.enter("petr")
        assert session.custody.alarms().clock is None
        session.end()


class TestBudget:
    def _use_up(self, session: Session) -> None:
        """Every reveal of the day: subjects are made up, the budget counts tags."""
        for number in range(DEFAULT.reveals_day):
            session.entered.gate.read(Kind.REVEAL, b"client %09d" % number, {})

    def _refused(self, session: Session, subject: bytes = b"one more        ") -> bool:
        try:
            session.entered.gate.read(Kind.REVEAL, subject, {})
        except Problem as problem:
            assert problem.exit_code == ExitCode.REFUSED
            return True
        return False

    def test_a_day_that_passed_frees_it(self, stage: Stage, machine: Machine) -> None:
        session = stage.enter("ivan")
        self._use_up(session)
        assert self._refused(session)
        stage.clock.pass_seconds(24 * HOUR + 60)
        assert not self._refused(session)
        session.end()

    def test_a_clock_put_ahead_does_not(self, stage: Stage, machine: Machine) -> None:
        session = stage.enter("ivan")
        self._use_up(session)
        machine.move(25 * HOUR)
        assert self._refused(session)
        stage.clock.pass_seconds(23 * HOUR)
        assert self._refused(session), "the day is over when a day has passed, whatever the clock shows"
        stage.clock.pass_seconds(HOUR + 120)
        assert not self._refused(session)
        session.end()

    def test_ahead_between_two_sessions_does_not(self, stage: Stage, machine: Machine) -> None:
        session = stage.enter("ivan")
        self._use_up(session)
        session.end()
        machine.move(25 * HOUR)
        session = stage.enter("ivan")
        assert self._refused(session)
        session.end()

    def test_back_and_forth_does_not(self, stage: Stage, machine: Machine) -> None:
        session = stage.enter("ivan")
        machine.move(-48 * HOUR)
        self._use_up(session)
        machine.move(48 * HOUR)
        assert self._refused(session), "what was read two days ago by the clock was read a minute ago"
        session.end()

    def test_many_small_steps_add_up_to_entries_or_to_nothing(self, stage: Stage, machine: Machine) -> None:
        """Steps too small for an entry each: what is said plainly in docs/security is that ten minutes a look pass."""
        session = stage.enter("ivan")
        act(session)
        for _ in range(3):
            machine.move(11 * MINUTE)
            act(session)
        assert logged(stage, Kind.CLOCK_JUMP) == 3
        session.end()


def test_the_real_clocks_agree_with_themselves() -> None:
    steady = Steady(boot_us)
    assert steady.expected_us() is None
    steady.note(now_us())
    expected = steady.expected_us()
    assert expected is not None and abs(expected - now_us()) < 2_000_000
    assert len(boot_id()) in (0, 16)
    assert Steady(lambda: 50, Anchor(1_000, 20)).expected_us() == 1_030
