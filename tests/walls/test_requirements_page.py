"""Every test that docs/requirements.md points to is there, and every row names an ID."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?P<ids>[SU][^|]*) \|.*\| (?P<test>\S+) \|$")


def rows() -> list[re.Match[str]]:
    lines = (ROOT / "docs" / "requirements.md").read_text("utf-8").splitlines()
    return [found for line in lines if (found := ROW.match(line))]


def test_every_row_has_an_id_and_a_test_that_exists() -> None:
    found = rows()
    assert len(found) > 20
    for row in found:
        assert re.fullmatch(r"(S\d{2}\.\d{2,3}|U\d{2})([–, ]+(S\d{2}\.\d{2,3}|U\d{2}))*", row["ids"]), row["ids"]
        file, _, name = row["test"].partition("::")
        path = ROOT / file
        assert path.exists(), file
        if name:
            assert f"def {name}(" in path.read_text("utf-8"), row["test"]
