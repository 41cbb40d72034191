"""The firm space: settings, key of subject tags, firm figures, names of products (spec/store §1, §5)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, func, select

from core.entities.firm import FirmSettings, ProductNames
from core.entities.firm_figures import FirmFigures
from core.problem import N_, ExitCode, Problem
from storage.access.blind_index import IndexKeys
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.spaces import SpaceKey
from storage.look import asked_once
from storage.records.bodies import FIGURES, FIRM, PRODUCTS, BodyBroken
from storage.records.bodies import Kind as RecordKind
from storage.schema.clients import NO_COMPARTMENT, record
from storage.schema.log import digest
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.card_rows import space_counter
from storage.vault.gate import Gate
from storage.vault.writing import Stale, Writing, damaged, epoch_of, stamp

T = TypeVar("T")

SETTINGS_ID = b"firm/settings".ljust(16, b"\0")
TAGS_ID = b"firm/tags".ljust(16, b"\0")
FIGURES_ID = b"firm/figures".ljust(16, b"\0")
PRODUCTS_ID = b"firm/products".ljust(16, b"\0")
INDEX_ID = b"firm/index".ljust(16, b"\0")


class TagKeys(msgspec.Struct, frozen=True):
    """Key of subject tags in the log. Rotating the firm key keeps it, so that counts go on."""

    subject: bytes


TAGS = RecordKind("tags", 1, TagKeys)
INDEX = RecordKind("index", 1, IndexKeys)


class FirmSpace:
    """Records of the firm, none of which names a client."""

    def __init__(self, gate: Gate, key: SpaceKey, firm_id: bytes) -> None:
        self._gate = gate
        self._key = key.seal_key()
        self._epoch = key.epoch
        self.firm_id = firm_id
        self.publisher = False
        """Whether this person's figures may become the firm's; set by the door from the role."""

    def rekey(self, key: SpaceKey) -> None:
        """Go on with the key of a later epoch."""
        self._key, self._epoch = key.seal_key(), key.epoch

    def settings(self) -> FirmSettings:
        """Name, base currency and time zone. Raises Problem (STORE) when they are not there or damaged."""
        found = self._load(SETTINGS_ID, FIRM)
        if found is None:
            raise damaged("firm record")
        return found[0]

    def tags(self) -> TagKeys:
        """Key of subject tags. Raises Problem (STORE) when it is not there or damaged."""
        found = self._load(TAGS_ID, TAGS)
        if found is None:
            raise damaged("firm record")
        return found[0]

    def index_keys(self, connection: Connection | None = None) -> IndexKeys:
        """Keys of the blind index. Raises Problem (STORE) when they are not there or damaged."""
        found = self._load(INDEX_ID, INDEX, connection)
        if found is None:
            raise damaged("firm record")
        return found[0]

    def set_index_keys(self, writing: Writing, keys: IndexKeys) -> None:
        """Store other keys of the blind index; no history entry, which would keep the old ones."""
        found = self._load(INDEX_ID, INDEX, writing.connection)
        if found is None:
            raise damaged("firm record")
        feed = (SpaceKind.FIRM, self.firm_id)
        writing.change_record(self._key, feed, INDEX_ID, found[1], INDEX.encode(keys, "person"), b"")

    def figures(self) -> FirmFigures | None:
        """The firm figures published last, None before the first publication."""
        found = self._load(FIGURES_ID, FIGURES)
        return found[0] if found else None

    def publish(self, figures: FirmFigures) -> None:
        """Store new firm figures (spec/store §5). The caller holds every portfolio.

        Raises Problem (REFUSED) for somebody who does not speak for the firm.
        """
        if not self.publisher:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
        feed = (SpaceKind.FIRM, self.firm_id)
        with self._gate.writing(Kind.FIRM_FIGURES) as writing:
            found = self._load(FIGURES_ID, FIGURES, writing.connection)
            body = FIGURES.encode(figures, "person")
            if found is None:
                self.put(writing, FIGURES_ID, body)
            else:
                # Superseded figures are a versioned input of no interest to a person: no history entry.
                writing.change_record(self._key, feed, FIGURES_ID, found[1], body, b"")

    def product_names(self) -> dict[str, str]:
        """Names by product code."""
        found = self._load(PRODUCTS_ID, PRODUCTS)
        return dict(found[0].names) if found else {}

    def add_product_names(self, names: dict[str, str]) -> None:
        """Remember names of products; later names win. Writes nothing when all are known."""
        found = self._load(PRODUCTS_ID, PRODUCTS)
        known = dict(found[0].names) if found else {}
        merged = known | {code: name for code, name in names.items() if name}
        if merged == known:
            return
        body = PRODUCTS.encode(ProductNames(dict(sorted(merged.items()))), "person")
        with self._gate.writing() as writing:
            if found is None:
                self.put(writing, PRODUCTS_ID, body)
            else:
                feed = (SpaceKind.FIRM, self.firm_id)
                writing.change_record(self._key, feed, PRODUCTS_ID, found[1], body, b"")

    def put(self, writing: Writing, record_id: bytes, body: bytes) -> None:
        """First version of a firm record."""
        space = (SpaceKind.FIRM, self.firm_id)
        writing.put_record(self._key, space, space, record_id, self._epoch, body)

    def read(self, record_id: bytes, kind: RecordKind[T]) -> tuple[T, int] | None:
        """A record another facet keeps here, with its version; None before it is first written."""
        return self._load(record_id, kind)

    def mark(self) -> int:
        """Changes with every record written here; costs one look at a counter."""
        engine = self._gate.premises.engine
        with reading(engine) as connection:
            kind = int(SpaceKind.FIRM)
            return asked_once(engine, (FirmSpace, id(self)), lambda: space_counter(connection, kind, self.firm_id))

    def version(self, record_id: bytes) -> int:
        """Version of a record, 0 before it is first written."""
        engine, query = self._gate.premises.engine, select(record.c.version).where(record.c.id == record_id)
        with reading(engine) as connection:
            return asked_once(engine, (FirmSpace, record_id), lambda: int(connection.scalar(query) or 0))

    def rewrite(
        self,
        record_id: bytes,
        kind: RecordKind[T],
        fields: T,
        version: int,
        entry: Kind,
        subject: bytes,
        details: Mapping[str, object],
    ) -> None:
        """Write a record over the version it was read at (0: none yet), under one entry.

        Raises Stale when somebody wrote another version meanwhile.
        """
        body = kind.encode(fields, "person")
        with self._gate.writing(entry, subject, details) as writing:
            if version:
                writing.change_record(self._key, (SpaceKind.FIRM, self.firm_id), record_id, version, body, b"")
            elif self._load(record_id, kind, writing.connection) is None:
                self.put(writing, record_id, body)
            else:
                raise Stale

    def replace_all(
        self, records: Sequence[tuple[bytes, RecordKind[Any], Any]], entry: Kind, details: Mapping[str, object]
    ) -> None:
        """Write several records in one transaction, whatever stood there before. What is equal is left alone."""
        with self._gate.writing(entry, b"", details) as writing:
            for record_id, kind, fields in records:
                found = self._load(record_id, kind, writing.connection)
                body = kind.encode(fields, "person")
                if found is None:
                    self.put(writing, record_id, body)
                elif found[0] != fields:
                    writing.change_record(self._key, (SpaceKind.FIRM, self.firm_id), record_id, found[1], body, b"")

    def _load(
        self, record_id: bytes, kind: RecordKind[T], connection: Connection | None = None
    ) -> tuple[T, int] | None:
        if connection is None:
            self._gate.renew()
            with reading(self._gate.premises.engine) as own:
                return self._load(record_id, kind, own)
        row = connection.execute(
            select(record.c.version, record.c.epoch, record.c.body).where(
                record.c.id == record_id,
                record.c.space_kind == int(SpaceKind.FIRM),
                record.c.compartment == NO_COMPARTMENT,
            )
        ).first()
        if row is None:
            return None
        blob = row.body
        check_digest(connection, record_id, row.version, blob)
        store_id = self._gate.premises.store_id
        place = Place(Label.RECORD, store_id, SpaceKind.FIRM, self.firm_id, record_id, row.version, row.epoch)
        try:
            return kind.decode(self._key.open(place, blob)).f, int(row.version)
        except (SealBroken, BodyBroken):
            raise damaged("firm record") from None


def check_digest(connection: Connection, object_id: bytes, version: int, blob: bytes) -> None:
    """Raise Problem (STORE) unless the log names this blob as the last version of the object."""
    last = connection.scalar(select(func.max(digest.c.version)).where(digest.c.record_id == object_id))
    if type(blob) is not bytes or last != stamp(version, epoch_of(blob)):
        raise damaged("record")
    check_entry_digest(connection, object_id, version, blob)


def check_entry_digest(connection: Connection, object_id: bytes, version: int, blob: bytes) -> None:
    """Raise Problem (STORE) unless the log names this blob as that version of the object, whatever came after."""
    if type(blob) is not bytes:
        raise damaged("record")
    known = connection.scalar(
        select(digest.c.sha256).where(
            digest.c.record_id == object_id, digest.c.version == stamp(version, epoch_of(blob))
        )
    )
    if known is None or bytes(known) != hashlib.sha256(blob).digest():
        raise damaged("record")
