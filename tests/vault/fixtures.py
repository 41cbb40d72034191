"""Fixtures of every room that proves the vault; each room's conftest takes them in by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.entities.client import ClientCard, ClientContacts
from storage.sealing import derive
from tests.vault.stage import Stage, cheap_derivation, found_stage, import_cards, import_sales, staff_up

_made: dict[str, Stage] = {}
"""Templates by name: made once in a run, whichever room asks first."""


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", True)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """People of every role, three portfolios, clients with sales in two of them, contacts, one edit by hand."""
    if "firm" not in _made:
        with cheap_derivation():
            stage = found_stage(tmp_path_factory.mktemp("template") / "firm.kartoteka")
            staff_up(stage)
            session = stage.enter("boris")
            import_sales(session)
            import_cards(
                session,
                "Юг",
                ClientCard("Лютик", external_id="L-1", city="Орёл", created_day=20_000),
                ClientCard("Василёк", external_id="L-2", created_day=20_000),
                contacts=ClientContacts(("+7 900 123-45-67",), ("info@lutik.example",)),
            )
            session.end()
            stage.close()
            _made["firm"] = stage
    return _made["firm"]


@pytest.fixture
def stage(template: Stage, tmp_path: Path) -> Iterator[Stage]:
    """A copy of the template to do anything to."""
    copied = template.copy(tmp_path / "firm.kartoteka")
    yield copied
    copied.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Stage]:
    """A store just founded: one person, one portfolio, nothing else."""
    made = found_stage(tmp_path / "empty.kartoteka")
    yield made
    made.close()
