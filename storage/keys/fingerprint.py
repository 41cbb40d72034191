"""A person's public keys as six words, to be compared by voice before the first key is given (spec/security §3.3)."""

from __future__ import annotations

import hashlib
import hmac

from storage.keys.words import WORDS

WORD_COUNT = 6
_LABEL = b"kartoteka/fingerprint/1"


def key_digest(agreement: bytes, signing: bytes) -> bytes:
    """SHA-256 that stands for both public keys of a person."""
    return hashlib.sha256(_LABEL + agreement + signing).digest()


def fingerprint(agreement: bytes, signing: bytes) -> str:
    """Six words of five letters: 48 bits of the digest."""
    return " ".join(WORDS[byte] for byte in key_digest(agreement, signing)[:WORD_COUNT])


def same_words(typed: str, expected: str) -> bool:
    """Whether typed words are these; capitals and spaces do not matter."""
    return hmac.compare_digest(" ".join(typed.lower().split()).encode(), expected.encode())
