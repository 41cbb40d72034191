"""A real `import` in a real process, killed or told to end: nothing half-written, and the same file completes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.cli.station import Station

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "from storage.sealing import derive; derive.TEST_KDF_ALLOWED = True; from tui.__main__ import main; main()"
"""`python -m tui` with the cheap derivation that the tests' stores are founded with."""
CLIENTS, ROWS = 4_000, 20_000
MOMENTS = int(os.environ.get("KARTOTEKA_KILLS", "4"))
"""Kills of a real import in a run of the suite; KARTOTEKA_KILLS=10 for the whole figure."""


def sales(folder: Path, rows: int) -> Path:
    path = folder / "sales.csv"
    lines = ["Дата;Документ;Код клиента;Товар;Количество;Сумма"]
    for n in range(rows):
        lines.append(f"2024-{1 + n % 12:02}-{1 + n % 28:02};Д{n // 3};К{n % CLIENTS:04};Т{n % 50};2;{1 + n % 900},50")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def start(station: Station, file: Path) -> subprocess.Popen[str]:
    words = ["--store", str(station.store), "--passphrase-file", str(station.secret), "--lang", "en", "import"]
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; {PROGRAM.replace('main()', 'sys.exit(main())')}", *words, str(file)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def log_size(store: Path) -> int:
    """Entries of the log, seen from outside while somebody writes."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as raw:
        return int(raw.execute("SELECT size FROM log_head").fetchone()[0])


def wait_for_entries(process: subprocess.Popen[str], store: Path, count: int) -> None:
    """Until the log has grown to `count` entries: a moment inside the work, however slow the machine is."""
    while process.poll() is None and log_size(store) < count:
        time.sleep(0.002)


def copy(template: Station, folder: Path) -> Station:
    folder.mkdir()
    for file in template.folder.iterdir():
        shutil.copy2(file, folder / file.name)
    made = Station.__new__(Station)
    made.folder, made.store, made.secret = folder, folder / template.store.name, folder / template.secret.name
    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Station:
    return Station(tmp_path_factory.mktemp("template"))


@pytest.mark.in_a_file("watches the file while the command writes; kills on a server are in tests/server")
@pytest.mark.slow
def test_kill_9_of_the_command(template: Station, tmp_path: Path) -> None:
    """U03. In turn moments of the clock from its start on, and of the log, where the writing is."""
    rng = random.Random(4)
    fresh, killed = copy(template, tmp_path / "fresh"), copy(template, tmp_path / "killed")
    file = sales(tmp_path, ROWS)
    first = log_size(fresh.store)
    begin = time.monotonic()
    process = start(fresh, file)
    out, err = process.communicate(timeout=300)
    seconds = time.monotonic() - begin
    assert process.returncode == 0, err
    assert "20,000" in out
    entries = log_size(fresh.store) - first
    empty = killed.run("store", "check", "--json").json
    reached = 0
    for number in range(MOMENTS):
        process = start(killed, file)
        if number % 2:
            wait_for_entries(process, killed.store, log_size(killed.store) + rng.randint(3, entries - 4))
        else:
            with suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0, seconds * 0.8))
        process.kill()
        process.communicate()
        reached += process.returncode == -signal.SIGKILL
        seen = killed.run("store", "check", "--json").json
        assert seen["ok"], seen["faults"]
        assert seen["lines"] in (0, ROWS)
        assert seen["dump"] == empty["dump"] or seen["lines"] == ROWS
        if seen["lines"]:
            killed = copy(template, tmp_path / f"again{number}")
    assert reached >= MOMENTS - 2
    process = start(killed, file)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    after, wanted = (each.run("store", "check", "--json").json for each in (killed, fresh))
    assert after["ok"] and wanted["ok"] and wanted["lines"] == ROWS
    assert after["dump"] == wanted["dump"]
    assert killed.run("audit", "verify").status == 0


@pytest.mark.in_a_file("watches the file while the command writes; kills on a server are in tests/server")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["INT", "TERM", "HUP"],
)
def test_told_to_end_in_the_middle_of_writing(
    template: Station, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    """What was written is taken back by the command itself, and the session has an end in the log."""
    station = copy(template, tmp_path / "station")
    before = station.run("store", "check", "--json").json
    size = log_size(station.store)
    process = start(station, sales(tmp_path, ROWS))
    # Start, opening and plan of the import: the next entry is its first thousand clients.
    wait_for_entries(process, station.store, size + 3)
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (status, "", "Stopped.\n")
    with closing(sqlite3.connect(station.store)) as raw:
        assert raw.execute("SELECT state FROM batch").fetchall() == [(2,)], "taken back before anybody came"
        assert raw.execute("SELECT count(*) FROM client").fetchone() == (0,)
    after = station.run("store", "check", "--json").json
    assert after["ok"] and after["dump"] == before["dump"]
    assert station.run("audit", "verify").status == 0


@pytest.mark.in_a_file("watches the file while the command writes; kills on a server are in tests/server")
def test_told_to_end_before_anything_is_written(template: Station, tmp_path: Path) -> None:
    station = copy(template, tmp_path / "station")
    before = station.run("store", "check", "--json").json
    size = log_size(station.store)
    process = start(station, sales(tmp_path, ROWS))
    wait_for_entries(process, station.store, size + 2)
    process.terminate()
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (143, "", "Stopped.\n")
    after = station.run("store", "check", "--json").json
    assert after["ok"] and after["dump"] == before["dump"]
