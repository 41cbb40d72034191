"""The exported log and its closed parts, verified by two files of code alone (R28, spec/security §4)."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.audit.exported import ExportBroken, Judged, judge, read_part
from storage.audit.kinds import Kind
from storage.audit.witness import Witness
from tests.vault.stage import Stage, logged
from tests.vault.test_assurance import come_in
from tests.vault.test_witness import enrol, visit

ROOT = Path(__file__).resolve().parents[2]
Lines = list[bytes]


def trust(stage: Stage) -> bytes:
    return stage.path.with_name(stage.path.name + ".trust").read_bytes()


@pytest.fixture
def exported(stage: Stage) -> Path:
    session = stage.enter("vera")
    file = session.archiving.export(Path("log.jsonl")).file
    session.end()
    return file


def verdict(stage: Stage, *files: Path, notes: tuple[str, ...] = ()) -> Judged:
    return judge([read_part(each) for each in files], trust(stage), notes)


def test_it_lies_in_the_outbox_and_is_whole(stage: Stage, exported: Path) -> None:
    assert exported.parent.parent.name == stage.path.name + ".outbox" and exported.stat().st_mode & 0o077 == 0
    found = verdict(stage, exported)
    assert found.verdict.ok and found.vouched
    with stage.raw() as raw:
        assert found.verdict.entries <= raw.execute("SELECT count(*) FROM log").fetchone()[0]
    assert logged(stage, Kind.LOG_READ) == 1


def test_two_files_of_code_and_nothing_else(stage: Stage, exported: Path) -> None:
    """The command runs with no module of ours but the verifier and itself."""
    program = (
        "import sys, runpy; sys.argv = ['x', *sys.argv[1:]]\n"
        "try: runpy.run_module('storage.audit.exported', run_name='__main__')\n"
        "except SystemExit as end: print(end.code, *sorted(m for m in sys.modules if m.split('.')[0] in "
        "('core', 'storage', 'tui', 'sqlalchemy', 'msgspec')))"
    )
    words = [sys.executable, "-c", program, str(exported), "--trust", trust(stage).hex()]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    told, rest = done.stdout.splitlines()
    assert json.loads(told)["ok"]
    assert rest.split() == ["0", "storage", "storage.audit", "storage.audit.verifier"]


@pytest.mark.parametrize("login", ["boris", "ivan", "adam", "klara"])
def test_only_auditor_and_owner_take_it_out(stage: Stage, login: str) -> None:
    session = stage.enter(login)
    with pytest.raises(Problem) as told:
        session.archiving.export(Path("log.jsonl"))
    assert told.value.exit_code == ExitCode.REFUSED
    session.end()


def test_a_folder_of_one_s_own_is_refused_on_a_shared_store(stage: Stage, tmp_path: Path) -> None:
    session = stage.enter("vera")
    for target in (tmp_path / "log.jsonl", Path("../log.jsonl")):
        with pytest.raises(Problem):
            session.archiving.export(target)
    session.end()


def flipped(lines: Lines, at: int, field: int, byte: int) -> Lines:
    row = json.loads(lines[at])
    data = bytearray(base64.b64decode(row[field]))
    data[byte] ^= 1
    row[field] = base64.b64encode(bytes(data)).decode()
    return [*lines[:at], json.dumps(row).encode() + b"\n", *lines[at + 1 :]]


def rewritten(lines: Lines, **changes: object) -> Lines:
    return [json.dumps(json.loads(lines[0]) | changes).encode() + b"\n", *lines[1:]]


def unwritten(lines: Lines) -> Lines:
    at = next(at for at, line in enumerate(lines[1:], 1) if json.loads(line)[2])
    row = json.loads(lines[at])
    return [*lines[:at], json.dumps([row[0], row[1], row[2][1:]]).encode() + b"\n", *lines[at + 1 :]]


HARMS: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "an entry changed": (lambda lines: flipped(lines, 12, 0, 90), "signature root"),
    "a signature changed": (lambda lines: flipped(lines, 12, 1, 5), "signature"),
    "an entry out": (lambda lines: [*lines[:12], *lines[13:]], "gap"),
    "an entry twice": (lambda lines: [*lines[:12], lines[11], *lines[12:]], "duplicate"),
    "two entries changed over": (lambda lines: [*lines[:11], lines[12], lines[11], *lines[13:]], "gap"),
    "the tail cut": (lambda lines: lines[:-3], "cut"),
    "a line more": (lambda lines: [*lines, lines[-1]], "after_head"),
    "a line of nonsense": (lambda lines: [*lines[:12], b"{}\n", *lines[13:]], "unreadable"),
    "a digest out": (unwritten, "digest"),
    "another store": (lambda lines: rewritten(lines, store="00" * 16), "founding"),
    "another end": (lambda lines: rewritten(lines, peaks=""), "head"),
    "a false size": (lambda lines: rewritten(lines, size=5), "after_head"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_harm_to_the_file_is_named(stage: Stage, exported: Path, harm: str) -> None:
    do, reasons = HARMS[harm]
    exported.write_bytes(b"".join(do(exported.read_bytes().splitlines(keepends=True))))
    found = verdict(stage, exported).verdict
    assert not found.ok and found.reason in reasons.split()


def test_the_wrong_owner_s_key(stage: Stage, exported: Path) -> None:
    found = judge([read_part(exported)], b"\1" * 32)
    assert not found.verdict.ok and found.verdict.first_bad in (0, 1)


@pytest.mark.parametrize("text", [b"", b"{}\n", b"[]\n", b'{"kartoteka_log":2}\n', b"\xff\n", b"nonsense"])
def test_what_is_no_export(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "x").write_bytes(text)
    with pytest.raises(ExportBroken):
        read_part(tmp_path / "x")


class TestSegments:
    def _year(self, stage: Stage, name: str) -> Path:
        """Some work, a witness's visit, then everything before this moment is closed."""
        come_in(stage, "ivan")
        stage.clock.pass_seconds(60)
        session = stage.enter("vera")
        done = session.archiving.close_segment(Path(name), stage.clock.now_us)
        session.end()
        assert done.sha256 == hashlib.sha256(done.file.read_bytes()).digest()
        return done.file

    def test_parts_follow_one_another_and_end_at_cosigned_checkpoints(self, stage: Stage, tmp_path: Path) -> None:
        witness = Witness(tmp_path / "w")
        enrol(stage, witness)
        first_visit = visit(stage, witness)
        one = self._year(stage, "2026.jsonl")
        come_in(stage, "boris")
        second_visit = visit(stage, witness)
        two = self._year(stage, "2027.jsonl")
        parts = read_part(one), read_part(two)
        assert [(each.start.size, each.size) for each in parts] == [
            (0, first_visit.size),
            (first_visit.size, second_visit.size),
        ]
        assert all(each.checkpoint for each in parts)
        found = verdict(stage, one, two)
        assert found.verdict.ok and found.vouched and found.verdict.entries == second_visit.size
        assert logged(stage, Kind.SEGMENT_CLOSED) == 2
        come_in(stage)

    def test_a_part_alone_rests_on_a_checkpoint(self, stage: Stage, tmp_path: Path) -> None:
        witness = Witness(tmp_path / "w")
        enrol(stage, witness)
        visit(stage, witness)
        one = self._year(stage, "2026.jsonl")
        two = self._year(stage, "2027.jsonl")
        alone = verdict(stage, two)
        assert alone.verdict.ok and not alone.vouched
        note = read_part(one).checkpoint
        vouched = verdict(stage, two, notes=(note,))
        assert vouched.verdict.ok and vouched.vouched
        assert verdict(stage, two, one).verdict.reason == "gap"

    def test_a_checkpoint_beyond_the_end_says_cut(self, stage: Stage, tmp_path: Path) -> None:
        witness = Witness(tmp_path / "w")
        enrol(stage, witness)
        visit(stage, witness)
        one = self._year(stage, "2026.jsonl")
        come_in(stage, "boris")
        visit(stage, witness)
        (kept,) = (tmp_path / "w").glob("*.checkpoint")
        later = kept.read_text("utf-8").partition("\n")[2]
        found = verdict(stage, one, notes=(later,))
        assert (found.verdict.ok, found.verdict.reason) == (False, "cut")

    def test_nothing_is_closed_twice(self, stage: Stage) -> None:
        session = stage.enter("vera")
        before = stage.clock.now_us
        session.archiving.close_segment(Path("a.jsonl"), before)
        with pytest.raises(Problem):
            session.archiving.close_segment(Path("b.jsonl"), before)
        session.end()
        assert come_in(stage).contradiction is None
