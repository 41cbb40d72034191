"""Formats with fixed records, their variants, and what is refused of them (exchange §1, issue: Bad input)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.problem import Problem
from storage.intake.prepare import LoadedTable, load, plan
from storage.intake.readers import bank_1c, forms, ofx, vcard
from storage.intake.readers.columns import ReadFault
from storage.intake.records_table import RecordsTable
from tests.intake.tables import NOTHING, clients, refusal, write

BANK = """1CClientBankExchange
ВерсияФормата=1.03
Кодировка={encoding}
РасчСчет=40702810900000000001
СекцияРасчСчет
РасчСчет=40702810900000000001
ВсегоПоступило={total}
ВсегоСписано=0
КонецРасчСчет
{documents}КонецФайла
"""
DOCUMENT = """СекцияДокумент=Платежное поручение
Номер={number}
Дата=0{day}.03.2026
Сумма={amount}
ПлательщикСчет={account}
Плательщик=ИНН {inn} {name}
ПлательщикИНН={inn}
Плательщик1={name}
ПолучательСчет=40702810900000000001
ДатаПоступило=0{day}.03.2026
НазначениеПлатежа=Оплата {{53=33798.03}}
 по счету
КонецДокумента
"""


def document(number: int, name: str = 'ООО "Ромашка"', inn: str = "7707083893", **said: object) -> str:
    words: dict[str, object] = {"day": 1 + number % 9, "amount": "100.50", "account": "40702810100000000077"} | said
    return DOCUMENT.format(number=number, name=name, inn=inn, **words)


def statement(*documents: str, encoding: str = "Windows", total: str = "") -> str:
    return BANK.format(documents="".join(documents), encoding=encoding, total=total)


def records(loaded: LoadedTable) -> RecordsTable:
    assert isinstance(loaded.table, RecordsTable)
    return loaded.table


@pytest.mark.parametrize(("encoding", "says"), [("utf-8", "Windows"), ("cp1251", "Windows"), ("cp866", "DOS")])
def test_a_bank_file_is_read_whatever_its_header_says(tmp_path: Path, encoding: str, says: str) -> None:
    path = write(tmp_path, statement(document(1), document(2), encoding=says), "kl.txt", encoding)
    loaded = load(path, "RUB")
    table = records(loaded)
    assert loaded.head.encoding == encoding
    assert (table.value("name", 0), table.value("inn", 0)) == ('ООО "Ромашка"', "7707083893")
    assert table.value("purpose", 0) == "Оплата {53=33798.03} по счету"
    assert table.money["amount"].tolist() == [10_050, 10_050]


@pytest.mark.parametrize(
    ("name", "inn", "account", "verdict"),
    [
        ('ООО "Ромашка"', "7707083893", "40702810100000000077", "new"),
        ("ИП Петров Иван Ильич", "500100732259", "40802810100000000077", "new"),
        ("Петрова Анна Ильинична", "7707083893", "40817810100000000077", "not_a_client"),
        ("ПЕТРОВА АННА ИЛЬИНИЧНА", "7707083893", "30232810100000000077", "not_a_client"),
        ("Петрова Анна Ильинична", "7707083893", "", "not_a_client"),
        ("УФК по г. Москве", "7710030933", "40101810045250010041", "not_a_client"),
        ("ПАО Сбербанк", "7707083893", "47422810100000000077", "not_a_client"),
    ],
)
def test_S03_14_who_paid(tmp_path: Path, name: str, inn: str, account: str, verdict: str) -> None:
    """The ИНН of a bank on a person's card transfer names nobody; taxes and the bank's own are no clients."""
    text = statement(document(1, name, inn, account=account))
    planned = plan(load(write(tmp_path, text, "kl.txt"), "RUB"), NOTHING)
    assert planned.counts[verdict] == 1  # type: ignore[index]  # one of the verdicts


def test_one_inn_with_names_that_do_not_fit_is_not_one_client(tmp_path: Path) -> None:
    text = statement(document(1, "ООО Ромашка"), document(2, "Ромашка ООО"), document(3, "ЗАО Вектор"))
    assert plan(load(write(tmp_path, text, "kl.txt"), "RUB"), NOTHING).clients == 2


def test_a_statement_whose_total_does_not_fit_is_blocked(tmp_path: Path) -> None:
    wrong = plan(load(write(tmp_path, statement(document(1), total="100.51"), "kl.txt"), "RUB"), NOTHING)
    right = plan(load(write(tmp_path, statement(document(1), total="100.50"), "kl.txt"), "RUB"), NOTHING)
    assert (wrong.control.fits, wrong.control.file, wrong.control.rows) == (False, 10_051, 10_050)
    assert right.control.fits is True


def test_a_bank_file_that_breaks_off(tmp_path: Path) -> None:
    whole = statement(document(1), document(2))
    assert "breaks off" in refusal(write(tmp_path, whole[: whole.rindex("Сумма")], "kl.txt"))
    assert "no amount" in refusal(write(tmp_path, statement(document(1, amount="сто")), "kl.txt"))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_any_text_in_a_bank_file_gives_rows_or_one_fault(text: str, inside: bool) -> None:
    data = statement(document(1).replace("Оплата", text) if inside else text).encode("utf-8", "replace")
    outcome(bank_1c.open_file, data)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["vcard", "ofx", "bank", "camt", "cml", "mail", "zip", "ole", "html"]))
def test_any_bytes_behind_a_known_beginning_give_rows_or_one_fault(data: bytes, form: str) -> None:
    starts = {
        "vcard": b"BEGIN:VCARD\nVERSION:3.0\n", "ofx": b"OFXHEADER:100\n<OFX><STMTTRN>",
        "bank": b"1CClientBankExchange\n",
        "camt": b"<?xml version='1.0'?><Document><BkToCstmrStmt>", "html": b"<html><table><tr><td>",
        "cml": "<?xml version='1.0'?><КоммерческаяИнформация>".encode(), "zip": b"PK\x03\x04",
        "ole": b"\xd0\xcf\x11\xe0",
        "mail": b"From a\nFrom: a\nTo: b\nSubject: c\n",
    }  # fmt: skip
    outcome(None, starts[form] + data)


def outcome(open_file: Callable[[int], forms.Opened] | None, data: bytes) -> None:
    """Read bytes as the child would: rows or one ReadFault, nothing else."""
    import os
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            opener = open_file or forms.opener(forms.recognise(file.fileno()))
            if opener is not None:
                sample = opener(file.fileno()).sample(-1)
                assert all(isinstance(cell, str) for row in sample.rows for cell in row)
        except ReadFault as fault:
            assert fault.code
        assert os.fstat(file.fileno())


@pytest.mark.parametrize("root", ["КоммерческаяИнформация", "Document><BkToCstmrStmt"])
def test_xml_with_a_document_type_is_refused(tmp_path: Path, root: str) -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{"x" * 10}">]><{root}>&b;'
    assert "declares a document type" in refusal(write(tmp_path, bomb, "a.xml"))


def test_xml_in_another_encoding_than_declared(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="{}"?><КоммерческаяИнформация><Контрагенты><Контрагент><Ид>1</Ид>' \
           "<Наименование>Ромашка</Наименование></Контрагент></Контрагенты></КоммерческаяИнформация>"  # fmt: skip
    for declared, real in (("utf-8", "cp1251"), ("windows-1251", "utf-8"), ("windows-1251", "cp1251")):
        path = write(tmp_path, text.format(declared), "import.xml", real)
        assert clients(load(path, "RUB")).columns["name"].strings == ("Ромашка",)


def test_xml_of_no_known_kind_and_a_broken_one(tmp_path: Path) -> None:
    assert "XML of a kind" in refusal(write(tmp_path, "<?xml version='1.0'?><note/>", "a.xml"))
    assert "breaks off" in refusal(write(tmp_path, "<КоммерческаяИнформация><Документ><Номер>1", "a.xml"))


def test_vcard_quirks(tmp_path: Path) -> None:
    """A photo cut short, groups, bare types, quoted-printable in cp1251, a nested agent, a birthday without a year."""
    cards = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:"
        b"=CF=E5=F2=F0=EE=E2;=C8=E2=E0=ED\r\n"
        b"TEL;CELL;PREF:+7 916 000-00-00\r\nAGENT:BEGIN:VCARD\r\nFN:Nobody\r\nEND:VCARD\r\nBDAY:--0203\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\nVERSION:3.0\nitem1.FN:Anna Black\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\n BBB\n"
        b"item1.EMAIL:a@b.example\n"
        b"END:VCARD\n"
    )
    loaded = load(write(tmp_path, cards, "cards.vcf"), "RUB")
    table = clients(loaded)
    assert [table.value("name", row) for row in (0, 1)] == ["Петров Иван", "Anna Black"]
    assert loaded.head.samples[0][loaded.head.columns.index("birthday")] == "--02-03"
    assert "breaks off within record 1" in refusal(write(tmp_path, cards[:100], "cards.vcf"))


def test_a_card_of_a_firm_is_the_firm_and_a_list_of_cards_is_nobody(tmp_path: Path) -> None:
    cards = (
        "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Ромашка, магазин\nORG:ООО «Ромашка»\nTEL:+7 495 000-00-01\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:Василёк\nORG:ООО «Василёк»\nX-ABShowAs:COMPANY\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Друзья\nMEMBER:urn:uuid:1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:individual\nFN:Анна Чёрная\nORG:ООО «Ромашка»\nEND:VCARD\n"
    )
    table = clients(load(write(tmp_path, cards, "cards.vcf"), "RUB"))
    assert [table.value("name", row) for row in range(3)] == ["ООО «Ромашка»", "ООО «Василёк»", "Анна Чёрная"]
    assert len(table.verdict) == 3


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(names, min_size=1, max_size=5))
def test_vcards_of_any_names_come_back(given_names: list[str]) -> None:
    def quoted(name: str) -> str:
        return name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")

    text = "".join(f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{quoted(name)}\r\nEND:VCARD\r\n" for name in given_names)
    found = [card[1].text() for card in vcard._cards(text)]
    assert found == given_names


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), max_size=8), st.booleans())
def test_ofx_sums_are_exact(kopecks: list[int], closed: bool) -> None:
    end = "</TRNAMT></STMTTRN>" if closed else ""
    text = "OFXHEADER:100\n\n<OFX><BANKACCTFROM><ACCTID>1</BANKACCTFROM>" + "".join(
        f"<STMTTRN><DTPOSTED>20260301<FITID>{at}<TRNAMT>{value / 100:.2f}{end}" for at, value in enumerate(kopecks)
    )
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        opened = ofx.open_file(file.fileno())
    assert opened.facts["transactions"] == len(kopecks)
    assert float(str(opened.facts["sum"])) == pytest.approx(sum(kopecks) / 100)


def test_no_reader_of_another_kind_is_believed(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="holds payments"):
        load(write(tmp_path, statement(document(1)), "kl.txt"), "RUB", "clients")
