"""Printing answers: JSON to stdout alone, or a plain table; progress and warnings to stderr (spec/cli)."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

import msgspec

from tui.manners import command_steps_back
from tui.safe_text import plain

Align = str
"""`<` or `>`."""
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What a terminal may obey or a reader not see: JSON leaves these as they are, so they are written as escapes."""


def write_json(answer: object, stream: TextIO | None = None) -> None:
    """One JSON document and a line end, in UTF-8; characters a terminal obeys are written as \\u escapes."""
    try:
        text = msgspec.json.encode(answer).decode()
    except UnicodeEncodeError:  # a path or a query that is no text to this machine: escapes for its odd bytes
        text = json.dumps(msgspec.to_builtins(answer), separators=(",", ":"))
    out = stream or sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8")  # RFC 8259, whatever the terminal speaks
    out.write(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def any_encoding() -> None:
    """A terminal that cannot write a letter gets an escape in its place instead of an error half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_line(text: str, stream: TextIO | None = None) -> None:
    """One line of text that may hold data: control characters are made visible."""
    (stream or sys.stdout).write(plain(text) + "\n")


def write_table(heads: Sequence[str], aligns: Sequence[Align], rows: Sequence[Sequence[str]]) -> None:
    """A table in columns as wide as their widest cell, 48 characters at most."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [min(48, max([len(head)] + [len(row[at]) for row in cells])) for at, head in enumerate(heads)]
    for row in (list(heads), *cells):
        parts = [f"{cell[: widths[at]]:{aligns[at]}{widths[at]}}" for at, cell in enumerate(row)]
        sys.stdout.write("  ".join(parts).rstrip() + "\n")


def progress_line(label: str) -> Callable[[int, int], bool]:
    """A reporter that keeps one line of stderr up to date, at most every hundredth; silent when not a terminal.

    Whatever has a progress is long: once it reports, the process steps back.
    """
    last = [-1]

    def report(done: int, total: int) -> bool:
        command_steps_back()
        if sys.stderr.isatty() and total:
            share = done * 100 // total
            if share != last[0]:
                last[0] = share
                sys.stderr.write(f"\r{plain(label)}: {done}/{total}" + ("\n" if done >= total else ""))
                sys.stderr.flush()
        return True

    return report
