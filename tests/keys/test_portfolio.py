"""Portfolio key, compartments, keys of clients, and the receipt they demand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys.door import NotCovered
from storage.keys.grants import GrantSecret, issue, open_grant
from storage.keys.portfolio import (
    PORTFOLIO_WIDE,
    WRAPS_SIZE,
    ClientKeys,
    NotGranted,
    PortfolioKey,
    client_keys_of_grant,
    complete_client_keys,
    missing_compartments,
    new_client_keys,
    open_client_keys,
)
from storage.keys.scopes import ALL_COMPARTMENTS, Compartment, Scope, in_mask, mask_of
from storage.keys.spaces import SpaceKey, new_reading_pair, reading_key_of_grant
from storage.sealing.derive import expand
from storage.sealing.envelope import Label, Place, SealKey
from storage.sealing.hpke import wrap_to
from storage.sealing.secret import SealBroken
from tests.keys.people import CLIENT, NOW_US, PORTFOLIO, STORE, key_bytes_shown, person, portfolio_key, receipt
from tests.sealing.tamper import damaged, refused

BY_PORTFOLIO = receipt((Scope.PORTFOLIO, PORTFOLIO))
BY_CLIENT = receipt((Scope.CLIENT, CLIENT))
PLACE = Place(Label.RECORD, STORE, 1, CLIENT, b"R" * 16, 1, 1)
EVERY = list(Compartment)
HEAD, HELPER = person(1), person(2)


def same(one: SealKey, other: SealKey) -> bool:
    try:
        return other.open(PLACE, one.seal(PLACE, b"probe")) == b"probe"
    except SealBroken:
        return False


def part_of(pk: PortfolioKey, mask: int) -> PortfolioKey:
    """The same portfolio key as a member with some compartments holds it."""
    return PortfolioKey(pk.store_id, pk.portfolio_id, pk.epoch, pk.secret(mask))


@pytest.mark.parametrize("compartment", EVERY)
def test_a_client_opens_again(compartment: Compartment) -> None:
    pk = portfolio_key()
    wraps, made = new_client_keys(pk, CLIENT, 1)
    assert len(wraps) == WRAPS_SIZE == 300
    keys = open_client_keys(BY_CLIENT, pk, CLIENT, 1, wraps)
    assert same(made[compartment], keys.key(compartment))
    assert keys.key(compartment) is keys.key(compartment)
    others = [made[other] for other in EVERY if other is not compartment]
    assert not any(same(keys.key(compartment), other) for other in others)


@pytest.mark.parametrize("compartment", EVERY)
def test_every_damage_of_the_wraps_is_refused(compartment: Compartment) -> None:
    pk = portfolio_key()
    wraps, _ = new_client_keys(pk, CLIENT, 1)
    start = compartment * 60

    def attempt(slot: bytes) -> object:
        whole = wraps[:start] + slot + wraps[start + 60 :]
        return open_client_keys(BY_CLIENT, pk, CLIENT, 1, whole).key(compartment)

    assert refused(attempt, damaged(wraps[start : start + 60])) == 609
    assert refused(attempt, iter([bytes(60)])) == 1


def test_wraps_open_in_their_place_alone() -> None:
    pk = portfolio_key()
    wraps, _ = new_client_keys(pk, CLIENT, 1)
    moved = wraps[60:120] + wraps[:60] + wraps[120:]
    other_client = receipt((Scope.CLIENT, b"D" * 16))
    other_portfolio = portfolio_key(portfolio_id=b"Q" * 16)
    other_store = PortfolioKey(b"T" * 16, PORTFOLIO, 1, pk.secret())
    attempts = [
        open_client_keys(BY_CLIENT, pk, CLIENT, 1, moved),
        open_client_keys(BY_CLIENT, pk, CLIENT, 2, wraps),
        open_client_keys(BY_CLIENT, pk, CLIENT, -1, wraps),
        open_client_keys(BY_CLIENT, pk, CLIENT, 1 << 32, wraps),
        open_client_keys(other_client, pk, b"D" * 16, 1, wraps),
        open_client_keys(BY_CLIENT, portfolio_key(epoch=2), CLIENT, 1, wraps),
        open_client_keys(BY_CLIENT, other_portfolio, CLIENT, 1, wraps),
        open_client_keys(BY_CLIENT, other_store, CLIENT, 1, wraps),
        open_client_keys(BY_CLIENT, portfolio_key(filler=8), CLIENT, 1, wraps),
    ]
    for keys in attempts:
        with pytest.raises(SealBroken):
            keys.key(Compartment.CARD)


@pytest.mark.parametrize(
    "proof", [None, receipt(), receipt((Scope.CLIENT, b"D" * 16)), receipt((Scope.CLIENT, PORTFOLIO))]
)
def test_no_fitting_receipt_no_keys(proof: object) -> None:
    pk = portfolio_key()
    wraps, _ = new_client_keys(pk, CLIENT, 1)
    with pytest.raises(NotCovered):
        open_client_keys(proof, pk, CLIENT, 1, wraps)  # type: ignore[arg-type]
    with pytest.raises(NotCovered):
        pk.bulk_opener(proof, Compartment.CARD)  # type: ignore[arg-type]


def test_the_receipt_of_the_login_opens_no_dossier() -> None:
    pk = portfolio_key()
    wraps, made = new_client_keys(pk, CLIENT, 1)
    keys = open_client_keys(BY_PORTFOLIO, pk, CLIENT, 1, wraps)
    for compartment in EVERY:
        if PORTFOLIO_WIDE & compartment.bit:
            assert same(made[compartment], keys.key(compartment))
            pk.bulk_opener(BY_PORTFOLIO, compartment)
        else:
            with pytest.raises(NotCovered):
                keys.key(compartment)
            with pytest.raises(NotCovered):
                keys.secret(compartment.bit)
            with pytest.raises(NotCovered):
                pk.bulk_opener(BY_PORTFOLIO, compartment)
    assert in_mask(PORTFOLIO_WIDE) == (Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY)


def test_a_receipt_for_one_client_gives_no_bulk_opener() -> None:
    with pytest.raises(NotCovered):
        portfolio_key().bulk_opener(BY_CLIENT, Compartment.CARD)


def test_a_helper_with_cards_opens_the_cards_of_clients_created_tomorrow_and_nothing_else() -> None:
    pk = portfolio_key()
    body, signature = issue(
        HEAD,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=Scope.PORTFOLIO,
        scope_id=PORTFOLIO,
        epoch=pk.epoch,
        member_id=HELPER.person_id,
        member_public=HELPER.agreement_public,
        secret=pk.secret(Compartment.CARD.bit),
        compartments=Compartment.CARD.bit,
    )
    wraps, made = new_client_keys(pk, CLIENT, 1)
    grant = open_grant(BY_PORTFOLIO, HELPER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)
    helper = PortfolioKey.of_grant(grant)
    assert helper.compartments == Compartment.CARD.bit
    keys = open_client_keys(BY_CLIENT, helper, CLIENT, 1, wraps)
    assert same(made[Compartment.CARD], keys.key(Compartment.CARD))
    for compartment in EVERY[1:]:
        with pytest.raises(NotGranted):
            keys.key(compartment)
        with pytest.raises(NotGranted):
            helper.space_key(compartment)
    with pytest.raises(NotGranted):
        helper.secret(Compartment.MONEY.bit)
    with pytest.raises(NotGranted):
        helper.secret()
    with pytest.raises(NotGranted):
        helper.bulk_opener(BY_PORTFOLIO, Compartment.MONEY)


def test_all_parts_are_still_not_the_whole() -> None:
    parts = {part: bytes((part + 1,)) * 32 for part in Compartment}
    pk = PortfolioKey(STORE, PORTFOLIO, 1, GrantSecret(parts=parts))
    assert pk.compartments == ALL_COMPARTMENTS
    with pytest.raises(NotGranted):
        pk.secret()
    with pytest.raises(NotGranted):
        pk.secret(0)


def test_the_keeper_creates_a_client_whose_dossier_gets_its_key_later() -> None:
    pk = portfolio_key()
    keeper = part_of(pk, mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY))
    wraps, made = new_client_keys(keeper, CLIENT, 1)
    assert set(made) == {Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY}
    assert in_mask(missing_compartments(wraps)) == (Compartment.DOSSIER, Compartment.PRIVATE)
    with pytest.raises(SealBroken):
        open_client_keys(BY_CLIENT, pk, CLIENT, 1, wraps).key(Compartment.DOSSIER)
    whole, added = complete_client_keys(pk, CLIENT, 1, wraps)
    assert set(added) == {Compartment.DOSSIER, Compartment.PRIVATE}
    assert missing_compartments(whole) == 0
    keys = open_client_keys(BY_CLIENT, pk, CLIENT, 1, whole)
    for compartment, key in (made | added).items():
        assert same(key, keys.key(compartment))
    assert complete_client_keys(pk, CLIENT, 1, whole) == (whole, {})


def test_compartment_keys_come_from_the_portfolio_key_by_expansion() -> None:
    secret = portfolio_key().secret(Compartment.MONEY.bit)
    assert secret.parts == {Compartment.MONEY: expand(b"\x07" * 32, b"kartoteka/pk-comp/1/money")}


def test_bulk_opener_opens_what_the_ordinary_way_seals_and_refuses_damage() -> None:
    pk = portfolio_key()
    clients = [bytes((n,)) * 16 for n in range(20)]
    opener = pk.bulk_opener(BY_PORTFOLIO, Compartment.CONTACTS)
    rows = []
    for n, client in enumerate(clients):
        epoch, version = 1 + n % 3, n % 5
        wraps, made = new_client_keys(pk, client, epoch)
        place = Place(Label.RECORD, STORE, 1, client, b"R" * 16, version, epoch)
        blob = made[Compartment.CONTACTS].seal(place, b"contacts %d" % n)
        rows.append((client, epoch, wraps, b"R" * 16, version, blob))
    for n, row in enumerate(rows):
        assert opener.open(*row) == b"contacts %d" % n
    client, epoch, wraps, record, version, blob = rows[4]
    assert refused(lambda bad: opener.open(client, epoch, wraps, record, version, bad), damaged(blob)) > 2_900
    slot = wraps[60:120]

    def with_slot(bad: bytes) -> object:
        return opener.open(client, epoch, wraps[:60] + bad + wraps[120:], record, version, blob)

    assert refused(with_slot, damaged(slot)) == 609
    wrong = [
        (clients[5], epoch, wraps, record, version, blob),
        (client[:15], epoch, wraps, record, version, blob),
        (client, epoch + 1, wraps, record, version, blob),
        (client, -1, wraps, record, version, blob),
        (client, 1 << 32, wraps, record, version, blob),
        (client, epoch, rows[7][2], record, version, blob),
        (client, epoch, wraps, b"Q" * 16, version, blob),
        (client, epoch, wraps, record + b"R", version, blob),
        (client, epoch, wraps, record, version + 1, blob),
        (client, epoch, wraps, record, -1, blob),
        (client, epoch, wraps, record, 1 << 64, blob),
        (client, epoch, wraps, record, version, rows[7][5]),
    ]
    for row in wrong:
        with pytest.raises(SealBroken):
            opener.open(*row)
    assert opener.open(client, epoch, wraps, record, version, blob) == b"contacts 4"


def test_a_grant_of_one_client() -> None:
    pk = portfolio_key()
    wraps, made = new_client_keys(pk, CLIENT, 3)
    mask = mask_of(Compartment.CARD, Compartment.DOSSIER)
    body, signature = issue(
        HEAD,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=Scope.CLIENT,
        scope_id=CLIENT,
        epoch=3,
        member_id=HELPER.person_id,
        member_public=HELPER.agreement_public,
        secret=open_client_keys(BY_CLIENT, pk, CLIENT, 3, wraps).secret(mask),
        compartments=mask,
    )
    with pytest.raises(NotCovered):
        open_grant(BY_PORTFOLIO, HELPER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)
    grant = open_grant(BY_CLIENT, HELPER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)
    keys = client_keys_of_grant(grant)
    assert (keys.client_id, keys.epoch) == (CLIENT, 3)
    assert same(keys.key(Compartment.DOSSIER), made[Compartment.DOSSIER])
    with pytest.raises(NotGranted):
        keys.key(Compartment.MONEY)
    with pytest.raises(SealBroken):
        PortfolioKey.of_grant(grant)
    with pytest.raises(SealBroken):
        SpaceKey.of_grant(grant)
    with pytest.raises(SealBroken):
        reading_key_of_grant(grant)


@pytest.mark.parametrize("scope", [Scope.FIRM, Scope.PERSON])
def test_space_keys_travel_in_grants(scope: Scope) -> None:
    key = SpaceKey.create(scope, STORE, 2)
    body, signature = issue(
        HEAD,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=scope,
        scope_id=STORE,
        epoch=2,
        member_id=HELPER.person_id,
        member_public=HELPER.agreement_public,
        secret=key.secret(),
    )
    grant = open_grant(None, HELPER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)
    again = SpaceKey.of_grant(grant)
    assert (again.scope, again.scope_id, again.epoch) == (scope, STORE, 2)
    assert same(key.seal_key(), again.seal_key())
    with pytest.raises(SealBroken):
        client_keys_of_grant(grant)


def test_reading_pair_of_the_log() -> None:
    secret, public = new_reading_pair()
    body, signature = issue(
        HEAD,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=Scope.AUDIT_READING,
        scope_id=STORE,
        epoch=1,
        member_id=HELPER.person_id,
        member_public=HELPER.agreement_public,
        secret=secret,
    )
    grant = open_grant(None, HELPER, body, signature, HEAD.signing_public, store_id=STORE, now_us=NOW_US)
    assert reading_key_of_grant(grant).unwrap(b"i", wrap_to(public, b"i", b"session key")) == b"session key"


def test_keys_of_the_portfolio_space() -> None:
    pk = portfolio_key()
    keys = [pk.space_key(compartment) for compartment in EVERY]
    assert sum(same(one, other) for one in keys for other in keys) == len(EVERY)
    assert same(part_of(pk, Compartment.MONEY.bit).space_key(Compartment.MONEY), keys[Compartment.MONEY])


@given(
    mask=st.integers(1, ALL_COMPARTMENTS),
    epoch=st.integers(0, (1 << 32) - 1),
    client=st.binary(min_size=16, max_size=16),
)
def test_what_a_member_opens_is_what_he_was_granted(mask: int, epoch: int, client: bytes) -> None:
    pk = portfolio_key()
    wraps, made = new_client_keys(pk, client, epoch)
    member = pk if mask == ALL_COMPARTMENTS else part_of(pk, mask)
    keys = open_client_keys(receipt((Scope.CLIENT, client)), member, client, epoch, wraps)
    for compartment in EVERY:
        if mask & compartment.bit:
            assert same(keys.key(compartment), made[compartment])
        else:
            with pytest.raises(NotGranted):
                keys.key(compartment)


@pytest.mark.parametrize("size", [0, 60, 299, 301])
def test_wraps_of_another_size(size: int) -> None:
    with pytest.raises(SealBroken):
        open_client_keys(BY_CLIENT, portfolio_key(), CLIENT, 1, bytes(size))
    with pytest.raises(SealBroken):
        missing_compartments(bytes(size))


def test_nothing_shows_keys() -> None:
    pk = portfolio_key()
    wraps, made = new_client_keys(pk, CLIENT, 1, random=lambda n: b"\x05" * n)
    keys = open_client_keys(BY_CLIENT, pk, CLIENT, 1, wraps)
    keys.key(Compartment.CARD)
    shown = " ".join(
        map(
            repr,
            (
                pk,
                keys,
                made,
                pk.secret(),
                pk.secret(1),
                pk.wrapper(Compartment.CARD),
                SpaceKey.create(Scope.FIRM, STORE, 1),
            ),
        )
    )
    assert not key_bytes_shown(shown, (b"\x07" * 32, b"\x05" * 32))
    assert isinstance(keys, ClientKeys)
