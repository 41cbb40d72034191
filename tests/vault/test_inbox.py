"""Letters: only the receiver reads them, only the sender wrote them, also to somebody who is away (spec/store §1)."""

from __future__ import annotations

import os

import pytest

from core.problem import ExitCode, Problem
from storage.keys.letters import check_author, open_letter, seal_letter
from storage.sealing.hpke import AgreementKey, generate_agreement
from storage.sealing.secret import SealBroken
from storage.sealing.sign import Signer
from storage.vault.session import Session
from tests.vault.stage import Stage, faults


def person(session: Session, login: str) -> bytes:
    return next(each.id for each in session.staffing.staff() if each.login == login)


def test_a_letter_reaches_somebody_who_is_away_and_nobody_else(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    letter = ivan.inbox.send(person(ivan, "boris"), "access", {"reason": "встреча у клиента", "rows": 12})
    assert (stage.enter("petr").inbox.read(), stage.enter("anna").inbox.read(), ivan.inbox.read()) == ([], [], [])
    boris = stage.enter("boris")
    assert boris.inbox.waiting() == 1
    (found,) = boris.inbox.read()
    assert (found.id, found.sender, found.kind) == (letter, person(ivan, "ivan"), "access")
    assert found.body == {"reason": "встреча у клиента", "rows": 12}
    assert boris.inbox.waiting() == 0
    assert stage.enter("boris").inbox.read() == [found]
    assert "встреча".encode() not in stage.bytes()
    assert faults(boris) == []


def test_a_settled_letter_is_gone_for_good(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    first = ivan.inbox.send(person(ivan, "boris"), "access", {"n": 1})
    second = ivan.inbox.send(person(ivan, "boris"), "task", {"n": 2})
    boris = stage.enter("boris")
    assert [each.id for each in boris.inbox.read()] == [first, second]
    boris.inbox.settle(first)
    assert [each.id for each in stage.enter("boris").inbox.read()] == [second]
    with pytest.raises(Problem) as told:
        boris.inbox.settle(first)
    assert told.value.exit_code == ExitCode.BAD_INPUT
    assert faults(boris) == []
    assert boris.trail.verify().ok


def test_nobody_writes_to_a_stranger_or_at_any_length(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    size = ivan.entered.premises.log_size()
    for to, body in ((os.urandom(16), {}), (person(ivan, "boris"), {"text": "я" * 20_000})):
        with pytest.raises(Problem) as told:
            ivan.inbox.send(to, "access", body)
        assert told.value.exit_code == ExitCode.BAD_INPUT
    assert ivan.entered.premises.log_size() == size


def test_a_letter_put_into_another_inbox_opens_for_nobody(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    ivan.inbox.send(person(ivan, "boris"), "access", {})
    petr = person(ivan, "petr")
    stage.close()
    stage.sql("UPDATE record SET space_id = ? WHERE space_kind = 5", petr)
    with pytest.raises(Problem) as told:
        stage.enter("petr").inbox.read()
    assert told.value.exit_code == ExitCode.STORE


def test_a_letter_changed_on_disk_is_named_as_damage(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    ivan.inbox.send(person(ivan, "boris"), "access", {})
    stage.close()
    ((blob,),) = stage.sql("SELECT body FROM record WHERE space_kind = 5")
    stage.sql("UPDATE record SET body = ? WHERE space_kind = 5", blob[:-1] + bytes([blob[-1] ^ 1]))
    with pytest.raises(Problem) as told:
        stage.enter("boris").inbox.read()
    assert told.value.exit_code == ExitCode.STORE


class Somebody:
    """A person with keys of his own, for the codec alone."""

    def __init__(self) -> None:
        self.person_id = os.urandom(16)
        private, _public = generate_agreement()
        self.agreement = AgreementKey(private)
        self.signer = Signer(os.urandom(32))


def test_every_changed_bit_and_every_other_context_of_a_letter_is_refused() -> None:
    author, receiver, other = Somebody(), Somebody(), Somebody()
    store, letter = os.urandom(16), os.urandom(16)
    blob = seal_letter(
        author, store_id=store, letter_id=letter, receiver_id=receiver.person_id,
        receiver_public=receiver.agreement.public, kind="access", sent_us=5, body=b"\x80",
    )  # fmt: skip
    opened = open_letter(receiver, blob, store_id=store, letter_id=letter)
    check_author(opened, author.signer.public, store_id=store, letter_id=letter, receiver_id=receiver.person_id)
    refused = 0
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            open_letter(receiver, bytes(changed), store_id=store, letter_id=letter)
        refused += 1
    for cut in range(len(blob)):
        with pytest.raises(SealBroken):
            open_letter(receiver, blob[:cut], store_id=store, letter_id=letter)
        refused += 1
    with pytest.raises(SealBroken):
        open_letter(other, blob, store_id=store, letter_id=letter)
    with pytest.raises(SealBroken):
        open_letter(receiver, blob, store_id=letter, letter_id=letter)
    with pytest.raises(SealBroken):
        open_letter(receiver, blob, store_id=store, letter_id=store)
    for public, where in ((other.signer.public, receiver.person_id), (author.signer.public, other.person_id)):
        with pytest.raises(SealBroken):
            check_author(opened, public, store_id=store, letter_id=letter, receiver_id=where)
    assert refused > 2_500
