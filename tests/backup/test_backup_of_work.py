"""People, tasks, dossier and private records come back with a restored copy, histories included (U22)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.entities.files import FileNote
from core.entities.people import Person, PersonProfile, Position
from core.entities.work import Activity, ActivityText, Task
from storage.backup import create
from storage.records.registers import Register
from storage.vault.books.files import FILE
from storage.vault.books.people import PERSON, POSITION, PROFILE
from storage.vault.books.work import ACTIVITY, ACTIVITY_TEXT, OWN_TASK, TASK
from storage.vault.session import Session
from tests.backup.test_backup import restored
from tests.vault.stage import Stage, cheap_derivation, found_stage, import_sales, refs, staff_up

HANDLE = b"p" * 16


@pytest.fixture
def worked(tmp_path: Path) -> Iterator[Stage]:
    """A client with something in every register that a dossier is made of; a person changed once."""
    with cheap_derivation():
        stage = found_stage(tmp_path / "here.store")
        staff_up(stage)
        session = stage.enter("boris")
        import_sales(session)
        client = refs(session)["C-1"]
        book, receipt = session.registers, session.registers.noting(client)
        with book.writing(client) as writing:
            book.add(writing, PERSON, client, Person(id=HANDLE, surname="Орехов", given="Пётр"))
            book.add(writing, POSITION, client, Position(person=HANDLE, title="владелец", rung="owner"))
            book.add(writing, TASK, client, Task(text="перезвонить", due=20_500))
            book.add(writing, OWN_TASK, session.entered.identity.person_id, Task(text="отпуск", due=20_600))
            called = book.add(writing, ACTIVITY, client, Activity(kind="call", day=20_400, people=(HANDLE,)))
            text = ActivityText(activity=called.id, text="просил отсрочку")
            book.add(writing, ACTIVITY_TEXT, client, text, receipt=receipt)
            private = PersonProfile(person=HANDLE, hobbies="рыбалка")
            book.add(writing, PROFILE, client, private, receipt=receipt)
        note = FileNote(name="договор.txt", kind="txt", size=0)
        session.attachments.attach(FILE, client, note, b"the paper itself", receipt)
        kept = book.all(PERSON)[0]
        with book.writing(client) as writing:
            book.change(writing, PERSON, kept, msgspec.structs.replace(kept.fields, given="Павел"))
        session.end()
        yield stage
        stage.close()


def told(session: Session) -> dict[str, object]:
    """Everything the head can read of the client and of his own, with the history of the person."""
    client, book = refs(session)["C-1"], session.registers
    receipt = book.read(client, "people")
    registers: tuple[Register[Any], ...] = (PERSON, POSITION, TASK, ACTIVITY, ACTIVITY_TEXT, PROFILE)
    found: dict[str, object] = {
        each.name: [stored.fields for stored in book.of(each, [client], receipt)] for each in registers
    }
    files = book.of(FILE, [client], receipt)
    found["files"] = [session.attachments.content(FILE, each, receipt) for each in files]
    found["own"] = [each.fields for each in book.all(OWN_TASK)]
    found["history"] = [change.fields for change in book.history(PERSON, book.all(PERSON)[0])]
    assert session.upkeep.check().faults == []
    session.end()
    return found


def test_U22_registers_come_back_from_a_copy_as_they_were(worked: Stage, tmp_path: Path) -> None:
    before = told(worked.enter("boris"))
    assert all(before.values()) and before["history"] == [{"given": ("Пётр", "Павел")}]
    admin = worked.enter("adam")
    copy = create(admin, tmp_path / "copy.kbackup")
    admin.end()
    target = tmp_path / "new.store"
    restored(worked, copy.file, target)
    again = Stage(target, worked.founded, worked.clock)
    assert told(again.enter("boris")) == before
    session = again.enter("boris")
    session.rotation.rotate(next(iter(session.entered.keyring.portfolios)))
    session.end()
    assert told(again.enter("boris")) == before, "and from new keys in the restored store"
    again.close()
