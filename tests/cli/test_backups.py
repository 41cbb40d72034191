"""`backup …` as a person types it: a copy, a check, a store lost and put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Said, Station, run


@pytest.fixture
def station(tmp_path: Path) -> Station:
    """A store with the sheets of its recovery holders in private files."""
    made = Station(tmp_path)
    for number, words in enumerate(made.recovery):
        sheet = tmp_path / f"sheet{number}"
        sheet.write_text(words.replace(" ", "\n"), "utf-8")
        sheet.chmod(0o600)
    return made


def restore(station: Station, file: str, store: Path, *more: str) -> Said:
    secret = str(station.secret)
    return run(
        "--store", str(store), "backup", "restore", file, "--admin", "anna", "--auditor", "anna",
        "--admin-passphrase-file", secret, "--auditor-passphrase-file", secret, *more,
    )  # fmt: skip


def sheets(station: Station, *numbers: int) -> list[str]:
    return [word for number in numbers for word in ("--sheet", str(station.folder / f"sheet{number}"))]


def test_U22_a_store_is_lost_and_put_back(station: Station) -> None:
    assert station.run("backup", "status", "--json").json == {"days": None, "late": True}
    station.run("import", station.file("a.csv", "Название;Город\nРомашка;Тула\nВасилёк;Орёл\n"))
    before = station.run("store", "check", "--json").json
    file = str(station.folder / "a.kbackup")
    made = station.run("backup", "create", file, "--json")
    assert made.status == 0, made.err
    assert (made.json["clients"], made.json["restored"]) == (2, True)
    assert station.run("backup", "status", "--json").json == {"days": 0, "late": False}
    checked = station.run("backup", "verify", file, "--json").json
    assert checked["ok"] and not checked["restored"] and checked["sha256"] == made.json["sha256"]
    assert station.run("backup", "verify", file, *sheets(station, 0, 2), "--json").json["restored"]
    assert "everything is whole" in station.run("--lang", "en", "backup", "drill", file, *sheets(station, 0, 1)).out
    new = station.folder / "new" / "firm.store"
    trust = str(station.folder / "firm.store.trust")
    for each in list(station.folder.glob("firm.store*")):
        if not each.name.endswith(".trust"):
            each.unlink()
    done = restore(station, file, new, *sheets(station, 1, 2), "--trust", trust, "--json")
    assert done.status == 0, done.err
    assert (done.json["epoch"], done.json["copy"]["clients"]) == (2, 2)
    after = run("--store", str(new), "--passphrase-file", str(station.secret), "store", "check", "--json").json
    assert after["ok"] and after["dump"] == before["dump"]


def test_what_a_restore_refuses(station: Station) -> None:
    file = str(station.folder / "a.kbackup")
    assert station.run("backup", "create", file).status == 0
    new, trust = station.folder / "new.store", ("--trust", str(station.folder / "firm.store.trust"))
    foreign = station.folder / "foreign.trust"
    foreign.write_bytes(b"\1" * 32)
    for status, more in (
        (ExitCode.BAD_INPUT, [*sheets(station, 0, 1)]),  # nobody there to compare the trust root
        (ExitCode.REFUSED, [*sheets(station, 0, 1), "--trust", str(foreign)]),
        (ExitCode.BAD_INPUT, [*sheets(station, 0), *trust]),
        (ExitCode.REFUSED, [*sheets(station, 0, 0), *trust]),
        (ExitCode.BAD_INPUT, [*trust]),  # no terminal to type the words at
    ):
        said = restore(station, file, new, *more)
        assert (said.status, said.out) == (status, ""), said.err
        assert len(said.err.strip().splitlines()) == 1
    assert restore(station, file, station.store, *sheets(station, 0, 1), *trust).status == ExitCode.BAD_INPUT
    assert not new.exists()
    (station.folder / "sheet0").chmod(0o644)
    assert restore(station, file, new, *sheets(station, 0, 1), *trust).status == ExitCode.REFUSED


def test_files_that_are_no_copies(station: Station) -> None:
    for name, text in (("empty", ""), ("text", "nothing of the kind\n" * 100)):
        said = station.run("backup", "verify", station.file(name, text))
        assert (said.status, said.out) == (ExitCode.BAD_INPUT, "")
    assert station.run("backup", "verify", str(station.folder / "none")).status == ExitCode.BAD_INPUT
    assert station.run("backup", "create", station.file("taken", "x")).status == ExitCode.BAD_INPUT
