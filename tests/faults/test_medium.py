"""A disk that is full, read-only or gone: one sentence, exit 6, nothing half-written (issue "Bad input")."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import OWNER, PASSPHRASE, Station, cheap_keys, inside
from tests.cli.test_commands import SALES
from tui.desk.desk import open_desk

ROOT = Path(__file__).resolve().parents[2]
LIMITED = """
import os, resource, signal, sys
signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # until the program minds signals itself
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from storage.sealing import derive
derive.TEST_KDF_ALLOWED = True
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from tui.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


def limited(size: int, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process that may not make a file longer than `size`: what a full disk does to it."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), *words],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.in_a_file("the full disk is the server's")
@pytest.mark.parametrize("room", [0, 20_000, 60_000])
def test_a_full_disk_in_the_middle_of_an_import(station: Station, room: int) -> None:
    rows = "".join(f"Клиент {n};0{1 + n % 9}.02.2026;РН-{n};Болт;1;5,00\n" for n in range(2_500))
    file = station.file("sales.csv", SALES.partition("\n")[0] + "\n" + rows)
    before = station.run("store", "check", "--json").json["dump"]
    size = station.store.stat().st_size + room
    said = limited(size, "--store", str(station.store), "--passphrase-file", str(station.secret), "import", file)
    assert said.returncode == ExitCode.STORE, said.stderr
    assert len(said.stderr.strip().splitlines()) == 1 and "Клиент" not in said.stderr
    after = station.run("store", "check", "--json").json
    assert after["ok"] and after["dump"] == before
    with inside(station.folder):
        assert station.run("import", file, "--json").json["clients"] == 2_500


def test_a_store_that_cannot_be_written(station: Station) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere; run the tests as an ordinary user to see this one")
    station.store.chmod(0o400)
    assert station.run("clients").status == ExitCode.STORE


def test_a_stopped_import_leaves_nothing(station: Station) -> None:
    rows = "".join(f"Клиент {n};0{1 + n % 9}.02.2026;РН-{n};Болт;1;5,00\n" for n in range(60_000))
    file = station.file("sales.csv", SALES.partition("\n")[0] + "\n" + rows)
    before = station.run("store", "check", "--json").json["dump"]
    words = ["--store", str(station.store), "--passphrase-file", str(station.secret), "import", file]
    for seconds in (0.4, 1.5):
        process = subprocess.Popen(
            [sys.executable, "-c", LIMITED, str(2**40), *words],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=60)
        assert "Traceback" not in err
        assert process.returncode in (130, ExitCode.REFUSED, ExitCode.STORE), err
        after = station.run("store", "check", "--json").json
        assert after["ok"] and after["dump"] == before


def test_U15_history_of_several_changes(station: Station) -> None:
    """Every change of a card is told, not only the last one."""
    with inside(station.folder):
        station.run("import", station.file("sales.csv", SALES))
    desk = open_desk(str(station.store), "ru")
    with cheap_keys():
        desk.unlock(OWNER, bytearray(PASSPHRASE.encode()))
    client = desk.finding.find("Ромашка", 1).hits[0].id
    for before, after in (("", "Москва"), ("Москва", "Тверь"), ("Тверь", "Псков")):
        desk.edit_card(client, "city", after, before)
    assert [(each.before, each.after) for each in desk.history(client)] == [
        ("Тверь", "Псков"), ("Москва", "Тверь"), ("", "Москва")
    ]  # fmt: skip
    undone = desk.undo()
    assert undone is not None and undone.value == "Тверь"
    assert [each.cause.partition(":")[0] for each in desk.history(client)] == ["undo", "person", "person", "person"]
    desk.close("end")
    assert station.run("store", "check", "--json").json["ok"]
