"""Colleagues and portfolios: whose keys reach what, also what is made later (spec/store §1, S01.13, S01.15)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment, Scope
from storage.sealing import derive
from storage.vault.people import NewPerson
from storage.vault.session import Session
from tests.vault.stage import PEOPLE, Stage, home_of, import_sales, secret_of


def opened(session: Session) -> dict[str, set[str]]:
    """Portfolio → compartments whose key the session holds."""
    names = {key: note.name for key, note in session.staffing.portfolios().items()}
    found: dict[str, set[str]] = {}
    for key, held in session.entered.keyring.portfolios.items():
        found[names[key]] = {part.name.lower() for part in Compartment if held.compartments & part.bit}
    return found


ALL = {"card", "contacts", "dossier", "money", "private"}
NARROW = {"card", "contacts", "money"}
NAMES = ("Центр", "Север", "Юг")


def test_every_role_opens_what_the_rules_say_and_no_more(stage: Stage) -> None:
    assert {login: opened(stage.enter(login)) for login in PEOPLE} == {
        "anna": dict.fromkeys(NAMES, ALL),
        "boris": dict.fromkeys(NAMES, ALL),
        "ivan": {"Север": ALL},
        "petr": {"Юг": ALL},
        "klara": dict.fromkeys(NAMES, NARROW),
        "adam": {},
        "vera": {},
    }


def test_a_manager_sees_his_clients_and_of_the_others_not_even_the_number(stage: Stage) -> None:
    ivan, petr = stage.enter("ivan"), stage.enter("petr")
    assert {card.external_id for card in ivan.clients.load().cards} == {"C-1", "C-2", "C-3"}
    assert {card.external_id for card in petr.clients.load().cards} == {"L-1", "L-2"}
    foreign = petr.clients.load().ids[0]
    for read in (ivan.clients.stored, ivan.clients.history, ivan.clients.keys, ivan.clients.walk()):
        with pytest.raises(Problem) as told:
            read(foreign)
        with pytest.raises(Problem) as unknown:
            read(b"?" * 16)
        assert (str(told.value), told.value.exit_code) == (str(unknown.value), unknown.value.exit_code)
    assert ivan.clients.contacts(foreign) == ivan.clients.contacts(b"?" * 16)
    assert ivan.sales.page(foreign) is None
    assert ivan.sales.documents(foreign, 10**6) == []


def test_the_keeper_keeps_sales_and_has_no_key_of_dossier_and_private(stage: Stage) -> None:
    klara = stage.enter("klara")
    assert len(klara.clients.load().ids) == 5
    client_id = klara.clients.load().ids[0]
    receipt = klara.entered.gate.read(Kind.DOSSIER_READ, client_id, {}, [(int(Scope.CLIENT), client_id)])
    keys = klara.clients.keys(client_id, receipt)
    for part in (Compartment.DOSSIER, Compartment.PRIVATE):
        with pytest.raises(NotGranted):
            keys.key(part)
    for part in (Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY):
        keys.key(part)


def test_clients_the_keeper_creates_are_opened_by_their_manager(stage: Stage) -> None:
    import_sales(stage.enter("klara"), [("C-9", "РН-9", 1, "болт", 5_00)], "Север")
    assert "C-9" in {card.external_id for card in stage.enter("ivan").clients.load().cards}


def test_a_portfolio_made_later_reaches_manager_heads_and_keeper(stage: Stage) -> None:
    made = stage.enter("boris").staffing.create_portfolio("Восток", "ivan", "Опт")
    assert stage.enter("boris").staffing.portfolios()[made].department == "Опт"
    holders = {login for login in PEOPLE if made in stage.enter(login).entered.keyring.portfolios}
    assert holders == {"anna", "boris", "ivan", "klara"}
    assert opened(stage.enter("klara"))["Восток"] == NARROW
    import_sales(stage.enter("boris"), [("V-1", "РН-1", 1, "болт", 5_00)], "Восток")
    assert "V-1" in {card.external_id for card in stage.enter("ivan").clients.load().cards}


def test_whoever_makes_a_portfolio_uses_it_at_once(stage: Stage) -> None:
    session = stage.enter("boris")
    made = session.staffing.create_portfolio("Восток", "petr")
    assert home_of(session, "Восток") == made
    import_sales(session, [("V-1", "РН-1", 1, "болт", 5_00)], "Восток")
    assert "V-1" in {card.external_id for card in session.clients.load().cards}


def test_a_head_and_a_keeper_added_later_get_every_portfolio(stage: Stage) -> None:
    session = stage.enter("anna")
    for login, role in (("gleb", "head"), ("lena", "keeper")):
        session.people.add(NewPerson(login, login, role, secret_of(login)), derive.TEST_ONLY)  # type: ignore[arg-type]
    assert opened(stage.enter("gleb")) == dict.fromkeys(NAMES, ALL)
    assert opened(stage.enter("lena")) == dict.fromkeys(NAMES, NARROW)


def test_a_manager_added_later_has_nothing_until_he_is_given_a_portfolio(stage: Stage) -> None:
    stage.enter("boris").people.add(NewPerson("oleg", "Олег", "manager", secret_of("oleg")), derive.TEST_ONLY)
    oleg = stage.enter("oleg")
    assert oleg.entered.keyring.portfolios == {} and oleg.clients.load().ids == []
    stage.enter("boris").staffing.create_portfolio("Запад", "oleg")
    assert opened(stage.enter("oleg")) == {"Запад": ALL}


def test_a_person_the_admin_adds_can_come_in(stage: Stage) -> None:
    """The firm key reaches every active colleague, whoever of those who may add people did it."""
    stage.enter("adam").people.add(NewPerson("oleg", "Олег", "manager", secret_of("oleg")), derive.TEST_ONLY)
    assert stage.enter("oleg").firm.settings().name == "Ромашка"


def test_everybody_gets_a_key_of_his_own_at_his_first_login_and_keeps_it(stage: Stage) -> None:
    first = stage.enter("petr").entered.keyring.person
    again = stage.enter("petr").entered.keyring.person
    assert first is not None and again is not None
    assert first.secret().whole == again.secret().whole
    person = stage.enter("petr").entered.identity.person_id
    members = stage.sql('SELECT member_id, grantor_id FROM "grant" WHERE scope_kind = 4 AND scope_id = ?', person)
    assert members == [(person, person)]


@pytest.mark.parametrize("login", ["ivan", "klara", "vera"])
def test_who_may_not_add_people_is_told_so(stage: Stage, login: str) -> None:
    with pytest.raises(Problem) as told:
        stage.enter(login).people.add(NewPerson("oleg", "Олег", "manager", secret_of("oleg")), derive.TEST_ONLY)
    assert told.value.exit_code == ExitCode.REFUSED


@pytest.mark.parametrize("login", ["ivan", "klara", "vera", "adam"])
def test_who_may_not_make_portfolios_is_told_so(stage: Stage, login: str) -> None:
    with pytest.raises(Problem) as told:
        stage.enter(login).staffing.create_portfolio("Тайный", login)
    assert told.value.exit_code == ExitCode.REFUSED


@pytest.mark.parametrize("role", ["owner", "head", "admin", "auditor"])
def test_only_the_owner_states_owners_heads_admins_and_auditors(stage: Stage, role: str) -> None:
    for login in ("boris", "adam"):
        with pytest.raises(Problem) as told:
            stage.enter(login).people.add(
                NewPerson("oleg", "Олег", role, secret_of("oleg")),  # type: ignore[arg-type]
                derive.TEST_ONLY,
            )
        assert told.value.exit_code == ExitCode.REFUSED
    assert stage.sql("SELECT count(*) FROM roster WHERE login = 'oleg'") == [(0,)]
    assert stage.enter("anna").trail.verify().ok


@pytest.mark.parametrize("login", ["ivan", " ivan ", "", "a b", "x" * 65, "a\u200bb", "i\nvan"])
def test_a_login_taken_or_malformed_is_refused_and_nothing_written(stage: Stage, login: str) -> None:
    session = stage.enter("boris")
    before = session.entered.premises.log_size()
    with pytest.raises(Problem) as told:
        session.people.add(NewPerson(login, "Кто-то", "manager", secret_of("oleg")), derive.TEST_ONLY)
    assert told.value.exit_code == ExitCode.BAD_INPUT
    assert session.entered.premises.log_size() == before


@pytest.mark.parametrize("login", ["nobody", "adam", "vera", "klara"])
def test_a_portfolio_belongs_to_somebody_who_sells(stage: Stage, login: str) -> None:
    session = stage.enter("boris")
    before = session.entered.premises.log_size()
    with pytest.raises(Problem) as told:
        session.staffing.create_portfolio("Ничей", login)
    assert told.value.exit_code == ExitCode.BAD_INPUT
    assert session.entered.premises.log_size() == before


def test_budgets_bind_as_soon_as_there_are_two(empty: Stage) -> None:
    session = empty.enter()
    assert session.entered.alone and session.entered.gate.budgets.advisory
    session.people.add(NewPerson("boris", "Борис", "head", secret_of("boris")), derive.TEST_ONLY)
    bound = session.entered
    assert (bound.alone, bound.gate.budgets.advisory) == (False, False)
