"""Named attacks of somebody who wants to take the base with him (spec/security §2 "leaving manager", S01.14)."""

from __future__ import annotations

import itertools
import os
import string
from pathlib import Path

import msgspec
import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.access.allowance import encode_share
from storage.access.blind_index import live_tags, tag
from storage.access.exports import ExportRequest
from storage.audit.kinds import Kind
from storage.keys.door import NotCovered
from storage.keys.scopes import Compartment
from storage.vault.exports import Export
from storage.vault.session import Session
from tests.exports.sheets import sentence, sheet
from tests.vault.stage import Stage, import_cards, logged, refs

PHONE = "+7 912 345-67-89"
ROWS = 500


@pytest.fixture
def lily(stage: Stage) -> Stage:
    """A client of Petr's portfolio that Ivan would like to have."""
    session = stage.enter("boris")
    card = ClientCard("Лилия Поволжья", external_id="L-9", inn="7707083893")
    import_cards(session, "Юг", card, contacts=ClientContacts((PHONE,), ("a@lilia.example",)))
    session.end()
    return stage


def asked(session: Session, rows: int = ROWS) -> Export:
    return session.exports.ask({"list": "clients"}, rows, "сверка", "csv")


def no_file(session: Session) -> bool:
    box = session.exports.outbox()
    return not box.exists() or not any(box.iterdir())


# Exports


def test_he_cuts_a_large_list_into_slices_below_the_limit(stage: Stage) -> None:
    """Each slice is small enough to need nobody, and each is numbered, marked, planted and in the log."""
    ivan = stage.enter("ivan")
    for _ in range(10):
        export = asked(ivan, DEFAULT.export_rows)
        ivan.exports.make(export, sheet(DEFAULT.export_rows), sentence)
    assert logged(stage, Kind.EXPORT) == 10
    slice_ = (ivan.exports.outbox() / "export-0004.csv").read_text("utf-8-sig")
    assert [each.number for each in stage.enter("vera").exports.trace(slice_.splitlines())] == [4]


def test_he_asks_for_ten_rows_and_runs_five_hundred(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    export = asked(ivan, 10)
    assert export.progress.state == "approved"
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(ROWS), sentence)
    assert told.value.exit_code == ExitCode.REFUSED and no_file(ivan)


def test_he_shows_the_head_one_request_and_runs_another(stage: Stage) -> None:
    """The id is the hash of what was asked: a request with another word in it is one nobody approved."""
    ivan = stage.enter("ivan")
    export = asked(ivan)
    stage.enter("boris").exports.decide(1, True)
    for change in ({"rows": 50_000}, {"view": {"list": "clients", "level": "key"}}, {"purpose": "иное"}):
        forged = Export(msgspec.convert(msgspec.to_builtins(export.request) | change, ExportRequest), export.progress)
        with pytest.raises(Problem):
            ivan.exports.make(forged, sheet(ROWS), sentence)
    assert no_file(ivan) and logged(stage, Kind.EXPORT) == 0


def test_he_approves_himself_with_an_entry_he_signs(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    export = asked(ivan)
    with ivan.entered.gate.transaction() as step:
        step.append(Kind.EXPORT_APPROVED, export.request.id, b"")
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(ROWS), sentence)
    assert told.value.exit_code == ExitCode.REFUSED and no_file(ivan)


def test_he_copies_the_approval_of_another_export_in_the_database(stage: Stage) -> None:
    """A row of the log moved under his request: the canonical bytes say which export was approved, and by whom."""
    ivan, petr = stage.enter("ivan"), stage.enter("petr")
    wanted, other = asked(ivan), asked(petr)
    stage.enter("boris").exports.decide(other.progress.number, True)
    fences = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log'"
    for trigger in [] if stage.database else stage.sql(fences):
        stage.sql(f'DROP TRIGGER "{trigger[0]}"')
    stage.sql("UPDATE log SET subject = ? WHERE kind = ?", wanted.request.id, int(Kind.EXPORT_APPROVED))
    with pytest.raises(Problem) as told:
        ivan.exports.make(wanted, sheet(ROWS), sentence)
    assert told.value.exit_code == ExitCode.STORE and no_file(ivan)


def test_he_plants_a_link_in_the_place_of_his_outbox(stage: Stage, tmp_path: Path) -> None:
    """The file would land where everybody reads; the folder is opened step by step and a link is no folder."""
    ivan = stage.enter("ivan")
    public = tmp_path / "public"
    public.mkdir()
    box = ivan.exports.outbox()
    box.parent.mkdir()
    box.symlink_to(public)
    export = asked(ivan, 10)
    with pytest.raises(Problem) as told:
        ivan.exports.make(export, sheet(10), sentence)
    assert told.value.exit_code == ExitCode.STORE and not any(public.iterdir())
    box.unlink()
    box.parent.rmdir()
    box.parent.symlink_to(public)
    with pytest.raises(Problem):
        ivan.exports.make(export, sheet(10), sentence)
    assert not any(public.iterdir())


def test_he_plants_a_link_under_the_name_of_the_next_file(stage: Stage, tmp_path: Path) -> None:
    """The link is replaced by the file, never followed."""
    ivan = stage.enter("ivan")
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    box = ivan.exports.outbox()
    box.mkdir(parents=True)
    (box / "export-0001.csv").symlink_to(victim)
    made = ivan.exports.make(asked(ivan, 10), sheet(10), sentence)
    assert victim.read_bytes() == b"precious" and made.file and not made.file.is_symlink()


def test_he_strips_the_marks_and_sorts_the_list(stage: Stage) -> None:
    """First and last line gone, rows sorted, names in capitals without quotes: the planted rows still tell."""
    ivan = stage.enter("ivan")
    export = asked(ivan)
    stage.enter("boris").exports.decide(1, True)
    made = ivan.exports.make(export, sheet(ROWS), sentence)
    assert made.file
    lines = sorted(line.replace('"', "").replace("«", "").upper() for line in
                   made.file.read_text("utf-8-sig").splitlines()[2:-1])  # fmt: skip
    found = stage.enter("vera").exports.trace(lines)
    assert [(each.number, each.found, each.planted) for each in found] == [(1, 20, 20)]


# Reveals


def test_he_replays_the_receipt_of_one_reveal_for_another_client(lily: Stage) -> None:
    petr = lily.enter("petr")
    wanted, other = refs(petr)["L-9"], refs(petr)["L-1"]
    receipt = petr.entered.gate.read(Kind.REVEAL, other, {"client": other}, [(1, other)])
    with pytest.raises(NotCovered):
        petr.clients.keys(wanted, receipt).key(Compartment.DOSSIER)
    before = logged(lily, Kind.REVEAL)
    petr.disclosure.reveal(wanted, "phone:0")
    assert logged(lily, Kind.REVEAL) == before + 1, "a second look is a second entry"


def test_he_reveals_everybody_on_his_last_day(lily: Stage) -> None:
    """Leaving: a quarter of sixty. The sixteenth client stays masked and the refusal is in the log."""
    boris = lily.enter("boris")
    boris.allowances.set("petr", 25)
    for n in range(20):
        contacts = ClientContacts((f"+7 900 000-00-{n:02}",))
        import_cards(boris, "Юг", ClientCard(f"Фирма {n}", external_id=f"X-{n}"), contacts=contacts)
    petr = lily.enter("petr")
    seen = 0
    for n in range(20):
        try:
            petr.disclosure.reveal(refs(petr)[f"X-{n}"], "phone:0")
            seen += 1
        except Problem as told:
            assert told.exit_code == ExitCode.REFUSED
    assert seen == DEFAULT.reveals_day // 4 and logged(lily, Kind.REFUSED) == 20 - seen


def test_he_gives_himself_ten_times_the_limits(lily: Stage) -> None:
    petr = lily.enter("petr")
    with petr.entered.gate.transaction() as step:
        step.append(Kind.BUDGET_SET, petr.entered.identity.person_id, encode_share(1000, 0))
    assert petr.allowances.share() == 100


# The blind index


def test_he_spells_a_strangers_name_out_letter_by_letter(lily: Stage) -> None:
    """Fifty-two questions, every beginning and every word: none is answered before the whole name is known."""
    ivan = lily.enter("ivan")
    name = "лилия поволжья"
    tries = [name[:n] for n in range(1, len(name))] + name.split() + list("абвгдежзиклмнопрстуфхцчшэюя")
    answers = []
    for text in tries[:52]:
        try:
            answers.append(ivan.probes.probe("name", text).elsewhere)
        except Problem as told:
            assert told.exit_code == ExitCode.REFUSED
    assert not any(answers) and len(answers) <= DEFAULT.probes_day + sum(len(text) < 2 for text in tries)


def test_he_unmasks_a_phone_with_fifty_two_questions(lily: Stage) -> None:
    """The mask gives the beginning and the end; six digits are missing, and only whole numbers are answered."""
    ivan = lily.enter("ivan")
    asked_for = found = 0
    for digits in itertools.islice(itertools.product(string.digits, repeat=6), 52):
        middle = "".join(digits)
        try:
            found += ivan.probes.probe("phone", f"+7 9{middle[:2]} {middle[2:5]}-{middle[5]}1-89").elsewhere
            asked_for += 1
        except Problem:
            continue
    assert found == 0 and asked_for == DEFAULT.probes_day and logged(lily, Kind.REFUSED) == 52 - DEFAULT.probes_day
    for fragment in ("345", "3456789", "89"):
        assert not ivan.probes.probe("phone", fragment).elsewhere


def test_he_hides_his_questions_in_an_import(lily: Stage) -> None:
    """Rows of an import have a limit of their own, and its one entry says how many there were."""
    ivan = lily.enter("ivan")
    rows = [frozenset({("inn", f"{n:010}")}) for n in range(1000)]
    answer = ivan.probes.probe_rows(rows)  # type: ignore[arg-type]
    assert answer.unasked == 800
    entry = lily.enter("vera").trail.entries(kind="probe")[0]
    assert entry.details == {"rows": 200, "elsewhere": 0, "unasked": 800}


def test_he_left_with_the_key_of_the_index_and_gets_a_later_copy(lily: Stage) -> None:
    ivan = lily.enter("ivan")
    stolen = ivan.firm.index_keys()
    boris = lily.enter("boris")
    boris.probes.rotate()
    boris.probes.reindex()
    rows = {bytes(row[0]) for row in lily.sql("SELECT tag FROM blind_tag")}
    wanted = ("inn", "7707083893")
    assert tag(boris.firm.index_keys().keys[2], wanted) in rows  # type: ignore[arg-type]
    assert not live_tags(stolen, [wanted]) & rows  # type: ignore[list-item]


def test_he_reads_the_tags_without_any_key(lily: Stage) -> None:
    """Two stores with the same client have not one tag in common, and no tag is a hash anybody can make."""
    import hashlib

    rows = {bytes(row[0]) for row in lily.sql("SELECT tag FROM blind_tag")}
    guesses = {hashlib.sha256(text).digest()[:16] for text in (b"7707083893", b"inn\x007707083893", os.urandom(8))}
    assert rows and not rows & guesses
