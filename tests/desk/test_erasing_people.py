"""A contact person is erased on demand of the law: record, positions, links, profile and every history (U36)."""

from __future__ import annotations

import pytest

from core.entities.work import Activity
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault.books.people import LINK, PERSON, POSITION, PROFILE, REFERRAL
from storage.vault.books.work import ACTIVITY
from tests.desk.test_merged_base import desk_of
from tests.desk.test_persons import BUYER, OWNER, client, people
from tests.vault.stage import Stage, faults, logged
from tui.desk.desk import Desk


def filled(stage: Stage) -> tuple[Desk, str, str]:
    """A head's desk; the client and the person to be erased, known at two clients and named all over the first."""
    desk = desk_of(stage, "boris")
    here = client(desk)
    owner = desk.persons.save(here, "", {**OWNER, "phone": "+7 916 200-30-40"})
    desk.persons.save(here, owner, {"given": "Павел"})
    desk.persons.save(here, "", {**BUYER, "reports_to": owner})
    desk.persons.tie(here, owner, 3)
    desk.persons.save_profile(here, owner, {"birthday": "1980-02-29", "hobbies": "рыбалка на Волге"})
    desk.persons.refer(here, owner, "ООО «Сосед»")
    desk.persons.add_news(here, "поздравили Орехова с юбилеем")
    desk.work.add(ACTIVITY, here, Activity(kind="call", day=20_000, people=(bytes.fromhex(owner),)))
    desk.persons.left(here, owner, client(desk, "C-2"))
    return desk, here, owner


def test_U36_an_erased_person_leaves_no_record_profile_nor_history_anywhere(stage: Stage) -> None:
    desk, here, owner = filled(stage)
    handle, session = bytes.fromhex(owner), desk.session
    space = bytes.fromhex(here)
    rows = stage.sql("SELECT body FROM record WHERE space_id = ?", space)
    rows += stage.sql("SELECT body FROM history WHERE record_id IN (SELECT id FROM record WHERE space_id = ?)", space)
    assert f"person:{owner}" in dict(desk.erasure.people(here))
    done = desk.erasure.erase(here, [f"person:{owner}"])
    assert (done.erased, done.mentions) == (1, 1), "the news still names him: somebody is told to read it"
    for ref in ("C-1", "C-2"):
        assert "Орехов Павел" not in people(desk, ref) and not any("Орехов" in name for name in people(desk, ref))
    assert people(desk)["Зоя"].chief == "" and len(session.registers.all(PERSON)) == 1
    assert not [each for each in session.registers.all(POSITION) if each.fields.person == handle]
    assert not [each for each in session.registers.all(LINK) if each.fields.person == handle]
    ids = [space]
    assert session.registers.of(PROFILE, ids, session.registers.read(ids[0], "people")) == []
    assert [each.fields.people for each in session.registers.of(ACTIVITY, ids)] == [()]
    assert [(each.fields.whom, each.fields.person) for each in session.registers.of(REFERRAL, ids)] == [
        ("ООО «Сосед»", b"")
    ]
    on_disk = stage.bytes()
    assert len(rows) > 10 and all(bytes(body)[20:60] not in on_disk for (body,) in rows)
    assert faults(session) == [] and session.trail.verify().ok
    desk.finding.ready()
    assert not any(each.person for each in desk.finding.find("орехов", 5).hits)
    with pytest.raises(Problem):
        desk.undo()
        desk.undo()
    assert not any("Орехов" in name for ref in ("C-1", "C-2") for name in people(desk, ref))
    other = desk_of(stage, "ivan")
    assert list(people(other)) == ["Зоя"] and faults(other.session) == []
    assert logged(stage, Kind.ERASE) == 4, "one entry before and one after, for each client"


def test_U36_a_person_is_not_erased_by_his_manager_nor_under_a_wrong_key(stage: Stage) -> None:
    desk, here, owner = filled(stage)
    for key in ("person:", "person:00", "person:zz", f"person:{'0' * 32}"):
        with pytest.raises(Problem) as caught:
            desk.erasure.erase(here, [key])
        assert caught.value.exit_code is ExitCode.BAD_INPUT
    manager = desk_of(stage, "ivan")
    with pytest.raises(Problem) as refused:
        manager.erasure.erase(here, [f"person:{owner}"])
    assert refused.value.exit_code is ExitCode.REFUSED
    assert logged(stage, Kind.ERASE) == 0 and "Орехов Павел" in people(desk)
