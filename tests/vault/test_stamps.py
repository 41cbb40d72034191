"""The number a digest stands under: version and epoch, so that sealing anew is a later state (spec/store §6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, literal, select

from core.problem import ExitCode, Problem
from storage.engine import reading
from storage.vault.writing import stamp, stamped, version_of
from tests.vault.stage import Stage, refs

VERSIONS, EPOCHS = st.integers(0, (1 << 32) - 1), st.integers(1, (1 << 31) - 1)


@given(VERSIONS, EPOCHS, VERSIONS, EPOCHS)
def test_stamps_are_ordered_by_epoch_then_version(a: int, ea: int, b: int, eb: int) -> None:
    assert (stamp(a, ea) < stamp(b, eb)) == ((ea, a) < (eb, b))
    assert version_of(stamp(a, ea)) == a
    assert stamp(a, ea) < 1 << 63


def test_the_database_makes_the_same_stamps(stage: Stage) -> None:
    with reading(stage.premises().engine) as connection:
        for version, epoch in ((1, 1), (7, 2), (3, 40_000)):
            found = connection.scalar(select(stamped(literal(version, BigInteger), literal(epoch, BigInteger))))
            assert found == stamp(version, epoch)


def test_a_removed_client_put_back_from_a_copy_is_noticed(stage: Stage) -> None:
    """The zero digest stands above every version and epoch of what was removed."""
    session = stage.enter("boris")
    client = refs(session)["L-2"]
    row = stage.sql("SELECT * FROM record WHERE space_id = ? AND compartment = 0", client)[0]
    home = stage.sql("SELECT * FROM client WHERE id = ?", client)[0]
    with session.entered.gate.writing() as writing:
        session.clients.remove(writing, home[1], [client])
    session.end()
    stage.close()
    stage.sql("INSERT INTO client VALUES (?, ?, ?, ?, ?)", *home)
    stage.sql("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)
    with pytest.raises(Problem) as told:
        stage.enter("boris").clients.load()
    assert told.value.exit_code == ExitCode.STORE
