"""What a login verifies: newer entries only, against what was seen before; a contradiction locks (S01.18)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault.assurance import Assured
from tests.vault.stage import Stage, logged
from tests.vault.test_unlock import suspend


def come_in(stage: Stage, login: str = "ivan") -> Assured:
    """One login and leaving; what it checked."""
    session = stage.enter(login)
    found = session.entered.assurance.assured
    session.end()
    return found


def refused(stage: Stage, login: str = "ivan") -> Problem:
    with pytest.raises(Problem) as told:
        stage.enter(login)
    assert told.value.exit_code == ExitCode.STORE
    return told.value


class TestCost:
    """By the number of entries that were verified, never by the clock."""

    def test_only_what_is_newer_is_verified(self, stage: Stage) -> None:
        first = come_in(stage)
        assert first.began_at == 0 and first.entries == first.signatures == first.size > 20
        again = come_in(stage)
        assert again.began_at > first.size - 1
        assert again.entries == again.signatures == 0, "the end of a session takes in what the session wrote"
        session = stage.enter("boris")
        for _ in range(50):
            session.entered.gate.note(Kind.CLIENT_LISTED)
        session.end()
        later = come_in(stage)
        assert 50 < later.entries < 60 and later.began_at == again.size + 3

    def test_the_roster_up_to_the_checkpoint_is_replayed_not_walked(self, stage: Stage) -> None:
        come_in(stage, "vera")
        session = stage.enter("anna")
        session.end()
        assert come_in(stage, "vera").entries <= 4

    def test_the_oldest_signatures_of_a_first_login_rest_on_later_ones(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from core import rules
        from storage.vault import assurance

        monkeypatch.setattr(assurance, "DEFAULT", rules.DEFAULT.changed(login_signatures=100))
        session = stage.enter("boris")
        for _ in range(150):
            session.entered.gate.note(Kind.CLIENT_LISTED)
        session.end()
        found = come_in(stage)
        assert found.entries > 150 and found.signatures == 100


CUTS: dict[str, Callable[[Stage], None]] = {
    "rows after the head": lambda stage: _sql(stage, "UPDATE log_head SET size = size - 1"),
    "a column": lambda stage: _sql(stage, "UPDATE log SET kind = 202 WHERE seq = (SELECT max(seq) FROM log)"),
    "a signature": lambda stage: _sql(
        stage, f"UPDATE log SET signature = x'{bytes(64).hex()}' WHERE seq = (SELECT max(seq) FROM log)"
    ),
    "a gap": lambda stage: _sql(stage, "DELETE FROM log WHERE seq = (SELECT max(seq) - 1 FROM log)"),
}


def _sql(stage: Stage, statement: str) -> None:
    stage.sql(statement)


class TestContradiction:
    def test_a_database_put_back_is_refused_to_everybody_but_auditor_and_owner(
        self, stage: Stage, tmp_path: Path
    ) -> None:
        kept = stage.keep(tmp_path / "kept")
        come_in(stage, "boris")
        come_in(stage, "petr")
        stage.put_back(kept)
        for login in ("ivan", "boris", "petr", "klara", "adam"):
            assert "contradicts what was verified" in str(refused(stage, login))
        for login in ("vera", "anna"):
            session = stage.enter(login)
            found = session.custody.contradiction
            assert found is not None and found.reason in ("cut", "checkpoint") and found.size > 20
            session.end()

    def test_it_stands_in_the_log_once(self, stage: Stage, tmp_path: Path) -> None:
        kept = stage.keep(tmp_path / "kept")
        come_in(stage, "boris")
        stage.put_back(kept)
        before = logged(stage, Kind.CONTRADICTION)
        for _ in range(3):
            refused(stage)
        assert logged(stage, Kind.CONTRADICTION) == before + 1

    def test_a_log_grown_again_over_the_cut_is_refused_too(self, stage: Stage, tmp_path: Path) -> None:
        """Same size or larger, other content: the root of what was seen is another."""
        kept = stage.keep(tmp_path / "kept")
        come_in(stage, "ivan")
        stage.put_back(kept)
        seen = stage.path.with_name(stage.path.name + f".seen-{_id(stage, 'ivan').hex()}")
        hidden = seen.rename(tmp_path / "seen")
        session = stage.enter("boris")
        for _ in range(30):
            session.entered.gate.note(Kind.CLIENT_LISTED)
        session.end()
        hidden.rename(seen)
        assert refused(stage).facts["reason"] in ("checkpoint", "root")
        assert refused(stage, "boris").facts["reason"] in ("checkpoint", "root"), "one who found it is enough"

    def test_a_roster_entry_taken_out_of_the_old_part_is_found(self, stage: Stage) -> None:
        """Entries before the checkpoint are not walked again, but the roster among them is compared."""
        ((added,),) = stage.sql("SELECT seq FROM roster WHERE login = 'petr'")
        suspend(stage, "petr")
        come_in(stage)
        with stage.raw() as raw:
            raw.execute("DELETE FROM log WHERE seq = (SELECT seq FROM roster WHERE login = 'petr')")
            raw.execute("UPDATE roster SET state = 'active', seq = ? WHERE login = 'petr'", (added,))
        assert refused(stage, "ivan").facts["reason"] == "roster"
        assert refused(stage, "boris").facts["reason"] == "gap", "who has not seen that part yet walks it"

    @pytest.mark.parametrize("harm", CUTS, ids=str)
    def test_harm_to_newer_entries_is_refused(self, stage: Stage, harm: str) -> None:
        come_in(stage)
        session = stage.enter("boris")
        session.entered.gate.note(Kind.CLIENT_LISTED)
        session.end()
        CUTS[harm](stage)
        with pytest.raises(Problem) as told:
            stage.enter("ivan")
        assert told.value.exit_code == ExitCode.STORE

    def test_somebody_else_s_file_counts_and_a_forged_one_does_not(self, stage: Stage) -> None:
        come_in(stage, "boris")
        file = stage.path.with_name(stage.path.name + f".seen-{_id(stage, 'boris').hex()}")
        data = bytearray(file.read_bytes())
        data[60] ^= 1
        file.write_bytes(data)
        assert come_in(stage, "ivan").contradiction is None
        assert come_in(stage, "boris").began_at == 0, "a damaged file is worth nothing: all is verified again"


class TestSettling:
    def _roll_back(self, stage: Stage, tmp_path: Path) -> None:
        kept = stage.keep(tmp_path / "kept")
        come_in(stage, "ivan")
        stage.put_back(kept)
        stage.clock.pass_seconds(60)

    @pytest.mark.parametrize("login", ["vera", "anna"])
    def test_auditor_and_owner_settle_with_a_reason(self, stage: Stage, tmp_path: Path, login: str) -> None:
        self._roll_back(stage, tmp_path)
        session = stage.enter(login)
        session.custody.settle("копия от понедельника после отказа диска")
        assert session.custody.contradiction is None
        session.end()
        found = come_in(stage, "ivan")
        assert found.contradiction is None and found.began_at == 0
        assert come_in(stage, "ivan").began_at > 0

    def test_nobody_else_does(self, stage: Stage) -> None:
        for login in ("boris", "adam", "ivan"):
            session = stage.enter(login)
            with pytest.raises(Problem) as told:
                session.custody.settle("because")
            assert told.value.exit_code == ExitCode.REFUSED
            session.end()

    def test_a_reason_is_needed(self, stage: Stage) -> None:
        session = stage.enter("vera")
        for text in ("", "  ", "я" * 200):
            with pytest.raises(Problem):
                session.custody.settle(text)
        session.end()


def test_a_suspended_person_who_cuts_his_suspension_off_comes_in_no_more(stage: Stage, tmp_path: Path) -> None:
    """The tail with the suspension is cut together with its head: the owner's file knows better."""
    kept = stage.keep(tmp_path / "kept")
    suspend(stage, "ivan")
    stage.put_back(kept)
    assert refused(stage, "ivan").facts["reason"] == "cut"


def test_S01_18_a_suspended_person_with_the_right_passphrase_stands_in_the_log(stage: Stage) -> None:
    suspend(stage, "ivan")
    before = logged(stage, Kind.LOGIN_FAILED)
    with pytest.raises(Problem):
        stage.enter("ivan")
    assert logged(stage, Kind.LOGIN_FAILED) == before + 1


def _id(stage: Stage, login: str) -> bytes:
    return bytes(stage.sql("SELECT id FROM roster WHERE login = ?", login)[0][0])
