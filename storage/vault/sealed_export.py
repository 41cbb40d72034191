"""An export for one colleague's eyes: sealed by HPKE to his public key, opened with his session (spec/security §6)."""

from __future__ import annotations

from core.problem import N_, ExitCode, Problem
from storage.audit.roster import RosterStatement
from storage.sealing.framing import frame
from storage.sealing.hpke import AgreementKey, wrap_to
from storage.sealing.secret import SealBroken

_LABEL = b"kartoteka/export/1"
_MAGIC = b"Kx\x01\x01"
_ID_SIZE = 16


def seal_export(receiver: RosterStatement, store_id: bytes, export_id: bytes, data: bytes) -> bytes:
    """`Kx` 1 1 | export id 16 | HPKE of the file."""
    public = receiver.statement.agreement_key
    return _MAGIC + export_id + wrap_to(public, _info(store_id, export_id, public), data)


def open_export(key: AgreementKey, store_id: bytes, sealed: bytes) -> bytes:
    """The file. Raises Problem (BAD_INPUT) for what was sealed to somebody else, in another store, or is damaged."""
    export_id = sealed[len(_MAGIC) : len(_MAGIC) + _ID_SIZE]
    try:
        if not sealed.startswith(_MAGIC):
            raise SealBroken
        return key.unwrap(_info(store_id, export_id, key.public), sealed[len(_MAGIC) + _ID_SIZE :])
    except SealBroken:
        raise Problem(
            N_("This file does not open with your key: it was sealed to somebody else, or it is damaged."),
            ExitCode.BAD_INPUT,
        ) from None


def _info(store_id: bytes, export_id: bytes, public: bytes) -> bytes:
    return frame(_LABEL, store_id, export_id, public)
