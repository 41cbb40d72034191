"""HPKE and Ed25519 as this program uses them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing.framing import frame
from storage.sealing.hpke import HPKE_OVERHEAD, AgreementKey, generate_agreement, unwrap, wrap_to
from storage.sealing.secret import SealBroken
from storage.sealing.sign import Signer, generate_signing, verify
from tests.sealing.tamper import damaged, refused
from tests.vectors.reference import hpke_seal

PRIVATE, PUBLIC = generate_agreement(lambda n: bytes(range(n)))
INFO = frame(b"kartoteka/pk/1", b"s" * 16)
LOW_ORDER = [bytes(32), b"\x01" + bytes(31), (2**255 - 19 - 1).to_bytes(32, "little")]


def test_every_damage_of_a_seal_and_of_its_info_is_refused() -> None:
    key = AgreementKey(PRIVATE)
    blob = wrap_to(PUBLIC, INFO, b"k" * 32)
    assert len(blob) == 32 + HPKE_OVERHEAD == 80
    assert refused(lambda bad: key.unwrap(INFO, bad), damaged(blob)) >= 800
    assert refused(lambda info: key.unwrap(info, blob), damaged(INFO)) >= 300


def test_it_is_the_hpke_of_the_rfc() -> None:
    blob = hpke_seal(PUBLIC, INFO, b"payload", ephemeral=b"e" * 32)
    assert unwrap(PRIVATE, INFO, blob) == b"payload"


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_round_trip(payload: bytes, info: bytes) -> None:
    blob = wrap_to(PUBLIC, info, payload)
    assert len(blob) == len(payload) + HPKE_OVERHEAD
    assert unwrap(PRIVATE, info, blob) == payload
    assert unwrap(AgreementKey(PRIVATE), info, blob) == payload


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        unwrap(generate_agreement()[0], INFO, wrap_to(PUBLIC, INFO, b"k" * 32))


@pytest.mark.parametrize("public", [*LOW_ORDER, b"", bytes(31), bytes(33)])
def test_unusable_public_keys_are_refused(public: bytes) -> None:
    with pytest.raises(SealBroken):
        wrap_to(public, INFO, b"k" * 32)


@pytest.mark.parametrize("private", [b"", bytes(31), bytes(33)])
def test_unusable_private_keys_are_refused(private: bytes) -> None:
    with pytest.raises(SealBroken):
        unwrap(private, INFO, bytes(80))
    with pytest.raises(SealBroken):
        Signer(private)


def test_every_damage_of_a_signature_message_and_key_is_refused() -> None:
    private, public = generate_signing(lambda n: bytes(range(n)))
    message = b"a grant of forty bytes, more or less ..."
    signature = Signer(private).sign(message)
    verify(public, signature, message)
    assert refused(lambda bad: verify(public, bad, message), damaged(signature)) >= 600
    assert refused(lambda bad: verify(public, signature, bad), damaged(message)) >= 400
    assert refused(lambda bad: verify(bad, signature, message), damaged(public)) >= 300


def test_keys_show_nothing() -> None:
    assert repr(AgreementKey(PRIVATE)) == "<AgreementKey>"
    assert repr(Signer(PRIVATE)) == "<Signer>"
    assert Signer(PRIVATE).public != AgreementKey(PRIVATE).public
