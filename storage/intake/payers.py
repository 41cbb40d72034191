"""Who a payment is from: a client, or somebody who is none (spec/exchange §1.3).

A transfer to a person's card bears the bank's ИНН, so an ИНН alone names nobody: the name must fit it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.identity.names import core_tokens
from storage.intake import inn as inns
from storage.intake.records_table import RecordsTable
from storage.intake.typed import RowVerdict

Sort = Literal["client", "contact", "person", "treasury", "bank", "own", "nameless"]
"""`contact`: a deal is with a person and names no firm."""

_PEOPLE: Final = ("40817", "40820", "423", "426")
_TREASURY: Final = ("40101", "40102", "03100")
_BANK: Final = ("706", "474", "603", "613", "30102", "30101", "30232", "30233", "302", "303", "455", "457")
_SOLE: Final = ("40802",)
_FULL_NAME: Final = re.compile(r"[А-ЯЁ][а-яёА-ЯЁ-]+ [А-ЯЁ][а-яёА-ЯЁ-]+(?: [А-ЯЁ][а-яёА-ЯЁ-]+)?")
_PATRONYMIC: Final = re.compile(r"(?:вич|вна|чна|ична|оглы|кызы)\b", re.IGNORECASE)
_TAXES: Final = re.compile(
    r"\b(?:уфк|ифнс|фнс|казначейств|федеральная налоговая|соцфонд|сфр|межрайонная)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Party:
    """The other side of some rows."""

    name: str
    inn: str
    kpp: str
    sort: Sort


def parties_of(table: RecordsTable) -> tuple[NDArray[np.int32], tuple[Party, ...]]:
    """By row the number of its party (-1: none), and the parties in the order they were met.

    Rows of one ИНН whose names fit each other are one party; a name that does not fit stands apart.
    """
    codes = np.full(len(table.rows), -1, np.int32)
    if table.kind not in ("payments", "balances", "deals"):
        return codes, ()
    known: dict[tuple[str, str], int] = {}
    found: list[Party] = []
    own = {table.value("own_account", row) for row in range(len(table.rows))} if table.kind == "payments" else set()
    field = "client_ref" if table.kind == "deals" else "name"
    for row in np.flatnonzero(table.verdict == RowVerdict.OK).tolist():
        name, inn, account = table.value(field, row), table.value("inn", row), table.value("account", row)
        contact = "" if name or table.kind != "deals" else table.value("contact", row)
        given = (inn, name) if table.kind == "payments" else (contact, name)
        raw = (*given, account[:5])
        code = known.get(("\0".join(raw), "raw"))
        if code is None:
            sort = sort_of(name, inn, account, account in own - {""}) if table.kind == "payments" else "client"
            if table.kind != "payments" and not name:
                sort = "contact" if contact else "nameless"
            party = Party(
                name or contact, inn if inns.fits(inn) and sort == "client" else "", table.value("kpp", row), sort
            )
            code = _place(party, known, found)
            known[("\0".join(raw), "raw")] = code
        codes[row] = code
    return codes, tuple(found)


def _place(party: Party, known: dict[tuple[str, str], int], found: list[Party]) -> int:
    """The number of a party: the one with its ИНН and a fitting name, else with its very name, else a new one."""
    if party.inn:
        code = known.get((party.inn, "inn"))
        if code is not None and fits(found[code].name, party.name):
            return code
    same = known.get((party.name.casefold() + "\0" + party.sort, "name"))
    if same is not None and (not party.inn or found[same].inn in ("", party.inn)):
        return same
    found.append(party)
    code = len(found) - 1
    if party.inn:
        known.setdefault((party.inn, "inn"), code)
    known.setdefault((party.name.casefold() + "\0" + party.sort, "name"), code)
    return code


def sort_of(name: str, inn: str, account: str, ours: bool) -> Sort:
    """What sort of party this is, by its account, its name and its ИНН."""
    if ours:
        return "own"
    if account.startswith(_TREASURY) or _TAXES.search(name):
        return "treasury"
    if account.startswith(_PEOPLE):
        return "person"
    if account.startswith(_BANK):
        return "bank"
    if not name and not inns.fits(inn):
        return "nameless"
    full = _FULL_NAME.fullmatch(name.strip()) is not None and _PATRONYMIC.search(name) is not None
    if full and len(inn) == 10 and not account.startswith(_SOLE):
        # A person has twelve digits: ten are those of the bank that sent it.
        return "person"
    return "client"


def fits(one: str, other: str) -> bool:
    """True when two names can be of one firm: they share a word that tells firms apart, or one of them is empty."""
    left, right = set(core_tokens(one)), set(core_tokens(other))
    if not left or not right or left & right:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in left for b in right if min(len(a), len(b)) >= 4)


def clients_of(
    parties: tuple[Party, ...],
    by_inn: Mapping[str, tuple[bytes, ...]],
    by_name: Mapping[str, tuple[bytes, ...]],
    name_of: Mapping[bytes, str],
) -> list[tuple[bytes | None, bool]]:
    """For every party the client of the base it is, and whether that is to be asked about.

    ИНН with a fitting name, then the exact name. An ИНН whose client bears another name is a doubt.
    """
    answers: list[tuple[bytes | None, bool]] = []
    for party in parties:
        found = by_inn.get(party.inn, ()) if party.inn else ()
        fitting = tuple(each for each in found if fits(name_of.get(each, ""), party.name))
        if found and not fitting:
            answers.append((found[0], True))
            continue
        found = fitting or by_name.get(party.name, ())
        answers.append((found[0] if found else None, len(found) > 1))
    return answers
