"""Whether an exported log is whole, on any machine: this file and `verifier` are all the code it takes (R28).

    python -m storage.audit.exported FILE… --trust KEY [--checkpoint NOTE]

FILE is what `audit export` wrote; several, in order, are one log in parts. KEY is the trust root: the owner's
public key in hex or a file with its 32 bytes, kept outside of the store. NOTE is a checkpoint a witness has kept.
Prints one line of JSON and ends with 0 when the log is whole, 6 when it is not, 5 when a file is no export.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from storage.audit.verifier import EntryBroken, Start, Statement, Verdict, parse_entry, verify

FORMAT = 1
_LONGEST_LINE = 1 << 24


class ExportBroken(Exception):  # noqa: N818
    """The file is not an export of a log."""


class Part(NamedTuple):
    """One file: the log it is of, where it begins, how it ends."""

    store_id: bytes
    start: Start
    size: int
    peaks: bytes
    checkpoint: str
    file: Path


class Judged(NamedTuple):
    """`vouched`: the beginning is the first entry, the end of the file before, or the checkpoint given."""

    verdict: Verdict
    vouched: bool


def read_part(file: Path) -> Part:
    """The first line of an export. Raises ExportBroken, OSError."""
    with file.open("rb") as lines:
        try:
            told = json.loads(lines.readline(_LONGEST_LINE))
            if told["kartoteka_log"] != FORMAT:
                raise ExportBroken
            people = {}
            for row in told["people"]:
                person, login, name, role, agreement, signing, state = row
                keys = bytes.fromhex(agreement), bytes.fromhex(signing)
                people[bytes.fromhex(person)] = Statement(bytes.fromhex(person), login, name, role, *keys, state)
            store_key, peaks = bytes.fromhex(told["store_key"]), bytes.fromhex(told["start_peaks"])
            start = Start(int(told["first"]), peaks, people, store_key, int(told["time_us"]))
            if start.size < 0 or len(peaks) != 32 * start.size.bit_count() or bool(start.size) is not bool(people):
                raise ExportBroken
            ends = int(told["size"]), bytes.fromhex(told["peaks"])
            return Part(bytes.fromhex(told["store"]), start, *ends, str(told["checkpoint"]), file)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ExportBroken from None


def point_of(note: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint; its signatures are its witness's to check. Raises ExportBroken."""
    lines = note.split("\n")
    try:
        return int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise ExportBroken from None


def judge(parts: Sequence[Part], trust_root: bytes, notes: Sequence[str] = ()) -> Judged:
    """The verdict on the parts, which must follow one another. Raises ExportBroken, OSError."""
    known = dict(point_of(note) for note in [*notes, *(each.checkpoint for each in parts if each.checkpoint)])
    before: tuple[int, bytes] | None = None
    vouched, verdict = True, Verdict(False, 0, 0, "empty", b"")
    for part in parts:
        begin = part.start.size
        if before is not None and before != (begin, part.start.peaks):
            return Judged(Verdict(False, begin, begin, "gap", b""), vouched=False)
        vouched &= begin == 0 or before is not None or known.get(begin) == _root(part.start)
        verdict = verify(
            _rows(part),
            _writes(part),
            [(1, part.size, part.peaks)],
            trust_root=trust_root,
            store_id=part.store_id,
            checkpoints={size: root for size, root in known.items() if begin < size <= part.size},
            start=part.start,
        )
        if not verdict.ok:
            break
        before = (verdict.entries, verdict.peaks)
    late = [size for size in known if size > verdict.entries]
    if verdict.ok and late:
        verdict = verdict._replace(ok=False, reason="cut", first_bad=verdict.entries)
    return Judged(verdict, vouched)


def _root(start: Start) -> bytes:
    return verify([], None, [(1, start.size, start.peaks)], trust_root=b"", start=start).root


def _lines(part: Part) -> Iterator[tuple[bytes, bytes, list[Any]]]:
    with part.file.open("rb") as lines:
        lines.readline(_LONGEST_LINE)
        while line := lines.readline(_LONGEST_LINE):
            data, signature, writes = json.loads(line)
            yield base64.b64decode(data, validate=True), base64.b64decode(signature, validate=True), writes


def _rows(part: Part) -> Iterator[tuple[Any, ...]]:
    """As the table has them: the clear columns are what the entry says, for an export has none of its own."""
    for number, (data, signature, _) in enumerate(_lines(part), part.start.size):
        try:
            clear: tuple[Any, ...] = parse_entry(data)[:8]
        except EntryBroken:
            clear = (number, 0, b"", b"", 0, b"", b"", b"")
        yield (*clear, data, signature)


def _writes(part: Part) -> Iterator[tuple[Any, ...]]:
    for number, (_data, _signature, writes) in enumerate(_lines(part), part.start.size):
        for record, version, sha256 in writes:
            yield bytes.fromhex(record), version, bytes.fromhex(sha256), number


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m storage.audit.exported", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--trust", required=True, metavar="KEY")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="NOTE")
    args = parser.parse_args(arguments)
    try:
        notes = [each.read_text("utf-8") for each in args.checkpoint]
        found = judge([read_part(each) for each in args.files], trust_key(args.trust), notes)
    except (ExportBroken, OSError, UnicodeDecodeError):
        sys.stderr.write("One of the files is no export of a log, or cannot be read.\n")
        return 5
    told = {name: getattr(found.verdict, name) for name in ("ok", "entries", "first_bad", "reason")}
    sys.stdout.write(json.dumps(told | {"root": found.verdict.root.hex(), "vouched": found.vouched}) + "\n")
    return 0 if found.verdict.ok else 6


def trust_key(text: str) -> bytes:
    """The trust root: 64 hex digits, or a file with the 32 bytes. Raises ExportBroken, OSError."""
    try:
        key = bytes.fromhex(text) if len(text) == 64 else Path(text).read_bytes()
    except ValueError:
        raise ExportBroken from None
    if len(key) != 32:
        raise ExportBroken
    return key


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
