"""Writing and reading the sealed file of a backup: head, chunks, foot; nothing is held in memory but a chunk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.problem import N_, ExitCode, Problem
from storage.keys.backup import (
    PREFIX_SIZE,
    SECRETS_SIZE,
    Head,
    Manifest,
    Secrets,
    decode_head,
    decode_manifest,
    foot_size,
    head_size,
)
from storage.sealing.secret import SealBroken
from storage.sealing.stream import CHUNK, SEALED_CHUNK, ChunkKey

Progress = Callable[[int, int], bool]
"""`progress(done, total)` in bytes; False stops the work."""


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A backup file as it stands: what its head and foot say, and where its chunks are."""

    head: Head
    manifest: Manifest
    signed: bytes
    signature: bytes
    start: int
    end: int


class Stopped(Exception):  # noqa: N818  (an answer of the person, not a fault)
    """The person has pressed Esc or Ctrl-C."""


def tell(progress: Progress | None, done: int, total: int) -> None:
    """Report; raises Stopped when the answer is to stop."""
    if progress is not None and not progress(done, total):
        raise Stopped


def write_chunks(
    out: BinaryIO, head: Head, key: bytes, secrets: Secrets, database: Path, progress: Progress | None
) -> tuple[bytes, int]:
    """Head and sealed chunks of the secrets and of a database file: (SHA-256 of what was written, database bytes)."""
    encoded = head.encode()
    sealer, digest = ChunkKey(key, encoded), hashlib.sha256(encoded)
    out.write(encoded)
    total = database.stat().st_size
    with database.open("rb") as source:
        chunk = secrets.encode() + source.read(CHUNK - SECRETS_SIZE)
        done = 0
        while True:
            following = source.read(CHUNK)
            sealed = sealer.seal(chunk, last=not following)
            out.write(sealed)
            digest.update(sealed)
            done += len(chunk)
            tell(progress, min(done, total), total)
            if not following:
                return digest.digest(), total
            chunk = following


def read_frame(file: BinaryIO) -> CopyFile:
    """Head and foot of a backup file. Raises Problem (BAD_INPUT) for anything else."""
    try:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        prefix = file.read(PREFIX_SIZE)
        head = decode_head(prefix + file.read(head_size(prefix) - PREFIX_SIZE))
        start = file.tell()
        if size < start + 4:
            raise SealBroken
        file.seek(size - 4)
        foot = foot_size(file.read(4))
        if size - foot <= start:
            raise SealBroken
        file.seek(size - foot)
        manifest, signed, signature = decode_manifest(file.read(foot))
        if (manifest.store_id, manifest.backup_id, manifest.made_us) != (head.store_id, head.backup_id, head.made_us):
            raise SealBroken
    except SealBroken:
        raise broken_copy() from None
    return CopyFile(head, manifest, signed, signature, start, size - foot)


def file_digest(file: BinaryIO, found: CopyFile, progress: Progress | None) -> None:
    """Raise Problem (BAD_INPUT) unless head and chunks are those the manifest names."""
    digest = hashlib.sha256()
    file.seek(0)
    left = found.end
    while left:
        block = file.read(min(CHUNK, left))
        if not block:
            raise broken_copy()
        digest.update(block)
        left -= len(block)
        tell(progress, found.end - left, found.end)
    if digest.digest() != found.manifest.sha256:
        raise broken_copy()


def read_chunks(file: BinaryIO, found: CopyFile, key: bytes, database: BinaryIO, progress: Progress | None) -> Secrets:
    """Open every chunk into a database file; gives the secrets. Raises Problem (BAD_INPUT) on anything damaged."""
    opener = ChunkKey(key, found.head.encode())
    file.seek(found.start)
    left, secrets, written = found.end - found.start, b"", 0
    try:
        while left:
            sealed = file.read(min(SEALED_CHUNK, left))
            left -= len(sealed)
            plain = opener.open(sealed, last=left == 0)
            if not secrets:
                secrets, plain = plain[:SECRETS_SIZE], plain[SECRETS_SIZE:]
            database.write(plain)
            written += len(plain)
            tell(progress, found.end - left, found.end)
        opened = Secrets.decode(secrets)
    except SealBroken:
        raise broken_copy() from None
    if written != found.manifest.database:
        raise broken_copy()
    return opened


def broken_copy() -> Problem:
    """The one sentence for a file that is no backup, is cut, or was changed."""
    return Problem(
        N_("This file is not a whole backup: it was cut, changed, or is something else. Take another copy."),
        ExitCode.BAD_INPUT,
    )
