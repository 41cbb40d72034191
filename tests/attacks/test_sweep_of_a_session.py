"""A day of commands, one process killed in the middle: no token in store, WAL, temp, home or copy."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.attacks.test_plaintext import TOKENS, swept
from tests.cli.station import Station

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys
from storage.sealing import derive
derive.TEST_KDF_ALLOWED = True
from tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
CLIENTS = (
    "Название;Город;Телефон;Почта;Примечание\n"
    "ООО Зюйдвестлогистика;Тула;+7 900 765-43-21;kspz@zyuydvest.example;спросить Бурмистрову\n"
)
SALES = "Клиент;Дата;Документ;Товар;Количество;Сумма\nООО Зюйдвестлогистика;02.02.2026;КСПЗ-771;Подкрановый;1;5,00\n"


@pytest.mark.in_a_file("its bytes lie in the server's folder, what they are is in tests/server")
def test_nothing_lies_about_after_a_day_of_commands(tmp_path: Path) -> None:
    place, sources = tmp_path / "place", tmp_path / "sources"
    for name in ("home", "tmp", "work", "store", "copies"):
        (place / name).mkdir(parents=True)
    sources.mkdir()
    station = Station(place / "store")
    for name, text in (("clients.csv", CLIENTS), ("sales.csv", SALES)):
        (sources / name).write_text(text, "utf-8")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(place / "home"), "TMPDIR": str(place / "tmp"), "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    words = ["--store", str(station.store), "--passphrase-file", str(station.secret)]

    def start(*more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", RUN, *words, *more], cwd=place / "work", env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    shown = b""
    for more in (
        ("import", str(sources / "clients.csv")),
        ("import", str(sources / "sales.csv")),
        ("clients",),
        ("client", "find", "Зюйдвест"),
        ("backup", "create", str(place / "copies")),
        ("client", "find", "нет такого \x1b]0;x\x07"),
        ("import", str(sources / "none.csv")),
    ):
        out, err = start(*more).communicate(timeout=120)
        shown += out
        assert b"Traceback" not in err
    assert "Зюйдвестлогистика".encode() in shown, "the scenario has something to leave behind"
    killed = start("store", "check")
    time.sleep(1.0)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert list((place / "copies").iterdir()) and swept(place) == []
    (place / "tmp" / "left").write_bytes(TOKENS[0].encode("utf-16-le"))
    assert swept(place) == [("left", TOKENS[0])]
