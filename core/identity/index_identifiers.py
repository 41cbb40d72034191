"""Fragments of ИНН and telephone, local parts and domains: found, never shown (spec/store §7)."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from core.identity.names import mail_domain, mail_key, phone_key

if TYPE_CHECKING:
    from core.identity.index_entry import SearchEntry

SHORTEST_FRAGMENT: Final = 6
"""Digits below which nothing is searched in identifiers (spec/store §7: fragments match from 6 digits)."""
_MOST: Final = 400
"""Hits one fragment may have; who types six digits of a thousand numbers types on."""
_DIGITS: Final = re.compile(r"\d+")


class Identifiers:
    """Digits and addresses as runs of bytes with the row each line belongs to."""

    def __init__(self, kinds: tuple[_Lines, _Lines, _Lines]) -> None:
        self._inn, self._phones, self._mails = kinds

    class Writer:
        """Collects lines while a segment is built."""

        def __init__(self) -> None:
            self._lines = (_LineWriter(), _LineWriter(), _LineWriter())
            self._row = 0

        def add(self, entry: SearchEntry) -> None:
            inn, phones, mails = self._lines
            row, self._row = self._row, self._row + 1
            if entry.inn:
                digits = entry.inn if entry.inn.isdigit() else "".join(_DIGITS.findall(entry.inn))
                if digits:
                    inn.add(row, digits)
            for phone in entry.phones:
                key = phone_key(phone)
                if key:
                    phones.add(row, key)
            for mail in entry.emails:
                key = mail_key(mail)
                if key:
                    mails.add(row, key)
            for site in entry.sites:
                domain = mail_domain(site if "://" in site else "http://" + site)
                if domain:
                    mails.add(row, "@" + domain)

        def done(self) -> Identifiers:
            """The finished lines."""
            inn, phones, mails = (writer.done() for writer in self._lines)
            return Identifiers((inn, phones, mails))

    def nbytes(self) -> int:
        return self._inn.nbytes() + self._phones.nbytes() + self._mails.nbytes()

    def wipe(self) -> None:
        """Overwrites the bytes."""
        for lines in (self._inn, self._phones, self._mails):
            lines.wipe()

    def digits(self, fragment: str) -> dict[int, tuple[float, str]]:
        """Rows with an ИНН or a telephone that has the digits inside: how well, and `inn` or `phone`."""
        found: dict[int, tuple[float, str]] = {}
        if len(fragment) < SHORTEST_FRAGMENT:
            return found
        readings = [(self._inn, fragment, "inn"), (self._phones, fragment, "phone")]
        if fragment[0] in "78" and len(fragment) > SHORTEST_FRAGMENT:
            readings.append((self._phones, fragment[1:], "phone"))  # +7 and 8 are not part of the key
        for lines, part, kind in readings:
            for row, at_start, at_end in lines.inside(part.encode()):
                whole = at_start and at_end
                score = 1.0 if whole else 0.9 if at_start or at_end else 0.8
                if len(part) < len(fragment) and not at_start:
                    continue
                if row not in found or found[row][0] < score:
                    found[row] = (score, kind)
        return found

    def address(self, text: str) -> dict[int, tuple[float, str]]:
        """Rows with this whole local part (and the beginning of the domain behind the @), or this domain."""
        local, at, domain = text.rpartition("@")
        found: dict[int, tuple[float, str]] = {}
        wanted: list[tuple[str, str, str]] = []
        if at and local:
            wanted.append(("\n", f"{local}@{domain}", "email"))
        elif at:
            wanted.append(("@", domain, "domain"))
        else:
            wanted.append(("\n", f"{text}@", "email"))
            if "." in text:
                wanted.append(("@", text, "domain"))
        for before, part, kind in wanted:
            for row, _, at_end in self._mails.inside(part.encode(), before.encode()):
                score = 1.0 if at_end else 0.9
                if row not in found or found[row][0] < score:
                    found[row] = (score, kind)
        return found


class _LineWriter:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.rows = array("i")

    def add(self, row: int, line: str) -> None:
        self.lines.append(line)
        self.rows.append(row)

    def done(self) -> _Lines:
        text = ("\n" + "\n".join(self.lines) + "\n").encode("utf-8", "replace")
        sizes = (len(line) if line.isascii() else len(line.encode("utf-8", "replace")) for line in self.lines)
        starts = np.ones(len(self.lines) + 1, dtype=np.int32)
        starts[1:] += np.cumsum(np.fromiter(sizes, dtype=np.int32, count=len(self.lines)) + 1, dtype=np.int32)
        return _Lines(bytearray(text), starts[:-1], np.array(self.rows, dtype=np.int32))


class _Lines:
    """Lines between line feeds, each with its row."""

    def __init__(self, text: bytearray, starts: npt.NDArray[np.int32], rows: npt.NDArray[np.int32]) -> None:
        self._text, self._starts, self._rows = text, starts, rows

    def nbytes(self) -> int:
        return len(self._text) + self._starts.nbytes + self._rows.nbytes

    def wipe(self) -> None:
        self._text[:] = b"\n" * len(self._text)

    def inside(self, part: bytes, before: bytes = b"") -> list[tuple[int, bool, bool]]:
        """(row, at the beginning of the line, at its end) of the lines that have `part` behind `before`, some hundreds.

        `before` is looked at, not searched for: every line has its line feed and its @, and a search that begins with
        one stops at each.
        """
        found: list[tuple[int, bool, bool]] = []
        place = self._text.find(part)
        while place >= 0 and len(found) < _MOST:
            end = place + len(part)
            if not before or self._text[place - 1 : place] == before:
                line = int(np.searchsorted(self._starts, place, side="right")) - 1
                at_start = int(self._starts[line]) == place
                found.append((int(self._rows[line]), at_start, self._text[end : end + 1] == b"\n"))
                end = self._text.find(b"\n", place)
            place = self._text.find(part, end)
        return found
