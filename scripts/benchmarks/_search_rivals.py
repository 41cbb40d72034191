"""The same queries asked of rapidfuzz WRatio, SQLite FTS5, tantivy and symspell (spec/search §2.2)."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process, utils

from core.identity.fold import fold
from core.identity.index import SearchEntry, SearchIndex
from core.identity.index_entry import indexed_words, plain_words
from core.identity.query import clean
from scripts.benchmarks import peers
from scripts.benchmarks._report import Report
from scripts.benchmarks._search_measure import (
    BY_IDENTIFIER,
    TOP,
    Recall,
    percentile,
    quiet,
    recall,
    type_out,
    typed_until_found,
)
from tests.identity.made_noise import Asked

MISSES_GOAL = 0.2
"""Of the misses of tantivy with our folding: three passes serve it so well that a ratio of recalls says little."""
FASTER_GOAL, TYPED_GOAL = 50.0, 0.85
BRUTE_QUERIES = 12
TYPED_QUERIES = 8


class Fts5:
    """SQLite's own index of trigrams, in memory; words below three letters are no terms of it."""

    def __init__(self, entries: Sequence[SearchEntry]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
        rows = ((entry.id, f"{entry.name} {entry.second}") for entry in entries)
        self._base.executemany("INSERT INTO names(rowid, name) VALUES (?, ?)", rows)

    def search(self, text: str) -> list[int]:
        words = [word for word in re.findall(r"\w+", text) if len(word) >= 3]
        if not words:
            return []
        query = " AND ".join(f'"{word}"' for word in words)
        found = self._base.execute("SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (query, TOP))
        return [row for (row,) in found]


class Brute:
    """WRatio over every name."""

    def __init__(self, entries: Sequence[SearchEntry]) -> None:
        self._ids = [entry.id for entry in entries]
        self._names = [utils.default_process(entry.name) for entry in entries]

    def search(self, text: str) -> list[int]:
        query = utils.default_process(text)
        found = process.extract(query, self._names, scorer=fuzz.WRatio, processor=None, limit=TOP)
        return [self._ids[place] for _, _, place in found]


def _document(entry: SearchEntry, known: dict[str, str]) -> dict[str, list[str]]:
    words = list(dict.fromkeys([*indexed_words(entry.name), *plain_words(entry.second)]))
    for word in words:
        if word not in known:
            known[word] = fold(word)
    return {
        "raw": list(dict.fromkeys(plain_words(f"{entry.name} {entry.second}"))),
        "folded": list(dict.fromkeys(known[word] for word in words if known[word])),
    }


def _readings(index: SearchIndex, text: str) -> list[list[str]]:
    """Folded words of a query with our layout gate: what tantivy cannot do itself."""
    return [[term.key for term in reading.terms if not term.optional] for reading in index.readings(clean(text))[:2]]


def _some(queries: Sequence[Asked], each: int, seed: int) -> list[Asked]:
    kinds: dict[str, list[Asked]] = {}
    for asked in queries:
        kinds.setdefault(asked.kind, []).append(asked)
    pick = random.Random(seed)
    return [one for of_kind in kinds.values() for one in pick.sample(of_kind, min(each, len(of_kind)))]


def compare(report: Report, index: SearchIndex, entries: Sequence[SearchEntry], queries: Sequence[Asked]) -> None:
    """One table, one run: every method on the same entries and queries, those for an identifier left out."""
    asked = [each for each in queries if each.kind not in BY_IDENTIFIER]
    typed = [each for each in _some(asked, TYPED_QUERIES, 1) if len(each.query) > 3]
    rows: dict[str, tuple[Recall, str]] = {}
    quiet()

    def ours(text: str) -> list[int]:
        index.forget()
        return [hit.id for hit in index.search(text, TOP)]

    rows["own index"] = (recall(asked, ours), f"{index.nbytes() / 1e6:.0f} MB")
    few = _some(asked, BRUTE_QUERIES, 2)
    rows["rapidfuzz WRatio"] = (recall(few, Brute(entries).search), f"{BRUTE_QUERIES} a class")
    start = time.perf_counter()
    trigrams = Fts5(entries)
    rows["FTS5 trigram"] = (recall(asked, trigrams.search), f"built in {time.perf_counter() - start:.1f} s")
    own_share = type_out(index, typed, TOP).found_after
    their_share: list[float] = []
    if peers.python() is None:
        print("tantivy and symspell are left out: scripts/bench peers installs them")
    else:
        answered = _ask_peers(index, entries, asked, typed)
        for name, said in answered.items():
            found = Recall(took=said["took"])
            for each, places in zip(asked, said["answers"], strict=True):
                found.add(each, [entries[place].id for place in places])
            rows[name] = (found, f"built in {said['build']:.1f} s, {said['megabytes']:.0f} MB more")
        for each, keys in zip(typed, answered["tantivy folded"]["keys"], strict=True):
            their_share.append(typed_until_found([[entries[at].id for at in places] for places in keys], each))
    _tell(report, rows, own_share, their_share)


def _ask_peers(
    index: SearchIndex, entries: Sequence[SearchEntry], asked: Sequence[Asked], typed: Sequence[Asked]
) -> dict[str, Any]:
    known: dict[str, str] = {}
    given = {
        "documents": [_document(entry, known) for entry in entries],
        "queries": [{"raw": plain_words(each.query), "readings": _readings(index, each.query)} for each in asked],
        "keys": [[_readings(index, each.query[:end]) for end in range(1, len(each.query) + 1)] for each in typed],
    }
    answered: dict[str, Any] = peers.run("_search_env.py", given)
    return answered


def _tell(
    report: Report, rows: dict[str, tuple[Recall, str]], own_share: Sequence[float], their_share: Sequence[float]
) -> None:
    own = rows["own index"][0]
    for name, (found, detail) in rows.items():
        worst, kind = found.worst()
        print(
            f"  {name:<18} @1 {found.at_first():.3f}  @5 {found.at_top():.3f}  p50 {percentile(found.took, 50):8.2f} ms"
            f"  p99 {percentile(found.took, 99):8.2f} ms  worst {worst:.2f} {kind}  {detail}"
        )
    for name in ("tantivy folded", "tantivy", "FTS5 trigram"):
        if name in rows:
            report.figure(f"peers: recall@5 / {name}", own.at_top() / max(rows[name][0].at_top(), 1e-9), "×")
    if "tantivy folded" in rows:
        theirs = 1 - rows["tantivy folded"][0].at_top()
        report.goal("peers: misses / tantivy folded", (1 - own.at_top()) / max(theirs, 1e-9), MISSES_GOAL)
    slow = percentile(rows["rapidfuzz WRatio"][0].took, 50)
    report.least("peers: p50 of rapidfuzz WRatio / ours", slow / percentile(own.took, 50), FASTER_GOAL, "×")
    report.figure("characters typed until found, share of the query", sum(own_share) / len(own_share), "")
    if their_share:
        share = sum(their_share) / len(their_share)
        ratio = sum(own_share) / len(own_share) / share
        report.goal("peers: characters typed until found / tantivy folded", ratio, TYPED_GOAL, detail=f"{share:.3f}")
