"""Objects that lie outside the records: letters, sealed exports, seen files, backup heads and feet, checkpoints,
notes of runs that send letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from storage.audit.checkpoint import verify as verify_note
from storage.audit.seen import Seen, decode_seen
from storage.keys.backup import check_manifest, decode_head, decode_manifest, open_head
from storage.keys.identity import Identity
from storage.keys.letters import check_author, open_letter
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.hpke import AgreementKey
from storage.sealing.stream import ChunkKey
from storage.vault.sealed_export import open_export
from storage.vault.sending_lines import open_line

Args = dict[str, Any]
RECOVERY = bytes(16)


def _hex(args: Args, name: str) -> bytes:
    return bytes.fromhex(args[name])


def _letter(args: Args) -> bytes:
    member = Identity(_hex(args, "receiver"), _hex(args, "private"), bytes(32))
    place = {"store_id": _hex(args, "store_id"), "letter_id": _hex(args, "letter_id")}
    letter = open_letter(member, _hex(args, "blob"), **place)
    check_author(letter, _hex(args, "author_public"), receiver_id=member.person_id, **place)
    return letter.body


def _export(args: Args) -> bytes:
    return open_export(AgreementKey(_hex(args, "private")), _hex(args, "store_id"), _hex(args, "blob"))


def _seen(args: Args) -> bytes:
    public, store, person = (_hex(args, name) for name in ("public", "store_id", "person"))
    found: Seen = decode_seen(_hex(args, "blob"), public, store, person)
    return found.root()


def _head(args: Args) -> bytes:
    """With a chunk: a head is bound to what it stands before."""
    data = _hex(args, "blob")
    key, _recovery = open_head(decode_head(data), _hex(args, "one"), _hex(args, "other"), RECOVERY)
    return ChunkKey(key, data).open(_hex(args, "chunk"), last=True)


def _manifest(args: Args) -> bytes:
    manifest, signed, signature = decode_manifest(_hex(args, "blob"))
    check_manifest(signed, signature, _hex(args, "public"))
    return manifest.root


def _note(args: Args) -> bytes:
    return verify_note(_hex(args, "blob").decode(), _hex(args, "public"), args["origin"]).root


def _sending(args: Args) -> bytes:
    """One line of the notes of a run: what it says, as it is stored."""
    store, firm, run_id = (_hex(args, name) for name in ("store_id", "firm", "run"))
    place = Place(Label.SENDING, store, SpaceKind.FIRM, firm, run_id, args["number"], args["epoch"])
    return msgspec.msgpack.encode(open_line(SealKey(_hex(args, "key")), place, _hex(args, "blob")))


OPERATIONS: dict[str, Callable[[Args], bytes]] = {
    "letter": _letter,
    "export": _export,
    "seen": _seen,
    "head": _head,
    "manifest": _manifest,
    "note": _note,
    "sending": _sending,
}
REFUSED = frozenset({"SealBroken", "Problem", "SeenBroken", "CheckpointBroken", "UnicodeDecodeError"})
"""How these say no. (A note is text: bytes that are none are refused by whoever reads the file.)"""


def run(op: str, args: Args) -> tuple[str, str]:
    """("ok", value in hex) or (name of the error class, "")."""
    try:
        return "ok", OPERATIONS[op](args).hex()
    except Exception as error:
        return type(error).__name__, ""
