"""The commands of a store on a server: made, pointed at, copied, given its roles anew (U21)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.station import PASSPHRASE, run
from tests.postgres import OWNER, PROGRAM, TestServer


def test_U21_a_store_is_made_on_a_server_and_copied_to_a_file(
    server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    secret.chmod(0o600)
    database = server.database()
    url = server.url(PROGRAM, database).render_as_string()
    words = ["--json", "--passphrase-file", str(secret)]
    made = run("init", "--firm", "Ромашка", "--owner", "anna", "--store", url, "--schema-as", OWNER, *words)
    assert made.status == 0, made.err
    pointer = Path(json.loads(made.out)["store"])
    assert pointer.read_bytes().startswith(b"kartoteka/server/1\n")
    assert json.loads(run("store", "point", url, "--json").out)["store"] == str(pointer)
    for store in (url, str(pointer)):
        checked = run("store", "check", "--store", store, *words)
        assert (checked.status, json.loads(checked.out)["ok"]) == (0, True), checked.err
    assert run("store", "roles", "--store", url, "--schema-as", OWNER).status == 0
    copied = run("store", "copy", url, str(tmp_path / "copy.store"), "--json")
    assert copied.status == 0, copied.err
    checked = run("store", "check", "--store", str(tmp_path / "copy.store"), *words)
    assert (checked.status, json.loads(checked.out)["ok"]) == (0, True), checked.err
    again = run("init", "--firm", "Р", "--owner", "anna", "--store", url, "--schema-as", OWNER, *words)
    assert again.status == 5 and "Traceback" not in again.err
