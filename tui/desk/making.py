"""Making stores: `init`, and the throw-away store of `demo` filled from the sample firm."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.entities.firm import FirmSettings
from core.entities.vocabulary import Role
from core.problem import N_, Problem
from core.sample.books import make_books
from core.sample.firm import MOST_CLIENTS, SampleChunk, SampleFirm, make_firm
from core.sample.relations import KEY_ACCOUNTS
from core.sample.sales import document_names
from core.wording import gettext as _
from storage.audit.log import now_us
from storage.intake.ordering import codes_of
from storage.vault.books.worth import ENQUIRY, PLAN, SPEND, SUPPLIER_TIER
from storage.vault.files import files_of
from storage.vault.founding import Server, found_store
from storage.vault.imports import NO_DAY, ONE, UNKNOWN, ImportOrder, NewClient, SaleColumns
from storage.vault.people import NewPerson
from storage.vault.premises import Clock, open_premises
from storage.vault.reserve import make
from storage.vault.session import Session, enter
from storage.vault.strength import DEMO_SETTINGS
from tui.desk.desk import Desk
from tui.desk.figures import Evenings, firm_figures
from tui.desk.making_group import give_work
from tui.desk.making_outreach import ask_approval, hold_campaigns
from tui.desk.making_relations import write_relations
from tui.desk.making_standing import state_evidence
from tui.desk.making_trade import known_trade, open_cases, set_prices

DEMO_PASSPHRASE = "demo"  # noqa: S105  (said aloud on purpose: the store is made up and thrown away)
"""Of everybody in a demo store, which is thrown away."""
SAMPLE_SOURCE = "sample"
Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class MadePerson:
    """Somebody of the demo firm, with what to type."""

    login: str
    name: str
    role: Role
    passphrase: str


@dataclass(frozen=True, slots=True)
class MadeDemo:
    """A demo store."""

    store: Path
    people: tuple[MadePerson, ...]
    clients: int
    lines: int


def init_store(
    path: Path, firm: str, owner: str, currency: str, passphrase: bytearray, server: Server | None = None
) -> tuple[str, ...]:
    """A new store with its first person, in a file or on a server. Gives the words of the recovery holders, said once.

    Raises Problem: BAD_INPUT for a malformed name, login, currency or passphrase, STORE when the place is taken.
    """
    code = currency.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Problem(N_("A currency has three letters, such as RUB: {currency} is none."), currency=currency)
    if not firm.strip():
        raise Problem(N_("A firm needs a name: give it with --firm."))
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Problem(N_("This passphrase is too short: take {count} characters or more."), count=SHORTEST_PASSPHRASE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    person = NewPerson(owner, owner, "owner", passphrase)
    settings = FirmSettings(firm.strip(), code)
    words = found_store(path, settings, person, _("My portfolio"), server=server).recovery
    make(files_of(path.absolute()))
    return words


SHORTEST_PASSPHRASE = 8


def demo_store(clients: int, today: dt.date, progress: Progress | None = None, clock: Clock = now_us) -> MadeDemo:
    """A store in a private temporary folder, with people of every role and the sample firm's three years of sales."""
    if clients > MOST_CLIENTS:
        raise Problem(N_("The sample firm has at most {limit} clients: ask for fewer."), limit=MOST_CLIENTS)
    sample = make_firm(clients=clients, today=today)
    path = Path(tempfile.mkdtemp(prefix="kartoteka-demo-")) / "demo.store"
    owner = next(each for each in sample.staff if each.role == "owner")
    person = NewPerson(owner.login, owner.name, "owner", bytearray(DEMO_PASSPHRASE.encode()))
    firm = FirmSettings(sample.name, sample.currency)
    found_store(path, firm, person, _("Portfolio of the owner"), settings=DEMO_SETTINGS, clock=clock)
    session = enter(open_premises(path, clock), owner.login, bytearray(DEMO_PASSPHRASE.encode()), clock=clock)
    try:
        homes = _people(session, sample)
        lines = _fill(session, sample, homes, progress)
        fill_books(session, sample, homes)
        write_relations(session, publish_figures(session, today), sample.seed, today)
        set_prices(session, sample)
    finally:
        session.end()
    _trade(path, sample, today, clock)
    people = tuple(MadePerson(each.login, each.name, each.role, DEMO_PASSPHRASE) for each in sample.staff)
    return MadeDemo(path, people, clients, lines)


def _trade(path: Path, sample: SampleFirm, today: dt.date, clock: Clock) -> None:
    """What is known and stated of the clients at the desk of the head, recovery cases and a draft at a manager's."""
    for role in ("head", "manager"):
        desk = Desk(open_premises(path, clock), today)
        login = next(each.login for each in sample.staff if each.role == role)
        try:
            desk.unlock(login, bytearray(DEMO_PASSPHRASE.encode()))
            if role == "head":
                known_trade(desk, sample)
                state_evidence(desk, sample)
                give_work(desk)
                hold_campaigns(desk, sample)
            else:
                open_cases(desk)
                ask_approval(desk)
        finally:
            desk.close("end")


def _people(session: Session, sample: SampleFirm) -> list[bytes]:
    """Add the staff and one portfolio for each manager. Gives the portfolios in the order of the sample."""
    for each in sample.staff:
        if each.role != "owner":
            secret = bytearray(DEMO_PASSPHRASE.encode())
            session.people.add(NewPerson(each.login, each.name, each.role, secret), DEMO_SETTINGS)
    return [
        session.staffing.create_portfolio(each.name, each.owner_login, each.department) for each in sample.portfolios
    ]


def _fill(session: Session, sample: SampleFirm, homes: list[bytes], progress: Progress | None) -> int:
    session.firm.add_product_names(dict(zip(sample.products.code, sample.products.name, strict=True)))
    done = lines = 0
    for order in sample_orders(sample, homes):
        prepared = session.imports.prepare(order)
        session.imports.commit(prepared)
        done += len(order.new)
        lines += prepared.new
        if progress is not None and not progress(done, sample.clients):
            raise Problem(N_("The demo was stopped: start it again for a whole firm."))
    return lines


def sample_orders(sample: SampleFirm, homes: list[bytes]) -> Iterator[ImportOrder]:
    """What to import for the sample firm, a chunk of clients at a time. `homes`: where each portfolio's clients go."""
    for number, chunk in enumerate(sample.chunks()):
        home = homes[chunk.portfolio]
        new = {at: NewClient(home, card, contacts) for at, (card, contacts) in enumerate(chunk.clients.pairs())}
        label = hashlib.sha256(f"sample/{sample.seed}/{number}".encode()).digest()
        yield ImportOrder("sample", label, len(chunk.lines), new, {}, _columns(sample, chunk))


def _columns(sample: SampleFirm, chunk: SampleChunk) -> SaleColumns:
    lines = chunk.lines
    count = len(lines)
    numbers, document = codes_of(lines.document)
    return SaleColumns(
        client=lines.client,
        day=lines.day,
        document=document,
        line=lines.line.astype(np.uint32),
        occurrence=np.zeros(count, np.uint16),
        flags=lines.flags,
        product=lines.product,
        quantity=lines.quantity,
        amount=lines.amount,
        cost=lines.cost,
        vat=np.full(count, UNKNOWN, np.int64),
        currency=np.zeros(count, np.int32),
        rate=np.full(count, ONE, np.int64),
        due=np.full(count, NO_DAY, np.int32),
        paid=np.full(count, NO_DAY, np.int32),
        seller=np.zeros(count, np.int32),
        documents=document_names(numbers),
        products=sample.products.code,
        sellers=("",),
        currencies=(sample.currency,),
        source=SAMPLE_SOURCE,
        batch=bytes(16),
        clients=len(chunk.clients),
    )


def fill_books(session: Session, sample: SampleFirm, homes: list[bytes]) -> None:
    """Spending, enquiries, plans and tiers of the sample firm."""
    ids = {each.login: each.id for each in session.staffing.staff()}
    books = make_books(sample, tuple(ids[each.owner_login] for each in sample.portfolios))
    registers, firm_id = session.registers, session.entered.firm.firm_id
    with registers.writing() as writing:
        for spend in books.spending:
            registers.add(writing, SPEND, firm_id, spend)
        for plan in books.plans:
            registers.add(writing, PLAN, firm_id, plan)
        for tier in books.tiers:
            registers.add(writing, SUPPLIER_TIER, firm_id, tier)
        for number, rows in books.enquiries.items():
            for enquiry in rows:
                registers.add(writing, ENQUIRY, homes[number], enquiry)


def publish_figures(session: Session, today: dt.date) -> list[bytes]:
    """Firm figures, so that every manager sees the firm's letters from the first minute. Gives the largest clients."""
    cards = session.clients.load()
    evenings = Evenings.of(session.sales.ledger(cards.ids).lines, today)
    session.firm.publish(firm_figures(evenings, session.entered.premises.log_size(), whole_firm=True))
    largest = np.argsort(-evenings.now.client_net, kind="stable")[:KEY_ACCOUNTS]
    return [cards.ids[at] for at in largest.tolist()]
