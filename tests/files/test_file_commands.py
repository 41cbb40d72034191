"""`file …` from a store of one person and from one of several (U13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station, run
from tests.files.papers import LETTER, PNG
from tests.vault.stage import Stage, refs, secret_of


def test_U13_file_commands_do_what_the_tab_does(tmp_path: Path) -> None:
    station = Station(tmp_path)
    station.run("import", station.file("clients.csv", "Наименование;Город\nЛютик;Орёл\n"))
    client = station.run("clients", "--json").json["clients"][0]["id"]
    letter = station.file("договор.txt", LETTER, "cp1251")
    file_id = station.run("file", "add", client, letter, "--text", "проект", "--json").json["id"]
    listed = station.run("file", "list", client, "--json").json["files"]
    assert [(each["id"], each["name"], each["kind"], each["text"]) for each in listed] == [
        (file_id, "договор.txt", "txt", "проект")
    ]
    assert station.run("file", "show", client, file_id).out == LETTER + "\n"
    target = tmp_path / "копия.txt"
    saved = station.run("file", "save", client, file_id, "-o", str(target), "--json")
    assert (saved.json["export"], target.read_bytes()) == (1, LETTER.encode("cp1251"))
    assert station.run("file", "edit", client, file_id, "text=подписан").status == ExitCode.DONE
    assert "подписан" in station.run("file", "list", client).out
    assert station.run("file", "edit", client, file_id, "size=1").status == ExitCode.BAD_INPUT
    station.run("file", "remove", client, file_id)
    assert station.run("file", "list", client, "--json").json["files"] == []
    assert "вне списка" in station.run("file", "list", client, "--all").out
    station.run("file", "remove", client, file_id, "--destroy")
    assert station.run("file", "list", client, "--all", "--json").json["files"][0]["state"] == "destroyed"
    refused = station.run("file", "show", client, file_id)
    assert (refused.status, refused.out) == (ExitCode.BAD_INPUT, "")
    program = tmp_path / "акт.pdf"
    program.write_bytes(b"MZ" + PNG)
    told = station.run("--lang", "en", "file", "add", client, str(program))
    assert told.status == ExitCode.BAD_INPUT and "program" in told.err and told.err.count("\n") == 1


def test_U13_a_pipe_gets_no_file_where_several_people_work(stage: Stage, tmp_path: Path) -> None:
    session = stage.enter("ivan")
    client = refs(session)["C-1"].hex()
    session.end()
    stage.close()
    secret, paper = tmp_path / "passphrase", tmp_path / "договор.txt"
    secret.write_bytes(secret_of("ivan") + b"\n")
    secret.chmod(0o600)
    paper.write_text(LETTER, "utf-8")
    words = ("--store", str(stage.path), "--as", "ivan", "--passphrase-file", str(secret), "file")
    file_id = run(*words, "add", client, str(paper), "--json").json["id"]
    shown = run(*words, "show", client, file_id)
    assert (shown.status, shown.out) == (ExitCode.REFUSED, "")
    assert run(*words, "save", client, file_id, "--purpose", "юристу").status == ExitCode.DONE
    assert run(*words, "save", client, file_id, "-o", str(tmp_path / "x")).status == ExitCode.REFUSED


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.txt", "inbox/../../x.txt", ".", "нет.txt"])
def test_U13_over_ssh_a_file_comes_from_the_own_inbox_alone(stage: Stage, name: str) -> None:
    from core.problem import Problem
    from storage.outlets.folders import box_of
    from storage.vault.premises import Via
    from tests.desk.test_merged_base import desk_of

    desk = desk_of(stage)
    entered = desk.session.entered
    me = entered.me.statement
    box = box_of(entered.premises.files.store, "inbox", me.login, me.person)
    box.mkdir(parents=True)
    (box / "договор.txt").write_text(LETTER, "utf-8")
    entered.premises.via = Via(me.person, bytes(32))
    client = refs(desk.session)["C-1"].hex()
    file_id = desk.files.attach(client, {"file": "inbox/договор.txt"})
    assert desk.files.text(client, file_id).text == LETTER
    with pytest.raises(Problem):
        desk.files.attach(client, {"file": name})
