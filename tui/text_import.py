"""Words of imports for screens: fields, kinds, reasons, states."""

from __future__ import annotations

from typing import Final

from core.problem import N_
from core.wording import P_, gettext, pgettext
from tui.text import FIELD_NAMES

KIND_TITLES: Final = {
    "clients": P_("kind of rows", "Clients"),
    "people": P_("kind of rows", "People"),
    "sales": P_("kind of rows", "Sales"),
    "payments": P_("kind of rows", "Payments"),
    "balances": P_("kind of rows", "Balances"),
    "products": P_("kind of rows", "Price list"),
    "deals": P_("kind of rows", "Deals"),
    "enquiries": P_("kind of rows", "Enquiries"),
    "spend": P_("kind of rows", "Spending"),
    "cards": P_("kind of rows", "Loyalty cards"),
    "letters": P_("kind of rows", "Letters"),
}
WHY: Final = {
    "synonym": N_("by name"),
    "similar": N_("like a name"),
    "content": N_("by cells"),
    "chosen": N_("chosen"),
    "format": N_("format"),
}
STATES: Final = {"suggested": N_("suggested"), "chosen": N_("chosen"), "ignored": N_("ignored")}
BATCH_STATES: Final = {"live": N_("in force"), "dead": N_("taken back"), "open": N_("cut off")}
DELIMITERS: Final = {
    ";": N_("semicolon"),
    ",": N_("comma"),
    "\t": N_("tab"),
    "|": N_("vertical bar"),
}
_FIELDS: Final = {
    "last_name": N_("Surname"),
    "first_name": N_("First name"),
    "middle_name": N_("Patronymic"),
    "latin_last_name": N_("Surname, Latin"),
    "latin_first_name": N_("First name, Latin"),
    "sex": N_("Sex"),
    "citizenship": N_("Citizenship"),
    "passport": N_("Foreign passport"),
    "passport_series": N_("Foreign passport, series"),
    "passport_number": N_("Foreign passport, number"),
    "passport_expires": N_("Foreign passport valid until"),
    "national_id": N_("Internal passport"),
    "national_id_series": N_("Internal passport, series"),
    "national_id_number": N_("Internal passport, number"),
    "ticket": N_("Air ticket"),
    "position": N_("Position"),
    "person": N_("Contact person"),
    "person_phone": N_("Phone of the person"),
    "person_email": N_("E-mail of the person"),
    "company": N_("Firm"),
    "owner": N_("Owner"),
    "client_ref": N_("Client"),
    "document": N_("Document"),
    "line": N_("Line"),
    "date": N_("Date"),
    "product": N_("Product code"),
    "product_name": N_("Product"),
    "quantity": N_("Quantity"),
    "price": N_("Price"),
    "amount": N_("Amount"),
    "cost": N_("Cost"),
    "currency": N_("Currency"),
    "due_on": N_("Due"),
    "paid_on": N_("Paid"),
    "seller": N_("Seller"),
    "number": N_("Number"),
    "account": N_("Account"),
    "own_account": N_("Own account"),
    "purpose": N_("Purpose"),
    "debit": N_("Debit"),
    "credit": N_("Credit"),
    "direction": N_("Direction"),
    "bank": N_("Bank"),
    "bik": N_("BIK"),
    "title": N_("Name"),
    "stage": N_("Stage"),
    "channel": N_("Channel"),
    "tool": N_("Tool"),
}


def kind_title(kind: str) -> str:
    """What the rows of an import are; an unknown kind as it stands."""
    return pgettext("kind of rows", KIND_TITLES[kind]) if kind in KIND_TITLES else kind


def field_title(field: str) -> str:
    """The reader's word for a field of an import; one without a word by its own name."""
    if field.startswith("own:"):
        return field.removeprefix("own:")
    if field in _FIELDS:
        return gettext(_FIELDS[field])
    return gettext(FIELD_NAMES[field]) if field in FIELD_NAMES else field
