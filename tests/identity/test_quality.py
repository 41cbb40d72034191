"""How many doubles are found, by count, on the public sets and on firms made anew (U09, spec/search §4).

Without labels; the sets are read from the shared data and a test is left out where they are absent.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.identity.blocking import recall
from core.identity.duplicates import Base
from core.identity.duplicates_match import Zone
from core.identity.features import Record, Rows
from scripts.benchmarks._duplicate_sets import IDENTITY, Known, febrl, made_firms, restaurants, russian_firms
from scripts.benchmarks.duplicates import found, quality

needs_data = pytest.mark.skipif(not IDENTITY.is_dir(), reason="shared data absent: identity")


@needs_data
@pytest.mark.parametrize(
    ("read", "least"),
    [
        (lambda: febrl(1), 0.998),
        (lambda: febrl(2), 0.998),
        (lambda: febrl(3), 0.998),
        (restaurants, 0.93),
        (russian_firms, 0.96),
    ],
    ids=["febrl-1", "febrl-2", "febrl-3", "restaurants", "russian-firms"],
)
def test_U09_doubles_of_public_sets_are_found_without_labels(read: Callable[[], Known], least: float) -> None:
    known = read()
    _, pairs, said, linkage = found(known)
    assert quality(said, known.truth)[2] >= least
    width = len(known.right if known.right is not None else known.left)
    assert recall((pairs.scored.left, pairs.scored.right), known.truth, width) >= 0.995
    if linkage is not None:
        assert all(linkage.pairs.scored.identified[linkage.best[row]] for row in linkage.pile(Zone.LINK))


@pytest.mark.parametrize("seed", [3, 77])
def test_U09_russian_firms_made_anew_are_linked(seed: int) -> None:
    known = made_firms(4000, seed)
    _, pairs, said, linkage = found(known)
    assert known.right is not None and linkage is not None
    assert quality(said, known.truth)[2] >= 0.965
    assert recall((pairs.scored.left, pairs.scored.right), known.truth, len(known.right)) >= 0.995
    sure = {(int(pairs.scored.left[linkage.best[row]]), row) for row in linkage.pile(Zone.LINK)}
    assert len(sure - known.truth) <= 0.001 * len(sure)
    assert len(sure) >= 0.7 * len(known.truth)


def test_S03_53_the_true_double_is_among_the_first_three_while_a_client_is_typed() -> None:
    known = made_firms(4000, 5)
    assert known.right is not None
    base = Base(known.schema, known.left)
    by_row = {right: left for left, right in known.truth}

    def shown(row: int) -> list[object]:
        assert known.right is not None
        said = {name: str(column[row]) for name, column in known.right.columns.items()}
        return [match.left for match in base.warn(Record.of(("typed", row), **said))]

    rows = sorted(by_row)[:600]
    assert sum(by_row[row] in shown(row) for row in rows) >= 0.985 * len(rows)
    new = [row for row in range(len(known.right)) if row not in by_row][:600]
    assert sum(bool(shown(row)) for row in new) <= 0.06 * len(new)


def test_doubles_inside_one_base_are_grouped() -> None:
    known = made_firms(3000, 11)
    assert known.right is not None
    size = len(known.left)
    columns = {name: [*column, *known.right.columns[name]] for name, column in known.left.columns.items()}
    records = [Record.of(at, **{name: str(column[at]) for name, column in columns.items()}) for at in range(2 * size)]
    doubles = Base(known.schema, Rows.of(records)).doubles()
    truth = frozenset((left, size + right) for left, right in known.truth)
    said = {(a, b) for group in doubles.groups for a in group.rows for b in group.rows if a < b}
    assert quality(said, truth)[2] >= 0.96
    sure = {(a, b) for group in doubles.sure_groups() for a in group.rows for b in group.rows if a < b}
    assert len(sure - truth) <= 0.002 * len(sure)
    assert len(sure) >= 0.6 * len(truth)
