"""One row of deals, letters, enquiries or spending as the record it is kept as (S03.23, S03.41, S04.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import msgspec

from core.entities.deals import STAGES, Deal
from core.entities.enquiries import REFUSED, Enquiry, EnquiryAnswer, EnquiryChannel
from core.entities.spending import DEFAULT_TOOLS, EventKind, Spend, SpendKind
from core.entities.work import Activity
from core.identity.features_text import FREE_MAIL
from core.identity.names import mail_domain, mail_key, phone_key
from core.problem import Problem
from core.wording import gettext as _
from core.wording import work as work_words
from core.wording.spending import ANSWERS, CHANNELS, EVENTS, KINDS, code_of, tool_name
from storage.intake.made import OfClient
from storage.intake.records_table import RecordsTable
from storage.intake.typed import UNKNOWN_DAY, Reason
from storage.vault.books.deals import DEAL_STAGES
from storage.vault.books.worth import TOOL
from storage.vault.session import Session
from tui.desk import typed

LINE_MAX = 200
SHORTEST_PHONE = 7
"""Digits."""
_STAGE_WORDS: Final = {
    "won": ("успеш", "выигран", "заключ", "оплач", "won", "реализован", "closed won"),
    "lost": ("неуспеш", "не реализ", "проигр", "провал", "отказ", "потерян", "сорван", "lost"),
}
"""How other programs call the two ends of a deal."""
_ANSWER_WORDS: Final[Mapping[EnquiryAnswer, tuple[str, ...]]] = {
    "missed": ("missed", "пропущ", "не отвеч", "неотвеч", "no answer", "noanswer", "no_answer", "не принят", "непринят",
               "busy", "занят", "fail", "нет", "cancel", "отмен", "congestion", "abandon", "потерян"),
    "nobody": ("nobody", "никого", "voicemail", "автоответчик", "нераб"),
    "answered": ("answer", "отвеч", "принят", "успеш", "состоял", "да", "ok", "complet", "разговор"),
}  # fmt: skip
_CHANNEL_WORDS: Final[Mapping[EnquiryChannel, tuple[str, ...]]] = {
    "call": ("звон", "тел", "phone", "call"),
    "site": ("сайт", "форм", "заявк", "site", "web", "landing", "лендинг"),
    "letter": ("почт", "письм", "mail"),
    "messenger": ("мессенд", "whatsapp", "telegram", "viber", "чат", "chat"),
    "social": ("соц", "vk", "вконтакт", "instagram"),
    "visit": ("визит", "офис", "visit"),
    "event": ("выстав", "семинар", "event"),
}
_KIND_WORDS: Final[Mapping[SpendKind, tuple[str, ...]]] = {
    "retention": ("удерж", "retention", "лояльн", "сущ"),
    "acquisition": ("привл", "поиск", "acquisition", "реклам", "нов"),
}
_REFUSED_WORDS: Final = ("refus", "отказ")


class RefusedRow(Exception):  # noqa: N818
    """A row its register cannot keep: the field, and why."""

    def __init__(self, field: str, why: Reason) -> None:
        self.field, self.why = field, why


@dataclass
class _Reach:
    """Clients by telephone, by address and by the domain of their firm."""

    phones: dict[str, set[bytes]]
    mails: dict[str, set[bytes]]
    domains: dict[str, set[bytes]]

    @classmethod
    def of(cls, session: Session) -> _Reach:
        reach = cls({}, {}, {})
        for each in session.lookups.findable():
            if each.card.removed:
                continue
            points = [point for person in each.people for point in person.points]
            phones = [*each.contacts.phones, *(point.value for point in points if point.channel == "phone")]
            mails = [*each.contacts.emails, *(point.value for point in points if point.channel == "email")]
            for key in filter(None, map(phone_key, phones)):
                reach.phones.setdefault(key, set()).add(each.id)
            for mail in mails:
                reach.mails.setdefault(mail_key(mail), set()).add(each.id)
                domain = mail_domain(mail)
                if domain and domain not in FREE_MAIL:
                    reach.domains.setdefault(domain, set()).add(each.id)
        return reach

    def by_mail(self, mail: str) -> set[bytes]:
        """Whose address it is; else the one client whose firm has this domain."""
        found = self.mails.get(mail_key(mail), set())
        if not found:
            firm = self.domains.get(mail_domain(mail), set())
            found = firm if len(firm) == 1 else set()
        return found


class RowMaker:
    """One file: the lists of the firm its words are looked up in, read once."""

    def __init__(self, session: Session, table: RecordsTable, currency: str, today: int) -> None:
        self._session = session
        self._table = table
        self._currency = currency
        self._today = today
        self._reach = _Reach.of(session) if table.kind in ("letters", "enquiries") else _Reach({}, {}, {})
        self._people = {
            name.casefold(): each.id for each in session.staffing.staff() for name in (each.login, each.name)
        }
        tools = [each.fields.name for each in session.registers.all(TOOL) if not each.fields.removed]
        self._tools = {name.casefold(): code for code in (*DEFAULT_TOOLS, *tools) for name in (code, tool_name(code))}
        stages = [each.fields.names for each in session.registers.all(DEAL_STAGES) if not each.fields.removed]
        self._stages: tuple[str, ...] = stages[-1] if stages else STAGES
        makers: Mapping[str, Callable[[int], list[OfClient]]] = {
            "deals": self._deal, "letters": self._letter, "enquiries": self._enquiry, "spend": self._spend,
        }  # fmt: skip
        self.row = makers[table.kind]

    def _deal(self, row: int) -> list[OfClient]:
        table = self._table
        stage = self._stage(table.value("stage", row))
        amount = self._money(row)
        opened, closed = table.day("opened_on", row), table.day("closed_on", row)
        reason = self._line("reason", row)
        if stage == self._stages[-1] and not reason:
            reason = self._line("note", row) or _("the file does not say")
        subject = self._line("title", row) or self._line("external_id", row)
        step = closed if stage in self._stages[-2:] and closed != UNKNOWN_DAY else opened
        deal = Deal(
            subject=subject or stage,
            stage=stage,
            amount=amount,
            expected=0 if closed == UNKNOWN_DAY else closed,
            owner=self._people.get(table.value("owner", row).casefold(), b""),
            reason=reason if stage == self._stages[-1] else "",
            steps=((self._today if step == UNKNOWN_DAY else step, stage),),
        )
        return [OfClient(b"", deal)]

    def _stage(self, text: str) -> str:
        """The firm's stage of this word; another program's own word stays as it is (S03.23)."""
        text = " ".join(text.split())[:LINE_MAX]
        if not text:
            return self._stages[0]
        for stage in self._stages:
            if text.casefold() in (stage.casefold(), work_words.word("deal", stage).casefold()):
                return stage
        low = text.casefold()
        if any(word in low for word in _STAGE_WORDS["lost"]):
            return self._stages[-1]
        return self._stages[-2] if any(word in low for word in _STAGE_WORDS["won"]) else text

    def _letter(self, row: int) -> list[OfClient]:
        table = self._table
        day = table.day("date", row)
        if day == UNKNOWN_DAY:
            raise RefusedRow("date", Reason.NOT_A_DATE)
        came = self._reach.by_mail(table.value("sender", row))
        names = [each.strip() for each in table.value("recipients", row).split(";")]
        met = came or {client for name in names if "@" in name for client in self._reach.by_mail(name)}
        told = Activity(kind="letter", day=day, two_way=bool(came), direction="in" if came else "out")
        words = table.value("subject", row)
        return [OfClient(client, told, words) for client in sorted(met)]

    def _enquiry(self, row: int) -> list[OfClient]:
        table = self._table
        if table.value("direction", row).casefold().startswith(("исх", "out")):
            return []
        day = table.day("date", row)
        if day > self._today:
            raise RefusedRow("date", Reason.AHEAD)
        contact = " ".join(table.value("phone", row).split()) or table.value("email", row)
        if contact and "@" not in contact and sum(map(str.isdigit, contact)) < SHORTEST_PHONE:
            if any(map(str.isalpha, contact)) or table.value("name", row):
                raise RefusedRow("phone", Reason.NO_CONTACT)
            contact = ""  # a hidden or an inner number
        channel = _of_words(CHANNELS, _CHANNEL_WORDS, table.value("channel", row))
        tool, lost = self._tool(table.value("tool", row) or ("" if channel else table.value("channel", row)))
        who = table.value("seller", row)
        person = self._people.get(" ".join(who.split()).casefold(), b"")
        reason = self._line("reason", row)
        said = [self._line("note", row), lost, "" if person else who]
        told = Enquiry(
            day=day,
            channel=cast("EnquiryChannel", channel or "call"),
            tool=tool or "other",
            answer=self._answer(row),
            who=person,
            name=self._line("name", row),
            contact=contact[:LINE_MAX],
            reason=REFUSED if reason.casefold().startswith(_REFUSED_WORDS) else reason,
            client=self._caller(contact),
            note="; ".join(filter(None, said))[:LINE_MAX],
        )
        return [OfClient(b"", msgspec.structs.replace(told, closed=told.closable))]

    def _answer(self, row: int) -> EnquiryAnswer:
        text = self._table.value("answered", row)
        found = _of_words(ANSWERS, _ANSWER_WORDS, text)
        if found:
            return cast("EnquiryAnswer", found)
        spoken = any(char in "123456789" for char in self._table.value("duration", row))
        if text and not spoken:
            raise RefusedRow("answered", Reason.UNKNOWN_WORD)
        return "answered" if spoken or "duration" not in self._table.texts else "missed"

    def _caller(self, contact: str) -> bytes:
        found = (
            self._reach.by_mail(contact) if "@" in contact else self._reach.phones.get(phone_key(contact) or "", set())
        )
        return next(iter(found)) if len(found) == 1 else b""

    def _spend(self, row: int) -> list[OfClient]:
        table = self._table
        word = table.value("purpose", row) or table.value("spend_type", row)
        kind = _of_words(KINDS, _KIND_WORDS, word)
        tool, lost = self._tool(table.value("tool", row))
        if lost:
            raise RefusedRow("tool", Reason.UNKNOWN_WORD)
        event = code_of(EVENTS, table.value("event", row)) if table.value("event", row) else ""
        if event is None:
            raise RefusedRow("event", Reason.UNKNOWN_WORD)
        if self._money(row) < 0:
            raise RefusedRow("amount", Reason.NOT_A_NUMBER)
        try:
            worked = typed.minutes(table.value("hours", row))
        except Problem:
            raise RefusedRow("hours", Reason.NOT_A_NUMBER) from None
        note = [self._line("note", row), "" if kind else self._line("spend_type", row)]
        told = Spend(
            kind=cast("SpendKind", kind or "acquisition"),
            tool=tool or "other",
            day=table.day("date", row),
            money=self._money(row),
            minutes=worked,
            event=cast("EventKind", event),
            note="; ".join(filter(None, note))[:LINE_MAX],
        )
        return [OfClient(b"", told)]

    def _tool(self, text: str) -> tuple[str, str]:
        """Code of a tool of the firm's list; else nothing, and the word."""
        text = " ".join(text.split())
        code = self._tools.get(text.casefold(), "")
        return code, "" if code else text

    def _money(self, row: int) -> int:
        """Minor units of the base currency. Raises RefusedRow for a sum in another one."""
        amount = self._table.amount("amount", row)
        currency = self._table.currency.strings[int(self._table.currency.codes[row])]
        if amount and currency != self._currency:
            raise RefusedRow("amount", Reason.OTHER_CURRENCY)
        return amount

    def _line(self, field: str, row: int) -> str:
        return " ".join(self._table.value(field, row).split())[:LINE_MAX]


def _of_words(names: Mapping[str, str], beginnings: Mapping[Any, tuple[str, ...]], text: str) -> str:
    """Code of what a file says: a code, its word, or one that begins or holds a known beginning; else nothing."""
    if not text.strip():
        return ""
    low = text.strip().casefold()
    found = code_of(names, text)
    return found or next((code for code, words in beginnings.items() if any(word in low for word in words)), "")
