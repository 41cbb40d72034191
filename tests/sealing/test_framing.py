"""Length-prefixed fields: one encoding for one list of fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing.framing import frame, unframe
from storage.sealing.secret import SealBroken

FIELDS = st.lists(st.binary(max_size=20), max_size=6)


@given(FIELDS)
def test_round_trip(fields: list[bytes]) -> None:
    data = frame(*fields)
    assert unframe(data, [None] * len(fields)) == fields
    assert unframe(data, [len(field) for field in fields]) == fields


@given(FIELDS, FIELDS)
def test_two_lists_never_share_an_encoding(left: list[bytes], right: list[bytes]) -> None:
    assert (frame(*left) == frame(*right)) == (left == right)


@pytest.mark.parametrize(
    ("data", "lengths"),
    [
        (b"", [None]),
        (b"\x00\x00\x00", [None]),
        (b"\x00\x00\x00\x02a", [None]),
        (b"\x00\x00\x00\x01a", [2]),
        (b"\x00\x00\x00\x01ab", [None]),
        (b"\xff\xff\xff\xffa", [None]),
        (b"\x00\x00\x00\x01a", []),
        (b"\x00\x00\x00\x01a", [None, None]),
    ],
)
def test_anything_else_is_refused(data: bytes, lengths: list[int | None]) -> None:
    with pytest.raises(SealBroken):
        unframe(data, lengths)
