"""Every sample file gives what is known of it: counts, totals, encodings (S03.47, exchange §1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.problem import Problem
from storage.intake.prepare import load, plan
from storage.intake.reading import Unread
from tests.intake.tables import NOTHING
from tui.desk.answers import ImportAnswer
from tui.desk.import_answers import answer, unread

FIELDS = {"last": "last_name", "first": "first_name", "middle": "middle_name"}
"""Short names of the sample's page for our fields."""
SAMPLES = [
    "csv/clients_cp1251_semicolon_preamble.csv", "csv/amocrm_export_utf8_comma.csv",
    "clipboard/people_no_header_shuffled_cr.tsv", "1c/osv62_outline_sharedstrings_case.xlsx", "1c/osv62_outline.xls",
    "bank/kl_to_1c_condo_v103.txt", "bank/kl_to_1c_vtb24_v102_cp1251.txt",
    "commerceml/counterparties_and_sales_2.10_ns_generated.xml", "commerceml/offers_cp1251.xml",
    "commerceml/orders_2.03_cp1251.xml", "bank/camt053.v2.minimal.xml", "bank/camt053.v4.xml", "bank/camt053.v8.xml",
    "bank/mt940_cmxl_mt940.sta", "bank/mt940_jejik_ing.sta", "bank/mt940_mBank_mt940.sta",
    "bank/mt940_sberbank_171011_01234945.sta", "bank/mt940_self-provided_multiline.sta", "bank/bank_medium.ofx",
    "bank/checking.ofx", "bank/suncorp.ofx", "contacts/John_Doe_EVOLUTION.vcf", "contacts/gmail-list.vcf",
    "contacts/outlook-2007.vcf", "contacts/rfc6350-example.vcf", "sheets/any_sheets.ods", "sheets/any_sheets.xls",
    "sheets/any_sheets.xlsx", "sheets/date_1904.xlsx", "sheets/empty_shared_string.xlsx", "sheets/errors.xlsx",
    "sheets/inlineStr_cdata.xlsx", "sheets/merge_cells.xls", "sheets/pass_protected.xlsx",
]  # fmt: skip
COUNTS = ("rows", "documents", "leaves", "entries", "transactions", "cards")


def planned(path: Path) -> ImportAnswer:
    """What `import --dry-run --json` says of a file against an empty base."""
    try:
        loaded = load(path, "RUB")
    except Unread as problem:
        return unread(problem, "RUB")
    return answer(plan(loaded, NOTHING), None, None, (None, None), "RUB", loaded.head)


def expected(shared: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((shared / "samples/expected.json").read_text())
    return found


def test_every_sample_is_looked_at(shared: Path) -> None:
    assert set(SAMPLES) == set(expected(shared))


CHECKS: dict[str, Callable[[ImportAnswer, Any], None]] = {}


def same(word: str) -> Callable[[Callable[[ImportAnswer, Any], object]], None]:
    """The check of one word of the expectations: what the answer says of it."""

    def keep(read: Callable[[ImportAnswer, Any], object]) -> None:
        def check(told: ImportAnswer, value: Any) -> None:
            assert read(told, value) == value, word

        CHECKS[word] = check

    return keep


def fact(word: str) -> Callable[[ImportAnswer, Any], object]:
    """What the format says of itself under this word."""
    return lambda told, _: told.facts.get(word)


same("rows")(lambda told, _: told.rows)
same("encoding")(lambda told, _: told.encoding)
same("contacts")(lambda told, _: told.not_a_client)
same("fn")(lambda told, value: value if told.rows else None)
for _word in (
    "companies", "header_line", "delimiter", "inn_lost_zero", "totals_rows", "leaves", "level_of_counterparty",
    "documents", "turnover_debit_total", "sum_in", "sum_out", "end_of_file_mark", "counterparties", "sums",
    "statements", "entries", "transactions", "sum", "accounts", "cards", "sheets",
):  # fmt: skip
    same(_word)(fact(_word))
same("tel")(lambda told, _: first_card(told)["tel"])
same("email")(lambda told, _: first_card(told)["email"])
same("columns")(lambda told, value: [{v: k for k, v in FIELDS.items()}.get(each, each) for each in columns(told)])


def first_card(told: ImportAnswer) -> dict[str, int]:
    card = told.facts["first_card"]
    assert isinstance(card, dict)
    return card


def columns(told: ImportAnswer) -> list[str]:
    found = told.facts["columns"]
    assert isinstance(found, list)
    return [str(each) for each in found]


LOOKED_AT_APART = {"note", "error", "first", "bday", "fn", "goods_lines"}


@pytest.mark.parametrize("name", SAMPLES)
def test_S03_47_sample_gives_what_is_known_of_it(shared: Path, name: str) -> None:
    wanted = expected(shared)[name]
    path = shared / "samples" / name
    if "error" in wanted:
        with pytest.raises(Problem, match="protected by a password"):
            load(path, "RUB")
        return
    told = planned(path)
    for word in wanted.keys() - LOOKED_AT_APART:
        CHECKS[word](told, wanted[word])
    counted = [wanted[word] for word in COUNTS if word in wanted]
    assert not counted or told.rows in (counted[0], told.facts.get("offers"))
    assert not told.error
    if "goods_lines" in wanted:
        assert told.facts["goods_lines"] == wanted["goods_lines"]
    loaded = None if told.kind == "table" else load(path, "RUB")
    if "first" in wanted and loaded is not None:
        first = dict(zip(loaded.head.columns, loaded.head.samples[0], strict=True))
        direction = {"CRDT": "in", "DBIT": "out"}[wanted["first"][0]]
        assert [first["direction"], first["amount"], first["currency"], first["date"]] == [
            direction,
            *wanted["first"][1:],
        ]
    if "fn" in wanted and loaded is not None:
        card = dict(zip(loaded.head.columns, loaded.head.samples[0], strict=True))
        assert card["name"] == wanted["fn"][0].replace("\\", "")
        assert [card["birthday"].replace("-", "")] == [day.replace("-", "") for day in wanted["bday"]] or (
            not wanted["bday"] and not card["birthday"]
        )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("1c/osv62_outline.xls", "balances"),
        ("bank/suncorp.ofx", "payments"),
        ("commerceml/orders_2.03_cp1251.xml", "sales"),
        ("commerceml/offers_cp1251.xml", "products"),
        ("contacts/gmail-list.vcf", "people"),
        ("clipboard/people_no_header_shuffled_cr.tsv", "people"),
        ("csv/amocrm_export_utf8_comma.csv", "clients"),
    ],
)
def test_S03_47_the_kind_is_told_by_content(shared: Path, tmp_path: Path, name: str, kind: str) -> None:
    """Under another name with another ending it is still what it is."""
    renamed = tmp_path / "file.dat"
    renamed.write_bytes((shared / "samples" / name).read_bytes())
    assert planned(renamed).kind == kind


def test_S01_09_operations_are_folded_into_clients(shared: Path) -> None:
    """82 rows of the books are 40 counterparties, and their leaves add up to the total of the report."""
    told = planned(shared / "samples/1c/osv62_outline.xls")
    assert (told.facts["operations"], told.facts["clients"], told.clients) == (82, 40, 40)
    assert told.control["fits"] is True
    assert told.control["file"] == told.control["rows"]


def test_a_shortened_statement_is_blocked_with_both_numbers(shared: Path) -> None:
    told = planned(shared / "samples/bank/kl_to_1c_condo_v103.txt")
    assert told.control["fits"] is False
    file, rows = told.control["file"], told.control["rows"]
    assert (getattr(file, "amount", 0), getattr(rows, "amount", 0)) == (268_183_146, 105_298)
