"""Asked, approved by somebody else, made once more at most, traced: what the store enforces of an export (U06)."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.kinds import Kind
from storage.outlets.folders import write_file
from storage.vault.exports import Export
from storage.vault.session import Session
from tests.exports.sheets import sentence, sheet
from tests.vault.stage import Stage, logged
from tests.vault.test_gate import failing

ROWS = 120
VIEW = {"list": "clients", "level": "key"}


def ask(session: Session, rows: int = ROWS, **options: str) -> Export:
    return session.exports.ask(VIEW, rows, "смотр базы", "csv", **options)


def approved(stage: Stage, rows: int = ROWS, by: str = "boris", **options: str) -> tuple[Session, Export]:
    ivan = stage.enter("ivan")
    export = ask(ivan, rows, **options)
    stage.enter(by).exports.decide(export.progress.number, True)
    return ivan, ivan.exports.find(export.progress.number)


def refused(told: pytest.ExceptionInfo[Problem]) -> bool:
    return told.value.exit_code == ExitCode.REFUSED


def test_U06_above_the_limit_a_head_approves_and_the_file_goes_to_the_outbox(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    asked = ask(ivan)
    assert (asked.progress.number, asked.progress.state) == (1, "asked")
    boris = stage.enter("boris")
    waiting = boris.exports.waiting()
    assert [each.request for each in waiting] == [asked.request] and waiting[0].request.purpose == "смотр базы"
    boris.exports.decide(1, True)
    assert boris.exports.waiting() == []
    export = ivan.exports.find(1)
    assert (export.progress.state, export.progress.by) == ("approved", boris.entered.identity.person_id)
    made = ivan.exports.make(export, sheet(ROWS), sentence)
    assert made.file == stage.path.with_name(stage.path.name + ".outbox") / "ivan" / "export-0001.csv"
    data = made.file.read_bytes()
    assert made.file.stat().st_mode & 0o777 == 0o600 and made.sha256 == hashlib.sha256(data).hexdigest()
    lines = data.decode("utf-8-sig").splitlines()
    assert len(lines) == ROWS + 4 + 3 and lines[0] == lines[-1] and export.request.id.hex() in lines[0]
    entry = stage.enter("vera").trail.entries(kind="export")[0]
    assert entry.subject == export.request.id and entry.details["sha256"] == made.sha256
    assert (entry.details["number"], entry.details["rows"], entry.details["planted"]) == (1, ROWS, 4)
    assert stage.enter("anna").trail.verify().ok


@pytest.mark.parametrize("state", ["asked", "refused", "expired"])
def test_U06_without_a_living_approval_there_is_no_file(stage: Stage, state: str) -> None:
    ivan = stage.enter("ivan")
    export = ask(ivan)
    if state == "refused":
        stage.enter("boris").exports.decide(1, False, "не нужно")
    if state == "expired":
        stage.enter("boris").exports.decide(1, True)
        stage.clock.pass_seconds((DEFAULT.export_valid_days + 1) * 86_400)
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(ROWS), sentence)
    assert refused(told) and logged(stage, Kind.EXPORT) == 0
    assert not ivan.exports.outbox().exists()
    assert ivan.exports.find(1).progress.state == state


def test_U06_nobody_approves_his_own_export(stage: Stage) -> None:
    boris = stage.enter("boris")
    export = ask(boris)
    with pytest.raises(Problem):
        boris.exports.decide(export.progress.number, True)
    # Not even with an entry of his own in the log.
    with boris.entered.gate.transaction() as step:
        step.append(Kind.EXPORT_APPROVED, export.request.id, b"")
    with pytest.raises(Problem) as told:
        boris.exports.make(export, sheet(ROWS), sentence)
    assert refused(told)
    stage.enter("anna").exports.decide(export.progress.number, True)
    assert boris.exports.make(export, sheet(ROWS), sentence).file


@pytest.mark.parametrize("login", ["petr", "klara", "adam", "vera"])
def test_U06_a_role_that_approves_nothing_approves_nothing(stage: Stage, login: str) -> None:
    ivan = stage.enter("ivan")
    export = ask(ivan)
    other = stage.enter(login)
    with pytest.raises(Problem) as told:
        other.exports.decide(1, True)
    assert refused(told)
    with other.entered.gate.transaction() as step:
        step.append(Kind.EXPORT_APPROVED, export.request.id, b"")
    with pytest.raises(Problem):
        ivan.exports.make(export, sheet(ROWS), sentence)


@pytest.mark.parametrize("login", ["adam", "vera"])
def test_U06_who_reads_no_client_takes_none_out(stage: Stage, login: str) -> None:
    with pytest.raises(Problem) as told:
        ask(stage.enter(login))
    assert refused(told) and logged(stage, Kind.EXPORT_REQUESTED) == 0


def test_U06_an_approval_is_of_exactly_what_was_asked(stage: Stage) -> None:
    ivan, export = approved(stage)
    for change in ({"purpose": "другая"}, {"view": {"list": "queue"}}, {"rows": 100_000}, {"receiver": "petr"}):
        other = Export(msgspec.structs.replace(export.request, **change), export.progress)
        with pytest.raises(Problem):
            ivan.exports.make(other, sheet(ROWS), sentence)
    petr = stage.enter("petr")
    with pytest.raises(Problem):
        petr.exports.make(export, sheet(ROWS), sentence)
    with pytest.raises(Problem):
        petr.exports.find(1)
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(ROWS + DEFAULT.export_rows), sentence)
    assert refused(told) and logged(stage, Kind.EXPORT) == 0


def test_U06_below_the_limit_nobody_is_asked_and_the_list_may_not_grow_over_it(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    export = ask(ivan, DEFAULT.export_rows)
    assert export.progress.state == "approved" and stage.enter("boris").exports.waiting() == []
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(DEFAULT.export_rows + 1), sentence)
    assert refused(told)
    made = ivan.exports.make(export, sheet(DEFAULT.export_rows), sentence)
    assert made.progress.state == "made"


def test_U06_an_approval_makes_the_file_three_times_and_no_more(stage: Stage) -> None:
    ivan, export = approved(stage)
    for run in range(1, DEFAULT.export_runs + 1):
        assert ivan.exports.make(export, sheet(ROWS), sentence).progress.made == run
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(ROWS), sentence)
    assert refused(told) and logged(stage, Kind.EXPORT) == DEFAULT.export_runs


@pytest.mark.parametrize("purpose", ["", "  ", "я" * 201])
def test_U06_a_purpose_is_asked(stage: Stage, purpose: str) -> None:
    with pytest.raises(Problem) as told:
        stage.enter("ivan").exports.ask(VIEW, 1, purpose, "csv")
    assert told.value.exit_code == ExitCode.BAD_INPUT


def test_U06_in_a_store_of_several_the_file_goes_nowhere_else(stage: Stage, tmp_path: Path) -> None:
    ivan, export = approved(stage)
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(ROWS), sentence, tmp_path / "out.csv")
    assert refused(told) and logged(stage, Kind.EXPORT) == 0 and not (tmp_path / "out.csv").exists()


def test_U06_alone_no_approval_is_needed_and_the_entry_stays(empty: Stage, tmp_path: Path) -> None:
    anna = empty.enter()
    export = ask(anna, 5000)
    made = anna.exports.make(export, sheet(5000), sentence, tmp_path / "out.csv")
    assert made.file == tmp_path / "out.csv" and logged(empty, Kind.EXPORT) == 1


# Fail closed


@pytest.mark.parametrize("step", ["BEGIN", "SELECT log", "INSERT INTO log", "UPDATE log_head", "COMMIT"])
def test_U06_no_entry_no_file(stage: Stage, step: str) -> None:
    ivan, export = approved(stage)
    with failing(ivan, lambda statement: statement.lstrip().startswith(step)), pytest.raises(Problem):
        ivan.exports.make(export, sheet(ROWS), sentence)
    assert logged(stage, Kind.EXPORT) == 0 and not ivan.exports.outbox().exists()


@pytest.mark.parametrize("call", ["fsync", "rename", "mkdir", "open"])
def test_U06_an_entry_without_a_file_may_be_run_again(stage: Stage, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    ivan, export = approved(stage)
    original = getattr(os, call)
    inside = [False]

    def full(*args: object, **options: object) -> object:
        if inside[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(*args, **options)

    def write(*args: Any, **options: Any) -> Path:
        inside[0] = True  # from here on: SQLite's own calls before it are to succeed
        try:
            return write_file(*args, **options)
        finally:
            inside[0] = False

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        patched.setattr("storage.vault.exports.write_file", write)
        with pytest.raises(Problem) as told:
            ivan.exports.make(export, sheet(ROWS), sentence)
    assert told.value.exit_code == ExitCode.STORE and logged(stage, Kind.EXPORT) == 1
    box = ivan.exports.outbox()
    assert not box.exists() or list(box.iterdir()) == []
    made = ivan.exports.make(export, sheet(ROWS), sentence)
    assert made.file and made.file.exists() and logged(stage, Kind.EXPORT) == 2


# Sealed to a colleague


def test_U06_a_file_sealed_to_a_colleague_opens_with_his_key_alone(stage: Stage) -> None:
    ivan, export = approved(stage, receiver="petr")
    made = ivan.exports.make(export, sheet(ROWS), sentence)
    assert made.file and made.file.name == "export-0001.csv.sealed"
    data = made.file.read_bytes()
    assert "Фирма".encode() not in data
    for login in ("ivan", "boris"):
        with pytest.raises(Problem) as told:
            stage.enter(login).exports.open_sealed(data, "x.csv")
        assert told.value.exit_code == ExitCode.BAD_INPUT
    petr = stage.enter("petr")
    path, size = petr.exports.open_sealed(data, "export-0001.csv")
    assert path.parent == petr.exports.outbox() and size == path.stat().st_size and "Фирма 7" in path.read_text("utf-8")
    for broken in (b"", data[:-1], data[:30], b"Kx\x01\x02" + data[4:], data + b"\0"):
        with pytest.raises(Problem):
            petr.exports.open_sealed(broken, "x.csv")


# Tracing


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))[2:-1]


def made_at(stage: Stage, export: Export) -> int:
    found = stage.sql("SELECT time_us FROM log WHERE kind = ? AND subject = ?", int(Kind.EXPORT), export.request.id)
    return int(found[0][0])


def test_U06_a_hundred_leaked_lines_of_a_thousand_are_traced_to_their_export(stage: Stage) -> None:
    """Thirty exports of the same list by two people; 100 of 1,040 lines of one of them turn up retyped."""
    boris = stage.enter("boris")
    made: list[tuple[str, Export]] = []
    for n in range(30):
        login = ("ivan", "petr")[n % 2]
        session = stage.enter(login)
        export = session.exports.ask(VIEW, 1000, f"выгрузка {n}", "csv")
        boris.exports.decide(export.progress.number, True)
        made.append((login, session.exports.make(export, sheet(1000), sentence)))
        stage.clock.pass_seconds(3600)
    login, leaked = made[17]
    assert leaked.file
    lines = rows_of(leaked.file)
    assert len(lines) == 1040
    # 1 - 0.9^40: one draw in seventy holds none of the 40 planted rows; six such draws of forty never come.
    vera, draws, traced = stage.enter("vera"), 40, 0
    for seed in range(draws):
        chosen = random.Random(seed).sample(lines, 100)
        text = [f"{row[2].upper().replace('«', '').replace('»', '')} , {row[4]}" for row in chosen]
        found = vera.exports.trace(text)
        if found and found[0].number == leaked.progress.number:
            traced += 1
            assert found[0].person == stage.enter(login).entered.identity.person_id
            assert (found[0].planted, found[0].at_us) == (40, made_at(stage, leaked))
    assert leaked.progress.number == 18 and traced >= draws - 5
    assert logged(stage, Kind.CANARY_TRACED) == draws
    with pytest.raises(Problem):
        stage.enter("ivan").exports.trace(text)


def test_U06_planted_rows_are_never_clients(stage: Stage) -> None:
    ivan, export = approved(stage)
    before = len(ivan.clients.load().ids)
    ivan.exports.make(export, sheet(ROWS), sentence)
    assert len(ivan.clients.load().ids) == before and stage.enter("boris").upkeep.check().ok


def test_U06_lines_of_nobody_are_traced_to_nothing(stage: Stage) -> None:
    ivan, export = approved(stage)
    ivan.exports.make(export, sheet(ROWS), sentence)
    assert stage.enter("vera").exports.trace(["ООО «Ромашка»", "", "Вест торг Альфа плюс"]) == []
