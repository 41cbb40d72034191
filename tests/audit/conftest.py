from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.support import Firm, new_firm, statement


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A store with its owner, a head and a manager."""
    made = new_firm(tmp_path / "firm.kartoteka")
    made.found()
    with made.step("owner") as step:
        made.state_person(step, statement("head", "head"))
        made.state_person(step, statement("manager", "manager"))
    return made
