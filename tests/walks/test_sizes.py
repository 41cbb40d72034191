"""Every workplace with five accounts and with five thousand, over a real store (S03.71)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from storage.vault.premises import open_premises
from tests.tui.app_under_test import quiet, text
from tests.walks.sample import evening_store
from tests.walks.story import EveningClock
from tui.app import Workstation
from tui.commands.workplaces import WORKPLACES
from tui.desk.desk import Desk
from tui.desk.making import DEMO_PASSPHRASE, MadeDemo
from tui.options import Options


@pytest.fixture(params=[5, pytest.param(5_000, marks=pytest.mark.long)])
def firm(request: pytest.FixtureRequest) -> Iterator[MadeDemo]:
    made = evening_store(request.param)
    yield made
    shutil.rmtree(made.store.parent)


async def test_S03_71_every_workplace_opens_with_five_accounts_and_with_five_thousand(firm: MadeDemo) -> None:
    login = next(each.login for each in firm.people if each.role == "head")
    options = Options(store=str(firm.store), login=login, start="TODAY")
    station = Workstation(options, lambda: Desk(open_premises(firm.store, EveningClock(1))))
    shown = {}
    async with station.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press(*DEMO_PASSPHRASE, "enter")
        await quiet(pilot)
        assert station.workplaces is not None
        for workplace in WORKPLACES:
            station.workplaces.go(workplace.code)
            await quiet(pilot)
            assert station.incident is None, workplace.code
            shown[workplace.code] = text(pilot)
    station.close_desk()
    assert len(set(shown.values())) == len(WORKPLACES)
    assert str(firm.clients) in shown["ACC"].replace("\N{NO-BREAK SPACE}", "")
