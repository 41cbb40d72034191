"""Decoders of everything that lies on disk or comes from outside, with golden vectors to begin from."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.audit.checkpoint import CheckpointBroken, last_note, parse
from storage.audit.roster import parse_founding, parse_statement
from storage.audit.seen import SeenBroken, decode_seen
from storage.audit.ssh_keys import parse_key
from storage.audit.verifier import EntryBroken, parse_entry, parse_fields
from storage.keys.backup import decode_head, decode_manifest
from storage.keys.grants import decode as decode_grant
from storage.keys.identity import settings_of
from storage.keys.recovery import recovery_public
from storage.keys.words import from_words
from storage.records import bodies
from storage.records.sales_page import PageBroken, decode_page, read_head
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.copy_file import read_frame
from storage.vault.sending_lines import read_lines
from tests.vectors import outside, runner
from tests.vectors.registers import registers

VECTORS = Path(__file__).resolve().parents[2] / "tests" / "vectors"
KINDS = (*(each for each in vars(bodies).values() if isinstance(each, bodies.Kind)), *registers().values())


@dataclass(frozen=True)
class Decoder:
    """`read` takes any bytes and refuses with one of `refusals` (a Problem is always a refusal)."""

    name: str
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    seeds: Sequence[bytes]


@functools.cache
def _golden() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for file in sorted(VECTORS.glob("*.json")):
        found += json.loads(file.read_text("utf-8"))["vectors"]
    return found


def _seeds(op: str, field: str) -> list[bytes]:
    """A field of every golden vector of an operation, accepted or not; audit vectors call them object and input."""
    found = []
    for each in _golden():
        args = each.get("args") or each.get("input")
        if op in (each.get("op"), each.get("object")) and isinstance(args, dict) and isinstance(args.get(field), str):
            try:
                found.append(bytes.fromhex(args[field]))
            except ValueError:
                found.append(str(args[field]).encode())
    return found or [b"seed"]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _opened(op: str, field: str) -> Callable[[bytes], object]:
    """A whole opening with the keys of the first accepted vector: what decrypts is decoded too."""
    base = next(each for each in _golden() if each.get("op") == op and each.get("expect") == "ok")["args"]
    assert isinstance(base, dict)
    operations = {**runner.OPERATIONS, **outside.OPERATIONS}
    return lambda data: operations[op]({**base, field: data.hex()})


def _bodies(data: bytes) -> None:
    for kind in KINDS:
        try:
            kind.decode(data)
        except bodies.BodyBroken:
            continue


def _sendings(data: bytes) -> None:
    place = Place(Label.SENDING, bytes(16), SpaceKind.FIRM, bytes(16), bytes(16), 0, 1)
    read_lines(io.BytesIO(data), SealKey(bytes(32)), place)


_SEAL, _ENTRY = (SealBroken,), (EntryBroken,)
DECODERS: tuple[Decoder, ...] = (
    Decoder("entry", parse_entry, _ENTRY, _seeds("entry", "entry")),
    Decoder("fields", lambda data: parse_fields(data, 3), _ENTRY, _seeds("entry", "entry")),
    Decoder("statement", parse_statement, _ENTRY, _seeds("statement", "statement")),
    Decoder("founding", parse_founding, _ENTRY, _seeds("founding", "founding")),
    Decoder("ssh key", parse_key, _ENTRY, [b"\1" + b"\0\4test"]),
    Decoder("checkpoint", lambda data: parse(_text(data)), (CheckpointBroken,), _seeds("note", "blob")),
    Decoder("checkpoints", lambda data: last_note(_text(data)), (CheckpointBroken,), _seeds("note", "blob")),
    Decoder(
        "seen", lambda data: decode_seen(data, bytes(32), bytes(16), bytes(16)), (SeenBroken,), _seeds("seen", "blob")
    ),
    Decoder("record", _opened("record", "blob"), _SEAL, _seeds("record", "blob")),
    Decoder("wrap", _opened("wrap", "blob"), _SEAL, _seeds("wrap", "blob")),
    Decoder("grant", decode_grant, _SEAL, _seeds("grant", "body")),
    Decoder("identity", settings_of, _SEAL, _seeds("identity", "blob")),
    Decoder("recovery", recovery_public, _SEAL, _seeds("recovery", "blob")),
    Decoder("words", lambda data: from_words(_text(data)), (), [b"1 babab"]),
    Decoder("letter", _opened("letter", "blob"), _SEAL, _seeds("letter", "blob")),
    Decoder("export", _opened("export", "blob"), _SEAL, _seeds("export", "blob")),
    Decoder("line of a run that sends", _opened("sending", "blob"), _SEAL, _seeds("sending", "blob")),
    Decoder("notes of a run that sends", _sendings, (), _seeds("sending", "blob")),
    Decoder("backup head", decode_head, _SEAL, _seeds("head", "blob")),
    Decoder("backup foot", decode_manifest, _SEAL, _seeds("manifest", "blob")),
    Decoder("backup file", lambda data: read_frame(io.BytesIO(data)), _SEAL, _seeds("head", "blob")),
    Decoder("page", decode_page, (PageBroken,), _seeds("page", "body")),
    Decoder("page head", read_head, (PageBroken,), _seeds("page", "body")),
    Decoder("body", _bodies, (), _seeds("body", "body")),
    Decoder("change", bodies.decode_change, (bodies.BodyBroken,), _seeds("change", "body")),
)
