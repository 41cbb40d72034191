"""Canonical bytes: every bit counts, and there is one way to be wrong."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.audit.entry import (
    MAX_DETAILS,
    MAX_ENTRY,
    Entry,
    EntryBroken,
    encode_entry,
    leaf_hash,
    parse_entry,
    write_root,
)
from storage.audit.kinds import Kind
from storage.audit.verifier import check_entry
from tests.audit.support import SESSION, START_US, Firm, person_id, signer

U63 = st.integers(0, (1 << 63) - 1)
ID = st.binary(min_size=16, max_size=16)
ROOT = st.binary(min_size=32, max_size=32)
ENTRIES = st.builds(Entry, U63, U63, ID, ID, st.sampled_from(Kind), ID, ROOT, ROOT, st.binary(max_size=MAX_DETAILS))


@given(ENTRIES)
@settings(max_examples=200, deadline=None)
def test_there_and_back(entry: Entry) -> None:
    data = encode_entry(entry)
    assert parse_entry(data) == entry
    assert len(data) <= MAX_ENTRY < 1024


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_noise_has_one_error(data: bytes) -> None:
    with pytest.raises(EntryBroken):
        parse_entry(data)


@pytest.mark.parametrize(
    "change",
    [
        {"seq": -1},
        {"seq": 1 << 63},
        {"time_us": 1 << 64},
        {"actor": b"x" * 15},
        {"session": b"x" * 17},
        {"kind": 19},
        {"kind": 1 << 16},
        {"subject": b""},
        {"root": b"x" * 31},
        {"write_root": b""},
        {"details": b"x" * (MAX_DETAILS + 1)},
    ],
)
def test_what_cannot_be_read_is_not_written(change: dict[str, object]) -> None:
    entry = Entry(1, 2, b"a" * 16, b"s" * 16, Kind.WRITE, b"t" * 16, b"r" * 32, b"w" * 32, b"")
    encode_entry(entry)
    with pytest.raises(ValueError, match="not a valid log entry"):
        encode_entry(Entry(**{**entry._asdict(), **change}))


def test_the_root_of_what_is_written_knows_no_order() -> None:
    writes = [(bytes([number]) * 16, 9 - number, b"d" * 32) for number in range(5)]
    roots = {write_root(order) for order in itertools.permutations(writes)}
    assert len(roots) == 1
    assert write_root(writes[:4]) not in roots


def test_every_bit_flip_and_truncation_is_rejected(firm: Firm) -> None:
    details = firm.keys().seal(Kind.DOSSIER_READ, person_id("manager"), 9, b"who and why")
    entry = Entry(
        9, START_US, person_id("manager"), SESSION, Kind.DOSSIER_READ, b"t" * 16, b"r" * 32, b"w" * 32, details
    )
    key = signer("manager")
    data, public = encode_entry(entry), key.public
    signature = key.sign(leaf_hash(data))
    assert check_entry(data, signature, public) == entry
    mutations = [(data[:size], signature) for size in range(len(data))]
    mutations += [(data + b"\0", signature), (data[1:], signature)]
    mutations += [(data, signature[:size]) for size in range(64)]
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        mutations.append((bytes(flipped), signature))
    for bit in range(8 * 64):
        flipped = bytearray(signature)
        flipped[bit // 8] ^= 1 << bit % 8
        mutations.append((data, bytes(flipped)))
    rejected = 0
    for changed, signed in mutations:
        try:
            check_entry(changed, signed, public)
        except EntryBroken:
            rejected += 1
    assert rejected == len(mutations) == 9 * len(data) + 9 * 64 + 2
