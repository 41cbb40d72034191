"""Recovery two of three, and the words on paper."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problem import ExitCode, Problem
from storage.keys.grants import issue, open_grant
from storage.keys.portfolio import PortfolioKey
from storage.keys.recovery import RECOVERY_SIZE, RecoveryKey, create_recovery, open_recovery, recovery_public
from storage.keys.scopes import ALL_COMPARTMENTS, Scope
from storage.keys.words import WORD_COUNT, WORDS, from_words, to_words
from storage.sealing.framing import frame
from storage.sealing.hpke import AgreementKey, generate_agreement, wrap_to
from storage.sealing.secret import SealBroken
from tests.keys.people import NOW_US, PORTFOLIO, STORE, key_bytes_shown, person, portfolio_key, receipt
from tests.sealing.tamper import damaged, refused

RECOVERY = b"V" * 16
PRIVATES = [b"\x01" * 32, b"\x02" * 32, b"\x03" * 32]
HOLDERS = [(private, AgreementKey(private).public) for private in PRIVATES]
PUBLICS = [public for _, public in HOLDERS]


@pytest.mark.parametrize(("one", "other"), list(permutations(range(3), 2)))
def test_any_two_open_it_in_any_order(one: int, other: int) -> None:
    blob, public = create_recovery(STORE, PUBLICS)
    key = open_recovery(blob, STORE, HOLDERS[one][0], HOLDERS[other][0], person_id=RECOVERY, public=public)
    assert key.agreement_public == public
    assert key.person_id == RECOVERY
    assert len(blob) == RECOVERY_SIZE


@pytest.mark.parametrize("one", range(3))
def test_one_alone_opens_nothing(one: int) -> None:
    blob, public = create_recovery(STORE, PUBLICS)
    stranger = generate_agreement()[0]
    for other in (HOLDERS[one][0], stranger):
        with pytest.raises(SealBroken):
            open_recovery(blob, STORE, HOLDERS[one][0], other, person_id=RECOVERY, public=public)


@pytest.mark.parametrize(("one", "other"), [(0, 1), (2, 0), (1, 2)])
def test_every_damage_of_what_two_holders_use_is_refused(one: int, other: int) -> None:
    blob, public = create_recovery(STORE, PUBLICS)
    pair = {(0, 1): 0, (0, 2): 1, (1, 2): 2}[(min(one, other), max(one, other))]
    head, start = len(blob) - 3 * 128, len(blob) - 3 * 128 + pair * 128

    def attempt(bad: bytes) -> RecoveryKey:
        return open_recovery(bad, STORE, HOLDERS[one][0], HOLDERS[other][0], person_id=RECOVERY, public=public)

    def used() -> list[bytes]:
        cases = []
        for n, bad in enumerate(damaged(blob)):
            at = n // 8
            if n >= len(blob) * 8 or at < head or start <= at < start + 128:
                cases.append(bad)
        return cases

    assert refused(attempt, iter(used())) >= (head + 128) * 8


def test_the_key_a_blob_states() -> None:
    blob, public = create_recovery(STORE, PUBLICS)
    assert recovery_public(blob) == public
    for bad in (b"", blob[:-1], blob + b"\x00", b"Kw" + blob[2:], blob[:2] + b"\x02" + blob[3:]):
        with pytest.raises(SealBroken):
            recovery_public(bad)


def test_another_store_or_another_recovery_key_is_refused() -> None:
    blob, public = create_recovery(STORE, PUBLICS)
    _, foreign = create_recovery(STORE, PUBLICS)
    with pytest.raises(SealBroken):
        open_recovery(blob, b"T" * 16, HOLDERS[0][0], HOLDERS[1][0], person_id=RECOVERY, public=public)
    with pytest.raises(SealBroken):
        open_recovery(blob, STORE, HOLDERS[0][0], HOLDERS[1][0], person_id=RECOVERY, public=foreign)


def test_a_seal_of_another_key_than_the_one_stated_is_refused() -> None:
    stated, hidden = generate_agreement()[1], generate_agreement()[0]
    head = b"Kv\x01\x00\x00\x00\x01" + stated + b"".join(PUBLICS)

    def blob_with(private: bytes) -> bytes:
        blob = head
        for first, second in ((0, 1), (0, 2), (1, 2)):
            pair = (b"kartoteka/recovery/1", STORE, head, bytes((first,)), bytes((second,)))
            inner = wrap_to(PUBLICS[first], frame(*pair, bytes((first,))), private)
            blob += wrap_to(PUBLICS[second], frame(*pair, bytes((second,))), inner)
        return blob

    for private in (hidden, hidden + b"\x00", b""):
        with pytest.raises(SealBroken):
            open_recovery(blob_with(private), STORE, HOLDERS[0][0], HOLDERS[1][0], person_id=RECOVERY, public=stated)


def test_three_holders_with_keys_of_their_own() -> None:
    for publics in (PUBLICS[:2], [*PUBLICS, generate_agreement()[1]], [PUBLICS[0], PUBLICS[0], PUBLICS[1]]):
        with pytest.raises(ValueError, match="three holders"):
            create_recovery(STORE, publics)
    with pytest.raises(SealBroken):
        create_recovery(STORE, [*PUBLICS[:2], bytes(32)])


def test_recovery_opens_what_was_granted_to_it() -> None:
    blob, public = create_recovery(STORE, PUBLICS)
    head, pk = person(1), portfolio_key()
    body, signature = issue(
        head,
        grant_id=b"G" * 16,
        store_id=STORE,
        scope=Scope.PORTFOLIO,
        scope_id=PORTFOLIO,
        epoch=pk.epoch,
        member_id=RECOVERY,
        member_public=public,
        secret=pk.secret(),
        compartments=ALL_COMPARTMENTS,
    )
    key = open_recovery(blob, STORE, HOLDERS[2][0], HOLDERS[0][0], person_id=RECOVERY, public=public)
    cover = receipt((Scope.PORTFOLIO, PORTFOLIO))
    grant = open_grant(cover, key, body, signature, head.signing_public, store_id=STORE, now_us=NOW_US)
    assert PortfolioKey.of_grant(grant).secret().whole == b"\x07" * 32


def test_nothing_shows_the_key() -> None:
    key = RecoveryKey(RECOVERY, b"\x09" * 32)
    assert not key_bytes_shown(f"{key!r} {key.agreement!r}", [b"\x09" * 32])


def test_the_list_of_words() -> None:
    assert len(set(WORDS)) == 256
    assert {len(word) for word in WORDS} == {5}
    assert all(word.isascii() and word.islower() for word in WORDS)
    distances = {
        sum(a != b for a, b in zip(one, other, strict=True)) for n, one in enumerate(WORDS) for other in WORDS[:n]
    }
    assert min(distances) >= 2


@given(st.integers(1, 3), st.binary(min_size=32, max_size=32))
def test_words_there_and_back(holder: int, private: bytes) -> None:
    words = to_words(holder, private)
    assert len(words) == WORD_COUNT == 36
    assert from_words(" ".join(words)) == (holder, private)
    sheet = "\n".join(f"{n + 1:2}. {' '.join(words[n : n + 6]).upper()}" for n in range(0, 36, 6))
    assert from_words(sheet) == (holder, private)


def test_every_single_letter_misread_is_named_by_its_place() -> None:
    words = to_words(2, bytes(range(32)))
    for place in range(36):
        for letter in range(5):
            for wrong in "abcdefghijklmnopqrstuvwxyz":
                if wrong == words[place][letter]:
                    continue
                bad = words[place][:letter] + wrong + words[place][letter + 1 :]
                with pytest.raises(Problem) as caught:
                    from_words(" ".join([*words[:place], bad, *words[place + 1 :]]))
                assert caught.value.facts == {"place": place + 1}
                assert bad not in str(caught.value)


def test_words_exchanged_left_out_or_replaced() -> None:
    words = to_words(1, bytes(range(100, 132)))
    for n in range(35):
        swapped = [*words[:n], words[n + 1], words[n], *words[n + 2 :]]
        with pytest.raises(Problem, match="do not belong together"):
            from_words(" ".join(swapped))
    for n in range(36):
        with pytest.raises(Problem, match="35 were typed"):
            from_words(" ".join(words[:n] + words[n + 1 :]))
        other = WORDS[(WORDS.index(words[n]) + 1) % 256]
        with pytest.raises(Problem, match="do not belong together"):
            from_words(" ".join([*words[:n], other, *words[n + 1 :]]))
    with pytest.raises(Problem) as caught:
        from_words("")
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    with pytest.raises(Problem, match="37 were typed"):
        from_words(" ".join([*words, words[0]]))


@pytest.mark.parametrize(("holder", "size"), [(0, 32), (4, 32), (1, 31), (1, 33)])
def test_sheets_that_cannot_be(holder: int, size: int) -> None:
    with pytest.raises(ValueError, match="holder"):
        to_words(holder, bytes(size))
