"""Who may say what about whom, as the replay of the log and the verifier both see it."""

from __future__ import annotations

import pytest

from storage.audit.entry import ZEROS, Entry, EntryBroken, encode_entry, leaf_hash
from storage.audit.kinds import Kind
from storage.audit.roster import Statement, encode_statement, replay
from tests.audit.support import SESSION, START_US, person_id, signer, statement

ROOT = signer("owner").public
Said = tuple[str, Statement]


def said(number: int, by: str, what: Statement, kind: Kind, key: str = "") -> tuple[bytes, bytes]:
    entry = Entry(number, START_US, person_id(by), SESSION, kind, bytes(16), ROOT, ZEROS, encode_statement(what))
    data = encode_entry(entry)
    return data, signer(key or by).sign(leaf_hash(data))


def log_of(*statements: Said) -> list[tuple[bytes, bytes]]:
    """The firm's staff, then the given statements; the kind follows from who is known already."""
    known: set[bytes] = set()
    found = []
    staff = [("owner", statement(role, role)) for role in ("owner", "head", "admin", "auditor", "manager", "keeper")]
    for number, (by, what) in enumerate([*staff, *statements]):
        kind = Kind.ROSTER_CHANGED if what.person in known else Kind.ROSTER_ADDED
        known.add(what.person)
        found.append(said(number, by, what, kind))
    return found


def test_replay_ends_in_the_last_statement() -> None:
    renamed = statement("manager", "keeper")._replace(name="Новая фамилия")
    found = replay(log_of(("head", renamed)), ROOT)
    assert len(found) == 6
    assert found[person_id("manager")].statement == renamed
    assert (found[person_id("manager")].seq, found[person_id("manager")].actor) == (6, person_id("head"))
    assert found[person_id("owner")].seq == 0


ALLOWED: list[tuple[str, list[Said]]] = [
    ("owner adds an owner", [("owner", statement("second", "owner"))]),
    ("owner promotes", [("owner", statement("manager", "head"))]),
    ("admin adds a manager", [("admin", statement("new", "manager"))]),
    ("head adds a keeper", [("head", statement("new", "keeper"))]),
    ("head gives a manager a new key", [("head", statement("manager", "manager", key="new"))]),
    ("admin suspends a manager", [("admin", statement("manager", "manager", "suspended"))]),
    ("admin suspends a head", [("admin", statement("head", "head", "suspended"))]),
    ("head suspends an admin", [("head", statement("admin", "admin", "suspended"))]),
    ("a second owner removes the first", [
        ("owner", statement("second", "owner")), ("second", statement("owner", "owner", "left"))]),
    ("a suspended one comes back", [
        ("admin", statement("manager", "manager", "suspended")), ("admin", statement("manager", "manager"))]),
]  # fmt: skip

REFUSED: list[tuple[str, list[Said]]] = [
    ("manager adds a manager", [("manager", statement("new", "manager"))]),
    ("keeper adds a manager", [("keeper", statement("new", "manager"))]),
    ("auditor adds a manager", [("auditor", statement("new", "manager"))]),
    ("stranger adds himself", [("new", statement("new", "manager"))]),
    ("admin makes himself owner", [("admin", statement("admin", "owner"))]),
    ("admin makes himself head", [("admin", statement("admin", "head"))]),
    ("head makes himself owner", [("head", statement("head", "owner"))]),
    ("admin adds an admin", [("admin", statement("new", "admin"))]),
    ("admin promotes a manager", [("admin", statement("manager", "head"))]),
    ("admin makes a head a manager", [("admin", statement("head", "manager"))]),
    ("admin swaps a head's key", [("admin", statement("head", "head", key="thief"))]),
    ("head swaps the owner's key", [("head", statement("owner", "owner", key="thief"))]),
    ("admin suspends the owner", [("admin", statement("owner", "owner", "suspended"))]),
    ("admin suspends one of two owners", [
        ("owner", statement("second", "owner")), ("admin", statement("second", "owner", "suspended"))]),
    ("suspension with a new key", [("admin", statement("head", "head", "suspended", "thief"))]),
    ("suspension with another login", [("admin", statement("head", "head", "suspended")._replace(login="x"))]),
    ("a suspended head comes back through the admin", [
        ("admin", statement("head", "head", "suspended")), ("admin", statement("head", "head"))]),
    ("a suspended admin goes on", [
        ("owner", statement("admin", "admin", "suspended")), ("admin", statement("new", "manager"))]),
    ("one who left goes on", [
        ("owner", statement("head", "head", "left")), ("head", statement("new", "manager"))]),
    ("the last owner leaves", [("owner", statement("owner", "owner", "left"))]),
    ("the last owner becomes a manager", [("owner", statement("owner", "manager"))]),
    ("login of somebody else", [("owner", statement("new", "manager")._replace(login="head"))]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "statements"), ALLOWED, ids=[name for name, _ in ALLOWED])
def test_allowed(name: str, statements: list[Said]) -> None:
    found = replay(log_of(*statements), ROOT)
    assert found[statements[-1][1].person].statement == statements[-1][1]


@pytest.mark.parametrize(("name", "statements"), REFUSED, ids=[name for name, _ in REFUSED])
def test_refused(name: str, statements: list[Said]) -> None:
    whole = log_of(*statements)
    replay(whole[:-1], ROOT)
    with pytest.raises(EntryBroken):
        replay(whole, ROOT)


def test_the_first_statement_is_the_trust_root_s_own() -> None:
    owner = statement("owner", "owner")
    for first in (
        said(0, "owner", owner, Kind.ROSTER_ADDED, "thief"),
        said(0, "owner", statement("owner", "owner", key="thief"), Kind.ROSTER_ADDED),
        said(0, "thief", statement("thief", "owner"), Kind.ROSTER_ADDED),
        said(0, "head", owner, Kind.ROSTER_ADDED, "owner"),
        said(0, "owner", statement("owner", "admin"), Kind.ROSTER_ADDED),
        said(0, "owner", statement("owner", "owner", "suspended"), Kind.ROSTER_ADDED),
        said(0, "owner", owner, Kind.ROSTER_CHANGED),
    ):
        with pytest.raises(EntryBroken):
            replay([first], ROOT)
    assert len(replay([said(0, "owner", owner, Kind.ROSTER_ADDED)], ROOT)) == 1


def test_statements_are_signed_by_the_key_of_that_moment() -> None:
    new_key = ("owner", statement("head", "head", key="head2"))
    added = statement("new", "manager")
    with pytest.raises(EntryBroken):
        replay([*log_of(new_key), said(7, "head", added, Kind.ROSTER_ADDED)], ROOT)
    assert len(replay([*log_of(new_key), said(7, "head", added, Kind.ROSTER_ADDED, "head2")], ROOT)) == 7


@pytest.mark.parametrize("change", [{"login": ""}, {"name": "a\nb"}, {"role": "root"}, {"signing_key": b"x"}])
def test_what_cannot_be_read_is_not_written(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a valid roster statement"):
        encode_statement(Statement(**{**statement("a", "manager")._asdict(), **change}))
