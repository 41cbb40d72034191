"""Who can open what, against a model of it: people, portfolios and grants with real keys (U02, S01.13, S01.15)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.entities.client import ClientCard
from core.entities.vocabulary import Role
from storage.keys.portfolio import NotGranted
from storage.keys.scopes import Compartment
from storage.sealing import derive
from storage.vault.people import NewPerson
from storage.vault.session import Session, enter
from tests.vault.stage import Stage, found_stage, import_cards, refs, secret_of

WIDE = frozenset(Compartment)
NARROW = frozenset({Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY})
ROLES: tuple[Role, ...] = ("manager", "head", "keeper", "admin", "auditor")


class Access(RuleBasedStateMachine):
    """The model: for every person the compartments of every portfolio; for every portfolio its clients."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed = derive.TEST_KDF_ALLOWED
        derive.TEST_KDF_ALLOWED = True
        self.folder = tempfile.TemporaryDirectory(prefix="kartoteka-model-")
        self.stage: Stage = found_stage(Path(self.folder.name) / "firm.kartoteka")
        self.premises = self.stage.premises()
        self.roles: dict[str, Role] = {"anna": "owner"}
        self.holds: dict[str, dict[str, frozenset[Compartment]]] = {"anna": {"Центр": WIDE}}
        self.clients: dict[str, set[str]] = {"Центр": set()}
        self.changed: set[str] = {"anna"}

    def teardown(self) -> None:
        self.stage.close()
        self.folder.cleanup()
        derive.TEST_KDF_ALLOWED = self.allowed

    def enter(self, login: str) -> Session:
        """A new session; the database stays open between them."""
        return enter(self.premises, login, secret_of(login))

    def portfolios(self) -> list[str]:
        return sorted(self.clients)

    def who(self, *roles: str) -> list[str]:
        return sorted(login for login, role in self.roles.items() if role in roles)

    @initialize()
    def first_client(self) -> None:
        self.add_client(0, 0)

    @precondition(lambda self: len(self.roles) < 7)
    @rule(role=st.sampled_from(ROLES))
    def add_person(self, role: Role) -> None:
        """The owner adds a colleague: head and keeper get all there is, the others nothing yet."""
        login = f"p{len(self.roles)}"
        session = self.enter("anna")
        session.people.add(NewPerson(login, login, role, secret_of(login)), derive.TEST_ONLY)
        given = {"head": WIDE, "keeper": NARROW}.get(role)
        self.roles[login] = role
        self.holds[login] = dict.fromkeys(self.portfolios(), given) if given else {}
        self.changed.add(login)

    @precondition(lambda self: len(self.clients) < 5)
    @rule(by=st.integers(0, 9), owner=st.integers(0, 9))
    def add_portfolio(self, by: int, owner: int) -> None:
        """Owner or head makes one for somebody who sells: it reaches him, heads, owner, keeper and its maker."""
        makers, sellers = self.who("owner", "head"), self.who("owner", "head", "manager")
        maker, seller = makers[by % len(makers)], sellers[owner % len(sellers)]
        name = f"П{len(self.clients)}"
        session = self.enter(maker)
        session.staffing.create_portfolio(name, seller)
        self.clients[name] = set()
        for login, role in self.roles.items():
            if role in ("owner", "head") or login == seller:
                self.holds[login][name] = WIDE
            elif role == "keeper":
                self.holds[login][name] = NARROW
        self.changed |= set(self.roles)

    @rule(by=st.integers(0, 9), where=st.integers(0, 9))
    def add_client(self, by: int, where: int) -> None:
        """Whoever holds a portfolio may import into it."""
        name = self.portfolios()[where % len(self.portfolios())]
        able = sorted(login for login, held in self.holds.items() if name in held)
        ref = f"C-{sum(map(len, self.clients.values()))}"
        session = self.enter(able[by % len(able)])
        import_cards(session, name, ClientCard(f"Фирма {ref}", external_id=ref))
        self.clients[name].add(ref)
        self.changed |= {login for login, held in self.holds.items() if name in held}

    @invariant()
    def everybody_opens_what_the_model_says(self) -> None:
        """Asked of everybody whom the last step touched, and of one who was not touched."""
        quiet = sorted(set(self.roles) - self.changed)
        for login in sorted(self.changed) + quiet[:1]:
            session = self.enter(login)
            assert opened(session) == self.holds[login], login
            seen = {ref for name in self.holds[login] for ref in self.clients[name]}
            assert set(refs(session)) == seen, login
            self.changed.clear()


def opened(session: Session) -> dict[str, frozenset[Compartment]]:
    """By name of the portfolio: compartments whose key really unwraps what it should."""
    found = {}
    for portfolio_id, note in session.staffing.portfolios().items():
        key = session.entered.keyring.portfolios[portfolio_id]
        parts = set()
        for part in Compartment:
            try:
                key.wrapper(part)
            except NotGranted:
                continue
            parts.add(part)
        found[note.name] = frozenset(parts)
    return found


Access.TestCase.settings = settings(
    max_examples=5, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAccess = Access.TestCase
