"""A person's keys under the passphrase."""

from __future__ import annotations

import copy
import pickle
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import identity as module
from storage.keys.identity import (
    IDENTITY_SIZE,
    Identity,
    change_passphrase,
    create_identity,
    refuse_unknown,
    settings_of,
    unlock_identity,
)
from storage.sealing import derive
from storage.sealing.derive import TEST_ONLY, KdfSettings, stretch
from storage.sealing.hpke import wrap_to
from storage.sealing.secret import SealBroken
from storage.sealing.sign import verify
from tests.keys.people import STORE, key_bytes_shown
from tests.sealing.tamper import damaged, refused

PERSON, PEPPER = b"U" * 16, b"p" * 32
CHEAPEST_REAL = KdfSettings(memory_kib=64 * 1024, iterations=2, lanes=1)


def words() -> bytearray:
    return bytearray(b"five words of a passphrase")


def test_unlocked_keys_are_the_ones_announced() -> None:
    blob, agreement_public, signing_public = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    identity = unlock_identity(blob, words(), PEPPER, STORE, PERSON)
    assert len(blob) == IDENTITY_SIZE == 146
    assert identity.person_id == PERSON
    assert (identity.agreement_public, identity.signing_public) == (agreement_public, signing_public)
    verify(signing_public, identity.signer.sign(b"entry"), b"entry")
    assert identity.agreement.unwrap(b"info", wrap_to(agreement_public, b"info", b"k" * 32)) == b"k" * 32


def test_head_of_the_blob_byte_by_byte() -> None:
    blob, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY, random=lambda n: b"R" * n)
    assert blob[:26] == b"Ki\x01\xff" + struct.pack(">IBB", 64, 1, 1) + b"R" * 16


def test_every_damage_is_refused() -> None:
    for _ in range(4):
        blob, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
        tried = refused(lambda bad: unlock_identity(bad, words(), PEPPER, STORE, PERSON), damaged(blob))
        assert tried == 146 * 8 + 146 + 145 + 10


def test_parameters_within_bounds_cannot_be_exchanged_either() -> None:
    blob, *_ = create_identity(words(), PEPPER, STORE, PERSON, CHEAPEST_REAL)
    assert unlock_identity(blob, words(), PEPPER, STORE, PERSON).person_id == PERSON
    for at, value in ((7, 1), (8, 3), (9, 2), (5, 0x02)):
        bad = blob[:at] + bytes((value,)) + blob[at + 1 :]
        with pytest.raises(SealBroken):
            unlock_identity(bad, words(), PEPPER, STORE, PERSON)


@pytest.mark.parametrize(
    ("passphrase", "pepper", "store", "person"),
    [
        (b"five words of a passphrasE", PEPPER, STORE, PERSON),
        (b"", PEPPER, STORE, PERSON),
        (bytes(words()), b"q" * 32, STORE, PERSON),
        (bytes(words()), b"p" * 31, STORE, PERSON),
        (bytes(words()), PEPPER, b"T" * 16, PERSON),
        (bytes(words()), PEPPER, STORE, b"V" * 16),
        (bytes(words()), PEPPER, PERSON, STORE),
        (bytes(words()), PEPPER, STORE[:15], PERSON),
    ],
)
def test_wrong_passphrase_pepper_store_or_person(passphrase: bytes, pepper: bytes, store: bytes, person: bytes) -> None:
    blob, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    with pytest.raises(SealBroken):
        unlock_identity(blob, bytearray(passphrase), pepper, store, person)


def test_the_two_wraps_cannot_change_places() -> None:
    blob, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    with pytest.raises(SealBroken):
        unlock_identity(blob[:26] + blob[86:] + blob[26:86], words(), PEPPER, STORE, PERSON)


def test_halves_of_two_blobs_do_not_mix() -> None:
    one, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    other, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    with pytest.raises(SealBroken):
        unlock_identity(one[:86] + other[86:], words(), PEPPER, STORE, PERSON)


def test_changing_the_passphrase_keeps_the_keys_and_shuts_the_old_words_out() -> None:
    blob, agreement_public, signing_public = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    new = bytearray("другие слова".encode())
    changed = change_passphrase(blob, words(), new, PEPPER, STORE, PERSON, TEST_ONLY)
    identity = unlock_identity(changed, new, PEPPER, STORE, PERSON)
    assert (identity.agreement_public, identity.signing_public) == (agreement_public, signing_public)
    assert changed[10:26] != blob[10:26]
    with pytest.raises(SealBroken):
        unlock_identity(changed, words(), PEPPER, STORE, PERSON)
    with pytest.raises(SealBroken):
        change_passphrase(blob, new, words(), PEPPER, STORE, PERSON, TEST_ONLY)


@given(st.binary(max_size=100), st.binary(min_size=32, max_size=32))
def test_round_trip(passphrase: bytes, pepper: bytes) -> None:
    blob, agreement_public, _ = create_identity(bytearray(passphrase), pepper, STORE, PERSON, TEST_ONLY)
    assert unlock_identity(blob, bytearray(passphrase), pepper, STORE, PERSON).agreement_public == agreement_public
    assert settings_of(blob) == TEST_ONLY


def test_the_program_does_not_read_a_blob_made_with_the_test_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    blob, *_ = create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", False)
    with pytest.raises(SealBroken):
        unlock_identity(blob, words(), PEPPER, STORE, PERSON)
    with pytest.raises(SealBroken):
        create_identity(words(), PEPPER, STORE, PERSON, TEST_ONLY)


def test_an_unknown_login_costs_one_derivation_and_gets_the_same_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[KdfSettings] = []

    def counted(*arguments: object) -> bytearray:
        settings = arguments[4]
        assert isinstance(settings, KdfSettings)
        calls.append(settings)
        return stretch(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "stretch", counted)
    with pytest.raises(SealBroken):
        refuse_unknown(words(), PEPPER, STORE, TEST_ONLY, lock_path=tmp_path / "kdf")
    assert calls == [TEST_ONLY]


def test_nothing_shows_keys() -> None:
    agreement, signing = bytes(range(32)), bytes(range(32, 64))
    identity = Identity(PERSON, agreement, signing)
    shown = f"{identity!r} {identity} {identity.agreement!r} {identity.signer!r}"
    assert not key_bytes_shown(shown, (agreement, signing))
    assert repr(identity) == "<Identity>"
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            attempt(identity)


def test_the_search_for_shown_keys_finds_them() -> None:
    assert key_bytes_shown(f"key={bytes(range(32))!r}", [bytes(range(32))])
    assert key_bytes_shown(bytes(range(32)).hex(), [bytes(range(32))])
