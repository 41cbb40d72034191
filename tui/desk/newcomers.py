"""Clients a person types: checked against the base, written, taken back (S03.51–S03.55)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import msgspec

from core.entities.client import ClientCard, ClientContacts, ClientPrivate
from core.entities.masks import mail_mask, phone_mask
from core.identity.requisites import read_requisites
from core.problem import N_, Problem
from core.wording import gettext as _
from storage.intake import dates, inn
from tui.desk.editing import EDITABLE, as_text, with_field
from tui.desk.figures import day_number
from tui.desk.port import EditConflict
from tui.desk.port_find import Found
from tui.desk.port_newcomers import (
    ClientKind,
    Difference,
    Double,
    Elsewhere,
    FormField,
    Home,
    TakenClient,
    Values,
)
from tui.desk.warning import Warner

if TYPE_CHECKING:
    from core.identity.blind_values import ProbeKind
    from tui.desk.desk import Desk

_CARD_LIMITS = dict(EDITABLE)
_OTHER_LIMITS = {"phone": 120, "email": 200, "birthday": 10, "document": 60}
_FIELDS: dict[ClientKind, tuple[str, ...]] = {
    "company": ("name", "inn", "kpp", "phone", "email", "city", "address", "site", "external_id", "note"),
    "person": ("name", "birthday", "document", "inn", "phone", "email", "city", "address", "loyalty_card", "note"),
}
"""Ten lines: what fits 80×24 beside the button and the warning."""
_BESIDE = {
    "kpp": N_("KPP"),
    "ogrn": N_("OGRN"),
    "site": N_("Site"),
    "account": N_("account"),
    "bank": N_("bank"),
    "bik": N_("BIK"),
    "correspondent": N_("correspondent account"),
    "director": N_("director"),
}
"""What a block of requisites says beyond the fields of the form, as the note names it."""
_SEPARATORS = re.compile(r"[,;\n]+")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_SHORTEST_PHONE = 7
SHORTEST_DOCUMENT = 6
"""Letters and digits from which a series and number are a document's."""
_EPOCH = dt.date(1970, 1, 1)
_PROBED: tuple[ProbeKind, ...] = ("inn", "phone", "email")


class Newcomers:
    """New clients and clients taken into a form."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._warner = Warner(desk)
        desk.finding.followers.append(self._warner)

    def fields(self, kind: ClientKind) -> tuple[FormField, ...]:
        """Fields of the form in its order."""
        limits = _CARD_LIMITS | _OTHER_LIMITS
        return tuple(FormField(name, limits[name]) for name in _FIELDS[kind])

    def guess(self, text: str) -> tuple[ClientKind, dict[str, str]]:
        """What was looked for, as the field it belongs to."""
        text = " ".join(text.split())
        digits = re.sub(r"\D", "", text)
        if inn.fits(digits) and len(digits) == len(text):
            return ("person" if len(digits) == 12 else "company"), {"inn": digits}
        if len(digits) >= _SHORTEST_PHONE and not re.search(r"[^\W\d_]", text):
            return "company", {"phone": text}
        if _ADDRESS.fullmatch(text):
            return "company", {"email": text}
        return "company", {"name": text}

    def requisites(self, text: str) -> tuple[ClientKind, dict[str, str], tuple[str, ...]]:
        """A firm's pasted block as values of the form; what has no field of its own goes into the note."""
        found = read_requisites(text)
        said = dict(found.values)
        kind: ClientKind = "person" if len(said.get("inn", "")) == 12 else "company"
        values = {name: said.pop(name) for name in _FIELDS[kind] if name in said}
        beside = [f"{_(title)} {said[name]}" for name, title in _BESIDE.items() if name in said]
        if beside:
            values["note"] = "; ".join(beside)
        return kind, values, found.lost

    def take(self, client_id: str) -> TakenClient:
        """The card of a client for the form."""
        shown = self._desk.finding.shown(client_id)
        kind: ClientKind = "person" if shown.card.kind == "person" else "company"
        values = {name: as_text(shown.card, name) for name in _FIELDS[kind] if name in _CARD_LIMITS}
        contacts = shown.contacts
        masks = (*map(phone_mask, contacts.phones), *map(mail_mask, contacts.emails))
        return TakenClient(client_id, kind, values, masks)

    def warn(self, kind: ClientKind, values: Values) -> tuple[Double, ...]:
        """Clients of the base that the typed one may be. Unfinished values say nothing yet and raise nothing."""
        card, contacts = _read(kind, values, strict=False)
        return self._warner.warn(card, contacts)

    def elsewhere(self, kind: ClientKind, values: Values) -> Elsewhere:
        """Probe by each finished identifier until one is known; by the whole name where there is none."""
        card, contacts = _read(kind, values, strict=False)
        told: list[tuple[ProbeKind, str]] = [("inn", card.inn)] if inn.fits(card.inn) else []
        told += [("phone", each) for each in contacts.phones]
        told += [("email", each) for each in contacts.emails]
        unasked = False
        for _kind, text in told or [("name", card.name)]:
            found = self._desk.finding.elsewhere(text, Found(()), names=True)
            if found.is_there:
                return found
            unasked |= found.unasked
        return Elsewhere(unasked=unasked)

    def homes(self) -> tuple[Home, ...]:
        """Portfolios to choose from: the own one where there is one, else every one this person may write."""
        session = self._desk.session
        me, keyring = session.entered.identity.person_id, session.entered.keyring
        notes = {each: note for each, note in session.staffing.portfolios().items() if keyring.may_write(each)}
        own = {each: note for each, note in notes.items() if note.owner_id == me}
        homes = [Home(each.hex(), note.name) for each, note in (own or notes).items()]
        return tuple(sorted(homes, key=lambda home: home.name))

    def create(self, kind: ClientKind, values: Values, home: str) -> str:
        """Write a new client; `undo` takes him back."""
        desk = self._desk
        card, contacts = _read(kind, values, strict=True)
        private = _private(values) if kind == "person" else ClientPrivate()
        card = msgspec.structs.replace(card, created_day=day_number(desk.today_date()))
        client_id = desk.session.newcomers.add(bytes.fromhex(home), card, contacts, private)
        desk.editing.created(client_id)
        return client_id.hex()

    def compare(self, client_id: str, values: Values, taken: Values) -> tuple[Difference, ...]:
        """Fields in which the form differs from the base as it is now."""
        card = self._desk.finding.shown(client_id).card
        found = []
        for name, form in values.items():
            if name not in _CARD_LIMITS:
                continue
            base = as_text(card, name)
            # What nobody touched here is no difference: the base has it newer.
            if form.strip() not in (base, taken.get(name, "")):
                found.append(Difference(name, base, form.strip(), changed=base != taken.get(name, "")))
        return tuple(found)

    def overwrite(self, client_id: str, chosen: tuple[Difference, ...]) -> None:
        """Write the form's values of these fields into the base, one undo step."""
        shown = self._desk.finding.shown(client_id).card
        for each in chosen:
            # All of them or none: what cannot be taken is said before anything is written.
            with_field(shown, each.field, each.form)
            if as_text(shown, each.field) != each.base:
                raise EditConflict(as_text(shown, each.field))
        self._desk.editing.save(client_id, {each.field: (each.base, each.form) for each in chosen})


def _read(kind: ClientKind, values: Values, *, strict: bool) -> tuple[ClientCard, ClientContacts]:
    """Card and contacts of a form. Raises Problem for a value a field cannot take; not `strict`: leaves it out."""
    card = ClientCard("", kind=kind)
    for name in _FIELDS[kind]:
        text = values.get(name, "")
        if name not in _CARD_LIMITS or (not text.strip() and name != "name"):
            continue
        try:
            card = with_field(card, name, text)
        except Problem:
            if strict:
                raise
    if strict and not card.name:
        raise Problem(N_("A client needs a name: type one."))
    phones = _parts(values.get("phone", ""))
    emails = _parts(values.get("email", ""))
    bad_phone = next((each for each in phones if len(re.sub(r"\D", "", each)) < _SHORTEST_PHONE), None)
    bad_mail = next((each for each in emails if not _ADDRESS.fullmatch(each)), None)
    if strict and bad_phone is not None:
        raise Problem(N_("A phone has seven digits or more: compare it with what was dictated."))
    if strict and bad_mail is not None:
        raise Problem(N_("An e-mail looks like name@host.ru: compare it with what was dictated."))
    phones = tuple(each for each in phones if len(re.sub(r"\D", "", each)) >= _SHORTEST_PHONE)
    return card, ClientContacts(phones, tuple(each for each in emails if _ADDRESS.fullmatch(each)))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))


def birthday_of(text: str) -> str:
    """ISO date of a typed birth date: 12.03.1980 → 1980-03-12. Raises Problem (BAD_INPUT) for what is no date."""
    day = dates.parse(text.strip())
    if not isinstance(day, int):
        raise Problem(N_("A birth date looks like 12.03.1980."))
    try:
        return (_EPOCH + dt.timedelta(days=day)).isoformat()
    except OverflowError:
        raise Problem(N_("A birth date looks like 12.03.1980.")) from None


def _private(values: Values) -> ClientPrivate:
    born, document = values.get("birthday", "").strip(), values.get("document", "").strip()
    if document and sum(char.isalnum() for char in document) < SHORTEST_DOCUMENT:
        raise Problem(N_("A document has six characters or more: series and number."))
    return ClientPrivate(birthday_of(born) if born else "", (document,) if document else ())
