"""The base against itself: whole cards and contacts read once, compared, told as groups (spec/search §3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.entities.client import ClientCard
from core.identity.client_records import record_of
from core.identity.duplicates import Base, Doubles
from core.identity.duplicates_match import Match
from core.identity.features import FIRMS, PEOPLE, Record, Rows, Schema
from core.identity.groups import Group
from core.identity.judgement import Judgements, Verdict
from core.rules import Rules
from storage.vault.session import Session

STEPS = 4
"""Read, normalise, compare, tell: what the progress of a scan counts."""
Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """One group of a scan; `match` is the pair it hangs on."""

    keys: tuple[bytes, ...]
    match: Match
    sure: bool


@dataclass
class Scan:
    """What a scan found, kept for explanations until the next one."""

    groups: list[FoundGroup] = field(default_factory=list)
    compared: int = 0
    clients: int = 0
    matches: dict[frozenset[bytes], Match] = field(default_factory=dict)
    """Compared pairs inside the groups."""
    filled: dict[bytes, int] = field(default_factory=dict)
    """How many fields each client of a group has: the fullest one is proposed as the survivor."""
    bought: dict[bytes, int] = field(default_factory=dict)
    """Days with purchases of each client of a group, as far as the figures were there."""


def read_records(session: Session) -> list[tuple[ClientCard, Record]]:
    """Card and contacts of every client the session opens and nobody hid, as each of them says it."""
    return [
        (each.card, record_of(each.id, each.card, each.contacts))
        for each in session.lookups.findable()
        if not each.card.removed
    ]


def scan(session: Session, progress: Progress | None = None) -> Scan | None:
    """Find groups of doubles; people's judgements go first and teach the weights. None when it was stopped."""
    report = progress or (lambda _done, _total: True)
    if not report(0, STEPS):
        return None
    judgements = session.merges.now().judgements
    records = read_records(session)
    found = Scan(clients=len(records))
    firms = [record for card, record in records if card.kind != "person"]
    people = [record for card, record in records if card.kind == "person"]
    rules = session.rulebook.rules()
    if not report(1, STEPS):
        return None
    for schema, own in ((FIRMS, firms), (PEOPLE, people)):
        if len(own) > 1 and not _compare(schema, own, judgements, found, report, rules):
            return None
    report(STEPS, STEPS)
    return found


def _compare(
    schema: Schema, records: Sequence[Record], judgements: Judgements, found: Scan, report: Progress, rules: Rules
) -> bool:
    base = Base(schema, Rows.of(records), rules)
    if not report(2, STEPS):
        return False
    answered = any(edge.verdict is not Verdict.UNSURE for edge in judgements.in_force())
    learnt = answered and _taught(base, judgements)
    base.judgements = judgements
    doubles = base.doubles(learn=not learnt)
    if not report(3, STEPS):
        return False
    found.compared += len(doubles.pairs)
    by_key = {record.key: record for record in records}
    for group in doubles.groups:
        _tell(doubles, group, found)
    for keys in (each.keys for each in found.groups):
        found.filled.update({key: len(by_key[key].values) for key in keys if key in by_key})
    return True


def _taught(base: Base, judgements: Judgements) -> bool:
    """Calibrate the weights by what people said of pairs that are compared; False where they said nothing of any."""
    pairs = base.doubles().pairs
    keys, scored = pairs.left.keys, pairs.scored
    answers = []
    for at, (left, right) in enumerate(zip(scored.left.tolist(), scored.right.tolist(), strict=True)):
        verdict = judgements.verdict(keys[left], keys[right])
        if verdict in (Verdict.SAME, Verdict.DIFFERENT):
            answers.append((at, verdict is Verdict.SAME))
    if answers:
        base.learn(pairs, answers)
    return bool(answers)


def _tell(doubles: Doubles, group: Group, found: Scan) -> None:
    matches = doubles.matches(group)
    if not matches:
        return
    weakest = doubles.weakest(group) or matches[0]
    keys = tuple(_id(key) for key in doubles.keys(group))
    found.groups.append(FoundGroup(keys, weakest, doubles.sure(group)))
    found.matches.update({frozenset((_id(each.left), _id(each.right))): each for each in matches})


def kept_groups(
    found: Scan, survivor: Callable[[bytes], bytes], verdict: Callable[[bytes, bytes], Verdict | None]
) -> Iterable[tuple[FoundGroup, tuple[bytes, ...]]]:
    """Groups with who stands for their members now; without what was merged or said to be different since."""
    for group in found.groups:
        heads = tuple(dict.fromkeys(survivor(key) for key in group.keys))
        pairs = [(a, b) for at, a in enumerate(heads) for b in heads[at + 1 :]]
        if pairs and not any(verdict(a, b) is Verdict.DIFFERENT for a, b in pairs):
            yield group, heads


def survivor_first(heads: Sequence[bytes], bought: Mapping[bytes, int], filled: Mapping[bytes, int]) -> list[bytes]:
    """The one who bought most often is proposed to survive, then the one of whom most is known."""
    return sorted(heads, key=lambda key: (-bought.get(key, 0), -filled.get(key, 0)))


def _id(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key
