"""A dossier as the desk puts it together and takes it out: logged first, numbered, marked, sealed (S03.96, U06)."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.dossier.blocks import Heading, Table, texts
from core.problem import ExitCode, Problem
from storage.access import budgets
from storage.audit.kinds import Kind
from storage.outlets.rendering import RenderingStopped
from tests.vault.stage import Stage, logged, refs, secret_of
from tui.desk.desk import Desk

AS_OF = dt.date(2026, 3, 1)


def desk_of(stage: Stage, login: str = "ivan") -> Desk:
    desk = Desk(stage.premises(), AS_OF)
    desk.unlock(login, secret_of(login))
    return desk


def client_of(desk: Desk, number: str = "C-1") -> str:
    return refs(desk.session)[number].hex()


def test_S03_96_opening_a_dossier_is_one_logged_read_before_anything_of_it(stage: Stage) -> None:
    desk = desk_of(stage)
    client = client_of(desk)
    document = desk.dossiers.dossier_document(client)
    assert logged(stage, Kind.DOSSIER_READ) == 1 and logged(stage, Kind.EXPORT) == 0
    heads = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == ["Клиент в цифрах", "Где стоит клиент", "Люди и связи", "Потребности", "План роста",
                     "Обязательства",
                     "Риски, конкуренты, смотры", "О чём говорили", "Новости и рекомендации", "Что узнать",
                     "Ритм и оборот", "Что покупает клиент", "Договоры, сделки, долги", "Заказы",
                     "Последние заказы полностью", "История карточки"]  # fmt: skip
    told = list(texts(document))
    assert {"РН-1", "РН-2", "150,50\u00a0₽", "болт", "гайка"} <= set(told)
    assert document.meta.subject == desk.row(client).name and document.meta.number == 0
    assert desk.dossiers.pages(document) >= 4
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)


def test_S03_96_a_client_without_purchases_has_a_dossier_too(stage: Stage) -> None:
    desk = desk_of(stage, "petr")
    made = desk.dossiers.take_out(client_of(desk, "L-2"), "md", "проверка")
    assert "Ещё ничего не покупал" in Path(made.file).read_text("utf-8")


def test_S03_96_over_the_budget_nothing_is_read_and_nothing_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(stage)

    def refuse(*_given: object) -> None:
        raise Problem("over {budget}", ExitCode.REFUSED, budget="dossiers")

    monkeypatch.setattr(budgets.Budgets, "check", refuse)
    with pytest.raises(Problem):
        desk.dossiers.take_out(client_of(desk), "pdf", "встреча")
    assert logged(stage, Kind.EXPORT_REQUESTED) == logged(stage, Kind.DOSSIER_READ) == 0
    assert not desk.session.exports.outbox().exists()


def test_S03_96_U06_a_dossier_leaves_numbered_marked_and_logged_with_its_digest(stage: Stage) -> None:
    desk = desk_of(stage)
    made = desk.dossiers.take_out(client_of(desk), "pdf", "встреча 3 марта")
    assert made.number == 1 and made.file == str(desk.session.exports.outbox() / "export-0001.pdf")
    data = Path(made.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == made.sha256
    assert desk.session.exports.outbox().joinpath("export-0001.pdf").stat().st_mode & 0o777 == 0o600
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) == made.pages
    assert all("№ 1, экз. 1" in text and "Ivan · 25.02.2026" in text for text in pages)
    entry = stage.enter("vera").trail.entries(kind="export")[0]
    assert (entry.details["sha256"], entry.details["planted"], entry.details["rows"]) == (made.sha256, 0, 1)
    assert entry.subject.hex() in pages[0] and entry.subject[14:] == b"\0\0"
    asked = stage.enter("vera").trail.entries(kind="export_requested")[0]
    assert asked.details["purpose"] == "встреча 3 марта"
    assert stage.enter("anna").trail.verify().ok


def test_U06_another_copy_has_another_number_and_the_same_request(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.dossiers.take_out(client_of(desk), "txt", "встреча")
    line = desk.exports.book().mine[0]
    assert line.what == f"досье: {desk.row(client_of(desk)).name}" and line.format == "txt"
    again = desk.exports.run(1)
    text = Path(again.file).read_text("utf-8")
    assert again.runs == 2 and "№ 1, экз. 2" in text and "экз. 1" not in text


def test_U06_a_dossier_sealed_to_a_colleague_opens_for_him_alone(stage: Stage) -> None:
    desk = desk_of(stage)
    made = desk.dossiers.take_out(client_of(desk), "html", "замещение", receiver="petr")
    sealed = Path(made.file).read_bytes()
    assert made.file.endswith("export-0001.html.sealed") and "Фирма".encode() not in sealed
    path, _size = stage.enter("petr").exports.open_sealed(sealed, "export-0001.html")
    assert "→ petr" in path.read_text("utf-8")
    with pytest.raises(Problem):
        stage.enter("boris").exports.open_sealed(sealed, "x")


@pytest.mark.parametrize("login", ["adam", "vera"])
def test_U06_who_reads_no_client_takes_no_dossier_out(stage: Stage, login: str) -> None:
    client = client_of(desk_of(stage))
    with pytest.raises(Problem):
        desk_of(stage, login).dossiers.take_out(client, "txt", "просто")
    assert logged(stage, Kind.EXPORT_REQUESTED) == 0


def test_U06_several_people_need_a_purpose(stage: Stage) -> None:
    desk = desk_of(stage)
    with pytest.raises(Problem) as told:
        desk.dossiers.take_out(client_of(desk), "txt")
    assert told.value.exit_code == ExitCode.BAD_INPUT


def test_S03_96_stopped_half_way_there_is_no_file_and_no_entry_of_one(stage: Stage) -> None:
    desk = desk_of(stage)
    with pytest.raises(RenderingStopped):
        desk.dossiers.take_out(client_of(desk), "pdf", "встреча", progress=lambda _done, _total: False)
    assert logged(stage, Kind.EXPORT) == 0 and not desk.session.exports.outbox().exists()
