"""The merged view: how clients show with the merges in force, and what another merge would show (spec/search §0.6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from core.entities.client import ClientCard, ClientContacts
from core.identity.client_records import card_of, record_of, schema_of
from core.identity.features import Record
from core.identity.merge import FieldMerge, MergePlan, Reason, propose_merge
from core.problem import N_, Problem
from storage.engine import reading
from storage.keys.scopes import Compartment
from storage.schema.clients import client, record
from storage.schema.log import digest, log
from storage.sealing.envelope import SpaceKind
from storage.vault.card_rows import unknown_client
from storage.vault.clients import Clients
from storage.vault.door import Entered
from storage.vault.firm_edges import APART, FirmEdgeBook
from storage.vault.judgements import JudgementBook
from storage.vault.merged import Merged
from storage.vault.writing import stamped


@dataclass(frozen=True, slots=True)
class Joined:
    """A client as he shows with every merge in force. `plan` is None where nobody was merged into him."""

    card: ClientCard
    contacts: ClientContacts
    plan: MergePlan | None = None


class MergedViews:
    """Reading judgements of the portfolios that the session opens, and what follows from them."""

    def __init__(self, entered: Entered, clients: Clients, judgements: JudgementBook, edges: FirmEdgeBook) -> None:
        self._entered = entered
        self._clients = clients
        self._book = judgements
        self._edges = edges
        self._known: tuple[object, Merged] | None = None

    def mark(self) -> object:
        """Changes whenever a judgement was added by anybody."""
        return self._book.mark(), self._edges.version(APART)

    def now(self) -> Merged:
        """What follows from the judgements in force. Raises Problem (STORE) on a damaged one."""
        mark = self.mark()
        if self._known is None or self._known[0] != mark:
            self._known = mark, Merged([each.note for each in self._book.all()], self._edges.all(APART))
        return self._known[1]

    def joined(self, client_id: bytes) -> Joined:
        """The merged view of a client, by his own id or by that of anybody merged into him."""
        merged = self.now()
        members = [each for each in merged.members(client_id) if self._there(each)]
        return self._view(members or [client_id], merged.choices(client_id))

    def plan(self, clients: Sequence[bytes], take: Mapping[str, bytes] | None = None) -> MergePlan:
        """What merging these clients would show, the first of them as the survivor. Writes nothing.

        `take` names the client whose value a field keeps. Raises Problem (BAD_INPUT) for fewer than two clients that
        are not one already, and for a choice of somebody who says nothing there.
        """
        return self._plan(self.now(), clients, take or {})

    # Within
    def _plan(self, merged: Merged, clients: Sequence[bytes], take: Mapping[str, bytes]) -> MergePlan:
        heads = list(dict.fromkeys(merged.survivor(each) for each in clients))
        if len(heads) < 2:
            raise Problem(N_("A merge needs two clients or more that are not one already."))
        self._homes(heads)
        groups = {head: [each for each in merged.members(head) if self._there(each)] for head in heads}
        shown = {head: self._view(members, merged.choices(head)) for head, members in groups.items()}
        schema = schema_of(shown[heads[0]].card)
        views = [record_of(head, shown[head].card, shown[head].contacts) for head in heads]
        head_of = {each: head for head, members in groups.items() for each in members}
        wanted = {name: head_of.get(key, key) for name, key in take.items()}
        for name, key in wanted.items():
            if not _says(views, key, name):
                raise Problem(N_("Field {field} cannot be taken from that record: it says nothing there."), field=name)
        # The number in the firm's own books stays the survivor's unless somebody says otherwise: it is no evidence.
        kept_number = "external_id" not in wanted and _says(views, heads[0], "external_id")
        wanted |= {"external_id": heads[0]} if kept_number else {}
        top = propose_merge(schema, views, wanted, self._changed_us(heads))
        if kept_number:
            top = _told(top, {"external_id": Reason.FIRST})
        if all(len(members) == 1 for members in groups.values()):
            return top
        # Groups meet with the values they show; behind each stands the record it comes from.
        members = [each for head in heads for each in groups[head]]
        behind = {
            field.field: _behind(shown[client_of(field.source)], field)
            for field in top.fields
            if field.reason is not Reason.ALL
        }
        plan = propose_merge(schema, self._records(members)[0], behind)
        return _told(plan, {field.field: field.reason for field in top.fields})

    def _view(self, members: Sequence[bytes], choices: Mapping[str, bytes]) -> Joined:
        records, cards = self._records(members)
        if len(members) == 1:
            return Joined(cards[0], self._clients.contacts(members[0]))
        wanted = {name: key for name, key in choices.items() if _says(records, key, name)}
        plan = propose_merge(schema_of(cards[0]), records, wanted)
        card, contacts = card_of(plan.view(), cards)
        return Joined(card, contacts, plan)

    def _records(self, members: Sequence[bytes]) -> tuple[list[Record], list[ClientCard]]:
        cards = [self._clients.stored(each).card for each in members]
        found = [record_of(each, card, self._clients.contacts(each)) for each, card in zip(members, cards, strict=True)]
        return found, cards

    def _homes(self, clients: Sequence[bytes]) -> dict[bytes, bytes]:
        """Portfolio of every client. Raises Problem (BAD_INPUT) for one that is not among the open ones."""
        with reading(self._entered.premises.engine) as connection:
            rows = connection.execute(select(client.c.id, client.c.portfolio_id).where(client.c.id.in_(clients)))
            homes = {bytes(row.id): bytes(row.portfolio_id) for row in rows}
        if any(homes.get(each) not in self._entered.keyring.portfolios for each in clients):
            raise unknown_client()
        return homes

    def _there(self, client_id: bytes) -> bool:
        """Whether a client is still among the open ones: an import that made him may have been undone."""
        with reading(self._entered.premises.engine) as connection:
            home = connection.scalar(select(client.c.portfolio_id).where(client.c.id == client_id))
        return home is not None and bytes(home) in self._entered.keyring.portfolios

    def _changed_us(self, members: Sequence[bytes]) -> dict[Hashable, int]:
        """When each client's card was written last, by the log."""
        query = (
            select(record.c.space_id, log.c.time_us)
            .select_from(record)
            .join(
                digest,
                and_(digest.c.record_id == record.c.id, digest.c.version == stamped(record.c.version, record.c.epoch)),
            )
            .join(log, log.c.seq == digest.c.seq)
            .where(
                record.c.space_kind == int(SpaceKind.CLIENT),
                record.c.compartment == int(Compartment.CARD),
                record.c.space_id.in_(members),
            )
        )
        with reading(self._entered.premises.engine) as connection:
            return {bytes(row.space_id): int(row.time_us) for row in connection.execute(query)}


def _says(records: Sequence[Record], key: object, name: str) -> bool:
    return any(each.key == key and bool(each.values.get(name)) for each in records)


def _told(plan: MergePlan, reasons: Mapping[str, Reason]) -> MergePlan:
    """The plan with other reasons for some of its fields."""
    fields = (dataclasses.replace(each, reason=reasons.get(each.field, each.reason)) for each in plan.fields)
    return dataclasses.replace(plan, fields=tuple(fields))


def _behind(shown: Joined, field: FieldMerge) -> bytes:
    """The record a shown value comes from."""
    if shown.plan is not None:
        found = next((each.source for each in shown.plan.fields if each.field == field.field), field.source)
        return client_of(found)
    return client_of(field.source)


def client_of(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key
