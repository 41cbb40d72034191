"""Files in a dossier: sealed, listed, shown, saved as exports, taken along by everything that moves records (U13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.dossier.blocks import Photo, texts
from core.entities.client import ClientCard, ClientContacts
from core.problem import ExitCode, Problem
from scripts.benchmarks._made_dossier import png
from storage.audit.kinds import Kind
from storage.transfer import copy_store
from storage.vault import pace
from tests.desk.following import follow
from tests.desk.test_merged_base import desk_of, merged
from tests.files.papers import JPG, LETTER, PNG, pdf, word
from tests.vault.stage import Stage, faults, home_of, import_sales, logged, refs
from tui.desk.desk import Desk

TOKEN = "болты по 120 рублей"


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def attach(desk: Desk, folder: Path, name: str, data: bytes, here: str = "", **fields: str) -> str:
    path = folder / name
    path.write_bytes(data)
    file_id = desk.files.attach(here or client(desk), {"file": str(path), **fields})
    path.unlink()
    return file_id


def text_of(desk: Desk, file_id: str, here: str = "") -> str:
    return desk.files.text(here or client(desk), file_id).text


def test_U13_a_file_is_listed_shown_and_nowhere_on_disk_in_clear(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    letter = attach(desk, tmp_path, "договор № 7.txt", LETTER.encode("cp1251"), text="проект")
    picture = attach(desk, tmp_path, "витрина.png", PNG)
    rows = desk.files.rows(client(desk))
    assert [(each.name, each.kind, each.who, each.text, each.readable) for each in rows] == [
        ("витрина.png", "png", "Ivan", "", False),
        ("договор № 7.txt", "txt", "Ivan", "проект", True),
    ]
    assert text_of(desk, letter) == LETTER
    with pytest.raises(Problem, match="save a copy to look at it"):
        desk.files.text(client(desk), picture)
    everything = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    for encoding in ("utf-8", "cp1251", "utf-16-le"):
        assert TOKEN.encode(encoding) not in everything and "договор".encode(encoding) not in everything
    assert PNG[20:80] not in everything
    assert faults(desk.session) == [] and logged(stage, Kind.DOSSIER_READ) > 0


def test_U13_documents_show_their_text_and_pictures_of_text_say_so(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    assert "Договор поставки" in text_of(desk, attach(desk, tmp_path, "a.docx", word("Договор поставки")))
    shown = desk.files.text(client(desk), attach(desk, tmp_path, "a.pdf", pdf("Supply contract")))
    assert ("Supply contract" in shown.text, shown.cut) == (True, True)
    for data in (pdf(""), b"%PDF-1.4\nbroken"):
        with pytest.raises(Problem, match="save a copy to look at it"):
            text_of(desk, attach(desk, tmp_path, "b.pdf", data))


def test_U13_a_copy_leaves_only_as_a_numbered_export(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    file_id = attach(desk, tmp_path, "скан.jpg", JPG)
    with pytest.raises(Problem, match="purpose"):
        desk.files.save(client(desk), file_id)
    made = desk.files.save(client(desk), file_id, "показать юристу")
    assert Path(made.file).read_bytes() == JPG and Path(made.file).suffix == ".jpg"
    assert logged(stage, Kind.EXPORT) == 1 and made.number == 1
    assert desk.exports.book().mine[0].rows == 1
    table = attach(desk, tmp_path, "прайс.csv", "товар;цена\nболт;1\n".encode())
    saved = desk.files.save(client(desk), table, "сверка")
    assert Path(saved.file).read_bytes() == "товар;цена\nболт;1\n".encode(), "no rows are planted in somebody's file"
    with pytest.raises(Problem) as refused:
        desk.files.save(client(desk), file_id, "мимо", target=tmp_path / "out.jpg")
    assert refused.value.exit_code is ExitCode.REFUSED


def test_U13_limits_are_rules_and_bad_paths_get_one_sentence(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    boris = desk_of(stage, "boris")
    for rule in ("file_mb", "client_files_mb"):
        boris.session.rulebook.change(rule, 1, "мало места")
    desk.session.entered.heed(desk.session.rulebook.rules())
    big = b"\xff\xd8\xff" + bytes(2**20)
    with pytest.raises(Problem, match="at most 1 MB are kept of one file"):
        attach(desk, tmp_path, "фото.jpg", big)
    attach(desk, tmp_path, "фото.jpg", big[: 700 * 1024])
    with pytest.raises(Problem, match="more than 1 MB"):
        attach(desk, tmp_path, "фото.jpg", big[: 700 * 1024])
    for path in ("", str(tmp_path), str(tmp_path / "нет"), "/dev/zero", "\0"):
        with pytest.raises(Problem):
            desk.files.attach(client(desk), {"file": path})
    for bad in ("", "zz", "00" * 16):
        with pytest.raises(Problem):
            desk.files.text(client(desk), bad)
    assert len(desk.files.rows(client(desk))) == 1


def test_U13_removal_keeps_the_history_undo_brings_back_and_destruction_does_not(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    file_id = attach(desk, tmp_path, "договор.txt", LETTER.encode())
    desk.files.remove(client(desk), file_id)
    assert desk.files.rows(client(desk)) == []
    assert [each.state for each in desk.files.rows(client(desk), everything=True)] == ["removed"]
    assert desk.undo() is not None
    assert text_of(desk, file_id) == LETTER
    body = stage.sql("SELECT body FROM record WHERE compartment > 4 AND compartment < 255")[0][0]
    desk.files.destroy(client(desk), file_id)
    gone = desk.files.rows(client(desk), everything=True)[0]
    assert (gone.state, gone.name, gone.size) == ("destroyed", "договор.txt", len(LETTER.encode()))
    assert stage.sql("SELECT count(*) FROM record WHERE compartment > 4 AND compartment < 255") == [(0,)]
    stage.close()
    assert body[20:80] not in stage.bytes()
    again = desk_of(stage)
    with pytest.raises(Problem):
        text_of(again, file_id)
    assert faults(again.session) == [] and again.session.trail.verify().ok


def test_S03_114_a_contract_has_its_paper_and_a_private_file_its_own_right(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    contract = desk.deals.save_contract(client(desk), "", {"number": "7-К"})
    paper = attach(desk, tmp_path, "договор.pdf", pdf("x"), contract="7-к")
    attach(desk, tmp_path, "паспорт.jpg", JPG, private="yes")
    rows = {each.name: each for each in desk.files.rows(client(desk))}
    assert (rows["договор.pdf"].contract, rows["договор.pdf"].id) == ("7-К", paper)
    assert rows["паспорт.jpg"].private
    desk.files.edit(client(desk), paper, {"contract": "", "text": "старая редакция"})
    assert [each.contract for each in desk.files.rows(client(desk)) if each.id == paper] == [""]
    assert contract in {each.id for each in desk.deals.contracts(client(desk))}
    keeper = desk_of(stage, "klara")
    if client(keeper):
        assert keeper.files.rows(client(keeper)) == []


def test_U13_files_go_along_when_clients_move_and_under_new_keys(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(stage, "boris")
    here = client(desk)
    papers = {
        attach(desk, tmp_path, "договор.txt", LETTER.encode()): LETTER,
        attach(desk, tmp_path, "тайна.txt", b"secret words", private="yes"): "secret words",
    }
    elsewhere = attach(desk, tmp_path, "сосед.txt", "о соседе".encode(), client(desk, "C-2"))
    monkeypatch.setattr(pace, "BYTES_AT_ONCE", 600)
    before = dict(stage.sql("SELECT id, body FROM record WHERE compartment > 4 AND compartment < 255"))
    session = desk.session
    session.rotation.rotate(home_of(session, "Север"))
    after = dict(stage.sql("SELECT id, body FROM record WHERE compartment > 4 AND compartment < 255"))
    assert before.keys() == after.keys() and not set(before.values()) & set(after.values())
    assert {each: text_of(desk, each) for each in papers} == papers
    session.moving.move([bytes.fromhex(here)], home_of(session, "Юг"))
    petr, ivan = desk_of(stage, "petr"), desk_of(stage)
    assert {each: text_of(petr, each, here) for each in papers} == papers
    with pytest.raises(Problem):
        ivan.files.rows(here)
    assert text_of(ivan, elsewhere, client(ivan, "C-2")) == "о соседе"
    assert faults(desk_of(stage, "boris").session) == []


def test_U13_offboarding_gives_files_to_the_successor_under_new_keys(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    file_id = attach(desk, tmp_path, "договор.txt", LETTER.encode())
    here = client(desk)
    boris = stage.enter("boris")
    boris.leaving.offboard("ivan", "petr")
    boris.end()
    assert text_of(desk_of(stage, "petr"), file_id, here) == LETTER
    with pytest.raises(Problem):
        desk.files.rows(here)
    assert stage.sql("SELECT count(*) FROM record WHERE space_id = ? AND epoch = 1", bytes.fromhex(here)) == [(0,)]


def test_U13_the_survivor_of_a_merge_shows_all_files_and_an_undo_parts_them(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    two = attach(desk, tmp_path, "второй.txt", b"second", client(desk, "C-2"))
    one, other, handle = merged(stage, desk)
    attach(desk, tmp_path, "первый.txt", b"first", one)
    assert {each.name for each in desk.files.rows(one)} == {"второй.txt", "первый.txt"}
    assert text_of(desk, two, one) == "second"
    desk.session.merges.undo(handle)
    follow(desk)
    assert {each.name for each in desk.files.rows(one)} == {"первый.txt"}
    assert {each.name for each in desk.files.rows(other)} == {"второй.txt"}


def test_U36_files_about_an_erased_person_go_and_the_others_stay(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage, "boris")
    here = client(desk)
    person = desk.persons.save(here, "", {"surname": "Орехов", "given": "Пётр"})
    attach(desk, tmp_path, "паспорт.txt", "серия 4506".encode(), here, private="yes", person=person)
    stays = attach(desk, tmp_path, "договор.txt", LETTER.encode(), here)
    rows = stage.sql("SELECT body FROM record WHERE compartment > 4 AND compartment < 255")
    desk.erasure.erase(here, [f"person:{person}"])
    assert [each.name for each in desk.files.rows(here, everything=True)] == ["договор.txt"]
    assert text_of(desk, stays, here) == LETTER
    assert stage.sql("SELECT count(*) FROM record WHERE compartment > 4 AND compartment < 255") == [(1,)]
    assert all(body[20:80] not in stage.bytes() for (body,) in rows) and faults(desk.session) == []


def test_U13_a_copy_of_the_store_has_the_files(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(stage)
    file_id, here = attach(desk, tmp_path, "договор.txt", LETTER.encode()), client(desk)
    stage.close()
    monkeypatch.setattr("storage.transfer.BYTES", 1)
    copy_store(stage.path, tmp_path / "other.kartoteka", None)
    there = Stage(tmp_path / "other.kartoteka", stage.founded, stage.clock)
    other = desk_of(there)
    assert text_of(other, file_id, here) == LETTER and faults(other.session) == []
    there.close()


def test_U13_clients_with_files_survive_the_undo_that_would_take_them(stage: Stage, tmp_path: Path) -> None:
    desk = desk_of(stage)
    session = desk.session
    typed = session.newcomers.add(home_of(session, "Север"), ClientCard("Новый"), ClientContacts())
    desk.refresh()
    file_id = attach(desk, tmp_path, "договор.txt", LETTER.encode(), typed.hex())
    with pytest.raises(Problem, match="worked on"):
        session.newcomers.take_back(typed)
    _prepared, batch = import_sales(session, (("C-9", "РН-9", 1, "болт", 100),))
    desk.refresh()
    imported = client(desk, "C-9")
    private = attach(desk, tmp_path, "паспорт.txt", LETTER.encode(), imported, private="yes")
    undone = session.imports.undo(batch)
    assert bytes.fromhex(imported) in set(undone.kept)
    assert text_of(desk, private, imported) == text_of(desk, file_id, typed.hex()) == LETTER


def test_S03_96_pictures_stand_in_the_dossier_on_paper_and_a_torn_one_does_not_stop_it(
    stage: Stage, tmp_path: Path
) -> None:
    desk = desk_of(stage)
    whole = png(40, 30)
    attach(desk, tmp_path, "витрина.png", whole, text="витрина в Туле")
    attach(desk, tmp_path, "рваная.png", whole[:-20])
    attach(desk, tmp_path, "паспорт.png", png(20, 20), private="yes")
    document = desk.dossiers.dossier_document(client(desk))
    photos = [each for each in document.blocks if isinstance(each, Photo)]
    assert [(each.caption, each.data) for each in photos] == [("витрина в Туле", whole)]
    told = "\n".join(texts(document))
    assert "рваная.png" in told and "паспорт.png" not in told
    made = desk.dossiers.take_out(client(desk), "pdf", "на встречу")
    assert (
        made.pages > 1
        and Path(made.file).read_bytes().count(b"/Subtype /Image")
        + Path(made.file).read_bytes().count(b"/Subtype/Image")
        >= 1
    )
