"""A firm of every role on a real server, whatever engine the other rooms run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.entities.client import ClientCard, ClientContacts
from tests.postgres import TestServer, shared_server
from tests.vault import stage as stages
from tests.vault.fixtures import _cheap
from tests.vault.stage import Stage, cheap_derivation, found_stage, import_cards, import_sales, staff_up

__all__ = ["_cheap"]


@pytest.fixture(scope="session")
def server(program: Callable[[str], Path]) -> TestServer:
    """The server of this run; skipped with the reason where PostgreSQL is not installed."""
    program("initdb")
    return shared_server()


@pytest.fixture(scope="session")
def served_template(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The firm of the other rooms, on the server."""
    patch = pytest.MonkeyPatch()
    patch.setattr(stages, "WANTED", True)
    with cheap_derivation():
        made = found_stage(tmp_path_factory.mktemp("served") / "firm.kartoteka")
        staff_up(made)
        session = made.enter("boris")
        import_sales(session)
        contacts = ClientContacts(("+7 900 123-45-67",))
        import_cards(session, "Юг", ClientCard("Лютик", external_id="L-1", created_day=20_000), contacts=contacts)
        session.end()
        made.close()
    patch.undo()
    return made


@pytest.fixture
def served(served_template: Stage, tmp_path: Path) -> Iterator[Stage]:
    """A copy of it to do anything to."""
    copied = served_template.copy(tmp_path / "firm.kartoteka")
    yield copied
    copied.close()
