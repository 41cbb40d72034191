"""Sealed records: format, round trips, and everything that must not open."""

from __future__ import annotations

import os
import pickle
import struct

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing.envelope import (
    OVERHEAD,
    Domain,
    Label,
    Place,
    SealKey,
    associated_data,
    padded_size,
)
from storage.sealing.secret import SealBroken, wipe
from tests.sealing.tamper import damaged, refused

STORE, CLIENT, RECORD = bytes(range(16)), b"c" * 16, b"r" * 16
RAW = bytes(range(32))
PLACE = Place(Label.RECORD, STORE, 1, CLIENT, RECORD, 7, 3)
IDS = st.binary(min_size=16, max_size=16)


def test_format_on_disk_byte_by_byte() -> None:
    blob = SealKey(RAW).seal(PLACE, b"body", random=lambda n: b"N" * n)
    assert blob[:8] == b"Kr\x01\x01\x00\x00\x00\x03"
    assert blob[8:20] == b"N" * 12
    fields = (
        b"kartoteka/record/1",
        b"Kr\x01\x01\x00\x00\x00\x03",
        STORE,
        b"\x01",
        CLIENT,
        RECORD,
        struct.pack(">Q", 7),
        struct.pack(">I", 3),
    )
    data = b"".join(struct.pack(">I", len(field)) + field for field in fields)
    assert associated_data(PLACE) == data
    assert AESGCM(RAW).decrypt(b"N" * 12, blob[20:], data) == b"\x00\x00\x00\x04body".ljust(256, b"\x00")


@pytest.mark.parametrize(
    ("body", "plain"), [(0, 256), (1, 256), (252, 256), (253, 512), (508, 512), (509, 768), (20_000, 20_224)]
)
def test_padding(body: int, plain: int) -> None:
    blob = SealKey(RAW).seal(PLACE, b"x" * body)
    assert len(blob) == OVERHEAD + plain == padded_size(body)
    assert SealKey(RAW).open(PLACE, blob) == b"x" * body


def test_every_damage_is_refused_by_every_way_to_open() -> None:
    key = SealKey(RAW)
    domain = Domain(Label.RECORD, STORE, 1)
    blob = key.seal(PLACE, b"a card " * 90)
    assert len(blob) == OVERHEAD + 768
    cases = 804 * 8 + 804 + 803 + 10
    assert refused(lambda bad: key.open(PLACE, bad), damaged(blob)) == cases
    assert refused(lambda bad: key.open_at(domain, CLIENT, RECORD, 7, 3, bad), damaged(blob)) == cases
    assert refused(lambda bad: key.open_wipeable(PLACE, bad), damaged(blob)) == cases


def other_places() -> list[Place]:
    places = [PLACE._replace(label=label) for label in Label if label is not Label.RECORD]
    places += [PLACE._replace(space_kind=kind) for kind in (0, 2, 3, 4, 5, 255)]
    for bit in range(128):
        changed = [bytearray(identifier) for identifier in (STORE, CLIENT, RECORD)]
        for identifier in changed:
            identifier[bit // 8] ^= 1 << bit % 8
        store, client, record = map(bytes, changed)
        places += [PLACE._replace(store_id=store), PLACE._replace(space_id=client), PLACE._replace(object_id=record)]
    places += [PLACE._replace(version=7 ^ 1 << bit) for bit in range(64)]
    places += [PLACE._replace(epoch=3 ^ 1 << bit) for bit in range(32)]
    places.append(PLACE._replace(space_id=RECORD, object_id=CLIENT))
    places.append(PLACE._replace(version=3, epoch=7))
    return places


def test_no_other_place_opens_it() -> None:
    key = SealKey(RAW)
    blob = key.seal(PLACE, b"body")
    for place in other_places():
        with pytest.raises(SealBroken):
            key.open(place, blob)
        domain = Domain(place.label, place.store_id, place.space_kind)
        with pytest.raises(SealBroken):
            key.open_at(domain, place.space_id, place.object_id, place.version, place.epoch, blob)


@pytest.mark.parametrize(
    "place",
    [
        PLACE._replace(store_id=b"short"),
        PLACE._replace(space_id=bytes(17)),
        PLACE._replace(object_id=b""),
        PLACE._replace(version=-1),
        PLACE._replace(version=1 << 64),
        PLACE._replace(epoch=-1),
        PLACE._replace(epoch=1 << 32),
        PLACE._replace(space_kind=256),
        PLACE._replace(space_kind=-1),
    ],
)
def test_a_malformed_place_seals_nothing_and_opens_nothing(place: Place) -> None:
    key = SealKey(RAW)
    with pytest.raises(ValueError, match=r"16 bytes|does not fit"):
        key.seal(place, b"body")
    with pytest.raises(SealBroken):
        key.open(place, key.seal(PLACE, b"body"))


def test_open_at_refuses_ids_of_another_size() -> None:
    key, domain = SealKey(RAW), Domain(Label.RECORD, STORE, 1)
    blob = key.seal(PLACE, b"body")
    shifted = CLIENT + struct.pack(">I", 16) + RECORD
    for space, record in ((CLIENT[:15], RECORD), (CLIENT, RECORD + b"r"), (shifted, b""), (b"", shifted)):
        with pytest.raises(SealBroken):
            key.open_at(domain, space, record, 7, 3, blob)
    # An id that holds the length prefix of an id: without the sizes, two splits would give the same bytes.
    tricky = b"r" * 4 + struct.pack(">I", 16) + b"t" * 8
    blob_of_tricky = key.seal(PLACE._replace(object_id=tricky), b"body")
    assert key.open_at(domain, CLIENT, tricky, 7, 3, blob_of_tricky) == b"body"
    with pytest.raises(SealBroken):
        key.open_at(domain, CLIENT + struct.pack(">I", 16) + b"r" * 4, b"t" * 8, 7, 3, blob_of_tricky)
    for version, epoch in ((-1, 3), (1 << 64, 3), (7, -1), (7, 1 << 32)):
        with pytest.raises(SealBroken):
            key.open_at(domain, CLIENT, RECORD, version, epoch, blob)


def resealed(plain: bytes) -> bytes:
    """A blob whose tag is right and whose plaintext is whatever a writer with the key put there."""
    return b"Kr\x01\x01\x00\x00\x00\x03" + bytes(12) + AESGCM(RAW).encrypt(bytes(12), plain, associated_data(PLACE))


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\x00\x00\x00\x04body",
        b"\x00\x00\x00\x04body".ljust(255, b"\x00"),
        b"\x00\x00\x00\x04body".ljust(512, b"\x00"),
        b"\x00\x00\x00\x04body".ljust(255, b"\x00") + b"\x01",
        b"\x00\x00\x00\x04bodyX".ljust(256, b"\x00"),
        b"\x00\x00\x00\xfd".ljust(256, b"x"),
        b"\x00\x00\x01\x00".ljust(256, b"x"),
        b"\xff\xff\xff\xff".ljust(256, b"\x00"),
        b"\x00\x00\x00\x00".ljust(512, b"\x00"),
    ],
)
def test_a_right_tag_over_a_wrong_plaintext_is_refused(plain: bytes) -> None:
    with pytest.raises(SealBroken):
        SealKey(RAW).open(PLACE, resealed(plain))
    with pytest.raises(SealBroken):
        SealKey(RAW).open_wipeable(PLACE, resealed(plain))


def test_the_helper_above_makes_blobs_that_open_when_the_plaintext_is_right() -> None:
    assert SealKey(RAW).open(PLACE, resealed(b"\x00\x00\x00\x04body".ljust(256, b"\x00"))) == b"body"


def test_another_key_does_not_open_it() -> None:
    blob = SealKey(RAW).seal(PLACE, b"body")
    with pytest.raises(SealBroken):
        SealKey(bytes(32)).open(PLACE, blob)


@given(
    label=st.sampled_from(Label),
    ids=st.tuples(IDS, IDS, IDS),
    kind=st.integers(1, 5),
    version=st.integers(0, (1 << 64) - 1),
    epoch=st.integers(0, (1 << 32) - 1),
    body=st.binary(max_size=1_500),
)
def test_round_trip(
    label: Label, ids: tuple[bytes, bytes, bytes], kind: int, version: int, epoch: int, body: bytes
) -> None:
    key = SealKey(RAW)
    place = Place(label, ids[0], kind, ids[1], ids[2], version, epoch)
    blob = key.seal(place, body)
    assert key.open(place, blob) == body
    assert key.open_at(Domain(label, ids[0], kind), ids[1], ids[2], version, epoch, blob) == body
    assert bytes(key.open_wipeable(place, blob)) == body
    assert key.seal(place, body) != blob


def test_opened_text_can_be_overwritten_in_place() -> None:
    view = SealKey(RAW).open_wipeable(PLACE, SealKey(RAW).seal(PLACE, b"a passport number"))
    wipe(view)
    assert view.obj is not None
    assert b"passport" not in bytes(view.obj)
    assert bytes(view) == bytes(17)


def test_a_domain_keeps_its_answers_right_past_its_memory() -> None:
    key, domain = SealKey(RAW), Domain(Label.RECORD, STORE, 1)
    for epoch in (*range(100), 3, 99, 0):
        blob = key.seal(PLACE._replace(epoch=epoch), b"body")
        assert key.open_at(domain, CLIENT, RECORD, 7, epoch, blob) == b"body"


def test_a_key_shows_and_gives_nothing() -> None:
    raw = os.urandom(32)
    key = SealKey(raw)
    assert repr(key) == str(key) == "<SealKey>"
    assert not hasattr(key, "__dict__")
    with pytest.raises(TypeError):
        pickle.dumps(key)


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33, 64])
def test_keys_have_32_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SealKey(bytes(size))


def test_a_poor_source_of_randomness_is_noticed() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        SealKey(RAW).seal(PLACE, b"body", random=lambda n: bytes(n - 1))
