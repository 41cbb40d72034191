"""Signed grants: codec, opening, and every way a grant must not open."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys.door import NotCovered
from storage.keys.grants import (
    Grant,
    GrantNotInForce,
    GrantSecret,
    OpenedGrant,
    decode,
    encode,
    issue,
    open_grant,
    verify_grant,
    wrap_info,
)
from storage.keys.scopes import ALL_COMPARTMENTS, Compartment, Right, Scope, in_mask, mask_of
from storage.sealing.hpke import wrap_to
from storage.sealing.secret import SealBroken
from tests.keys.people import CLIENT, NOW_US, PORTFOLIO, STORE, key_bytes_shown, person, receipt
from tests.sealing.tamper import damaged, refused

HEAD, MANAGER, OUTSIDER = person(1), person(2), person(3)
WHOLE = GrantSecret(whole=b"k" * 32)
CARDS = mask_of(Compartment.CARD)
COVER = receipt((Scope.PORTFOLIO, PORTFOLIO), (Scope.CLIENT, CLIENT))


def some(mask: int) -> GrantSecret:
    return GrantSecret(parts={part: bytes((part + 1,)) * 32 for part in in_mask(mask)})


def portfolio_grant(mask: int = ALL_COMPARTMENTS, start: int = 0, end: int = 0) -> tuple[bytes, bytes]:
    return issue(
        HEAD,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=Scope.PORTFOLIO,
        scope_id=PORTFOLIO,
        epoch=4,
        member_id=MANAGER.person_id,
        member_public=MANAGER.agreement_public,
        secret=WHOLE if mask == ALL_COMPARTMENTS else some(mask),
        compartments=mask,
        rights=Right.READ | Right.WRITE,
        not_before_us=start,
        not_after_us=end,
    )


def opened(body: bytes, signature: bytes) -> OpenedGrant:
    return open_grant(COVER, MANAGER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)


def test_a_whole_portfolio() -> None:
    body, signature = portfolio_grant()
    result = opened(body, signature)
    assert result.secret.whole == b"k" * 32
    assert result.secret.parts == {}
    assert result.grant.rights == 3
    assert (result.grant.member_id, result.grant.grantor_id) == (MANAGER.person_id, HEAD.person_id)
    assert b"k" * 32 not in body
    assert len(body) == 13 * 4 + 17 + 16 + 16 + 1 + 16 + 4 + 16 + 16 + 2 + 1 + 8 + 8 + 81


@pytest.mark.parametrize("mask", range(1, ALL_COMPARTMENTS))
def test_some_compartments_carry_those_keys_alone(mask: int) -> None:
    result = opened(*portfolio_grant(mask))
    assert result.secret.whole is None
    assert result.secret.parts == {part: bytes((part + 1,)) * 32 for part in in_mask(mask)}


@pytest.mark.parametrize("mask", [ALL_COMPARTMENTS, CARDS])
def test_every_damage_of_body_and_signature_is_refused(mask: int) -> None:
    body, signature = portfolio_grant(mask)
    assert refused(lambda bad: opened(bad, signature), damaged(body)) >= len(body) * 10
    assert refused(lambda bad: opened(body, bad), damaged(signature)) == 512 + 64 + 63 + 10


def test_every_damage_of_the_body_is_refused_even_signed_anew_unless_it_is_another_true_grant() -> None:
    # What the signature alone protects: id, grantor, rights and dates. Everything else is also bound by HPKE.
    body, _ = portfolio_grant(CARDS)
    genuine = decode(body)
    tried = accepted = 0
    for bad in damaged(body):
        tried += 1
        try:
            result = opened(bad, HEAD.signer.sign(bad))
        except (GrantNotInForce, SealBroken, NotCovered):
            continue
        accepted += 1
        free = dataclasses.replace(
            result.grant,
            grant_id=genuine.grant_id,
            grantor_id=genuine.grantor_id,
            rights=genuine.rights,
            not_before_us=genuine.not_before_us,
            not_after_us=genuine.not_after_us,
        )
        assert free == genuine
    assert 0 < accepted < tried / 4


@pytest.mark.parametrize(
    "change",
    [
        {"store_id": b"T" * 16},
        {"scope_id": b"Q" * 16},
        {"epoch": 5},
        {"member_id": OUTSIDER.person_id},
        {"scope_kind": Scope.FIRM, "compartments": 0},
        {"compartments": CARDS},
    ],
)
def test_a_wrap_moved_into_another_genuine_statement_does_not_open(change: dict[str, object]) -> None:
    body, _ = portfolio_grant()
    moved = dataclasses.replace(decode(body), **change)  # type: ignore[arg-type]
    try:
        bad = encode(moved)
    except ValueError:
        assert "compartments" in change
        return
    member = OUTSIDER if "member_id" in change else MANAGER
    cover = receipt((Scope.PORTFOLIO, PORTFOLIO), (Scope.PORTFOLIO, b"Q" * 16))
    with pytest.raises(SealBroken):
        open_grant(
            cover,
            member,
            bad,
            HEAD.signer.sign(bad),
            HEAD.signing_public,
            store_id=moved.store_id,
            now_us=NOW_US,
        )


def test_it_opens_for_its_member_alone() -> None:
    body, signature = portfolio_grant()
    for other in (HEAD, OUTSIDER):
        with pytest.raises(SealBroken):
            open_grant(COVER, other, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)


def test_a_grant_planted_by_somebody_else_is_refused() -> None:
    body, _ = portfolio_grant()
    with pytest.raises(SealBroken):
        opened(body, OUTSIDER.signer.sign(body))
    with pytest.raises(SealBroken):
        verify_grant(body, OUTSIDER.signer.sign(body), HEAD.signing_public, STORE)


def test_a_grant_of_another_store_is_refused() -> None:
    body, signature = portfolio_grant()
    with pytest.raises(SealBroken):
        open_grant(COVER, MANAGER, body, signature, HEAD.signing_public, store_id=b"T" * 16, now_us=NOW_US)
    with pytest.raises(SealBroken):
        verify_grant(body, signature, HEAD.signing_public, b"T" * 16)


@pytest.mark.parametrize(
    "proof",
    [
        None,
        receipt(),
        receipt((Scope.PORTFOLIO, b"Q" * 16)),
        receipt((Scope.CLIENT, PORTFOLIO)),
        receipt((Scope.FIRM, PORTFOLIO)),
    ],
)
def test_no_receipt_no_portfolio_key(proof: object) -> None:
    body, signature = portfolio_grant()
    with pytest.raises(NotCovered):
        open_grant(
            proof,  # type: ignore[arg-type]
            MANAGER,
            body,
            signature,
            HEAD.signing_public,
            store_id=STORE,
            now_us=NOW_US,
        )


def test_something_that_looks_like_a_receipt_is_none() -> None:
    class Lookalike:
        def covers(self, scope_kind: int, scope_id: bytes) -> bool:
            return True

    body, signature = portfolio_grant()
    with pytest.raises(NotCovered):
        open_grant(
            Lookalike(),  # type: ignore[arg-type]
            MANAGER,
            body,
            signature,
            HEAD.signing_public,
            store_id=STORE,
            now_us=NOW_US,
        )


@pytest.mark.parametrize(
    ("start", "end", "too_early"),
    [(NOW_US + 1, 0, True), (NOW_US + 1, NOW_US + 2, True), (0, NOW_US, False), (1, NOW_US - 1, False)],
)
def test_dates(start: int, end: int, too_early: bool) -> None:
    with pytest.raises(GrantNotInForce) as caught:
        opened(*portfolio_grant(start=start, end=end))
    assert caught.value.too_early is too_early


@pytest.mark.parametrize(("start", "end"), [(0, 0), (NOW_US, 0), (0, NOW_US + 1), (NOW_US, NOW_US + 1)])
def test_dates_in_force(start: int, end: int) -> None:
    assert opened(*portfolio_grant(start=start, end=end)).secret.whole == b"k" * 32


@pytest.mark.parametrize("scope", [Scope.FIRM, Scope.PERSON, Scope.AUDIT_READING, Scope.AUDIT_ADMIN])
def test_scopes_opened_before_the_first_entry(scope: Scope) -> None:
    body, signature = issue(
        HEAD,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=scope,
        scope_id=STORE,
        epoch=1,
        member_id=MANAGER.person_id,
        member_public=MANAGER.agreement_public,
        secret=WHOLE,
    )
    result = open_grant(None, MANAGER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)
    assert result.secret.whole == b"k" * 32
    assert result.grant.scope_kind is scope


SHAPE = Grant(
    b"G" * 16,
    STORE,
    Scope.PORTFOLIO,
    PORTFOLIO,
    4,
    MANAGER.person_id,
    HEAD.person_id,
    ALL_COMPARTMENTS,
    3,
    0,
    0,
    bytes(81),
)


@pytest.mark.parametrize(
    "change",
    [
        {"grant_id": bytes(15)},
        {"store_id": bytes(17)},
        {"scope_id": b""},
        {"member_id": bytes(15)},
        {"grantor_id": bytes(17)},
        {"epoch": -1},
        {"epoch": 1 << 32},
        {"compartments": 0},
        {"compartments": 32},
        {"compartments": 1 << 16},
        {"compartments": CARDS},
        {"rights": 0},
        {"rights": int(Right.WRITE)},
        {"rights": 8 | 1},
        {"not_before_us": -1},
        {"not_after_us": 1 << 64},
        {"not_before_us": 5, "not_after_us": 5},
        {"not_before_us": 6, "not_after_us": 5},
        {"wrapped": bytes(80)},
        {"wrapped": bytes(82)},
        {"wrapped": b""},
        {"scope_kind": 0},
        {"scope_kind": 7},
        {"scope_kind": Scope.FIRM},
        {"scope_kind": Scope.CLIENT},
    ],
)
def test_grants_that_cannot_be_written(change: dict[str, object]) -> None:
    assert decode(encode(SHAPE)) == SHAPE
    with pytest.raises(ValueError, match="can be written"):
        encode(dataclasses.replace(SHAPE, **change))  # type: ignore[arg-type]


@given(
    ids=st.tuples(*[st.binary(min_size=16, max_size=16) for _ in range(5)]),
    scope=st.sampled_from(Scope),
    epoch=st.integers(0, (1 << 32) - 1),
    mask=st.integers(1, ALL_COMPARTMENTS),
    rights=st.sampled_from([1, 3, 5, 7]),
    start=st.integers(0, 1 << 63),
    length=st.integers(0, 1 << 60),
    data=st.data(),
)
def test_codec_round_trip(
    ids: tuple[bytes, ...],
    scope: Scope,
    epoch: int,
    mask: int,
    rights: int,
    start: int,
    length: int,
    data: st.DataObject,
) -> None:
    if scope not in (Scope.CLIENT, Scope.PORTFOLIO):
        mask = 0
    listed = scope is Scope.CLIENT or 0 < mask < ALL_COMPARTMENTS
    size = 48 + (1 + 33 * mask.bit_count() if listed else 33)
    wrapped = data.draw(st.binary(min_size=size, max_size=size))
    end = start + length if length else 0
    grant = Grant(ids[0], ids[1], scope, ids[2], epoch, ids[3], ids[4], mask, rights, start, end, wrapped)
    assert decode(encode(grant)) == grant


def resigned_payload(payload: bytes, mask: int) -> tuple[bytes, bytes]:
    """A genuine grant whose wrapped payload is whatever the grantor put there."""
    body, _ = portfolio_grant(mask)
    info = wrap_info(Scope.PORTFOLIO, STORE, PORTFOLIO, 4, MANAGER.person_id, MANAGER.agreement_public)
    wrapped = wrap_to(MANAGER.agreement_public, info, payload)
    changed = encode(dataclasses.replace(decode(body), wrapped=wrapped))
    return changed, HEAD.signer.sign(changed)


def test_payloads_that_say_something_else_than_the_statement_are_refused() -> None:
    assert opened(*resigned_payload(b"\x00" + b"k" * 32, ALL_COMPARTMENTS)).secret.whole == b"k" * 32
    for payload, mask in (
        (b"\x01" + b"k" * 32, ALL_COMPARTMENTS),
        (b"\x02" + b"k" * 32, ALL_COMPARTMENTS),
        (b"\x00\x00" + b"k" * 32, CARDS),
        (b"\x01\x01" + b"k" * 32, CARDS),
        (b"\x01\xff" + b"k" * 32, CARDS),
        (b"\x01\x01" + b"k" * 32 + b"\x00" + b"l" * 32, mask_of(Compartment.CARD, Compartment.CONTACTS)),
        (b"\x01\x00" + b"k" * 32 + b"\x00" + b"l" * 32, mask_of(Compartment.CARD, Compartment.CONTACTS)),
    ):
        with pytest.raises(SealBroken):
            opened(*resigned_payload(payload, mask))


@pytest.mark.parametrize(
    ("secret", "mask"), [(WHOLE, CARDS), (some(CARDS), ALL_COMPARTMENTS), (some(CARDS), CARDS | 2), (some(3), CARDS)]
)
def test_issuing_a_secret_that_does_not_match(secret: GrantSecret, mask: int) -> None:
    with pytest.raises(ValueError, match="does not match"):
        issue(
            HEAD,
            grant_id=b"G" * 16,
            store_id=STORE,
            scope=Scope.PORTFOLIO,
            scope_id=PORTFOLIO,
            epoch=4,
            member_id=MANAGER.person_id,
            member_public=MANAGER.agreement_public,
            secret=secret,
            compartments=mask,
        )


def test_secrets_are_either_whole_or_parts() -> None:
    for whole, parts in ((None, None), (None, {}), (b"k" * 31, None), (None, {Compartment.CARD: b""})):
        with pytest.raises(ValueError, match=r"either|32 bytes"):
            GrantSecret(whole=whole, parts=parts)
    with pytest.raises(ValueError, match="either"):
        GrantSecret(whole=b"k" * 32, parts={Compartment.CARD: b"k" * 32})


def test_nothing_shows_keys() -> None:
    result = opened(*portfolio_grant())
    shown = f"{result!r} {result.secret!r} {result.grant!r} {some(3)!r}"
    assert not key_bytes_shown(shown, (b"k" * 32, b"\x01" * 32, b"\x02" * 32))
