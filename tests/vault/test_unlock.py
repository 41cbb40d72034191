"""The door: one answer for every wrong try, a delay that outlives the process, nobody in who should not be (R27)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.kdf import argon2
from sqlalchemy import update

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.kinds import Kind
from storage.audit.roster import encode_statement
from storage.keys import grants, identity
from storage.schema.people import roster
from storage.sealing import derive
from tests.vault.stage import Stage, logged, secret_of

WRONG = bytearray(b"not this one")


def refusal(stage: Stage, login: str, passphrase: bytearray = WRONG) -> Problem:
    with pytest.raises(Problem) as told:
        stage.enter(login, passphrase)
    return told.value


def suspend(stage: Stage, login: str, state: str = "suspended") -> None:
    """What offboarding writes first."""
    session = stage.enter("anna")
    found = next(each for each in session.entered.staff.values() if each.statement.login == login)
    changed = found.statement._replace(state=state)
    with session.entered.gate.transaction() as step:
        seq = step.append(Kind.ROSTER_CHANGED, details=encode_statement(changed))
        step.connection.execute(update(roster).where(roster.c.login == login).values(state=state, seq=seq))
    session.end()


class Counted:
    """Argon2id that counts how often it derives and with what cost."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.costs: list[tuple[int, int, int]] = []
        real = argon2.Argon2id

        def make(**named: object) -> argon2.Argon2id:
            self.costs.append((named["memory_cost"], named["iterations"], named["lanes"]))  # type: ignore[arg-type]
            return real(**named)  # type: ignore[arg-type]

        monkeypatch.setattr(derive, "Argon2id", make)


def test_unknown_person_and_wrong_passphrase_get_the_same_answer_and_the_same_work(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted(monkeypatch)
    known = refusal(stage, "ivan")
    work, counted.costs = counted.costs, []
    unknown = refusal(stage, "nobody")
    assert (str(known), known.exit_code, known.facts) == (str(unknown), unknown.exit_code, unknown.facts)
    assert known.exit_code == ExitCode.REFUSED
    assert work == counted.costs and len(work) == 1


def test_the_work_for_an_unknown_person_is_that_of_this_store(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of another cost must not tell by its speed who is in the roster: the caller does not know that cost."""
    counted = Counted(monkeypatch)
    premises = stage.premises()
    for login in ("ivan", "nobody"):
        with pytest.raises(Problem):
            keyring_enter(premises, login)
    assert len(set(counted.costs)) == 1


def keyring_enter(premises: object, login: str) -> None:
    from storage.vault.door import unlock

    unlock(premises, login, WRONG)  # type: ignore[arg-type]


def test_the_delay_grows_in_the_store_and_outlives_the_process(stage: Stage) -> None:
    waits = []
    for _ in range(DEFAULT.login_free_tries + 3):
        told = refusal(stage, "ivan")
        while "seconds" in told.facts:
            waits.append(int(str(told.facts["seconds"])))
            stage.close()
            stage.clock.pass_seconds(waits[-1])
            told = refusal(stage, "ivan")
    assert waits == [1, 2, 4]
    assert "seconds" in refusal(stage, "ivan", secret_of("ivan")).facts, "the right one waits as well"
    stage.clock.pass_seconds(8)
    stage.enter("ivan").end()
    assert stage.sql("SELECT count(*) FROM counters WHERE name IN ('failures', 'until_us')") == [(0,)]


def test_the_delay_has_a_longest(stage: Stage) -> None:
    from storage.access.throttle import LOGIN_SCOPE

    refusal(stage, "ivan")
    stage.sql("UPDATE counters SET value = 60 WHERE scope_kind = ? AND name = 'failures'", LOGIN_SCOPE)
    refusal(stage, "ivan")
    assert refusal(stage, "ivan").facts["seconds"] == DEFAULT.login_delay_max_s


def test_an_unknown_person_is_delayed_like_a_known_one(stage: Stage) -> None:
    answers = {}
    for login in ("ivan", "nobody"):
        answers[login] = [("seconds" in told.facts, str(told)) for told in (refusal(stage, login) for _ in range(5))]
    assert answers["ivan"] == answers["nobody"]


def test_one_persons_failures_do_not_delay_another(stage: Stage) -> None:
    for _ in range(5):
        refusal(stage, "ivan")
    stage.enter("petr").end()


def test_tries_made_at_the_same_time_learn_nothing_once_the_delay_began(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty processes that all looked before the first failure was counted must not get fifty answers."""
    real, inside = identity.unlock_identity, [0]

    def late(*args: object, **named: object) -> object:
        if not inside[0]:
            inside[0] = 1
            for _ in range(DEFAULT.login_free_tries):
                refusal(stage, "ivan")
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.vault.door.unlock_identity", late)
    assert "seconds" in refusal(stage, "ivan", secret_of("ivan")).facts


def test_failures_are_in_the_log_and_cannot_fill_it(stage: Stage) -> None:
    for _ in range(30):
        told = refusal(stage, "ivan")
        if "seconds" in told.facts:
            stage.clock.pass_seconds(int(str(told.facts["seconds"])))
    assert 10 < logged(stage, Kind.LOGIN_FAILED) <= 20
    for _ in range(60):
        told = refusal(stage, "ivan")
        if "seconds" in told.facts:
            stage.clock.pass_seconds(int(str(told.facts["seconds"])))
    assert logged(stage, Kind.LOGIN_FAILED) == 20
    stage.clock.pass_seconds(1000)
    session = stage.enter("anna")
    assert session.trail.verify().ok
    tags = {row[0] for row in stage.sql("SELECT subject FROM log WHERE kind = ?", int(Kind.LOGIN_FAILED))}
    assert len(tags) == 1 and b"ivan" not in next(iter(tags))


def test_the_session_says_how_many_tries_came_before_it(stage: Stage) -> None:
    refusal(stage, "ivan")
    refusal(stage, "ivan")
    stage.enter("ivan").end()
    opened = stage.enter("vera").trail.entries(kind="portfolio_open", limit=1)
    assert opened[0].details["failures"] == 2


def test_a_suspended_person_stays_out_whatever_the_roster_table_says(stage: Stage) -> None:
    suspend(stage, "ivan")
    told = refusal(stage, "ivan", secret_of("ivan"))
    assert told.exit_code == ExitCode.REFUSED
    stage.sql("UPDATE roster SET state = 'active' WHERE login = 'ivan'")
    told = refusal(stage, "ivan", secret_of("ivan"))
    assert told.exit_code in (ExitCode.REFUSED, ExitCode.STORE)


def test_a_session_of_somebody_suspended_meanwhile_writes_and_reads_nothing_more(stage: Stage) -> None:
    session = stage.enter("ivan")
    client_id = session.clients.load().ids[0]
    suspend(stage, "ivan")
    for step in (session.clients.load, session.feed, lambda: session.clients.history(client_id)):
        with pytest.raises(Problem) as told:
            step()
        assert told.value.exit_code == ExitCode.REFUSED
    assert session.entered.keyring.held == {} and session.entered.keyring.firm is None
    with pytest.raises(Problem):
        session.end()
    session.end()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("role", "owner"),
        ("name", "Другой"),
        ("state", "left"),
        ("login", "ivan2"),
        ("agreement_key", b"k" * 32),
        ("signing_key", b"k" * 32),
        ("seq", 1),
    ],
)
def test_an_edited_roster_row_is_noticed_by_whoever_comes_in(stage: Stage, column: str, value: object) -> None:
    stage.sql(f"UPDATE roster SET {column} = ? WHERE login = 'ivan'", value)
    with pytest.raises(Problem) as told:
        stage.enter("anna")
    assert told.value.exit_code == ExitCode.STORE


def test_a_removed_or_added_roster_row_is_noticed(stage: Stage) -> None:
    stage.sql("UPDATE roster SET id = x'00112233445566778899aabbccddeeff' WHERE login = 'petr'")
    with pytest.raises(Problem) as told:
        stage.enter("anna")
    assert told.value.exit_code == ExitCode.STORE
    stage.sql("DELETE FROM roster WHERE login = 'petr'")
    with pytest.raises(Problem):
        stage.enter("anna")


def test_no_client_key_is_unwrapped_before_the_opening_is_on_disk(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second connection, as another process, must already see the entry (spec/store §7 Login)."""
    seen: list[tuple[int, int]] = []
    real = grants.open_grant

    def spy(*args: object, **named: object) -> object:
        seen.append((logged(stage, Kind.SESSION_START), logged(stage, Kind.PORTFOLIO_OPEN)))
        return real(*args, **named)  # type: ignore[arg-type]

    before = (logged(stage, Kind.SESSION_START), logged(stage, Kind.PORTFOLIO_OPEN))
    monkeypatch.setattr("storage.vault.keyring.open_grant", spy)
    stage.enter("ivan")
    assert seen and set(seen) == {(before[0] + 1, before[1] + 1)}


def test_login_opens_one_entry_with_the_count(stage: Stage) -> None:
    stage.enter("boris").end()
    entry = stage.enter("vera").trail.entries(kind="portfolio_open", limit=1)[0]
    assert entry.details == {"clients": 5, "failures": 0}
