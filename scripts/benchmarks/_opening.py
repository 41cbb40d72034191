"""A dossier with 5,000 items of history and 200 people opened beside an empty one (issue 7)."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from core.entities.files import FileNote
from core.entities.people import Person, Position, RelationshipLink
from core.entities.work import Activity, ActivityText, Need, Task
from scripts.benchmarks._report import Report
from scripts.benchmarks._stores import OWNER, manager_store, secret, session_of
from storage.vault.books.files import FILE
from storage.vault.books.people import LINK, PERSON, POSITION
from storage.vault.books.work import ACTIVITY, ACTIVITY_TEXT, NEED, TASK
from storage.vault.session import Session
from tui.desk.desk import Desk, open_desk

ITEMS, PEOPLE, FILES = 5_000, 200, 20
CLIENTS = 300
FILE_BYTES = 1_000_000
MOST_MS = 100.0


def fill(session: Session, client_id: bytes) -> None:
    """Everything a key account gathers in ten years."""
    book, me = session.registers, session.entered.identity.person_id
    receipt = book.noting(client_id)
    today = (dt.datetime.now(dt.UTC).date() - dt.date(1970, 1, 1)).days
    with book.writing(client_id) as writing:
        people = []
        for n in range(PEOPLE):
            person = book.add(writing, PERSON, client_id, Person(surname=f"Орехов-{n}", given="Пётр"))
            people.append(person.id)
            chief = people[n // 6] if n else b""
            book.add(writing, POSITION, client_id, Position(person=person.id, title="закупщик", reports_to=chief))
            if n % 3 == 0:
                link = RelationshipLink(person=person.id, colleague=me, marks=((today - n, 3),))
                book.add(writing, LINK, client_id, link)
        for n in range(ITEMS - 500):
            day = today - n % 3_000
            called = Activity(kind="call", day=day, minutes=10, two_way=True, people=(people[n % PEOPLE],))
            made = book.add(writing, ACTIVITY, client_id, called)
            if n % 2 == 0:
                text = ActivityText(activity=made.id, text=f"говорили о поставке номер {n} и о сроках")
                book.add(writing, ACTIVITY_TEXT, client_id, text, receipt=receipt)
        for n in range(300):
            book.add(writing, TASK, client_id, Task(text=f"дело {n}", due=today - n, state="done", done_us=1))
        for n in range(200):
            book.add(writing, NEED, client_id, Need(text=f"потребность {n}", closed=today))
    for n in range(FILES):
        note = FileNote(name=f"скан {n}.jpg", kind="jpg", size=0)
        session.attachments.attach(FILE, client_id, note, bytes((n,)) * FILE_BYTES, receipt)


def tabs(desk: Desk, client_id: str) -> dict[str, Callable[[], object]]:
    """What the card asks for at once, and what each tab asks for when it is opened."""
    return {
        "Overview": lambda: desk.overview(client_id),
        "People": lambda: desk.persons.relations(client_id),
        "Work": lambda: (desk.work.of(client_id), desk.deals.contracts(client_id), desk.deals.deals(client_id)),
        "Commitments": lambda: desk.promises.rows(client_id, everything=True),
        "Risks": lambda: desk.threats.rows(client_id, everything=True),
        "History": lambda: desk.work.timeline(client_id),
        "Files": lambda: desk.files.rows(client_id),
    }


def measure(report: Report, folder: Path, runs: int) -> None:
    """Both opened in turn at one desk, several times; the first time of a login is told apart."""
    store = manager_store(folder / "opening.store", CLIENTS)
    with session_of(store) as session:
        ids = sorted(session.clients.load().ids)
        rich, empty = ids[0], ids[1]
        fill(session, rich)
    desk = open_desk(str(store), "ru")
    desk.unlock(OWNER, secret())
    desk.prepare(lambda _done, _total: True)
    first = _seconds(tabs(desk, empty.hex())["People"])
    report.figure("records of all registers, once a login", 1000 * first, " ms")
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, work in tabs(desk, rich.hex()).items():
            other = tabs(desk, empty.hex())[name]
            times.setdefault(name, []).append(1000 * (_seconds(work) - _seconds(other)))
    desk.close("end")
    middle = {name: statistics.median(found) for name, found in times.items()}
    for name, value in middle.items():
        report.figure(f"{name}, longer than of an empty dossier", value, " ms")
    card = sum(value for name, value in middle.items() if name not in ("History", "Files"))
    report.goal(f"card with {PEOPLE} people and {ITEMS} items, longer than empty", card, MOST_MS, " ms")
    for name in ("History", "Files"):
        report.goal(f"its tab {name}, longer than empty", middle[name], MOST_MS, " ms")


def _seconds(work: Callable[[], object]) -> float:
    """Processor time: what the neighbours of this process do is not its doing."""
    start = time.process_time()
    work()
    return time.process_time() - start
