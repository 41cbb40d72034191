"""Fragments of ИНН and telephone, whole local parts and domains: found, never shown (spec/store §7)."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
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
_AFTER: Final = "\U0010ffff"
_DIGITS: Final = re.compile(r"\d+")


class Identifiers:
    """Digits and addresses as runs of bytes with the row each line belongs to."""

    def __init__(self, inn: _Lines, phones: _Lines, mails: _Addresses) -> None:
        self._inn, self._phones, self._mails = inn, phones, mails

    class Writer:
        """Collects lines while a segment is built."""

        def __init__(self) -> None:
            self._lines = (_LineWriter(), _LineWriter(), _AddressWriter())
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
                    local, _, domain = key.rpartition("@")
                    mails.add(row, local, domain)
            for site in entry.sites:
                domain = mail_domain(site if "://" in site else "http://" + site)
                if domain:
                    mails.add(row, "", domain)

        def done(self) -> Identifiers:
            """The finished lines."""
            inn, phones, mails = self._lines
            return Identifiers(inn.done(), phones.done(), mails.done())

    def nbytes(self) -> int:
        return self._inn.nbytes() + self._phones.nbytes() + self._mails.nbytes()

    def wipe(self) -> None:
        """Overwrites the bytes."""
        self._inn.wipe()
        self._phones.wipe()
        self._mails.wipe()

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
        looks = [(local, domain, "email" if local else "domain")] if at else [(text, "", "email")]
        if not at and "." in text:
            looks.append(("", text, "domain"))
        for local_part, beginning, kind in looks:
            for row, whole in self._mails.like(local_part, beginning):
                score = 1.0 if whole else 0.9
                if row not in found or found[row][0] < score:
                    found[row] = (score, kind)
        return found


class _AddressWriter:
    def __init__(self) -> None:
        self._locals, self._domains, self._rows = array("q"), array("i"), array("i")
        self._numbers: dict[str, int] = {}

    def add(self, row: int, local: str, domain: str) -> None:
        """An address, or with an empty local part a site."""
        self._locals.append(hash(local))
        self._domains.append(self._numbers.setdefault(domain, len(self._numbers)))
        self._rows.append(row)

    def done(self) -> _Addresses:
        domains = sorted(self._numbers)
        place = np.empty(len(domains), dtype=np.int32)
        place[[self._numbers[domain] for domain in domains]] = np.arange(len(domains), dtype=np.int32)
        return _Addresses(
            np.array(self._locals, dtype=np.int64),
            place[np.array(self._domains, dtype=np.int32)],
            np.array(self._rows, dtype=np.int32),
            domains,
        )


class _Addresses:
    """Of an address its domain and a hash of what stands before the @: enough to find it, too little to show it."""

    def __init__(
        self, locals_: npt.NDArray[np.int64], domain_of: npt.NDArray[np.int32], rows: npt.NDArray[np.int32],
        domains: list[str],
    ) -> None:  # fmt: skip
        self._locals, self._domain_of, self._rows, self._domains = locals_, domain_of, rows, domains

    def nbytes(self) -> int:
        arrays = self._locals.nbytes + self._domain_of.nbytes + self._rows.nbytes
        return arrays + sum(map(len, self._domains))

    def wipe(self) -> None:
        for numbers in (self._locals, self._domain_of, self._rows):
            numbers[:] = 0
        self._domains = []

    def like(self, local: str, beginning: str) -> list[tuple[int, bool]]:
        """(row, whether the domain is whole) of addresses with exactly this local part, if any, and such a domain."""
        low = bisect_left(self._domains, beginning)
        high = bisect_left(self._domains, beginning + _AFTER, lo=low) if beginning else len(self._domains)
        good = (self._domain_of >= low) & (self._domain_of < high)
        if local:
            good &= self._locals == hash(local)
        places = np.flatnonzero(good)[:_MOST]
        return [
            (int(self._rows[place]), self._domains[int(self._domain_of[place])] == beginning)
            for place in places.tolist()
        ]


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

    def inside(self, part: bytes) -> list[tuple[int, bool, bool]]:
        """(row, at the beginning of the line, at its end) of the lines that have `part` inside, some hundreds."""
        found: list[tuple[int, bool, bool]] = []
        place = self._text.find(part)
        while place >= 0 and len(found) < _MOST:
            end = place + len(part)
            line = int(np.searchsorted(self._starts, np.int32(place), side="right")) - 1
            at_start = int(self._starts[line]) == place
            found.append((int(self._rows[line]), at_start, self._text[end : end + 1] == b"\n"))
            place = self._text.find(part, self._text.find(b"\n", place))
        return found
