"""`file …` from a store of one person and from one of several (U13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import ExitCode, Problem
from storage.outlets.folders import box_of
from storage.vault.premises import Via
from tests.cli.station import run
from tests.desk.test_merged_base import desk_of
from tests.files.papers import LETTER, PNG
from tests.vault.stage import Stage, home_of, refs
from tui.cli.run import held


def test_U13_file_commands_do_what_the_tab_does(empty: Stage, tmp_path: Path) -> None:
    owner = desk_of(empty, "anna")
    session = owner.session
    client = session.newcomers.add(home_of(session, "Центр"), ClientCard("Лютик"), ClientContacts()).hex()
    owner.refresh()
    letter = tmp_path / "договор.txt"
    letter.write_text(LETTER, "cp1251")
    with held(owner):
        _walk_through(client, letter, tmp_path)


def _walk_through(client: str, letter: Path, tmp_path: Path) -> None:
    file_id = run("file", "add", client, str(letter), "--text", "проект", "--json").json["id"]
    listed = run("file", "list", client, "--json").json["files"]
    assert [(each["id"], each["name"], each["kind"], each["text"]) for each in listed] == [
        (file_id, "договор.txt", "txt", "проект")
    ]
    assert run("file", "show", client, file_id).out == LETTER + "\n"
    target = tmp_path / "копия.txt"
    saved = run("file", "save", client, file_id, "-o", str(target), "--json")
    assert (saved.json["export"], target.read_bytes()) == (1, LETTER.encode("cp1251"))
    assert run("file", "edit", client, file_id, "text=подписан").status == ExitCode.DONE
    assert "подписан" in run("file", "list", client).out
    assert run("file", "edit", client, file_id, "size=1").status == ExitCode.BAD_INPUT
    run("file", "remove", client, file_id)
    assert run("file", "list", client, "--json").json["files"] == []
    assert "вне списка" in run("file", "list", client, "--all").out
    run("file", "remove", client, file_id, "--destroy")
    assert run("file", "list", client, "--all", "--json").json["files"][0]["state"] == "destroyed"
    refused = run("file", "show", client, file_id)
    assert (refused.status, refused.out) == (ExitCode.BAD_INPUT, "")
    program = tmp_path / "акт.pdf"
    program.write_bytes(b"MZ" + PNG)
    told = run("--lang", "en", "file", "add", client, str(program))
    assert told.status == ExitCode.BAD_INPUT and "program" in told.err and told.err.count("\n") == 1


def test_U13_a_pipe_gets_no_file_where_several_people_work(stage: Stage, tmp_path: Path) -> None:
    desk, paper = desk_of(stage), tmp_path / "договор.txt"
    client = refs(desk.session)["C-1"].hex()
    paper.write_text(LETTER, "utf-8")
    with held(desk):
        file_id = run("file", "add", client, str(paper), "--json").json["id"]
        shown = run("file", "show", client, file_id)
        assert (shown.status, shown.out) == (ExitCode.REFUSED, "")
        assert run("file", "save", client, file_id, "--purpose", "юристу").status == ExitCode.DONE
        out = ("-o", str(tmp_path / "x"))
        assert run("file", "save", client, file_id, "--purpose", "юристу", *out).status == ExitCode.REFUSED


def test_U13_over_ssh_a_file_comes_from_the_own_inbox_alone(stage: Stage) -> None:
    desk = desk_of(stage)
    entered = desk.session.entered
    me = entered.me.statement
    box = box_of(entered.premises.files.store, "inbox", me.login, me.person)
    box.mkdir(parents=True)
    (box / "договор.txt").write_text(LETTER, "utf-8")
    (box / "ссылка.txt").symlink_to("/etc/passwd")
    object.__setattr__(entered.premises, "via", Via(me.person, bytes(32)))
    client = refs(desk.session)["C-1"].hex()
    file_id = desk.files.attach(client, {"file": "inbox/договор.txt"})
    assert desk.files.text(client, file_id).text == LETTER
    for name in ("/etc/passwd", "../x.txt", "inbox/../../x.txt", ".", "нет.txt", "ссылка.txt"):
        with pytest.raises(Problem):
            desk.files.attach(client, {"file": name})
