"""Checkpoints in the text format of C2SP tlog-checkpoint and signed-note: what a witness keeps and compares.

kartoteka/<store id in hex>/<epoch of the log>
<number of entries>
<root in base64>

— <key name> <base64 of key id 4 ‖ Ed25519 signature 64>
— <witness> <base64 of key id 4 ‖ seconds 8 ‖ Ed25519 signature 64>

The second line is a cosignature/v1 (C2SP tlog-cosignature): it also says when the witness saw the checkpoint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from storage.sealing.secret import SealBroken
from storage.sealing.sign import verify as verify_signature

_ORIGIN = re.compile(r"kartoteka/[0-9a-f]{32}/(0|[1-9][0-9]{0,9})")
_NOTE_BEGINS = re.compile(r"(?m)^(?=kartoteka/)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ED25519, _COSIGNATURE = b"\1", b"\4"
_MAX_TEXT = 4096
_MAX_SIGNATURES = 16


class CheckpointBroken(Exception):  # noqa: N818
    """The text is not a checkpoint signed by the expected key."""


class NoteSigner(Protocol):
    """What signs: the store's signing key, or a person's."""

    public: bytes

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """State of a log: `size` entries with the Merkle root `root`. `origin` names log and epoch."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed part, ending in a newline."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(store_id: bytes, epoch: int = 1) -> str:
    """Name of a log; a restore begins a new epoch."""
    return f"kartoteka/{store_id.hex()}/{epoch}"


def key_id(name: str, public: bytes, algorithm: bytes = _ED25519) -> bytes:
    """C2SP signed-note: first 4 bytes of SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key)."""
    return hashlib.sha256(name.encode() + b"\n" + algorithm + public).digest()[:4]


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner, name: str | None = None) -> str:
    """The complete note. `name`: of the key, by default the log's own origin. Raises CheckpointBroken."""
    text = checkpoint.text()
    if _parse_text(text) != checkpoint:
        raise CheckpointBroken
    return f"{text}\n{_signature_line(text, signer, name or checkpoint.origin)}"


def cosign(note: str, signer: NoteSigner, name: str, seconds: int) -> str:
    """The note with the line of a witness who saw it at `seconds` since 1970. Raises CheckpointBroken on another text.

    The caller has compared the checkpoint with the last one he signed, and kept it, before he calls this.
    """
    checkpoint, _ = parse(note)
    _demand_name(name)
    signature = signer.sign(_cosigned_text(checkpoint, seconds))
    blob = key_id(name, signer.public, _COSIGNATURE) + seconds.to_bytes(8, "big") + signature
    return f"{note}— {name} {base64.b64encode(blob).decode()}\n"


def cosigned(note: str, public: bytes, name: str) -> tuple[Checkpoint, int]:
    """The checkpoint and the seconds at which the witness `name` saw it. Raises CheckpointBroken."""
    checkpoint, signatures = parse(note)
    expected = key_id(name, public, _COSIGNATURE)
    own = [blob for who, identifier, blob in signatures if (who, identifier) == (name, expected)]
    if len(own) != 1 or len(own[0]) != 72:
        raise CheckpointBroken
    seconds = int.from_bytes(own[0][:8], "big")
    try:
        verify_signature(public, own[0][8:], _cosigned_text(checkpoint, seconds))
    except SealBroken:
        raise CheckpointBroken from None
    return checkpoint, seconds


def last_note(text: str) -> str:
    """The last whole note of a file that checkpoints are appended to. Raises CheckpointBroken when there is none."""
    for note in reversed(_NOTE_BEGINS.split(text)):
        try:
            parse(note)
        except CheckpointBroken:
            continue
        return note
    raise CheckpointBroken


def _cosigned_text(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text()}".encode()


def parse(note: str) -> tuple[Checkpoint, list[tuple[str, bytes, bytes]]]:
    """Strict: the checkpoint and its (key name, key id, signature), signatures not yet checked.

    Raises CheckpointBroken: other origins, extension lines, leading zeros, other base64, trailing text.
    """
    text, separator, signatures = note.partition("\n\n")
    if not separator or len(note) > _MAX_TEXT or not signatures.endswith("\n"):
        raise CheckpointBroken
    checkpoint = _parse_text(text + "\n")
    lines = signatures[:-1].split("\n")
    if len(lines) > _MAX_SIGNATURES:
        raise CheckpointBroken
    found = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not parts[1] or "+" in parts[1] or not parts[1].isprintable():
            raise CheckpointBroken
        blob = _decode(parts[2])
        if len(blob) < 5:
            raise CheckpointBroken
        found.append((parts[1], blob[:4], blob[4:]))
    return checkpoint, found


def verify(note: str, public: bytes, origin: str, name: str | None = None) -> Checkpoint:
    """The checkpoint of the log `origin`, signed by `public`; lines of unknown keys are passed over.

    Raises CheckpointBroken when the log is another one, or no line of this key is there, or one is false.
    """
    checkpoint, signatures = parse(note)
    name = name or origin
    expected = key_id(name, public)
    own = [signature for who, identifier, signature in signatures if (who, identifier) == (name, expected)]
    if checkpoint.origin != origin or len(own) != 1:
        raise CheckpointBroken
    try:
        verify_signature(public, own[0], checkpoint.text().encode())
    except SealBroken:
        raise CheckpointBroken from None
    return checkpoint


def _demand_name(name: str) -> None:
    if not name or not name.isprintable() or set(" +") & set(name):
        raise CheckpointBroken


def _signature_line(text: str, signer: NoteSigner, name: str) -> str:
    _demand_name(name)
    blob = key_id(name, signer.public) + signer.sign(text.encode())
    return f"— {name} {base64.b64encode(blob).decode()}\n"


def _parse_text(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not _ORIGIN.fullmatch(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise CheckpointBroken
    root = _decode(lines[2])
    if len(root) != 32:
        raise CheckpointBroken
    return Checkpoint(lines[0], int(lines[1]), root)


def _decode(text: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise CheckpointBroken from None
    if base64.b64encode(data).decode() != text:
        raise CheckpointBroken
    return data
