"""Every table of a screen leaves through the one exporter, with the words of its screen (issue 5, U06, S03.58)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from pathlib import Path

import pytest

from core.entities.vocabulary import STEPS
from core.problem import Problem
from core.wording.labels import label
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk
from tui.desk.export_views import sheet_of, told, view_to_ask
from tui.desk.port_exports import LISTS, OF_ONE
from tui.desk.port_standing import TABS, View


def words_of(desk: Desk) -> dict[str, dict[str, str]]:
    """What the tables that belong to one figure, client or item are asked with."""
    client = next((each.hex() for each in desk.base.ids), "")
    return {
        "members": {"tab": "matrix", "key": "A-X"},
        "evidence": {"figure": "acquired", "period": "year", "first": "2026-02-01"},
        "cells": {"client": client},
        "persons": {"client": client},
        "documents": {"client": client},
        "goods": {"text": "бумага"},
    }


def whole(desk: Desk, name: str, **words: str) -> list[dict[str, object]]:
    """The table of a view, every cell checked."""
    sheet = sheet_of(desk, view_to_ask({"list": name} | words))
    keys = [column.key for column in sheet.columns]
    assert len(set(keys)) == len(keys), name
    assert all(column.title for column in sheet.columns), name
    for row in sheet.rows:
        assert len(row) == len(keys), name
        for cell in row:
            assert cell is None or isinstance(cell, str | int | float | dt.date), name
            assert not isinstance(cell, float) or math.isfinite(cell), name
    return [dict(zip(keys, row, strict=True)) for row in sheet.rows]


def test_U06_every_table_of_a_screen_can_be_taken_out(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    extra = words_of(desk)
    for name in LISTS:
        if name not in OF_ONE or name in extra:
            whole(desk, name, **extra.get(name, {}))
    keys = whole(desk, "keys")
    assert [row["id"] for row in keys] == [row.id for row in desk.keys.answer().rows]
    shares = whole(desk, "dependency")
    assert sum(float(str(row["turnover_share"])) for row in shares) == pytest.approx(1, abs=0.01)
    periods = whole(desk, "periods", period="quarter")
    assert [row["acquired"] for row in periods] == [each.acquired for each in desk.worth.metrics("quarter").periods]


def test_U06_an_empty_base_gives_tables_without_rows(empty: Stage) -> None:
    desk = desk_of(empty, "anna")
    for name in LISTS:
        if name not in OF_ONE:
            whole(desk, name)


def test_U06_a_table_of_figures_has_nothing_planted_and_one_of_clients_has(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    for name, planted in (("periods", 0), ("keys", 3)):
        line = desk.exports.ask({"list": name}, "сверка", "csv")
        assert line.state == "made"
        rows = Path(line.file).read_text("utf-8-sig").splitlines()[2:-1]
        assert len(rows) == line.rows + planted
    assert "rows" not in told({"list": "periods", "rows": "figures"})


@pytest.mark.parametrize(
    "view",
    [
        {"list": "people"},
        {"list": "keys", "owner": "Ivan"},
        {"list": "keys", "rows": "figures"},
        {"list": "periods", "period": "decade"},
        {"list": "stages", "first": "вчера"},
        {"list": "queue", "limit": "0"},
        {"list": "segments", "tab": "nowhere"},
        {"list": "dependency", "selection": "00"},
        {"list": "cells", "client": "zz"},
    ],
)
def test_U06_a_table_that_is_none_is_refused_in_a_sentence(stage: Stage, view: dict[str, str]) -> None:
    desk = desk_of(stage, "boris")
    with pytest.raises(Problem):
        desk.exports.ask(view, "сверка")
    assert desk.exports.book().mine == ()


def test_U12_every_tab_of_the_classification_of_a_saved_selection(stage: Stage) -> None:
    desk = desk_of(stage, "boris")
    chosen = [refs(desk.session)[ref].hex() for ref in ("C-1", "C-2")]
    handle = desk.selections.save("двое", None, chosen)
    for tab in TABS:
        all_, some = (desk.standing.segment(View(tab, selection=each)) for each in ("", handle))
        assert some.clients == 2 < all_.clients
        for figure in some.figures:
            found = desk.standing.members(some.view, figure.key)
            assert {row.id for row in found.rows(0, len(found))} <= set(chosen), (tab, figure.key)
            assert figure.count <= 2
    pyramid = desk.standing.segment(View("pyramid", selection=handle))
    assert sum(each.count for each in pyramid.figures if each.level is not None) == 2
    assert sum(each.share or 0 for each in pyramid.figures if each.level is not None) == pytest.approx(1)
    assert len(whole(desk, "members", tab="pyramid", key="large", selection=handle)) <= 2


def test_U10_S02_02_figures_of_rec_white_and_today_open_their_evidence(stage: Stage) -> None:
    """Every figure on a screen opens its evidence (issue 5)."""
    desk = desk_of(stage, "boris")
    client, reports = refs(desk.session)["C-1"].hex(), desk.reports
    bought = {each.document for each in desk.purchases(client)}
    stake = reports.client_evidence("stake", client)
    assert bought == {row.what.partition(" · ")[0] for row in stake.rows if row.day is not None}
    assert stake.rows[0].day is None
    assert [row.day for row in stake.rows[2:]] == sorted((each.day for each in desk.purchases(client)), reverse=True)
    top = reports.client_evidence("top20")
    sums = [row.amount.amount for row in top.rows if row.amount is not None]
    assert sums == sorted(sums, reverse=True) and top.total == desk.today().top20_clients
    white = desk.white.client(client)
    potential = reports.client_evidence("potential", client)
    assert sum(row.amount.amount for row in potential.rows if row.amount) == sum(
        each.potential.amount for each in white.cells
    )
    group = next(each for each in white.cells if each.turnover.amount)
    behind = reports.client_evidence("group", client, group.group)
    own = [row.amount.amount for row in behind.rows if row.id == client and row.amount is not None]
    assert sum(own) == group.turnover.amount
    case = desk.recovery.claim(client)
    assert case.client_id in {row.id for row in reports.client_evidence("outcomes").rows}
    assert reports.client_evidence("less", client).figure == "less"
    claims = {each.name: each for each in reports.report("month").claims}
    assert reports.evidence("regulars").total == round((claims["regulars"].ours or 0) * claims["regulars"].n)
    assert reports.evidence("innovators").total == round((claims["innovators"].ours or 0) * claims["innovators"].n)
    told = [row.what for row in reports.evidence("asked").rows]
    assert told.count("спросили") == claims["asked"].n and set(told) <= {"спросили", "не спрашивали"}
    rings: dict[str, int] = {each.tier: each.count for each in reports.report("month").rings}
    steps = Counter(row.what for row in reports.evidence("steps").rows)
    assert {step: steps[label("step", step)] for step in STEPS[1:]} == {step: rings[step] for step in STEPS[1:]}
    for figure, of in (("group", client), ("stake", "zz"), ("acquired", client)):
        with pytest.raises(Problem):
            reports.client_evidence(figure, of)  # type: ignore[arg-type]
