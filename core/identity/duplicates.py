"""Duplicates: one scorer with three entrances (spec/search §0.5, §3).

`Base.warn` while a client is typed, `Base.link` for the rows of an import, `Base.doubles` for the whole base in
groups. All three give the same weights and the same explanations. Nothing here changes a record.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from core.identity import blocking
from core.identity.calibration import calibrate
from core.identity.duplicates_base import Candidates, Growing
from core.identity.duplicates_match import Match, Zone, explain
from core.identity.duplicates_scores import Comparer, Scored, contributions
from core.identity.features import Codes, Record, Rows, Schema, Table
from core.identity.features_book import Library
from core.identity.fellegi_sunter import Model, prior_model
from core.identity.groups import Group, cluster
from core.identity.judgement import Judgements, Verdict
from core.rules import DEFAULT, Rules

_NOBODY = Judgements()
_LEARN_PAIRS = 200
"""Candidate pairs below which the weights stay those known beforehand."""


@dataclasses.dataclass(frozen=True)
class Pairs:
    """Scored pairs of two sets of rows, or of one set with itself, each explained when it is asked for."""

    comparer: Comparer
    model: Model
    rules: Rules
    scored: Scored
    left: Rows
    right: Rows

    def __len__(self) -> int:
        return len(self.scored)

    def match(self, at: int) -> Match:
        """Pair number `at` with its explanation."""
        return explain(self.comparer, self.model, self.rules, self.scored, at, self.left, self.right)

    def likely(self) -> list[int]:
        """Numbers of the pairs that are more likely one client than not, the surest first."""
        order = np.argsort(-self.scored.total, kind="stable")
        return [int(at) for at in order if self.scored.total[at] >= 0.0]

    def zones(self) -> list[Zone]:
        """The zone of every pair, as `Match.zone` has it."""
        total, rules = self.scored.total, self.rules
        sure = (total >= rules.duplicates_link_bits) & self.scored.identified & ~self.scored.conflict
        open_ = total >= rules.duplicates_review_bits
        return [Zone.LINK if a else Zone.REVIEW if b else Zone.DISTINCT for a, b in zip(sure, open_, strict=True)]


@dataclasses.dataclass(frozen=True)
class Linkage:
    """An import against the base: three piles before anything is written (spec/search §3.3).

    `best[row]` is the number of the best pair of an import row, -1 where it has none above "distinct".
    """

    pairs: Pairs
    best: Codes
    zones: tuple[Zone, ...]
    """Of each import row."""

    def pile(self, zone: Zone) -> list[int]:
        """Import rows of a zone: DISTINCT are new, LINK surely exist, REVIEW wait for a person."""
        return [row for row, each in enumerate(self.zones) if each is zone]

    def match(self, row: int) -> Match | None:
        """The best pair of an import row: left the base's record, right the row."""
        return self.pairs.match(int(self.best[row])) if self.best[row] >= 0 else None

    def review(self) -> list[int]:
        """Rows that wait for a person, those first whose answer teaches most (totals nearest to zero)."""
        total = self.pairs.scored.total
        return sorted(self.pile(Zone.REVIEW), key=lambda row: (abs(float(total[self.best[row]])), row))


@dataclasses.dataclass(frozen=True)
class Doubles:
    """The base against itself: scored pairs, and their groups as soon as somebody asks for them."""

    pairs: Pairs
    judgements: Judgements

    @functools.cached_property
    def groups(self) -> tuple[Group, ...]:
        """Average-link groups, people's judgements first; those that people joined already are left out."""
        keys = self.pairs.left.keys
        place = {key: at for at, key in enumerate(keys)}
        said: dict[Verdict, list[tuple[int, int]]] = {verdict: [] for verdict in Verdict}
        for edge in self.judgements.in_force():
            if edge.left in place and edge.right in place:
                said[edge.verdict].append((place[edge.left], place[edge.right]))
        scored, rules = self.pairs.scored, self.pairs.rules
        found = cluster(
            scored.left,
            scored.right,
            scored.total,
            rules.duplicates_group_bits,
            rules.duplicates_group_average_bits,
            said[Verdict.SAME],
            said[Verdict.DIFFERENT],
        )
        return tuple(group for group in found if not self._joined(group))

    def _joined(self, group: Group) -> bool:
        known = self.judgements.group(self.pairs.left.keys[group.rows[0]])
        return known.issuperset(self.keys(group))

    def keys(self, group: Group) -> tuple[Hashable, ...]:
        """The records of a group."""
        return tuple(self.pairs.left.keys[row] for row in group.rows)

    def matches(self, group: Group) -> list[Match]:
        """Every compared pair of a group with its explanation, the weakest first."""
        found = self._inside(group)
        return [self.pairs.match(int(at)) for at in found[np.argsort(self.pairs.scored.total[found], kind="stable")]]

    def weakest(self, group: Group) -> Match | None:
        """The pair on which the group hangs; None when it hangs on what a person said and no fields were compared."""
        scored = self.pairs.scored
        found = self._inside(group)
        ends = {group.weakest.left, group.weakest.right}
        at = next((at for at in found.tolist() if {int(scored.left[at]), int(scored.right[at])} == ends), None)
        return None if at is None else self.pairs.match(at)

    def sure(self, group: Group) -> bool:
        """Whether a group may be merged in bulk: identifiers join all of it and no pair of it has a hard conflict."""
        found = self._inside(group)
        scored, zones = self.pairs.scored, self._zones
        joined = {group.rows[0]}
        if scored.conflict[found].any():
            return False
        for _ in group.rows:
            for at in found.tolist():
                ends = {int(scored.left[at]), int(scored.right[at])}
                if zones[at] is Zone.LINK and ends & joined:
                    joined |= ends
        return len(joined) == len(group.rows)

    def sure_groups(self) -> tuple[Group, ...]:
        """The groups that may be merged in bulk, once a person has seen the plan."""
        return tuple(group for group in self.groups if self.sure(group))

    @functools.cached_property
    def _zones(self) -> list[Zone]:
        return self.pairs.zones()

    @functools.cached_property
    def _by_left(self) -> tuple[Codes, Codes]:
        """Numbers of the pairs in the order of their left rows, and those rows."""
        order = np.argsort(self.pairs.scored.left, kind="stable").astype(np.int32)
        return order, self.pairs.scored.left[order]

    def _inside(self, group: Group) -> Codes:
        """Numbers of the pairs whose both ends are in the group."""
        order, left = self._by_left
        rows = np.asarray(group.rows)
        found = np.concatenate(
            [
                order[low:high]
                for low, high in zip(left.searchsorted(rows), left.searchsorted(rows, "right"), strict=True)
            ]
        )
        return found[np.isin(self.pairs.scored.right[found], rows)]


class Base:
    """The records a person may open, ready for comparison. Made once a session, kept up by `add` and `remove`."""

    def __init__(
        self,
        schema: Schema,
        rows: Rows,
        rules: Rules = DEFAULT,
        model: Model | None = None,
        judgements: Judgements = _NOBODY,
    ) -> None:
        self.schema, self.rules, self.judgements = schema, rules, judgements
        self.library = Library(schema)
        self.store = Growing(self.library, rows)
        self.comparer = Comparer(self.library, rules.duplicates_shared_clients)
        self.candidates = Candidates(self.library, self.comparer.words)
        self.candidates.fill(self.store.table)
        self.model = model or prior_model(schema)

    @property
    def rows(self) -> Rows:
        return self.store.table.rows

    def add(self, record: Record) -> None:
        """A record that was written since: it is found from now on. Raises ValueError for a key that is there."""
        table = self.store.add(record)
        self.candidates.extend(table, len(self.store) - len(table))
        for name, common in self.comparer.common.items():
            book = self.library.books[name]
            code = int(table.codes[name][0])
            for part in book.parts.get(code, (code,)):
                common.add(book.values[part])

    def remove(self, key: Hashable) -> None:
        """A record that was deleted or is to be added anew; an unknown key is passed over."""
        self.store.remove(key)

    def warn(self, record: Record, nearby: Iterable[Hashable] = (), limit: int = 3) -> list[Match]:
        """Records of the base that the one being typed may be, the likeliest first; left the base's, right the typed.

        `nearby` are keys the search index proposes; blocks and identifiers are looked up here. Pairs that somebody
        said are different are left out. A person is at the keyboard, so what is as likely as `duplicates_warn_bits`
        is shown for his review; what is less likely is left out.
        """
        with self.library.passing() as library:
            typed = library.table(Rows.of([record]))
            rows = self.candidates.of_one(typed)
            rows.update(self.store.positions(nearby))
            kept = [row for row in sorted(rows) if self._open(row, record.key)]
            left = np.asarray(kept, np.int32)
            right = np.zeros(len(kept), np.int32)
            scored = self.comparer.score(self.model, self.store.table, left, typed, right)
            order = np.argsort(-scored.total, kind="stable")[:limit]
            rules = dataclasses.replace(self.rules, duplicates_review_bits=self.rules.duplicates_warn_bits)
            pairs = Pairs(self.comparer, self.model, rules, scored, self.rows, typed.rows)
            matches = [pairs.match(int(at)) for at in order]
        return [match for match in matches if match.zone is not Zone.DISTINCT]

    def _open(self, row: int, key: Hashable) -> bool:
        other = self.rows.keys[row]
        return self.store.alive[row] and other != key and self.judgements.verdict(other, key) is not Verdict.DIFFERENT

    def link(self, rows: Rows, *, learn: bool = True, one_to_one: bool = False) -> Linkage:
        """Rows of an import against the base. `learn` fits the weights to this pair of sets first.

        Each row goes to one record of the base at most. With `one_to_one` (both sides known to be without doubles) a
        record of the base goes to one row as well.
        """
        table = self.library.table(rows)
        keys = self.candidates.of_table(table)
        left, right = blocking.between(
            self.candidates.keys(), keys, len(rows), twice=blocking.plain_fields(self.schema)
        )
        alive = self.store.alive[left]
        scored, model = self._scored(left[alive], table, right[alive], learn)
        scored = self._without_rejected(scored, self.rows.keys, rows.keys)
        pairs = Pairs(self.comparer, model, self.rules, scored, self.rows, rows)
        best = _best(scored, len(rows), one_to_one)
        zone = pairs.zones()
        zones = tuple(zone[at] if at >= 0 else Zone.DISTINCT for at in best.tolist())
        best = np.asarray([at if z is not Zone.DISTINCT else -1 for at, z in zip(best.tolist(), zones, strict=True)])
        return Linkage(pairs, best.astype(np.int32), zones)

    def doubles(self, *, learn: bool = True) -> Doubles:
        """The base against itself, in groups; people's judgements go first."""
        left, right = blocking.within(self.candidates.keys(), len(self.store), twice=blocking.plain_fields(self.schema))
        alive = self.store.alive[left] & self.store.alive[right]
        scored, model = self._scored(left[alive], self.store.table, right[alive], learn)
        scored = self._without_rejected(scored, self.rows.keys, self.rows.keys)
        pairs = Pairs(self.comparer, model, self.rules, scored, self.rows, self.rows)
        return Doubles(pairs, self.judgements)

    def _scored(self, left: Codes, table: Table, right: Codes, learn: bool) -> tuple[Scored, Model]:
        levels = self.comparer.levels(self.store.table, left, table, right)
        model = self.model
        if learn and len(levels) >= _LEARN_PAIRS:
            model = self.comparer.fit(levels, self.store.table, left, table, right)
        return self.comparer.weigh(model, levels, self.store.table, left, table, right), model

    def _without_rejected(self, scored: Scored, left: Sequence[Hashable], right: Sequence[Hashable]) -> Scored:
        rejected = self.judgements.different()
        if not rejected:
            return scored
        verdict = self.judgements.verdict
        touched = {key for edge in rejected for end in edge.pair for key in self.judgements.group(end)}
        kept = [
            not (left[a] in touched and right[b] in touched and verdict(left[a], right[b]) is Verdict.DIFFERENT)
            for a, b in zip(scored.left.tolist(), scored.right.tolist(), strict=True)
        ]
        return scored.kept(np.asarray(kept, bool))

    def learn(self, pairs: Pairs, answers: Iterable[tuple[int, bool]]) -> Model:
        """Calibrate to people's answers: numbers of pairs and whether each was one client. The base keeps the model."""
        listed = list(answers)
        at = np.asarray([number for number, _ in listed], np.int64)
        same = np.asarray([answer for _, answer in listed], bool)
        some = pairs.scored.kept(at)
        plain = pairs.model.scaled({}, pairs.model.start)
        bits = contributions(plain, self.schema.fields, some.levels, some.extra)
        self.model = calibrate(plain, self.comparer.names, bits, same)
        return self.model


def _best(scored: Scored, rows: int, one_to_one: bool) -> Codes:
    """The best pair of each right row, -1 for none; with `one_to_one` the best of its left record too."""
    best = np.full(rows, -1, np.int32)
    order = np.lexsort((scored.left, -scored.total))
    taken: set[int] = set()
    left, right = scored.left.tolist(), scored.right.tolist()
    for at in order.tolist():
        if best[right[at]] < 0 and not (one_to_one and left[at] in taken):
            best[right[at]] = at
            taken.add(left[at])
    return best
