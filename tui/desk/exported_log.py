"""An exported log, verified without a store and without anybody's passphrase (R28)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.problem import N_, Problem
from storage.audit.exported import ExportBroken, judge, read_part, trust_key


class ExportVerdict(msgspec.Struct, frozen=True):
    """Field names are the JSON contract of `audit verify --export`."""

    ok: bool
    entries: int
    first_bad: int | None
    reason: str
    root: str
    vouched: bool
    """Whether the beginning is the first entry, follows the part before it, or is a checkpoint that was given."""


def judge_files(files: Sequence[str], trust: str, note: str | None) -> ExportVerdict:
    """The verdict on the parts of a log, in order. Raises Problem (BAD_INPUT) for what is no export."""
    try:
        parts = [read_part(Path(each)) for each in files]
        found = judge(parts, trust_key(trust), [note] if note else [])
    except (ExportBroken, OSError):
        raise Problem(
            N_("One of the files is no export of a log, or cannot be read: give what audit export wrote, and the key.")
        ) from None
    verdict = found.verdict
    return ExportVerdict(
        verdict.ok, verdict.entries, verdict.first_bad, verdict.reason, verdict.root.hex(), found.vouched
    )
