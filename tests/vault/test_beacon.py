"""When checkpoints go out, and that they hold nobody up (spec/security §4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.rules import DEFAULT
from storage.audit import sinks
from storage.audit.checkpoint import parse
from storage.audit.kinds import Kind
from tests.vault.stage import Stage


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that the configuration of root names."""
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    (folder / "audit.toml").write_text(f'[[checkpoint]]\nfile = "{tmp_path}/checkpoints"\n', "utf-8")
    (folder / "audit.toml").chmod(0o644)
    monkeypatch.setattr(sinks, "CONFIGURATION", folder / "audit.toml")
    read = sinks.read_targets
    monkeypatch.setattr(sinks, "read_targets", lambda path: read(path, folder.stat().st_uid))
    return tmp_path / "checkpoints"


def sizes(target: Path) -> list[int]:
    notes = re.split(r"(?m)^(?=kartoteka/)", target.read_text("utf-8"))
    return [parse(each)[0].size for each in notes if each]


def test_at_the_start_at_the_end_and_every_64_entries(stage: Stage, target: Path) -> None:
    session = stage.enter("boris")
    start = session.entered.premises.log_size()
    for _ in range(2 * DEFAULT.checkpoint_entries):
        session.entered.gate.note(Kind.CLIENT_LISTED)
    session.end()
    found = sizes(target)
    assert found[0] == start and found[-1] == start + 2 * DEFAULT.checkpoint_entries + 1
    between = found[1:-1]
    assert len(between) == 2 and all(size % DEFAULT.checkpoint_entries == 0 for size in between)


def test_a_target_that_fails_is_told_to_the_keepers_alone(stage: Stage, target: Path) -> None:
    target.mkdir()
    for login, told in (("vera", ("file",)), ("ivan", ())):
        session = stage.enter(login)
        for _ in range(DEFAULT.checkpoint_entries):
            session.entered.gate.note(Kind.LOCKED)
        session.beacon._couriers.close(5)
        assert session.custody.alarms().sinks == told
        session.end()
