"""Clients to be found, in a real store, and the desk over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.entities.client import ClientCard, ClientContacts
from storage.vault.imports import NewClient
from tests.vault.stage import Stage, cards_order, home_of, secret_of
from tui.desk.desk import Desk

PHONE = "+7 916 555-43-21"
BASE: tuple[tuple[ClientCard, ClientContacts | None], ...] = (
    (ClientCard("ООО «Ромашка»", external_id="R-1", inn="7707083893", city="Казань"), None),
    (
        ClientCard("Иванов Пётр Сергеевич", kind="person", external_id="P-1", city="Тверь", loyalty_card="5001"),
        ClientContacts((PHONE,), ("petr.ivanov@berezka.example",)),
    ),
    (ClientCard("Иванов Павел Ильич", kind="person", external_id="P-2", city="Пермь", loyalty_card="5002"), None),
    (ClientCard("Иванова Анна Юрьевна", kind="person", external_id="P-3", city="Тверь"), None),
    (ClientCard("ЗАО Техноснаб", external_id="T-1", city="Омск", site="https://tehnosnab.example"), None),
)


def fill(stage: Stage, login: str = "boris", portfolio: str = "Север") -> None:
    """The clients of BASE into a portfolio."""
    session = stage.enter(login)
    home = home_of(session, portfolio)
    new = [NewClient(home, card, contacts) for card, contacts in BASE]
    assert session.imports.commit(session.imports.prepare(cards_order(new))) is not None
    session.end()


@contextmanager
def desk_of(stage: Stage, login: str = "boris") -> Iterator[Desk]:
    """An unlocked desk with its index built."""
    desk = Desk(stage.premises())
    desk.unlock(login, secret_of(login))
    desk.finding.ready()
    try:
        yield desk
    finally:
        desk.close("end")


def named(desk: Desk, text: str, limit: int = 5) -> list[tuple[str, str]]:
    """Names of the answers with their reasons."""
    return [(hit.name, hit.matched) for hit in desk.finding.find(text, limit).hits]


def id_of(desk: Desk, name: str) -> str:
    """Id of the client with exactly this name."""
    return next(row.id for row in map(desk.base.row, range(len(desk.base.ids))) if row.name == name)
