"""The pair that reads the log, renewed when an auditor leaves (spec/store §1)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind, KindClass
from storage.audit.verifier import parse_entry
from storage.keys.scopes import Scope
from storage.keys.spaces import reading_key_of_grant
from storage.sealing.secret import SealBroken
from storage.vault.reading_pair import renew_pair
from storage.vault.session import Session
from tests.vault.stage import Stage, logged, refs
from tests.vault.test_lifecycle import sound


def read(session: Session, seq: int) -> bool:
    """Whether a session opens the details of one entry."""
    [told] = session.trail.told([seq])
    return bool(told.details)


def dossier(stage: Stage, login: str) -> int:
    """Somebody reads a dossier; the number of the entry."""
    session = stage.enter(login)
    session.clients.history(next(iter(refs(session).values())))
    [(seq,)] = stage.sql("SELECT max(seq) FROM log WHERE kind = ?", int(Kind.DOSSIER_READ))
    session.end()
    return int(seq)


def test_U23_after_an_auditor_left_the_old_half_opens_nothing_new(stage: Stage) -> None:
    before = dossier(stage, "ivan")
    vera = stage.enter("vera")
    half = reading_key_of_grant(vera.entered.keyring.readers[Scope.AUDIT_READING])
    anna = stage.enter("anna")
    assert not anna.rotation.pair_due() and read(vera, before)
    anna.people.suspend("vera")
    assert anna.rotation.pair_due()
    anna.rotation.settle()
    assert not anna.rotation.pair_due() and logged(stage, Kind.AUDIT_KEYS) == 2
    after = dossier(stage, "ivan")
    start = stage.sql("SELECT entry FROM log WHERE kind = ? ORDER BY seq DESC LIMIT 1", int(Kind.SESSION_START))
    from storage.audit.details import open_session

    with pytest.raises(SealBroken):
        open_session(anna.entered.premises.store_id, parse_entry(bytes(start[0][0])), {KindClass.READING: half})
    again = stage.enter("anna")
    assert read(again, before) and read(again, after), "who stays reads both"
    again.rotation.settle()
    assert logged(stage, Kind.AUDIT_KEYS) == 2, "once is enough"
    assert sound(stage)


def test_a_new_auditor_reads_what_was_logged_before_him(stage: Stage) -> None:
    before = dossier(stage, "ivan")
    anna = stage.enter("anna")
    assert renew_pair(anna.entered) == 2
    anna.people.restore("vera")
    after = dossier(stage, "ivan")
    anna.people.change_role("klara", "auditor")
    klara = stage.enter("klara")
    assert read(klara, before) and read(klara, after)


def test_the_admins_class_is_renewed_with_it(stage: Stage) -> None:
    anna = stage.enter("anna")
    anna.people.change_role("adam", "manager")
    assert anna.rotation.pair_due()
    anna.rotation.settle()
    assert stage.sql('SELECT count(*) FROM "grant" WHERE epoch = 2 AND scope_kind = ?', int(Scope.AUDIT_ADMIN)) == [
        (3,)
    ]


def test_only_an_owner_renews_it_and_offboarding_an_auditor_does(stage: Stage) -> None:
    boris = stage.enter("boris")
    with pytest.raises(Problem) as told:
        renew_pair(boris.entered)
    assert told.value.exit_code is ExitCode.REFUSED
    done = stage.enter("anna").leaving.offboard("vera")
    assert done.missing == () and done.certificate is not None and logged(stage, Kind.AUDIT_KEYS) == 2
