"""`client find` says what the screen says (spec/cli, U07, U08, U17)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.problem import ExitCode
from tests.cli.station import Said, run
from tests.finding.bases import desk_of, fill
from tests.finding.test_finding import BAD
from tests.vault.stage import Stage, secret_of
from tui.screens.dialogs.find import LIMIT

QUERIES = (
    "ромашка",
    "ромашкка",
    "romashka",
    "hjvfirf",
    "иванов",
    "",
    "иванов тверь",
    "7707083893",
    "916555",
    "P-2",
    "зюзю",
)


def as_person(stage: Stage, login: str, *words: str) -> Said:
    """A command of one of the stage's people."""
    stage.close()
    secret = stage.path.with_name(f"{login}.secret")
    secret.write_bytes(bytes(secret_of(login)))
    secret.chmod(0o600)
    return run("--store", str(stage.path), "--as", login, "--passphrase-file", str(secret), *words)


def batch(stage: Stage, login: str, folder: Path, queries: list[str], *words: str) -> list[dict[str, Any]]:
    file = folder / "queries.txt"
    file.write_text("\n".join(queries), "utf-8")
    said = as_person(stage, login, "client", "find", "--batch", str(file), *words)
    assert said.status == ExitCode.DONE, said.err
    return [json.loads(line) for line in said.out.splitlines()]


def test_U07_the_command_gives_the_answers_of_the_screen(stage: Stage, tmp_path: Path) -> None:
    fill(stage)
    with desk_of(stage, "boris") as desk:
        shown = [[(h.id, h.name, h.score, h.matched) for h in desk.finding.find(each, LIMIT).hits] for each in QUERIES]
    answers = batch(stage, "boris", tmp_path, list(QUERIES), "--limit", str(LIMIT))
    assert [answer["query"] for answer in answers] == list(QUERIES)
    printed = [[(h["id"], h["name"], h["score"], h["matched"]) for h in answer["hits"]] for answer in answers]
    assert printed == shown
    assert all(answer["ms"] >= 0 and answer["elsewhere"] is False for answer in answers)


def test_one_query_as_text_and_as_json(stage: Stage) -> None:
    fill(stage)
    said = as_person(stage, "boris", "client", "find", "ромашкка")
    assert "ООО «Ромашка»" in said.out
    assert "опечатка: ромашкка → ромашка" in said.out
    (hit,) = as_person(stage, "boris", "client", "find", "ромашкка", "--json", "--limit", "1").json["hits"]
    assert {"id", "name", "score", "matched", "external_id", "owner"} <= hit.keys()
    assert "Никто не найден" in as_person(stage, "boris", "client", "find", "зюзюкин").out


def test_U08_elsewhere_is_said_to_a_colleague(stage: Stage, tmp_path: Path) -> None:
    fill(stage)
    answers = batch(stage, "petr", tmp_path, ["7707083893", "лютик"])
    assert [(answer["hits"] != [], answer["elsewhere"]) for answer in answers] == [(False, True), (True, False)]
    said = as_person(stage, "petr", "client", "find", "Ромашка")
    assert "Есть в другом портфеле, спросите: Boris" in said.out
    assert as_person(stage, "petr", "client", "find", "Ромашка", "--json").json["elsewhere"] is True


def test_bad_input_ends_in_an_answer(stage: Stage, tmp_path: Path) -> None:
    fill(stage)
    queries = [each for each in BAD if each.isprintable()]
    answers = batch(stage, "boris", tmp_path, queries)
    assert len(answers) == len(queries)


@pytest.mark.parametrize("words", [("",), (), ("--batch", "/no/such/file")])
def test_nothing_to_look_for_is_said(stage: Stage, words: tuple[str, ...]) -> None:
    said = as_person(stage, "boris", "client", "find", *words)
    assert said.status == ExitCode.BAD_INPUT
    assert len(said.err.strip().splitlines()) == 1


def test_a_number_in_the_answer_is_never_the_one_that_matched(stage: Stage) -> None:
    fill(stage)
    said = as_person(stage, "boris", "client", "find", "916 555-43-21")
    assert "+7 9** ***-**-21" in said.out
    assert "555" not in said.out
