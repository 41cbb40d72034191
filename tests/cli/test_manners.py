"""A command that shows a progress lets everybody else have the processor first."""

from __future__ import annotations

import pytest

from tui import manners
from tui.cli.output import progress_line


@pytest.mark.parametrize(("program", "stepped"), [(True, [manners.STEP_BACK]), (False, [])])
def test_long_work_of_a_command_steps_back_once(
    program: bool, stepped: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []
    monkeypatch.setattr(manners.Program, "steps_back", program)
    monkeypatch.setattr("os.nice", found.append)
    report = progress_line("Keys")
    assert found == [], "not before it reports"
    assert report(1, 3) and report(2, 3)
    assert found == stepped
