"""A table pasted into a real terminal: every tab and line end arrives (issue: 5,000 rows × 10 columns)."""

from __future__ import annotations

import string

from tests.terminal.fake_run import fake_session, unlock
from tui.commands.workplaces import WORKPLACES

ROWS, COLUMNS = 5000, 10
_SIGN = ("1234567890" + string.ascii_lowercase)[[place.code for place in WORKPLACES].index("IMP")]
"""Its key in the menu."""


def test_S03_57_a_pasted_table_of_5000_rows_keeps_its_tabs() -> None:
    line = "\t".join(f"ячейка{column}" for column in range(COLUMNS))
    text = "\r".join(f"{number}{line}" for number in range(ROWS))
    with fake_session("--start", "ACC") as session:
        unlock(session)
        session.press("f9")
        session.send(_SIGN)
        session.wait_for("1 Источник")
        session.settle()
        session.paste(text)
        session.wait_for(f"{ROWS} x {COLUMNS}; {len(text)}", timeout=60)
        session.wait_for("4ячейка0", timeout=60)
        assert "4ячейка0" in session.text and "ячейка3" in session.text
