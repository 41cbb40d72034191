"""Forty entries, and everything somebody with the file in hand might do to them: the verdict names the place."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.audit.entry import STORE_ACTOR, ZEROS, Entry
from storage.audit.kinds import Kind
from storage.audit.roster import encode_founding, encode_statement
from tests.audit.forgery import (
    by,
    cut,
    extra,
    fit_head,
    flip,
    frontier_at,
    go_on,
    join,
    kind_of_bytes,
    put,
    raw_bytes,
    remove_and_close,
    rewrite,
    rewrite_all,
    swap,
    swap_numbers,
    verdict,
    without_key,
)
from tests.audit.support import (
    STORE_ID,
    edit,
    fetch,
    forty,
    new_firm,
    open_firm,
    person_id,
    record_id,
    signer,
    statement,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forty") / "firm.kartoteka"
    forty(path)
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "firm.kartoteka"))


@dataclass(frozen=True)
class Case:
    name: str
    do: Callable[[Path], None]
    reason: str
    first_bad: int | None


OWNER_TWICE = statement("owner", "owner", key="thief")
THIEF_OWNS = encode_statement(OWNER_TWICE)
FOUNDING = encode_founding(STORE_ID, signer("store").public)
OTHER_STORE = encode_founding(b"x" * 16, signer("store").public)
THIEF_FOUNDS = encode_founding(STORE_ID, signer("thief").public)
PLANT = "INSERT INTO digest VALUES (?, 1, ?, ?)"
CASES = [
    # cut
    Case("last entry cut", lambda p: cut(p, 39, head=False), "cut", 39),
    Case("ten entries cut", lambda p: cut(p, 30, head=False), "cut", 30),
    Case("everything cut", lambda p: cut(p, 0, head=False), "cut", 0),
    Case("head row removed", lambda p: edit(p, "DELETE FROM log_head"), "head", None),
    Case("second head row", lambda p: edit(p, "INSERT INTO log_head VALUES (2, 40, x'00')"), "head", None),
    Case("head under another number", lambda p: edit(p, "UPDATE log_head SET id = 2"), "head", None),
    Case("head rolled back", lambda p: fit_head(p, 35), "after_head", 35),
    Case("head ahead", lambda p: edit(p, "UPDATE log_head SET size = 41"), "cut", 40),
    Case("head with a negative size", lambda p: edit(p, "UPDATE log_head SET size = -1"), "head", None),
    Case("frontier flipped", lambda p: flip(p, "log_head", "frontier", "id = 1"), "head", None),
    Case("frontier cut", lambda p: edit(p, "UPDATE log_head SET frontier = x''"), "head", None),
    Case("frontier as text", lambda p: edit(p, "UPDATE log_head SET frontier = 'none'"), "head", None),
    Case("row after the head", lambda p: extra(p, "owner"), "after_head", 40),
    # order and number
    Case("two entries swapped", lambda p: swap(p, 10, 11), "column", 10),
    Case("two entries swapped with their columns", lambda p: swap_numbers(p, 10, 11), "column", 10),
    Case("signatures swapped", lambda p: swap(p, 10, 11, "signature"), "signature", 10),
    Case("one removed", lambda p: edit(p, "DELETE FROM log WHERE seq = 12"), "gap", 12),
    Case("first removed", lambda p: edit(p, "DELETE FROM log WHERE seq = 0"), "gap", 0),
    Case("last two but the last removed", lambda p: edit(p, "DELETE FROM log WHERE seq = 38"), "gap", 38),
    Case("one removed, the rest renumbered", lambda p: remove_and_close(p, 12), "column", 12),
    Case("one moved to the end", lambda p: edit(p, "UPDATE log SET seq = 40 WHERE seq = 12"), "gap", 12),
    Case("one moved before the first", lambda p: edit(p, "UPDATE log SET seq = -1 WHERE seq = 0"), "duplicate", 0),
    Case(
        "one doubled",
        lambda p: without_key(p, "INSERT INTO log SELECT * FROM log WHERE seq = 9"),
        "duplicate",
        10,
    ),
    Case(
        "one doubled under the next number",
        lambda p: edit(
            p,
            "UPDATE log SET (time_us, actor, session, kind, subject, root, write_root, entry, signature) = "
            "(SELECT time_us, actor, session, kind, subject, root, write_root, entry, signature FROM log "
            "WHERE seq = 10) WHERE seq = 11",
        ),
        "column",
        11,
    ),
    # clear columns
    Case("time column", lambda p: edit(p, "UPDATE log SET time_us = time_us + 1 WHERE seq = 8"), "column", 8),
    Case("actor column", lambda p: flip(p, "log", "actor", "seq = 8"), "column", 8),
    Case("session column", lambda p: flip(p, "log", "session", "seq = 8"), "column", 8),
    Case("kind column", lambda p: edit(p, "UPDATE log SET kind = 202 WHERE seq = 8"), "column", 8),
    Case("subject column", lambda p: flip(p, "log", "subject", "seq = 8"), "column", 8),
    Case("root column", lambda p: flip(p, "log", "root", "seq = 8"), "column", 8),
    Case("write_root column", lambda p: flip(p, "log", "write_root", "seq = 9"), "column", 9),
    Case("text in a column", lambda p: edit(p, "UPDATE log SET subject = 'x' WHERE seq = 8"), "row", 8),
    Case(
        "text that is no text",
        lambda p: edit(p, "UPDATE log SET subject = CAST(x'ff' AS TEXT) WHERE seq = 8"),
        "unreadable",
        8,
    ),
    Case("column added to the log", lambda p: edit(p, "ALTER TABLE log ADD COLUMN note TEXT"), "columns", None),
    Case("column added to the digests", lambda p: edit(p, "ALTER TABLE digest ADD COLUMN x"), "columns", None),
    Case("column added to the head", lambda p: edit(p, "ALTER TABLE log_head ADD COLUMN x"), "columns", None),
    # bytes of an entry
    Case("bit of the details flipped", lambda p: flip(p, "log", "entry", "seq = 8", 90), "signature", 8),
    Case("version byte flipped", lambda p: flip(p, "log", "entry", "seq = 8", 0), "entry", 8),
    Case(
        "entry cut short", lambda p: edit(p, "UPDATE log SET entry = substr(entry, 1, 100) WHERE seq = 8"), "entry", 8
    ),
    Case("entry empty", lambda p: edit(p, "UPDATE log SET entry = x'' WHERE seq = 8"), "entry", 8),
    Case(
        "entry with a tail",
        lambda p: edit(p, "UPDATE log SET entry = CAST(entry || x'00' AS BLOB) WHERE seq = 8"),
        "entry",
        8,
    ),
    Case("entry too long", lambda p: raw_bytes(p, 8, b"\1" * 1024), "too_long", 8),
    Case("kind that does not exist", lambda p: kind_of_bytes(p, 8, 19), "unknown_kind", 8),
    Case("kind far outside", lambda p: kind_of_bytes(p, 8, 65_535), "unknown_kind", 8),
    Case("kind changed to another", lambda p: kind_of_bytes(p, 8, Kind.CLIENT_LISTED), "signature", 8),
    Case("signature flipped", lambda p: flip(p, "log", "signature", "seq = 8", 63), "signature", 8),
    Case("signature cut", lambda p: edit(p, "UPDATE log SET signature = x'00' WHERE seq = 8"), "signature", 8),
    # forged and signed again
    Case("edited and signed by the actor", lambda p: rewrite(p, 8, "late", subject=b"x" * 16), "root", 9),
    Case("edited and signed by a colleague", lambda p: rewrite(p, 8, "head", subject=b"x" * 16), "signature", 8),
    Case("edited and signed by a stranger", lambda p: rewrite(p, 8, "thief", subject=b"x" * 16), "signature", 8),
    Case("last edited and signed by the actor", lambda p: rewrite(p, 38, "head", subject=b"x" * 16), "root", 39),
    Case("very last edited by the actor", lambda p: rewrite(p, 39, "manager", session=b"x" * 16), "head", None),
    Case("actor replaced by another", lambda p: rewrite(p, 8, "head", actor=person_id("head")), "root", 9),
    Case("actor unknown", lambda p: rewrite(p, 8, "thief", actor=person_id("thief")), "actor", 8),
    Case("root of another entry", lambda p: rewrite(p, 8, "late", root=b"x" * 32), "root", 8),
    Case("reading signed as the store", lambda p: rewrite(p, 8, "store", actor=STORE_ACTOR), "actor", 8),
    Case("failed login signed by a person", lambda p: rewrite(p, 20, "head", actor=person_id("head")), "actor", 20),
    Case("failed login signed with a person's key", lambda p: rewrite(p, 20, "head", time_us=5), "signature", 20),
    Case(
        "rebuilt from 8 on without the others' keys",
        lambda p: rewrite_all(p, 8, lambda _: "late", subject=b"x" * 16),
        "signature",
        9,
    ),
    Case("clock turned back without a word", lambda p: rewrite_all(p, 25, by, time_us=1_000), "clock", 25),
    # digests
    Case("digest changed", lambda p: flip(p, "digest", "sha256", "seq = 9"), "digest", 9),
    Case("digest removed", lambda p: edit(p, "DELETE FROM digest WHERE seq = 12 AND version = 12"), "digest", 12),
    Case("digest version changed", lambda p: edit(p, "UPDATE digest SET version = 99 WHERE seq = 12"), "digest", 12),
    Case(
        "digest of another record",
        lambda p: edit(
            p, ("UPDATE digest SET record_id = ? WHERE seq = 33 AND record_id = ?", (b"z" * 16, record_id(33)))
        ),
        "digest",
        33,
    ),
    Case("digest moved to another entry", lambda p: edit(p, "UPDATE digest SET seq = 15 WHERE seq = 12"), "digest", 12),
    Case("digest planted", lambda p: edit(p, (PLANT, (b"z" * 16, b"d" * 32, 10))), "digest", 10),
    Case("digest before the first", lambda p: edit(p, (PLANT, (b"z" * 16, b"d" * 32, -4))), "digest", 0),
    Case("digest after the last", lambda p: edit(p, (PLANT, (b"z" * 16, b"d" * 32, 40))), "digest", 40),
    Case(
        "digest of a wrong length", lambda p: edit(p, "UPDATE digest SET sha256 = x'00' WHERE seq = 12"), "digest", 12
    ),
    # founding and roster
    Case("founding replaced", lambda p: rewrite(p, 0, "thief", details=THIEF_FOUNDS), "signature", 0),
    Case("founded for another store", lambda p: rewrite_all(p, 0, by, details=OTHER_STORE), "founding", 0),
    Case("store key replaced by the owner", lambda p: rewrite_all(p, 0, by, details=THIEF_FOUNDS), "signature", 7),
    Case(
        "founded a second time",
        lambda p: rewrite_all(p, 25, by, kind=Kind.STORE_CREATED, details=FOUNDING),
        "founding",
        25,
    ),
    Case("trust root replaced", lambda p: rewrite(p, 1, "thief", details=THIEF_OWNS), "signature", 1),
    Case(
        "trust root replaced, signed by the old one", lambda p: rewrite_all(p, 1, by, details=THIEF_OWNS), "roster", 1
    ),
    Case("statement that is none", lambda p: rewrite_all(p, 3, by, details=b"\1manager"), "roster", 3),
    Case("suspended colleague goes on", lambda p: go_on(p, "late"), "actor", 40),
    Case("manager adds a friend", lambda p: join(p, statement("friend", "manager"), "manager"), "roster", 40),
    Case(
        "head makes himself owner",
        lambda p: join(p, statement("head", "owner"), "head", Kind.ROSTER_CHANGED),
        "roster",
        40,
    ),
    Case("head swaps the owner's key", lambda p: join(p, OWNER_TWICE, "head", Kind.ROSTER_CHANGED), "roster", 40),
    Case(
        "login taken twice",
        lambda p: join(p, statement("friend", "manager")._replace(login="head"), "owner"),
        "roster",
        40,
    ),
    Case("added twice", lambda p: join(p, statement("manager", "manager"), "owner"), "roster", 40),
    Case(
        "changed before added",
        lambda p: join(p, statement("friend", "manager"), "owner", Kind.ROSTER_CHANGED),
        "roster",
        40,
    ),
]


def forked(path: Path) -> None:
    """Ten entries taken back and ten others written, by the same people with their own keys."""
    cut(path, 30, head=True)
    head, later = person_id("head"), 1_900_000_000_000_000
    for seq in range(30, 40):
        root = frontier_at(path, seq).root()
        put(path, Entry(seq, later, head, b"f" * 16, Kind.LOCKED, bytes(16), root, ZEROS, b""), "head")
    fit_head(path, 40)


def _cut(size: int) -> Callable[[Path], None]:
    return lambda path: cut(path, size, head=True)


def _again(seq: int, **changes: object) -> Callable[[Path], None]:
    return lambda path: rewrite_all(path, seq, by, **changes)


WITNESSED: dict[str, tuple[Callable[[Path], None], str, int | None, int]] = {
    "last entry gone with its head": (_cut(39), "cut", 39, 40),
    "half of the log gone with its head": (_cut(20), "cut", 20, 40),
    "the database of an earlier day": (_cut(12), "cut", 12, 31),
    "a fork of the same length": (forked, "checkpoint", None, 40),
    "a fork seen before its end": (forked, "checkpoint", None, 36),
    "full rewrite with every key": (_again(2, session=b"x" * 16), "checkpoint", None, 40),
    "founding rewritten by the owner": (_again(0, session=b"x" * 16), "checkpoint", None, 1),
    "a reading turned into a listing": (_again(8, kind=Kind.CLIENT_LISTED), "checkpoint", None, 30),
    "the last time changed": (_again(39, time_us=1_900_000_000_000_000), "checkpoint", None, 40),
    "a subject exchanged": (_again(13, subject=b"another client.."), "checkpoint", None, 14),
}
"""What is done, reason and first bad entry, and the size of the checkpoint a witness has kept."""


def test_the_untouched_log_is_whole(path: Path) -> None:
    whole = verdict(path)
    assert (whole.ok, whole.entries, whole.first_bad, whole.reason) == (True, 40, None, "")
    assert whole.root == frontier_at(path, 40).root()


def test_one_more_correct_entry_is_whole_too(path: Path) -> None:
    """The tools of the forger work: what they make is refused for its content alone."""
    extra(path, "owner")
    fit_head(path, 41)
    assert verdict(path).entries == 41
    assert verdict(path).ok


def test_names_are_unique_and_there_are_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(CASES) + len(WITNESSED) >= 80


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_tampering_is_named(path: Path, case: Case) -> None:
    case.do(path)
    found = verdict(path)
    assert (found.ok, found.reason, found.first_bad) == (False, case.reason, case.first_bad)


class TestWithCheckpoints:
    """What no log can show by itself: a tail cut or rewritten together with its head."""

    def test_the_gap_without_a_witness(self, path: Path) -> None:
        cut(path, 35, head=True)
        assert verdict(path).ok, "this is why checkpoints leave the machine"

    def test_tail_cut_with_its_head(self, path: Path) -> None:
        known = {36: frontier_at(path, 36).root()}
        cut(path, 35, head=True)
        found = verdict(path, known)
        assert (found.ok, found.reason, found.first_bad) == (False, "cut", 35)

    def test_rewritten_with_everybody_s_keys(self, path: Path) -> None:
        known = {30: frontier_at(path, 30).root()}
        rewrite_all(path, 8, by, subject=b"x" * 16)
        assert verdict(path).ok
        found = verdict(path, known)
        assert (found.ok, found.reason, found.first_bad, found.entries) == (False, "checkpoint", None, 30)

    def test_rewritten_after_the_last_checkpoint_is_the_advertised_gap(self, path: Path) -> None:
        known = {30: frontier_at(path, 30).root()}
        rewrite_all(path, 31, by, session=b"x" * 16)
        assert verdict(path, known).ok

    @pytest.mark.parametrize("name", WITNESSED)
    def test_what_only_a_checkpoint_shows(self, path: Path, name: str) -> None:
        do, reason, first_bad, size = WITNESSED[name]
        known = {size: frontier_at(path, size).root()}
        do(path)
        assert verdict(path).ok, "without the checkpoint nobody could tell"
        found = verdict(path, known)
        assert (found.ok, found.reason, found.first_bad) == (False, reason, first_bad)

    def test_signatures_before_a_checkpoint_rest_on_its_root(self, path: Path) -> None:
        known = {30: frontier_at(path, 30).root()}
        assert verdict(path, known, 30).ok
        flip(path, "log", "signature", "seq = 35")
        assert verdict(path, known, 30).first_bad == 35
        flip(path, "log", "signature", "seq = 35")
        flip(path, "log", "entry", "seq = 8", 90)
        assert verdict(path, known, 30).reason == "root"
        with pytest.raises(ValueError, match="known checkpoint"):
            verdict(path, known, 29)


def test_every_column_of_every_row(path: Path) -> None:
    """Flipping the first byte of any value of any row is found, and found in that row (store §6)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        names = [row[1] for row in raw.execute("PRAGMA table_info(log)")][1:]
        rows = raw.execute("SELECT seq FROM log").fetchall()
    firm = open_firm(path)
    checked = 0
    for (seq,) in rows[::3]:
        for name in names:
            with closing(sqlite3.connect(path, isolation_level=None)) as raw:
                (value,) = raw.execute(f"SELECT {name} FROM log WHERE seq = ?", (seq,)).fetchone()
                changed = value ^ 1 if isinstance(value, int) else bytes([value[0] ^ 1]) + value[1:]
                raw.execute(f"UPDATE log SET {name} = ? WHERE seq = ?", (changed, seq))
                found = firm.log.verify(firm.trust_root)
                assert (found.ok, found.first_bad) == (False, seq), (seq, name)
                raw.execute(f"UPDATE log SET {name} = ? WHERE seq = ?", (value, seq))
                checked += 1
    assert checked == 14 * 9
    assert firm.log.verify(firm.trust_root).ok


def test_a_digest_of_the_founding_entry_moved_before_it(tmp_path: Path) -> None:
    firm = new_firm(tmp_path / "new.kartoteka")
    with firm.step("owner") as step:
        step.append(Kind.STORE_CREATED, details=FOUNDING, writes=[(record_id(1), 1, b"d" * 32)])
    assert firm.log.verify(firm.trust_root).ok
    edit(tmp_path / "new.kartoteka", "UPDATE digest SET seq = -1")
    found = firm.log.verify(firm.trust_root)
    assert (found.ok, found.reason, found.first_bad) == (False, "digest", 0)


def test_digest_leaves_are_what_was_written(path: Path) -> None:
    (found,) = fetch(path, "SELECT sha256 FROM digest WHERE record_id = ? AND version = 9", record_id(9))
    assert found == hashlib.sha256(b"9").digest()
