"""Rows of a list of people as contact persons (S03.56)."""

from __future__ import annotations

import datetime as dt

import pytest

from core.entities.people import FOREIGN_PASSPORT, PASSPORT, Person
from core.problem import Problem
from core.relations.person_rows import filled, is_date, read_person, same_person

TODAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [("29.02.1980", "1980-02-29"), ("1980-02-29 00:00:00", "1980-02-29"), ("19800229T1430", "1980-02-29"),
     ("02/29/1980", "1980-02-29"), ("01.03.26", "2026-03-01"), ("02.03.80", "1980-03-02"), ("0/0/00", "")],
)  # fmt: skip
def test_S03_56_dates_as_tables_write_them(text: str, told: str) -> None:
    assert is_date(text) and read_person({"last_name": "Ким", "birthday": text}, TODAY).profile.birthday == told


@pytest.mark.parametrize("text", ["31.02.1990", "завтра", "1985", "12.13.1980", "2027-01-01"])
def test_S03_56_a_date_that_is_none_or_lies_ahead_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        read_person({"last_name": "Ким", "birthday": text}, TODAY)


def test_S03_56_a_birthday_without_its_year_is_the_persons_and_no_secret() -> None:
    read = read_person({"last_name": "Ким", "birthday": "--0203"}, TODAY)
    assert (read.person.birth_month, read.person.birth_day, read.private) == (2, 3, False)


@pytest.mark.parametrize(
    ("values", "foreign", "internal"),
    [({"passport": "75 1234567"}, ("75", "1234567"), ("", "")),
     ({"passport": "75№1234567"}, ("75", "1234567"), ("", "")),
     ({"national_id": "45 09 123456"}, ("", ""), ("4509", "123456")), ({"passport": "AB12"}, ("", "AB12"), ("", "")),
     ({"passport_series": "75", "passport_number": "1"}, ("75", "1"), ("", ""))],
)  # fmt: skip
def test_S03_56_series_and_number_together_or_apart(
    values: dict[str, str], foreign: tuple[str, str], internal: tuple[str, str]
) -> None:
    profile = read_person({"last_name": "Ким"} | values, TODAY).profile
    papers = [profile.document(kind) for kind in (FOREIGN_PASSPORT, PASSPORT)]
    assert [(each.series, each.number) for each in papers] == [foreign, internal]


def test_S03_56_who_is_the_same_person_and_what_a_row_may_complete() -> None:
    ours = Person(surname="Ёлкина", given="Зоя", birth_month=2, birth_day=29)
    read = read_person({"name": "елкина зоя ильинична", "sex": "female"}, TODAY).person
    assert same_person(ours, read) and filled(ours, read) == Person(
        surname="Ёлкина", given="Зоя", patronymic="ильинична", sex="f", birth_month=2, birth_day=29
    )
    other = read_person({"name": "Ёлкина Зоя", "birthday": "01.03.1980"}, TODAY).person
    assert not same_person(ours, other) and not same_person(Person(surname="Ким"), Person(surname="Ким", given="Ли"))
    assert same_person(Person(latin="KIM LI"), Person(latin="Kim Li", surname="Ким"))
    with pytest.raises(Problem):
        read_person({"phone": "+7 900"}, TODAY)
