"""Sealed details: one pair of keys a session, and only the readers of a class open it."""

from __future__ import annotations

import copy
import hashlib
import hmac

import pytest
from sqlalchemy import select

from storage.audit.details import open_session, session_epoch, start_session, subject_tag
from storage.audit.entry import Entry, parse_entry
from storage.audit.kinds import Kind, KindClass
from storage.engine import reading
from storage.schema.log import log
from storage.sealing.hpke import generate_agreement
from storage.sealing.secret import SealBroken
from tests.audit.support import STORE_ID, Firm, person_id, signer

SESSION = b"another session."


def logged(firm: Firm, reading_public: bytes, admin_public: bytes) -> list[Entry]:
    keys, start = start_session(STORE_ID, SESSION, reading_public, admin_public, epoch=7, note=b"ssh key 1")
    with firm.log.transaction(signer("manager"), person_id("manager"), SESSION, firm.clock, keys) as step:
        step.append(Kind.SESSION_START, details=start)
        step.append(Kind.DOSSIER_READ, details=b"dossier")
        step.append(Kind.PASSPHRASE_CHANGED, details=b"passphrase")
    with reading(firm.engine) as connection:
        return [parse_entry(each) for each in connection.scalars(select(log.c.entry).where(log.c.seq >= 4))]


def test_each_reader_opens_his_own_class(firm: Firm) -> None:
    reader, admin = generate_agreement(), generate_agreement()
    start, read, changed = logged(firm, reader[1], admin[1])
    keys, note = open_session(STORE_ID, start, {KindClass.READING: reader[0]})
    assert (keys.open(read), note, session_epoch(start)) == (b"dossier", b"ssh key 1", 7)
    with pytest.raises(SealBroken):
        keys.open(changed)
    keys, _ = open_session(STORE_ID, start, {KindClass.ADMIN: admin[0]})
    assert keys.open(changed) == b"passphrase"
    with pytest.raises(SealBroken):
        keys.open(read)
    both, _ = open_session(STORE_ID, start, {KindClass.READING: reader[0], KindClass.ADMIN: admin[0]})
    assert (both.open(read), both.open(changed)) == (b"dossier", b"passphrase")


def test_nobody_else_does(firm: Firm) -> None:
    reader, admin = generate_agreement(), generate_agreement()
    start, read, _ = logged(firm, reader[1], admin[1])
    for private, entry in (
        ({KindClass.READING: admin[0]}, start),
        ({KindClass.ADMIN: reader[0]}, start),
        ({KindClass.READING: generate_agreement()[0]}, start),
        ({KindClass.PUBLIC: reader[0]}, start),
        ({KindClass.READING: reader[0]}, read),
        ({KindClass.READING: reader[0]}, start._replace(session=b"x" * 16)),
    ):
        with pytest.raises(SealBroken):
            open_session(STORE_ID, entry, private)
    with pytest.raises(SealBroken):
        session_epoch(read)


def test_sizes_say_little(firm: Firm) -> None:
    lengths = {len(firm.keys().seal(Kind.DOSSIER_READ, person_id("a"), 1, b"x" * n)) for n in range(0, 253, 7)}
    assert lengths == {292}


def test_keys_print_nothing_and_are_not_copied(firm: Firm) -> None:
    assert repr(firm.keys()) == "<SessionKeys>"
    with pytest.raises(TypeError):
        copy.copy(firm.keys())


def test_subject_tag_is_a_cut_hmac() -> None:
    assert subject_tag(b"k" * 32, b"id") == hmac.new(b"k" * 32, b"id", hashlib.sha256).digest()[:16]
    assert subject_tag(b"k" * 32, b"id") != subject_tag(b"l" * 32, b"id")
