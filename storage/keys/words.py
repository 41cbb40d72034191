"""A holder's key on paper: 36 words of five letters, with a checksum (spec/security §3.3).

Bytes written: holder number 1 | private key 32 | checksum 3. One word a byte, from a list of 256 that is computed:
two syllables and a check letter. Two different words differ in at least two letters, so one letter misread gives a
word that is not on the list and its place can be named; words exchanged or omitted fail the checksum.
"""

from __future__ import annotations

import hashlib
import re

from core.problem import N_, ExitCode, Problem

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeiou"
_SYLLABLES = tuple(letter + _VOWELS[n % 5] for n, letter in enumerate(_CONSONANTS))
_CHECKSUM = 3
_SHEET_LABEL = b"kartoteka/recovery-sheet/1"
WORD_COUNT = 1 + 32 + _CHECKSUM
WORDS = tuple(
    _SYLLABLES[high] + _SYLLABLES[low] + _CONSONANTS[(high + 3 * low) % 16] for high in range(16) for low in range(16)
)
_NUMBER = {word: n for n, word in enumerate(WORDS)}


def to_words(holder: int, private: bytes) -> list[str]:
    """Words of holder 1, 2 or 3's private key, to be printed once."""
    if holder not in (1, 2, 3) or len(private) != 32:
        raise ValueError("a sheet is for holder 1, 2 or 3 and a key of 32 bytes")
    body = bytes((holder,)) + private
    return [WORDS[byte] for byte in body + _checksum(body)]


def from_words(text: str) -> tuple[int, bytes]:
    """Holder number and private key from typed words; line breaks, numbers and capitals do not matter.

    Raises Problem naming the first word that cannot be right, by its number and never by its letters.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    for place, word in enumerate(words[:WORD_COUNT], start=1):
        if word not in _NUMBER:
            raise Problem(
                N_("Word {place} of the recovery sheet is not one of its words; compare it with the paper."),
                ExitCode.BAD_INPUT,
                place=place,
            )
    if len(words) != WORD_COUNT:
        raise Problem(
            N_("A recovery sheet has {expected} words and {given} were typed; type all of them, row by row."),
            ExitCode.BAD_INPUT,
            expected=WORD_COUNT,
            given=len(words),
        )
    data = bytes(_NUMBER[word] for word in words)
    body, check = data[:-_CHECKSUM], data[-_CHECKSUM:]
    if check != _checksum(body) or body[0] not in (1, 2, 3):
        raise Problem(
            N_("The words of the recovery sheet do not belong together; look for words exchanged or misread."),
            ExitCode.BAD_INPUT,
        )
    return body[0], body[1:]


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(_SHEET_LABEL + body).digest()[:_CHECKSUM]
