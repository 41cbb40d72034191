"""Recall by count on the given set and on bases made anew (spec/search §4); times are for scripts/bench search."""

from __future__ import annotations

from collections import Counter

import pytest

from core.identity.index import build
from core.identity.index_entry import SearchEntry
from tests.identity.given_set import ENTRIES, QUERIES, read_entries, read_queries
from tests.identity.made_base import MadeBase
from tests.identity.made_noise import Asked, MadeQueries


class _Count:
    """How many queries were asked, answered first, and answered among the first five, by class."""

    def __init__(self, entries: list[SearchEntry], queries: list[Asked]) -> None:
        index = build(entries)
        self.megabytes = index.nbytes() / 1e6
        self.asked, self.first, self.top = Counter[str](), Counter[str](), Counter[str]()
        for asked in queries:
            ids = [hit.id for hit in index.search(asked.query, 5)]
            self.asked[asked.kind] += 1
            self.first[asked.kind] += bool(ids and ids[0] in asked.accept)
            self.top[asked.kind] += any(each in asked.accept for each in ids)


@pytest.mark.skipif(not ENTRIES.is_file(), reason=f"{ENTRIES} is absent")
def test_U07_recall_on_the_given_ten_thousand() -> None:
    entries = read_entries()
    count = _Count(entries, read_queries(QUERIES))
    asked = count.asked.total()
    assert (len(entries), asked) == (10_000, 2_144)
    assert count.top.total() >= 0.985 * asked
    assert count.first.total() >= 0.965 * asked
    assert all(count.top[kind] >= 0.85 * count.asked[kind] for kind in count.asked), count.top
    assert count.megabytes <= 3.5


@pytest.mark.parametrize("seed", [101, 202])
def test_U07_recall_on_a_base_made_anew(seed: int) -> None:
    base = MadeBase(seed, 6_000)
    count = _Count([each.entry for each in base.entries], MadeQueries(base, seed).ask(20))
    asked = count.asked.total()
    assert asked >= 24 * 19
    assert count.top.total() >= 0.985 * asked
    assert count.first.total() >= 0.965 * asked
    assert all(count.top[kind] >= 0.85 * count.asked[kind] for kind in count.asked), count.top
