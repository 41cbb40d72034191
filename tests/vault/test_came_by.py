"""AUD names the SSH key a session came by (U01, R6)."""

from __future__ import annotations

import base64
import hashlib

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault.premises import Via, open_premises
from storage.vault.session import enter
from tests.ssh.test_keys import text_of
from tests.vault.stage import Stage, logged, refs, secret_of


def test_U01_the_key_of_a_session_stands_in_its_entry_for_who_reads_the_log(stage: Stage) -> None:
    line = text_of()
    stage.enter("adam").ssh_keys.add("ivan", line, "workstation")
    print_ = hashlib.sha256(base64.b64decode(line.split()[1])).digest()
    [(person,)] = stage.sql("SELECT id FROM roster WHERE login = 'ivan'")
    premises = open_premises(stage.path, stage.clock, Via(bytes(person), print_))
    stage.opened.append(premises)
    enter(premises, "ivan", secret_of("ivan"), clock=stage.clock).end()
    told = "SHA256:" + base64.b64encode(print_).decode().rstrip("=")
    vera = stage.enter("vera")
    starts = vera.trail.entries(kind="session_start", actor=bytes(person))
    assert [each.details for each in starts] == [{"key": told}]
    own = [each for each in vera.trail.entries(kind="session_start") if each.actor != bytes(person)]
    assert own and all(each.details == {} for each in own), "at the machine itself"
    assert Kind.SESSION_START.name.lower() == starts[0].kind
    assert all(each.details == {} for each in stage.enter("petr").trail.entries(kind="session_start"))


def test_U01_a_key_that_is_taken_away_ends_the_session_that_came_by_it(stage: Stage) -> None:
    """A revoked key still logged in: the next step is one sentence, dossiers stay closed, nothing is lost."""
    line = text_of()
    stage.enter("adam").ssh_keys.add("ivan", line, "workstation")
    print_ = hashlib.sha256(base64.b64decode(line.split()[1])).digest()
    [(person,)] = stage.sql("SELECT id FROM roster WHERE login = 'ivan'")
    premises = open_premises(stage.path, stage.clock, Via(bytes(person), print_))
    stage.opened.append(premises)
    ivan = enter(premises, "ivan", secret_of("ivan"), clock=stage.clock)
    at_the_machine = stage.enter("ivan")
    client = refs(ivan)["C-1"]
    adam = stage.enter("adam")
    adam.ssh_keys.remove("ivan", adam.ssh_keys.listed()[0].key.told())
    for step in (ivan.clients.load, lambda: ivan.clients.history(client), ivan.feed):
        with pytest.raises(Problem) as told:
            step()
        assert told.value.exit_code is ExitCode.REFUSED
    assert logged(stage, Kind.DOSSIER_READ) == 0
    assert client in at_the_machine.clients.load().ids, "who did not come by it works on"
