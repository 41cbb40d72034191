"""Judgements nobody gave: planted, copied, taken away; merges of clients that are somebody else's (U09)."""

from __future__ import annotations

import hashlib
import os
from typing import Any

import pytest

from core.identity.judgement import Verdict
from core.problem import ExitCode, Problem
from storage.vault.session import Session
from tests.vault.stage import Stage, faults, home_of, refs

_RECORD = "SELECT * FROM record WHERE id <> space_id AND space_id = ? AND compartment = 0"
_PLANT = "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def judged(stage: Stage) -> tuple[Session, bytes, tuple[Any, ...]]:
    """A session of the head, a merge of two clients and its row on disk."""
    boris = stage.enter("boris")
    found = refs(boris)
    handle = boris.merges.merge([found["C-1"], found["C-2"]])
    return boris, handle, stage.sql(_RECORD, home_of(boris, "Север"))[0]


def refused(stage: Stage) -> None:
    with pytest.raises(Problem) as told:
        stage.enter("boris").merges.now()
    assert told.value.exit_code == ExitCode.STORE
    assert faults(stage.enter("anna")) or faults(stage.enter("boris"))


def test_a_manager_merges_nobody_of_a_foreign_portfolio(stage: Stage) -> None:
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    mine, theirs = refs(boris)["C-1"], refs(boris)["L-1"]
    for act in (
        lambda: ivan.merges.merge([mine, theirs]),
        lambda: ivan.merges.merge([theirs, mine], move=True),
        lambda: ivan.merges.judge([mine, theirs], Verdict.DIFFERENT),
        lambda: ivan.edges.add(b"firm/groups".ljust(16, b"\0"), "owner", [mine, theirs]),
        lambda: ivan.moving.move([theirs], home_of(ivan, "Север")),
    ):
        with pytest.raises(Problem) as told:
            act()
        assert told.value.exit_code == ExitCode.BAD_INPUT, "as of a client that does not exist"
    assert boris.merges.now().groups() == {}


def test_a_manager_undoes_no_merge_of_a_foreign_portfolio(stage: Stage) -> None:
    boris, handle, _row = judged(stage)
    with pytest.raises(Problem):
        stage.enter("petr").merges.undo(handle)
    assert boris.merges.now().in_force(handle)


@pytest.mark.parametrize("body", [b"", b"\0" * 64, os.urandom(256)], ids=["empty", "zeros", "noise"])
def test_a_judgement_written_into_the_file_by_hand_is_refused(stage: Stage, body: bytes) -> None:
    _boris, _handle, row = judged(stage)
    planted = (b"\x09" * 16, *row[1:7], len(body), body)
    stage.sql(_PLANT, *planted)
    refused(stage)


def test_a_sealed_judgement_copied_to_another_record_or_portfolio_is_refused(stage: Stage) -> None:
    boris, _handle, row = judged(stage)
    south = home_of(boris, "Юг")
    stage.sql(_PLANT, b"\x09" * 16, row[1], south, *row[3:])
    stage.sql("INSERT INTO digest VALUES (?, 1, ?, 1)", b"\x09" * 16, hashlib.sha256(bytes(row[8])).digest())
    refused(stage)


def test_a_judgement_taken_back_does_not_come_again_by_deleting_the_word(stage: Stage) -> None:
    """Deleting the row of an undo changes what shows, and the check of the store names the loss."""
    boris, handle, _row = judged(stage)
    boris.merges.undo(handle)
    last = stage.sql(_RECORD + " ORDER BY changed_seq DESC", home_of(boris, "Север"))[0]
    stage.sql("DELETE FROM record WHERE id = ?", last[0])
    assert faults(stage.enter("boris")) == [f"missing {bytes(last[0]).hex()}"]


def test_a_changed_byte_in_a_judgement_is_refused(stage: Stage) -> None:
    _boris, _handle, row = judged(stage)
    body = bytearray(row[8])
    body[-1] ^= 1
    stage.sql("UPDATE record SET body = ? WHERE id = ?", bytes(body), row[0])
    refused(stage)
