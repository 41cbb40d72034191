"""The parent believes no frame that is not exactly of the format."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.intake import limits
from storage.intake.frames import (
    PREFIX,
    ColumnHeader,
    End,
    Fault,
    FrameBroken,
    FrameKind,
    Header,
    Progress,
    RowsHeader,
    Sample,
    decode,
    encode,
)

GOOD: list[tuple[Header, tuple[bytes, ...]]] = [
    (Progress(1, 2), ()),
    (ColumnHeader(0, 2, 2, 3), (bytes(8), b"a\0b")),
    (RowsHeader(2), (bytes(8), bytes(2))),
    (End(2, "utf-8", 100, 5), ()),
    (Fault("empty", 0), ()),
    (Sample("cp1251", ";", False, True, False, [["a", "b"], ["1", "2"]]), ()),
]


def unpack(data: bytes) -> tuple[Header, bytes | bytearray]:
    stream = io.BytesIO(data)

    def read(size: int) -> bytes:
        got = stream.read(size)
        if len(got) < size:
            raise FrameBroken
        return got

    answer = decode(read)
    if stream.read(1):
        raise FrameBroken
    return answer


@pytest.mark.parametrize(("header", "body"), GOOD)
def test_round_trip(header: Header, body: tuple[bytes, ...]) -> None:
    assert unpack(b"".join(encode(header, *body))) == (header, b"".join(body))


@pytest.mark.parametrize(("header", "body"), GOOD)
def test_every_truncation_is_refused(header: Header, body: tuple[bytes, ...]) -> None:
    data = b"".join(encode(header, *body))
    for size in range(len(data)):
        with pytest.raises(FrameBroken):
            unpack(data[:size])


@given(st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(FrameBroken):
        unpack(data)


@given(st.sampled_from(list(FrameKind)), st.binary(max_size=100), st.integers(0, 2**32 - 1))
def test_garbage_in_a_right_prefix_is_refused(kind: FrameKind, head: bytes, size: int) -> None:
    with pytest.raises(FrameBroken):
        unpack(PREFIX.pack(b"KF", 1, kind, len(head), size) + head)


@pytest.mark.parametrize(
    "header",
    [
        {"index": 0, "rows": -1, "strings": 0, "text": 0},
        {"index": limits.COLUMNS, "rows": 0, "strings": 0, "text": 0},
        {"index": 0, "rows": limits.ROWS + 1, "strings": 0, "text": 0},
        {"index": 0, "rows": 0, "strings": 0, "text": limits.COLUMN_TEXT_BYTES + 1},
        {"index": 0, "rows": 0, "strings": 0, "text": 0, "more": 1},
        {"index": 0, "rows": 0, "strings": 0},
        {"index": "0", "rows": 0, "strings": 0, "text": 0},
    ],
)
def test_counts_out_of_bounds_are_refused(header: dict[str, object]) -> None:
    head = msgspec.msgpack.encode(header)
    with pytest.raises(FrameBroken):
        unpack(PREFIX.pack(b"KF", 1, FrameKind.COLUMN, len(head), 0) + head)


def test_a_body_the_header_does_not_explain_is_not_read() -> None:
    asked = []

    def read(size: int) -> bytes:
        asked.append(size)
        head = msgspec.msgpack.encode(RowsHeader(2))
        return PREFIX.pack(b"KF", 1, FrameKind.ROWS, len(head), 2**31) if len(asked) == 1 else head

    with pytest.raises(FrameBroken):
        decode(read)
    assert max(asked) < 100


@pytest.mark.parametrize(
    "sample",
    [
        Sample("utf-7", ";", False, True, False, []),
        Sample("utf-8", "x", False, True, False, []),
        Sample("utf-8", ";", False, True, False, [["a"] * (limits.COLUMNS + 1)]),
        Sample("utf-8", ";", False, True, False, [["a"]] * (limits.SAMPLE_ROWS + 1)),
        Sample("utf-8", ";", False, True, False, [["a" * (limits.CELL_CHARS + 1)]]),
    ],
)
def test_samples_beyond_the_limits_are_refused(sample: Sample) -> None:
    with pytest.raises(FrameBroken):
        unpack(b"".join(encode(sample)))
