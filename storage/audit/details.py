"""Details of an entry, sealed for those who may read its class, and tags that say "the same client" without saying who.

A session draws two AES keys, one for each sealed class. Its SESSION_START entry carries both, each wrapped by
HPKE to the public reading key of the class, so an auditor unwraps once per session and not once per entry.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping

from storage.audit.entry import MAX_DETAILS, Entry, EntryBroken, encode_fields
from storage.audit.kinds import Kind, KindClass
from storage.audit.verifier import parse_fields
from storage.sealing.envelope import KEY_SIZE, Label, Place, Random, SealKey, SpaceKind, padded_size
from storage.sealing.framing import frame
from storage.sealing.hpke import AgreementKey, unwrap, wrap_to
from storage.sealing.secret import SealBroken, Secret

_WRAP_LABEL = b"kartoteka/session-key/1"
_EPOCH = 1
"""Session keys have no epochs of their own: a session has one pair for its life."""


class SessionKeys(Secret):
    """The keys of one session's details: both while it runs, those of the own class for a reader."""

    __slots__ = ("_keys", "session", "store_id")

    def __init__(self, store_id: bytes, session: bytes, keys: Mapping[KindClass, bytes]) -> None:
        self.store_id, self.session = store_id, session
        self._keys = {kind_class: SealKey(raw) for kind_class, raw in keys.items()}

    def seal(self, kind: Kind, actor: bytes, seq: int, body: bytes, random: Random = os.urandom) -> bytes:
        """Details of a sealed kind. Raises ValueError when the body does not fit into an entry."""
        if padded_size(len(body)) > MAX_DETAILS:
            raise ValueError("details too long for a log entry")
        key = self._keys.get(kind.kind_class)
        if key is None:
            raise ValueError("no key of this class in the session")
        return key.seal(self._place(actor, seq), body, random)

    def open(self, entry: Entry) -> bytes:
        """Details of an entry of this session. Raises SealBroken without the key of its class."""
        if entry.session != self.session:
            raise SealBroken
        try:
            key = self._keys.get(Kind(entry.kind).kind_class)
        except ValueError:
            key = None
        if key is None:
            raise SealBroken
        return key.open(self._place(entry.actor, entry.seq), entry.details)

    def _place(self, actor: bytes, seq: int) -> Place:
        return Place(Label.DETAIL, self.store_id, SpaceKind.PERSON, actor, self.session, seq, _EPOCH)


def start_session(
    store_id: bytes,
    session: bytes,
    reading_public: bytes,
    admin_public: bytes,
    *,
    epoch: int = 1,
    note: bytes = b"",
    random: Random = os.urandom,
) -> tuple[SessionKeys, bytes]:
    """New keys, and the details of the SESSION_START entry that hands them to the readers.

    `epoch`: of the audit reading keys. `note`: what else is public about the start, as bytes of the caller.
    """
    raw = {KindClass.READING: random(KEY_SIZE), KindClass.ADMIN: random(KEY_SIZE)}
    public = {KindClass.READING: reading_public, KindClass.ADMIN: admin_public}
    wraps = [
        wrap_to(public[each], _info(store_id, session, each, epoch), raw[each])
        for each in (KindClass.READING, KindClass.ADMIN)
    ]
    details = encode_fields((epoch.to_bytes(4, "big"), *wraps, note))
    return SessionKeys(store_id, session, raw), details


def open_session(
    store_id: bytes, start: Entry, private: Mapping[KindClass, bytes | AgreementKey]
) -> tuple[SessionKeys, bytes]:
    """The session keys an auditor or admin may use, and the note. `private`: the reading keys he holds.

    Raises SealBroken when the entry is no SESSION_START or a wrap does not open.
    """
    epoch, wraps, note = _parse_start(start)
    if not wraps.keys() >= private.keys():
        raise SealBroken
    keys = {
        each: unwrap(key, _info(store_id, start.session, each, epoch), wraps[each]) for each, key in private.items()
    }
    if any(len(raw) != KEY_SIZE for raw in keys.values()):
        raise SealBroken
    return SessionKeys(store_id, start.session, keys), note


def session_epoch(start: Entry) -> int:
    """Epoch of the audit reading keys a SESSION_START was wrapped to. Raises SealBroken."""
    return _parse_start(start)[0]


def session_note(start: Entry) -> bytes:
    """What else is public about the start of a session. Raises SealBroken."""
    return _parse_start(start)[2]


def subject_tag(key: bytes, identifier: bytes) -> bytes:
    """HMAC-SHA256(subject-tag key, id), cut to 16 bytes: equal for one client, meaningless without the key."""
    return hmac.new(key, identifier, hashlib.sha256).digest()[:16]


def _parse_start(start: Entry) -> tuple[int, dict[KindClass, bytes], bytes]:
    if start.kind != Kind.SESSION_START:
        raise SealBroken
    try:
        epoch, reading, admin, note = parse_fields(start.details, 4)
    except EntryBroken:
        raise SealBroken from None
    if len(epoch) != 4:
        raise SealBroken
    return int.from_bytes(epoch, "big"), {KindClass.READING: reading, KindClass.ADMIN: admin}, note


def _info(store_id: bytes, session: bytes, kind_class: KindClass, epoch: int) -> bytes:
    return frame(_WRAP_LABEL, store_id, session, bytes((kind_class,)), epoch.to_bytes(4, "big"))
