"""Keys under keys, and the opener of many cards."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing.framing import frame
from storage.sealing.secret import SealBroken
from storage.sealing.wraps import WRAP_SIZE, WrapKey, unwrap_key, wrap_key
from tests.sealing.tamper import damaged, refused

KEK, KEY = bytes(range(32)), bytes(range(32, 64))
CONTEXT = frame(b"kartoteka/ck/1", b"s" * 16, b"c" * 16)


def test_format_on_disk() -> None:
    blob = wrap_key(KEK, CONTEXT, KEY, random=lambda n: b"N" * n)
    assert blob == b"N" * 12 + AESGCM(KEK).encrypt(b"N" * 12, KEY, CONTEXT)
    assert len(blob) == WRAP_SIZE == 60


def test_every_damage_is_refused() -> None:
    wrapper = WrapKey(KEK)
    for number in range(5):
        blob = wrapper.wrap(CONTEXT, bytes((number,)) * 32)
        assert refused(lambda bad: wrapper.unwrap(CONTEXT, bad), damaged(blob)) == 480 + 60 + 59 + 10
        assert refused(lambda bad: unwrap_key(KEK, CONTEXT, bad), damaged(blob)) == 609


def test_every_damage_of_the_context_is_refused() -> None:
    wrapper = WrapKey(KEK)
    blob = wrapper.wrap(CONTEXT, KEY)
    assert refused(lambda context: wrapper.unwrap(context, blob), damaged(CONTEXT)) == 58 * 8 + 58 + 57 + 10


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.binary(min_size=32, max_size=32))
def test_round_trip(kek: bytes, context: bytes, key: bytes) -> None:
    blob = wrap_key(kek, context, key)
    assert unwrap_key(kek, context, blob) == key
    assert key not in blob
    with pytest.raises(SealBroken):
        unwrap_key(kek, context + b"\x00", blob)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_true_tag_over_a_key_of_another_size_is_refused(size: int) -> None:
    blob = bytes(12) + AESGCM(KEK).encrypt(bytes(12), bytes(size), CONTEXT)
    with pytest.raises(SealBroken):
        unwrap_key(KEK, CONTEXT, blob)


def test_sizes_are_checked_when_wrapping() -> None:
    for size in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            wrap_key(KEK, CONTEXT, bytes(size))
        with pytest.raises(ValueError, match="32 bytes"):
            wrap_key(bytes(size), CONTEXT, KEY)
    with pytest.raises(ValueError, match="12 bytes"):
        wrap_key(KEK, CONTEXT, KEY, random=lambda n: bytes(n + 1))


def test_repr_shows_nothing() -> None:
    assert repr(WrapKey(KEK)) == "<WrapKey>"
