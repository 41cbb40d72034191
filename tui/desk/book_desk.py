"""The dossier at the desk: how complete it is, texts, growth plan, agenda of a review (S03.93, S03.96, U27)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.dossier.blocks import Document, Meta, clean_text
from core.dossier.completeness import PAGES, SECTIONS, TEXTS, completeness, whole
from core.entities.growth import DossierText, GrowthPlan
from core.entities.money import Money
from core.entities.people import cleaned
from core.problem import N_, Problem
from core.wording import dossier as words
from core.wording import gettext as _
from core.wording import language
from core.wording.dates import short_date
from storage.audit.receipt import Receipt
from storage.vault.books.growth import DOSSIER_TEXT, PLAN, REVIEW, VISIT
from storage.vault.books.people import PROFILE
from storage.vault.books.promises import GIFT
from storage.vault.registers import Stored
from tui.desk.dossier_relations import agenda_blocks
from tui.desk.edit_field import EditField
from tui.desk.figures import date_of, day_number
from tui.desk.persons_forms import day_of, money_of
from tui.desk.port_book import BookAnswer, PlanRow, SectionRow
from tui.desk.port_dossier import DossierFormat, PaperOut

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port import Progress

TEXT_MAX = 8000
STEPS_MAX = 1000
PARAGRAPH = " ¶ "
"""Stands for a new paragraph in a field of one line."""
_YEAR = 365
_MINOR = 100
_MONTHS = 3


class BookDesk:
    """Dossiers of the clients of one session, to read and to write in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def receipt(self, client_id: str) -> Receipt:
        """A reading of the dossier, put on record."""
        members = self._desk.work.clients_of(client_id)
        return self._desk.session.registers.read(members[0], "dossier", members[1:])

    # Reading
    def read(self, client_id: str) -> BookAnswer:
        """Sections with what is missing, pages, plan: a reading of the dossier."""
        receipt = self.receipt(client_id)
        known = self.known(client_id, receipt)
        states = completeness(known)
        texts = self.texts(client_id, receipt)
        rows = tuple(
            SectionRow(
                each.section,
                words.word("section", each.section),
                each.percent,
                tuple(words.ask(subject) for subject in each.missing),
                tuple((key, texts.get(key, "")) for key in _texts_of(each.section)),
            )
            for each in states
        )
        document = self._desk.dossiers.dossier_document(client_id)
        return BookAnswer(
            client_id=client_id,
            client=self._desk.row(client_id).name,
            pages=self._desk.dossiers.pages(document),
            wanted=(PAGES[0], PAGES[1]),
            percent=whole(states),
            sections=rows,
            plan=self.plan(client_id),
            hints=tuple(words.ask(each) for each in ("recent_news", "recent_review") if not known[each]),
        )

    def known(self, client_id: str, receipt: Receipt) -> dict[str, bool]:
        """What is known, by subject of `core.dossier.completeness`."""
        desk = self._desk
        told, seen, attention = (
            desk.persons.relations(client_id),
            desk.overview(client_id),
            desk.work.attention(client_id),
        )
        here = [each for each in told.people if each.until is None]
        members, registers = desk.work.clients_of(client_id), desk.session.registers
        profiles = [each.fields for each in registers.of(PROFILE, members, receipt) if not each.fields.removed]
        plan, texts, today = self._plan(client_id), self.texts(client_id, receipt), day_number(desk.today_date())
        visits = [each.fields.day for each in desk.work.about(VISIT, client_id) if each.fields.result]
        reviews = [each.fields.day for each in desk.work.about(REVIEW, client_id) if each.fields.decision]
        found = {f"{name}_text": bool(texts.get(name)) for name in TEXTS}
        asked = ("owner", "director", "accountant", "buyer", "decision_maker", "birthdays", "needs", "wallet", "rivals")
        found |= {each: each not in told.knowledge.unknown for each in asked}
        found |= {each: any(getattr(p, each) for p in profiles) for each in ("hobbies", "cuisine", "family")}
        return found | {
            "requisites": bool(seen.inn),
            "address": bool(seen.address),
            "site": bool(seen.site),
            "several_people": len(here) >= desk.session.entered.rules.relationship_people,
            "gifts": any(p.gifts for p in profiles) or bool(desk.work.about(GIFT, client_id)),
            "plan": plan is not None,
            "steps": plan is not None and bool(plan.fields.steps),
            "deputy": bool(told.care.deputy),
            "recent_contact": attention.days is not None and not attention.beyond,
            "recent_news": not told.news_idle,
            "head_visit": any(today - day <= _YEAR for day in visits),
            "recent_review": any(today - day <= _YEAR for day in reviews),
        }

    # Texts
    def texts(self, client_id: str, receipt: Receipt) -> dict[str, str]:
        """Text by section; merged clients' texts one after another."""
        found: dict[str, list[str]] = {}
        for each in self._texts(client_id, receipt):
            found.setdefault(each.fields.section, []).append(each.fields.text)
        return {section: "\n".join(filter(None, parts)) for section, parts in found.items()}

    def _texts(self, client_id: str, receipt: Receipt) -> list[Stored[DossierText]]:
        members = self._desk.work.clients_of(client_id)
        found = self._desk.session.registers.of(DOSSIER_TEXT, members, receipt)
        return [each for each in found if not each.fields.removed]

    def text_form(self, client_id: str, section: str) -> tuple[EditField, ...]:
        """The texts of a section; ¶ stands between paragraphs. A reading of the dossier."""
        names = _demanded(section)
        written = self.texts(client_id, self.receipt(client_id))
        texts = {name: text.replace("\n", PARAGRAPH) for name, text in written.items()}
        return tuple(EditField(f"{name}_text", texts.get(name, ""), TEXT_MAX) for name in names)

    def save_text(self, client_id: str, section: str, fields: Mapping[str, str]) -> None:
        """Write the texts of a section. Raises Problem (BAD_INPUT) for one that is too long."""
        receipt = self.receipt(client_id)
        own = self._desk.work.clients_of(client_id)[0]
        held = {each.fields.section: each for each in self._texts(client_id, receipt) if each.space_id == own}
        for name in _demanded(section):
            if f"{name}_text" not in fields:
                continue
            text = clean_text(fields[f"{name}_text"].replace(PARAGRAPH.strip(), "\n"))
            text = "\n".join(part.strip() for part in text.split("\n")).strip()
            if len(text) > TEXT_MAX:
                raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=TEXT_MAX)
            if name in held:
                self._desk.work.change(DOSSIER_TEXT, held[name], text=text)
            elif text:
                self._desk.work.add(DOSSIER_TEXT, client_id, DossierText(section=name, text=text))

    # Growth
    def plan(self, client_id: str) -> PlanRow | None:
        """The growth plan beside what is bought now."""
        stored = self._plan(client_id)
        if stored is None:
            return None
        plan, currency = stored.fields, self._desk.base.currency
        return PlanRow(
            now=Money(plan.now, currency),
            low=Money(plan.low, currency),
            high=Money(plan.high, currency),
            real=Money(self._monthly(client_id), currency),
            until=date_of(plan.until),
            steps=tuple(each.strip() for each in plan.steps.split(";") if each.strip()),
        )

    def plan_form(self, client_id: str) -> tuple[EditField, ...]:
        """Now, goal from, goal to, until, steps; the first is what is bought a month now."""
        stored = self._plan(client_id)
        if stored is None:
            now = self._monthly(client_id)
            plan = GrowthPlan(now=now, low=now * 3, high=now * 4, until=day_number(self._desk.today_date()) + _YEAR)
        else:
            plan = stored.fields
        sums = tuple(EditField(name, str(getattr(plan, name) // _MINOR), 20) for name in ("now", "low", "high"))
        return (
            *sums,
            EditField("until", short_date(date_of(plan.until)), 10),
            EditField("steps", plan.steps, STEPS_MAX),
        )

    def save_plan(self, client_id: str, fields: Mapping[str, str]) -> None:
        """Write it: the goal lies above what is bought now. Raises Problem (BAD_INPUT)."""
        stored = self._plan(client_id)
        form = {each.name: each.value for each in self.plan_form(client_id)} | dict(fields)
        now, low, high = (money_of(form[name]) for name in ("now", "low", "high"))
        if not 0 <= now < low <= high:
            raise Problem(N_("The goal has to lie above what he buys now, and its end not below its beginning."))
        until = day_of(form["until"])
        if until <= day_number(self._desk.today_date()):
            raise Problem(N_("The goal needs a day that lies ahead."))
        steps = cleaned(form["steps"])
        if len(steps) > STEPS_MAX:
            raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=STEPS_MAX)
        values = {"now": now, "low": low, "high": high, "until": until, "steps": steps}
        if stored is None:
            self._desk.work.add(PLAN, client_id, GrowthPlan(**values))  # type: ignore[arg-type]
        else:
            self._desk.work.change(PLAN, stored, **values)

    def _plan(self, client_id: str) -> Stored[GrowthPlan] | None:
        found = self._desk.work.about(PLAN, client_id)
        return found[-1] if found else None

    def _monthly(self, client_id: str) -> int:
        """Turnover of a month, mean of the last three whole ones, minor units."""
        months = self._desk.overview(client_id).months[-_MONTHS - 1 : -1]
        return sum(net for _month, net in months) // max(len(months), 1)

    # On paper
    def agenda(self, client_id: str, form: DossierFormat, purpose: str = "", target: Path | None = None) -> PaperOut:
        """Goals, risks, promises, what to ask: the agenda of a review as an export (U27)."""
        receipt, desk = self.receipt(client_id), self._desk
        states = completeness(self.known(client_id, receipt))
        meta = Meta(
            title=_("Review of a key account"), firm=desk.session.firm.settings().name,
            subject=desk.row(client_id).name, reader=desk.session.entered.me.statement.name,
            date=desk.today_date(), language=language(), cover=False,
        )  # fmt: skip
        blocks = tuple(agenda_blocks(desk, client_id, self.plan(client_id), states))
        document = Document(meta, blocks)
        return desk.dossiers.take_out_document(document, "review", client_id, form, purpose, target=target)

    def take_out(
        self, client_id: str, form: DossierFormat, purpose: str = "", *, progress: Progress | None = None
    ) -> PaperOut:
        """The whole dossier under export control."""
        return self._desk.dossiers.take_out(client_id, form, purpose, progress=progress)


def _texts_of(section: str) -> tuple[str, ...]:
    return tuple(each.removesuffix("_text") for each in SECTIONS.get(section, ()) if each.endswith("_text"))


def _demanded(section: str) -> tuple[str, ...]:
    names = _texts_of(section) or ((section,) if section in TEXTS else ())
    if not names:
        known = ", ".join(TEXTS)
        raise Problem(N_("There is no {word}: use one of {known}."), word=section, known=known)
    return names
