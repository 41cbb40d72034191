"""Doubles as the desk finds, explains, merges and parts them: one method for screen and command line (U09)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from core.entities.masks import mail_mask, phone_mask
from core.problem import N_, Problem
from core.wording import doubles as words
from core.wording import gettext
from tui.desk.port_doubles import (
    BulkDone,
    Double,
    DoubleGroup,
    Doubles,
    MergeDone,
    MergedWith,
    Plan,
    PlanField,
    Progress,
    StandingMerge,
    Verdict,
)
from tui.memory import give_back

if TYPE_CHECKING:  # the scorer is for sessions that look for doubles
    from core.identity.features import Record
    from core.identity.merge import FieldMerge
    from tui.desk.desk import Desk
    from tui.desk.doubles_scan import Scan

MICROSECONDS = 1_000_000
HANDLE_BYTES = 16
KINDS = {"company": N_("firm"), "person": N_("private person")}
SUREST = 0.999_999
"""Nothing is promised: a rounded chance is never one."""


class DoublesDesk:
    """Finding, merging, judging and undoing over the base of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._scan: Scan | None = None
        self._done: list[str] = []
        self._seconds = 0.0

    # Finding

    def scan(self, progress: Progress | None = None) -> Doubles | None:
        """Compare everybody with everybody, in groups. None when `progress` answered False."""
        from tui.desk.doubles_scan import scan

        begin = time.monotonic()
        found = scan(self._desk.session, progress)
        if found is None:
            return None
        self._scan, self._seconds = found, time.monotonic() - begin
        base = self._desk.base
        if base.figures is not None:
            seen, place = base.figures.rhythms.seen.events, base.place
            found.bought = {key: int(seen[place[key]]) for key in found.filled if key in place}
        give_back()
        return self.found()

    def found(self) -> Doubles | None:
        """The last scan as it stands now: without what was merged or told apart since."""
        found = self._scan
        if found is None:
            return None
        from tui.desk.doubles_scan import kept_groups

        merged = self._desk.session.merges.now()
        there = self._desk.base.place
        groups = [
            self._group(each.match, each.sure, heads)
            for each, heads in kept_groups(found, merged.survivor, merged.judgements.verdict)
            if all(head in there for head in heads)
        ]
        groups.sort(key=lambda group: (not group.sure, -group.score, group.key))
        return Doubles(tuple(groups), found.compared, found.clients, round(self._seconds, 3))

    def _group(self, match: object, sure: bool, heads: Sequence[bytes]) -> DoubleGroup:
        from core.identity.duplicates_match import Match
        from core.identity.judgement import Verdict as Said
        from tui.desk.doubles_scan import survivor_first

        assert isinstance(match, Match) and self._scan is not None
        base, said = self._desk.base, self._desk.session.merges.now().judgements
        ordered = survivor_first(heads, self._scan.bought, self._scan.filled)
        pairs = [(a, b) for at, a in enumerate(heads) for b in heads[at + 1 :]]
        _bits, total = words.shown_bits(match)
        return DoubleGroup(
            tuple(self._double(key) for key in ordered),
            total,
            round(min(match.probability, SUREST), 6),
            words.why(match),
            words.why_in_short(match),
            sure,
            any(said.verdict(a, b) is Said.UNSURE for a, b in pairs),
            len({base.portfolio[base.place[key]] for key in heads}),
        )

    def together(self) -> list[frozenset[str]]:
        """Members of the groups of the last scan: who may be one client is no group of firms."""
        found = self.found()
        return [] if found is None else [frozenset(group.ids) for group in found.groups]

    def pair(self, left: str, right: str) -> tuple[str, ...]:
        """Why two clients may be one, a line a field; empty where they were not compared with each other."""
        found = self._scan
        if found is None:
            return ()
        merges = self._desk.session.merges.now()
        one, other = (merges.members(self._id(each)) for each in (left, right))
        said = [match for a in one for b in other if (match := found.matches.get(frozenset((a, b)))) is not None]
        return words.why(max(said, key=lambda match: match.total)) if said else ()

    # Planning

    def plan(self, ids: Sequence[str], take: Mapping[str, str]) -> Plan:
        """What merging these clients into the first would show, field by field."""
        merges = self._desk.session.merges
        heads = list(dict.fromkeys(merges.now().survivor(self._id(each)) for each in ids))
        made = merges.plan(heads, self._taken(take))
        shown = {head: merges.joined(head) for head in heads}
        records = {head: self._record(head, shown[head].card, shown[head].contacts) for head in heads}
        head_of = {member: head for head in heads for member in merges.now().members(head)}
        fields = [self._field(each, heads, head_of, records) for each in made.fields]
        order = {name: at for at, name in enumerate(_order())}
        fields.sort(key=lambda each: (not each.differs, order.get(each.name, len(order))))
        base = self._desk.base
        return Plan(
            tuple(self._double(head) for head in heads),
            tuple(fields),
            sum(each.differs for each in fields),
            len({base.portfolio[base.place[head]] for head in heads}),
        )

    @staticmethod
    def _record(head: bytes, card: object, contacts: object) -> Record:
        from core.entities.client import ClientCard, ClientContacts
        from core.identity.client_records import record_of

        assert isinstance(card, ClientCard) and isinstance(contacts, ClientContacts)
        return record_of(head, card, contacts)

    @staticmethod
    def _field(
        field: FieldMerge, heads: Sequence[bytes], head_of: Mapping[bytes, bytes], records: Mapping[bytes, Record]
    ) -> PlanField:
        from core.identity.merge import Reason

        said = [_masked(field.field, records[head].values.get(field.field, ())) for head in heads]
        together = field.reason is Reason.ALL
        source = -1 if together else heads.index(head_of[_client(field.source)])
        return PlanField(
            field.field,
            tuple(said),
            _masked(field.field, field.kept),
            source,
            words.reason_words(field.reason),
            not together and len({records[head].values.get(field.field) for head in heads} - {None}) > 1,
        )

    # Doing

    def merge(self, ids: Sequence[str], take: Mapping[str, str], move: bool = False) -> MergeDone:
        """Merge clients into the first of them. `move`: those of other portfolios are moved to him first."""
        merges = self._desk.session.merges
        heads = list(dict.fromkeys(merges.now().survivor(self._id(each)) for each in ids))
        handle = merges.merge(heads, self._taken(take), move=move)
        self._done.append(handle.hex())
        self._changed()
        return MergeDone(handle.hex(), heads[0].hex(), tuple(each.hex() for each in heads[1:]))

    def judge(self, ids: Sequence[str], verdict: Verdict) -> str:
        """Say that clients are no doubles, or that nobody can tell; for everybody. Gives the number undo takes."""
        from core.identity.judgement import Verdict as Said

        merges = self._desk.session.merges
        heads = list(dict.fromkeys(merges.now().survivor(self._id(each)) for each in ids))
        handle = merges.judge(heads, Said(verdict))
        self._done.append(handle.hex())
        self._changed()
        return handle.hex()

    def undo(self, merge: str) -> MergeDone:
        """Take a merge or another judgement back; the number of a bulk merge takes back all of it."""
        handle, merges = self._handle(merge), self._desk.session.merges
        if any(note.batch == handle for note in merges.now().standing()):
            parted = [note for note in merges.now().standing() if note.batch == handle]
            merges.undo_batch(handle)
            self._changed()
            left = {note.id for note in merges.now().standing()}
            given = [each for note in parted if note.id not in left for each in note.clients[1:]]
            return MergeDone(merge, "", tuple(each.hex() for each in given))
        undone = merges.undo(handle)
        self._changed()
        return MergeDone(merge, undone.survivor.hex(), tuple(each.hex() for each in undone.restored))

    def undo_last(self) -> MergeDone | None:
        """Take back the last merge or judgement of this session; None when nothing of it is left.

        Raises Problem where somebody has merged on top of it: it is then no longer offered.
        """
        standing = self._desk.session.merges.now()
        batches = {note.batch.hex() for note in standing.standing()}
        while self._done:
            last = self._done.pop()
            if last in batches or standing.in_force(bytes.fromhex(last)):
                return self.undo(last)
        return None

    def bulk(self, progress: Progress | None = None) -> BulkDone:
        """Merge every sure group of the last scan, one undoable batch. Raises Problem where no scan was made.

        Nothing is merged without an identifier: the scan and the vault each see to it.
        """
        found = self.found()
        if found is None:
            raise Problem(N_("Look for doubles first: nothing has been compared yet."))
        merges = self._desk.session.merges
        groups = [[self._id(each) for each in group.ids] for group in found.sure]
        try:
            batch, handles = merges.merge_all(groups, progress)
        finally:
            self._changed()
        if handles:
            self._done.append(batch.hex())
        done = tuple(
            MergeDone(handle.hex(), heads[0].hex(), tuple(each.hex() for each in heads[1:]))
            for handle, heads in zip(handles, groups, strict=False)
        )
        return BulkDone(batch.hex(), done, len(done) < len(groups))

    # What stands

    def standing(self) -> list[StandingMerge]:
        """Merges and judgements in force, newest first."""
        desk = self._desk
        staff = {each.id: each.name for each in desk.session.staffing.staff()}
        return [
            StandingMerge(
                note.id.hex(),
                note.verdict,
                dt.datetime.fromtimestamp(note.at_us / MICROSECONDS, desk.zone),
                staff.get(note.who, ""),
                tuple(self._double(each, apart=True) for each in note.clients if each in desk.base.place),
                note.batch.hex(),
            )
            for note in reversed(desk.session.merges.now().standing())
        ]

    def merged_with(self, client_id: str) -> tuple[MergedWith, ...]:
        """Whom a client stands for, with the merge that joined each of them."""
        base, merged = self._desk.base, self._desk.session.merges.now()
        members = base.members_of(self._desk.place_of(client_id))[1:]
        if not members:
            return ()
        made = merged.merges_of(members[0])
        by = {each: note.id.hex() for note in reversed(made) for each in note.clients[1:]}
        return tuple(
            MergedWith(each.hex(), base.apart[each].name, base.apart[each].external_id, by.get(each, ""))
            for each in members
        )

    # Within

    def _double(self, client_id: bytes, *, apart: bool = False) -> Double:
        """A client by name: as he shows, or with `apart` as he says himself."""
        base = self._desk.base
        number = base.place[client_id]
        alone = apart or base.ids[number] != client_id
        line = base.apart.get(client_id, base.cards[number]) if alone else base.cards[number]
        return Double(client_id.hex(), line.name, line.external_id, line.city, base.owner(number))

    def _id(self, client_id: str) -> bytes:
        """The client of an id; of anybody merged, his own. Raises Problem (BAD_INPUT) for one that is nobody's."""
        self._desk.place_of(client_id)
        return bytes.fromhex(client_id)

    def _taken(self, take: Mapping[str, str]) -> dict[str, bytes]:
        known = _order()
        for name in take:
            if name not in known:
                raise Problem(
                    N_("There is no field {field} to take: use one of {known}."), field=name, known=", ".join(known)
                )
        return {name: self._id(each) for name, each in take.items()}

    @staticmethod
    def _handle(text: str) -> bytes:
        try:
            handle = bytes.fromhex(text)
        except ValueError:
            handle = b""
        if len(handle) != HANDLE_BYTES:
            raise Problem(N_("A merge is named by 32 hex digits: they stand in its answer and in merge list."))
        return handle

    def _changed(self) -> None:
        """The base anew, and its figures where they were there: levels and letters follow the survivor at once."""
        figures = self._desk.base.figures is not None
        self._desk.refresh()
        if figures:
            self._desk.figures()


def _order() -> tuple[str, ...]:
    from core.identity.client_records import FIELDS

    return FIELDS


def _masked(name: str, values: Iterable[str]) -> str:
    if name == "kind":
        return ", ".join(gettext(KINDS[each]) if each in KINDS else each for each in values)
    mask = {"phone": phone_mask, "email": mail_mask}.get(name)
    return ", ".join(values if mask is None else map(mask, values))


def _client(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key
