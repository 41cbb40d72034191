"""The block model: numbers of headings, the order of texts, what no paper shows (S03.96)."""

from __future__ import annotations

import msgspec

from core.dossier.blocks import Card, Column, Document, Fact, Figure, Heading, Meta, Note, Table, numbered, texts, tidy
from core.dossier.pages import page_count
from core.dossier.pictures import as_svg, size_of
from scripts.benchmarks._made_dossier import made_document, png


def test_S03_96_headings_are_numbered_through_and_below() -> None:
    levels = (1, 2, 2, 1, 2, 3, 3, 1, 3, 9, 0)
    told = [number for number, _block in numbered(Heading("x", level) for level in levels)]
    assert told == ["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2", "3", "3.0.1", "3.0.2", "4"]


def test_S03_96_texts_come_in_the_order_of_reading_and_drawings_by_their_caption() -> None:
    blocks = (
        Heading("A"), Card((Fact("n", "v", "r"), Fact("m", "")), "t"), Note("!"), Figure("<svg/>", "c", "alt"),
        Table((Column("h"), Column("")), (("1", ""), ("2", "3")), "cap"),
    )  # fmt: skip
    assert list(texts(Document(Meta("T", "F"), blocks))) == [
        "1 A", "t", "n", "v", "r", "m", "!", "c", "cap", "h", "1", "2", "3",
    ]  # fmt: skip


def test_S03_96_a_text_pasted_from_word_loses_what_no_paper_shows() -> None:
    pasted = "одна\r\nдве\rтри\tчетыре\x00\x0b\x1b[0m\u202eпять\ufeff\ud800"
    made = tidy(Document(Meta(pasted, ""), (Note(pasted), Card((Fact(pasted, pasted),)))))
    assert (
        list(texts(made)) == ["одна\nдве\nтри четыре[0mпять"] * 3 and made.meta.title == "одна\nдве\nтри четыре[0mпять"
    )
    whole = made_document(5, 1)
    assert tidy(whole) == whole and msgspec.json.decode(msgspec.json.encode(whole), type=Document) == whole


def test_S03_96_pages_grow_with_the_document() -> None:
    counts = [
        page_count(made_document(orders, sections)) for orders, sections in ((0, 0), (50, 2), (200, 13), (400, 20))
    ]
    assert counts == sorted(set(counts)) and 20 <= counts[2] <= 40
    assert page_count(Document(Meta("t", "f", cover=False), ())) == 1


def test_S03_96_size_of_a_picture_is_told_from_its_first_bytes() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 10 + b"\xff\xc0\x00\x11\x08\x00\x50\x00\x3c" + b"\0" * 10
    assert size_of(jpeg) == ("jpeg", 60, 80) and size_of(png(60, 80)) == ("png", 60, 80)
    assert 'viewBox="0 0 60 80"' in as_svg(jpeg)
