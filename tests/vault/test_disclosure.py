"""Phones and e-mails: masked, revealed one by one behind an entry, counted once for a client and a day (U05)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities.client import ClientCard, ClientContacts
from core.entities.masks import mail_mask, phone_mask
from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.access.budgets import Budgets
from storage.audit.kinds import Budget, Kind
from storage.vault.session import Session
from tests.vault.stage import Stage, import_cards, logged, refs
from tests.vault.test_gate import failing

PHONES = ("+7 912 345-67-89", "8 (495) 000-11-22")


@pytest.fixture
def lily(stage: Stage) -> Stage:
    session = stage.enter("boris")
    contacts = ClientContacts(PHONES, ("sales@lilia.example",))
    import_cards(session, "Юг", ClientCard("Лилия", external_id="L-9"), contacts=contacts)
    session.end()
    return stage


def client(session: Session) -> bytes:
    return refs(session)["L-9"]


def narrow(session: Session, **limits: float) -> None:
    session.entered.gate.budgets = Budgets(advisory=False, rules=DEFAULT.changed(**limits))


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("+7 912 345-67-89", "+7 9** ***-**-89"),
        ("89123456789", "+7 9** ***-**-89"),
        ("(495) 123-45-67", "+7 4** ***-**-67"),
        ("+375 29 123-45-67", "+37 5** ***-**-67"),
        ("12-34-56", "***-56"),
        ("1234", "***"),
        ("", "***"),
    ],
)
def test_U05_the_mask_of_a_phone(text: str, mask: str) -> None:
    assert phone_mask(text) == mask


@pytest.mark.parametrize(
    ("text", "mask"),
    [("i.ivanov@domain.ru", "i***@d***.ru"), ("a@b", "a***@***"), ("nobody", "***"), ("@x.ru", "***")],
)
def test_U05_the_mask_of_a_mail(text: str, mask: str) -> None:
    assert mail_mask(text) == mask


@given(st.from_regex(r"\+?[0-9][0-9 ()-]{6,18}", fullmatch=True))
def test_U05_a_mask_never_shows_more_than_the_country_and_three_digits(phone: str) -> None:
    digits, shown = re.sub(r"\D", "", phone), re.sub(r"\D", "", phone_mask(phone))
    assert len(shown) <= max(2, len(digits) - 10 + 4)
    assert len(digits) < 7 or shown != digits


def test_U05_masks_cost_nothing_and_hold_no_value(lily: Stage) -> None:
    petr = lily.enter("petr")
    before = lily.sql("SELECT count(*) FROM log")
    found = petr.disclosure.masks(client(petr))
    assert [each.mask for each in found] == ["+7 9** ***-**-89", "+7 4** ***-**-22", "s***@l***.example"]
    assert lily.sql("SELECT count(*) FROM log") == before


def test_U05_a_reveal_is_one_field_and_one_entry(lily: Stage) -> None:
    petr = lily.enter("petr")
    assert petr.disclosure.reveal(client(petr), "phone:1") == PHONES[1]
    entry = lily.enter("vera").trail.entries(kind="reveal")[0]
    named = {"client": client(petr), "name": "Лилия"}
    assert entry.details == {**named, "field": "phone:1", "reason": "", "call": False}
    assert entry.actor == petr.entered.identity.person_id
    assert petr.disclosure.reveal(client(petr), "email:0", call=True) == "sales@lilia.example"
    assert logged(lily, Kind.REVEAL) == 2


def test_U05_outside_the_own_portfolio_a_reason_is_asked_and_logged(lily: Stage) -> None:
    boris = lily.enter("boris")
    assert not boris.disclosure.is_own(client(boris)) and lily.enter("petr").disclosure.is_own(client(boris))
    with pytest.raises(Problem) as told:
        boris.disclosure.reveal(client(boris), "phone:0", "  ")
    assert told.value.exit_code == ExitCode.BAD_INPUT and logged(lily, Kind.REVEAL) == 0
    boris.disclosure.reveal(client(boris), "phone:0", "звонок  за менеджера")
    assert lily.enter("vera").trail.entries(kind="reveal")[0].details["reason"] == "звонок за менеджера"


def test_U05_a_client_counts_once_a_day_whatever_is_revealed_of_him(lily: Stage) -> None:
    petr = lily.enter("petr")
    narrow(petr, reveals_day=1)
    for key in ("phone:0", "phone:1", "email:0", "phone:0"):
        petr.disclosure.reveal(client(petr), key)
    with pytest.raises(Problem) as told:
        petr.disclosure.reveal(refs(petr)["L-1"], "phone:0")
    assert told.value.exit_code == ExitCode.REFUSED and logged(lily, Kind.REFUSED) == 1
    lily.clock.pass_seconds(25 * 3600)
    petr.disclosure.reveal(refs(petr)["L-1"], "phone:0")


def test_U05_a_copy_is_a_second_entry_and_reveals_first(lily: Stage) -> None:
    petr = lily.enter("petr")
    narrow(petr, reveals_day=1)
    assert petr.disclosure.copy(client(petr), "phone:0") == PHONES[0]
    assert (logged(lily, Kind.REVEAL), logged(lily, Kind.COPY)) == (1, 1)
    with pytest.raises(Problem):
        petr.disclosure.copy(refs(petr)["L-1"], "phone:0")
    assert logged(lily, Kind.COPY) == 1


@pytest.mark.parametrize("key", ["phone:2", "phone:-1", "fax:0", "", "email:1"])
def test_U05_what_is_not_there_is_not_logged_as_seen(lily: Stage, key: str) -> None:
    petr = lily.enter("petr")
    with pytest.raises(Problem) as told:
        petr.disclosure.reveal(client(petr), key)
    assert told.value.exit_code == ExitCode.BAD_INPUT and logged(lily, Kind.REVEAL) == 0


def test_U05_nobody_reveals_a_client_he_does_not_open(lily: Stage) -> None:
    foreign = client(lily.enter("petr"))
    ivan = lily.enter("ivan")
    with pytest.raises(Problem):
        ivan.disclosure.reveal(foreign, "phone:0", "очень надо")
    assert ivan.disclosure.masks(foreign) == () and logged(lily, Kind.REVEAL) == 0


@pytest.mark.parametrize("step", ["BEGIN", "INSERT INTO log", "UPDATE log_head", "COMMIT"])
def test_U05_no_entry_no_value(lily: Stage, step: str) -> None:
    petr = lily.enter("petr")
    client_id = client(petr)
    own = petr.disclosure.masks(client_id)
    petr.disclosure.is_own(client_id)
    with failing(petr, lambda statement: statement.lstrip().startswith(step)), pytest.raises(Problem):
        petr.disclosure.reveal(client_id, own[0].key, "reason")
    assert logged(lily, Kind.REVEAL) == 0


def test_U04_what_is_left_is_told_with_the_wider_limits_of_a_head(lily: Stage) -> None:
    petr, boris = lily.enter("petr"), lily.enter("boris")
    petr.disclosure.reveal(client(petr), "phone:0")
    told = {(each.budget, each.hours): (each.limit, each.used) for each in petr.disclosure.budgets()}
    assert told == {
        (Budget.DOSSIERS, 1): (40, 0),
        (Budget.DOSSIERS, 24): (120, 0),
        (Budget.REVEALS, 24): (60, 1),
        (Budget.PROBES, 24): (30, 0),
    }
    assert [each.limit for each in boris.disclosure.budgets()] == [200, 600, 300, 150]
    assert [each.limit for each in lily.enter("klara").disclosure.budgets()] == [40, 120, 60, 150]
