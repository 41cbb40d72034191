"""Whatever a table holds: imported twice is once, and an undo gives the dump of before (issue: Must show)."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage

_CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=12)
_NAME = st.sampled_from(["Ромашка", "Вектор", "Заря", "Клиент C-1", "Кедр"]) | _CELL
_INN = st.sampled_from(["", "7707083893", "7728168971", "770708389"])
_ROWS = st.lists(st.tuples(_NAME, _INN, _CELL, st.sampled_from(["", "C-1", "C-2", "N-9"])), min_size=1, max_size=8)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS)
def test_twice_is_once_and_undo_is_the_dump_of_before(stage: Stage, rows: list[tuple[str, str, str, str]]) -> None:
    desk = desk_of(stage)
    try:
        before = desk.session.upkeep.dump_digest()
        table = "Наименование\tИНН\tГород\tКод\n" + "\n".join("\t".join(row) for row in [("Основа", "", "", ""), *rows])
        desk.wizard.begin_paste(table)
        for button in ("firm_names", "look_alikes", "yo"):
            desk.wizard.press(button)
        first = desk.wizard.commit(desk.wizard.plan().sha256)
        after = desk.session.upkeep.dump_digest()
        assert first.batch is not None and after != before
        desk.wizard.begin_paste(table)
        for button in ("firm_names", "look_alikes", "yo"):
            desk.wizard.press(button)
        again = desk.wizard.commit(desk.wizard.plan().sha256)
        assert (again.batch, again.new) == (None, 0) and desk.session.upkeep.dump_digest() == after
        desk.wizard.undo(first.batch)
        assert desk.session.upkeep.dump_digest() == before
    finally:
        desk.close("end")
