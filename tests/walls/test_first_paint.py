"""The unlock screen stands before anything heavy is loaded: a passphrase takes seconds to type, imports do not wait."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from tests.packaging.sentences import russian
from tests.packaging.stores import make_store
from tests.terminal.pty_session import PtySession
from tests.walls.source import ROOT, packages

HEAVY = {"numpy", "pandas", "scipy", "sqlalchemy", "alembic", "rapidfuzz"}


def test_the_unlock_screen_paints_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    store = make_store([sys.executable, "-m", "tui"], tmp_path, environment)
    marker = re.escape(russian("Passphrase"))
    report = tmp_path / "modules"
    probe = [sys.executable, "-m", "tests.walls.first_paint_probe", str(report), marker, "--store", str(store)]
    with PtySession(probe, cwd=str(tmp_path), env=environment) as session:
        assert session.wait_exit(timeout=60) == 0, session.text
    loaded = set(report.read_text(encoding="utf-8").split())
    assert {"tui.__main__", "textual.app"} <= loaded
    assert not packages(loaded) & HEAVY
