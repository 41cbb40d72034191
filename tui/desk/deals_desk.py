"""Contracts and deals typed by hand at the desk; what clients owe (S03.114, S03.23, U29)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from core.entities.deals import (
    CONTRACT_STATES,
    LOST,
    STAGES,
    Contract,
    Deal,
    DealStages,
    PaymentTerms,
)
from core.entities.money import Money
from core.entities.people import cleaned
from core.problem import N_, Problem
from core.wording import work as words
from core.wording.dates import short_date
from core.worth.receivables import Invoice, Owed, owed
from storage.vault.books.deals import CONTRACT, DEAL, DEAL_STAGES, TERMS
from storage.vault.registers import Register, Stored
from storage.vault.sale_documents import SaleDocument
from tui.desk.edit_field import EditField
from tui.desk.figures import date_of, day_number
from tui.desk.persons_forms import day_of, money_of
from tui.desk.port_deals import ContractRow, DealRow, Funnel, Receivable

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_TEXT_MAX = 200


class DealsDesk:
    """What is agreed, hoped for and owed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Contracts
    def contracts(self, client_id: str = "") -> list[ContractRow]:
        """Contracts of one client or of all: those that end first, first; closed ones last."""
        found = [self._contract(client, each.fields) for client, each in self._of(CONTRACT, client_id)]
        return sorted(found, key=lambda row: (row.state == "closed", row.until is None, str(row.until), row.number))

    def contract_form(self, client_id: str, contract_id: str = "") -> tuple[EditField, ...]:
        """Fields of a contract."""
        told = self._named(CONTRACT, client_id, contract_id).fields if contract_id else Contract(number="")
        return (
            EditField("number", told.number, 60),
            EditField("subject", told.subject, _TEXT_MAX),
            EditField("amount", str(told.amount // 100) if told.amount else "", 15),
            EditField("since", short_date(date_of(told.signed)) if told.signed else "", 10),
            EditField("until", short_date(date_of(told.until)) if told.until else "", 10),
            EditField("state", told.state, choices=words.choices("contract")),
        )

    def save_contract(self, client_id: str, contract_id: str, fields: Mapping[str, str]) -> str:
        """A new contract or changed fields; a new state is a step on the line of time."""
        before = self._named(CONTRACT, client_id, contract_id) if contract_id else None
        values: dict[str, Any] = {n: cleaned(fields[n])[:_TEXT_MAX] for n in ("number", "subject") if n in fields}
        if not values.get("number", before.fields.number if before else ""):
            raise Problem(N_("A contract needs a number: type it as on the paper."))
        if "amount" in fields:
            values["amount"] = money_of(fields["amount"])
        for field, name in (("since", "signed"), ("until", "until")):
            if field in fields:
                values[name] = day_of(fields[field]) if fields[field].strip() else 0
        if fields.get("state"):
            state = words.value_of("contract", fields["state"])
            if state is None:
                known = ", ".join(CONTRACT_STATES)
                raise Problem(N_("There is no {word}: use one of {known}."), word=fields["state"], known=known)
            values["state"] = state
        told = msgspec.structs.replace(before.fields if before else Contract(number=""), **values)
        if told.signed and told.until and told.until < told.signed:
            raise Problem(N_("A contract cannot end before it is signed."))
        if not told.steps or told.steps[-1][1] != told.state:
            told = msgspec.structs.replace(told, steps=(*told.steps, (self._today(), told.state)))
        return self._kept(CONTRACT, client_id, before, told)

    # Deals
    def stages(self) -> tuple[str, ...]:
        """Stages of the firm's dictionary, first to last; the last two mean won and lost."""
        found = [each for each in self._desk.session.registers.all(DEAL_STAGES) if not each.fields.removed]
        return found[-1].fields.names if found else STAGES

    def set_stages(self, names: Sequence[str]) -> None:
        """Another dictionary of stages; deals keep the words they have."""
        told = tuple(dict.fromkeys(name for each in names if (name := cleaned(each))))
        if len(told) < 3:
            raise Problem(N_("A funnel needs a stage and two ends, won and lost: name three or more."))
        registers = self._desk.session.registers
        with registers.writing() as writing:
            firm = self._desk.session.entered.firm.firm_id
            registers.add(writing, DEAL_STAGES, firm, DealStages(names=told))
        self._desk.touched()

    def deals(self, client_id: str = "") -> list[DealRow]:
        """Deals of one client or of all, in the order of the stages."""
        order = {stage: n for n, stage in enumerate(self.stages())}
        staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
        found = [self._deal(client, each.fields, staff) for client, each in self._of(DEAL, client_id)]
        return sorted(found, key=lambda row: (order.get(row.stage, len(order)), str(row.expected), row.client))

    def save_deal(self, client_id: str, deal_id: str, fields: Mapping[str, str]) -> str:
        """A new deal or changed fields; a lost one needs its reason."""
        before = self._named(DEAL, client_id, deal_id) if deal_id else None
        stages = self.stages()
        values: dict[str, Any] = {n: cleaned(fields[n])[:_TEXT_MAX] for n in ("subject", "reason") if n in fields}
        if not values.get("subject", before.fields.subject if before else ""):
            raise Problem(N_("Say in a few words what the deal is about."))
        if "amount" in fields:
            values["amount"] = money_of(fields["amount"])
        if fields.get("expected", "").strip():
            values["expected"] = day_of(fields["expected"])
        stage = fields.get("stage") or (before.fields.stage if before else stages[0])
        if stage not in stages:
            raise Problem(N_("There is no {word}: use one of {known}."), word=stage, known=", ".join(stages))
        told = msgspec.structs.replace(before.fields if before else Deal(subject=""), **values, stage=stage)
        if stage in (LOST, stages[-1]) and not told.reason:
            raise Problem(N_("A lost deal needs its reason: give it in a few words."))
        if not told.steps or told.steps[-1][1] != stage:
            told = msgspec.structs.replace(told, steps=(*told.steps, (self._today(), stage)))
        return self._kept(DEAL, client_id, before, told)

    def funnel(self) -> list[Funnel]:
        """Deals and money of every stage."""
        deals, money = Counter[str](), Counter[str]()
        for _client, each in self._desk.work.shown(DEAL):
            deals[each.fields.stage] += 1
            money[each.fields.stage] += each.fields.amount
        stages = dict.fromkeys((*self.stages(), *deals))
        return [Funnel(stage, deals[stage], self._money(money[stage])) for stage in stages]

    # What is owed
    def receivable(self, client_id: str) -> Receivable:
        """What one client owes, from the days to pay and of payment in his documents."""
        found = [
            Invoice(each.document, each.day, each.amount, each.due, each.paid)
            for each in self._documents(client_id)
            if not each.cancels
        ]
        return self._receivable(client_id, owed(found, self._today()))

    def receivables(self) -> Iterator[Receivable]:
        """Everybody who owes, in the order of the list. Reads the pages of every client: for workers and commands."""
        for client in self._desk.base.ids:
            row = self.receivable(client.hex())
            if row.total.amount or row.stop or row.promised:
                yield row

    def save_terms(self, client_id: str, fields: Mapping[str, str]) -> None:
        """Credit limit, stop mark, promised payment."""
        values: dict[str, Any] = {}
        if "limit" in fields:
            values["limit"] = money_of(fields["limit"])
        if "stop" in fields:
            values["stop"] = fields["stop"] == "yes"
        if "promised" in fields:
            values["promised"] = day_of(fields["promised"]) if fields["promised"].strip() else 0
        found = self._desk.work.about(TERMS, client_id)
        if found:
            self._desk.work.change(TERMS, found[-1], **values)
        else:
            self._desk.work.add(TERMS, client_id, PaymentTerms(**values))

    def promises(self) -> list[tuple[str, PaymentTerms]]:
        """(client, terms) of everybody who promised to pay on a day."""
        return [(client, each.fields) for client, each in self._desk.work.shown(TERMS) if each.fields.promised]

    # Within
    def _receivable(self, client_id: str, told: Owed) -> Receivable:
        found = self._desk.work.about(TERMS, client_id)
        terms = found[-1].fields if found else PaymentTerms()
        return Receivable(
            client_id=client_id,
            client=self._name(client_id),
            owner=self._desk.row(client_id).owner,
            total=self._money(told.total),
            overdue=self._money(told.overdue),
            oldest_days=told.oldest,
            payment_days=told.payment_days,
            limit=self._money(terms.limit) if terms.limit else None,
            over_limit=0 < terms.limit < told.total,
            stop=terms.stop,
            promised=date_of(terms.promised) if terms.promised else None,
            debts=told.debts,
        )

    def _contract(self, client_id: str, told: Contract) -> ContractRow:
        notice = self._desk.session.entered.rules.contract_notice_days
        soon = told.state == "signed" and 0 < told.until <= self._today() + notice
        return ContractRow(
            id=told.id.hex(),
            client_id=client_id,
            client=self._name(client_id),
            number=told.number,
            subject=told.subject,
            amount=self._money(told.amount),
            signed=date_of(told.signed) if told.signed else None,
            until=date_of(told.until) if told.until else None,
            state="ending" if soon else told.state,
        )

    def _deal(self, client_id: str, told: Deal, staff: Mapping[bytes, str]) -> DealRow:
        return DealRow(
            id=told.id.hex(),
            client_id=client_id,
            client=self._name(client_id),
            subject=told.subject,
            stage=told.stage,
            amount=self._money(told.amount),
            expected=date_of(told.expected) if told.expected else None,
            owner=staff.get(told.owner or told.by, ""),
            reason=told.reason,
        )

    def _of(self, register: Register[Any], client_id: str) -> list[tuple[str, Stored[Any]]]:
        if not client_id:
            return self._desk.work.shown(register)
        return [(client_id, each) for each in self._desk.work.about(register, client_id)]

    def _named(self, register: Register[Any], client_id: str, record_id: str) -> Stored[Any]:
        try:
            handle = bytes.fromhex(record_id)
        except ValueError:
            handle = b""
        return self._desk.work.named(register, handle, self._desk.work.clients_of(client_id))

    def _kept(self, register: Register[Any], client_id: str, before: Stored[Any] | None, told: Any) -> str:
        if before is None:
            return str(self._desk.work.add(register, client_id, told).id.hex())
        self._desk.work.change(register, before, **msgspec.structs.asdict(told))
        return str(told.id.hex())

    def _documents(self, client_id: str) -> list[SaleDocument]:
        members = self._desk.base.members_of(self._desk.place_of(client_id))
        return [each for one in members for each in self._desk.session.sales.documents(one, self._today())]

    def _name(self, client_id: str) -> str:
        return self._desk.base.cards[self._desk.place_of(client_id)].name

    def _money(self, amount: int) -> Money:
        return Money(amount, self._desk.base.currency)

    def _today(self) -> int:
        return day_number(self._desk.today_date())
