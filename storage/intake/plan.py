"""The plan of an import: a verdict for every row and the control sums, with nothing written (spec/exchange §3 step 4).

A commit executes exactly this object; `sha256` is over everything it would write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.entities.table import ImportMapping, TableHead
from core.entities.vocabulary import Verdict
from core.identity.names import mail_key, phone_key
from storage.intake import inn
from storage.intake.clients_table import ClientsTable
from storage.intake.made import Made
from storage.intake.reading import TextColumn
from storage.intake.records_table import RecordsTable
from storage.intake.sales_table import RefKind, SalesTable
from storage.intake.typed import Reason, RowVerdict, exact_sum

VERDICTS: Final[tuple[Verdict, ...]] = ("new", "update", "same", "ask", "not_a_client", "error")
NEW, UPDATE, SAME, ASK, NOT_A_CLIENT, ERROR = range(6)

Ids = Sequence[bytes]
LineKey = tuple[str, int, str, int]
"""Document, line (0 = none), product (empty where there is a line), occurrence."""
LineValues = tuple[int, int, int, int, str, int, int, str, int, str]
"""Day, quantity, amount, cost, currency, due, paid, seller, flags, product; unknowns as in SalesTable."""
KnownLines = Callable[[bytes], Mapping[LineKey, LineValues]]
KnownFields = Callable[[bytes], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class BaseSnapshot:
    """What the base already has: every reference with the ids of the clients it names (two or more: ask)."""

    by_external_id: Mapping[str, Ids]
    by_inn: Mapping[str, Ids]
    by_name: Mapping[str, Ids]
    names: Mapping[bytes, str] = field(default_factory=dict)
    """Name of every client, for the check that an ИНН and a name belong together."""
    by_card: Mapping[str, Ids] = field(default_factory=dict)
    """Clients by the number of their loyalty card, where a file speaks of cards (S03.15)."""


class Likely(NamedTuple):
    """A client that a row without any of his references may be. `sure`: an identifier of his says so."""

    client: bytes
    sure: bool


class ErrorRow(NamedTuple):
    """A row in error: row number in the file, 1-based column (0 = the whole row), its name, and why."""

    row: int
    column: int
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Control:
    """Money of an import in minor units: the total the file states (None: none), the sum of its rows, the lines kept.

    `rows` counts every row whose amount could be read, clients or not: it is what the file's own total adds up.
    `fits` is None when the file states no total or the rows are in several currencies.
    """

    file: int | None
    rows: int
    kept: int
    fits: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class ImportPlan:
    """What a commit would do.

    `verdict[i]` indexes VERDICTS. `targets[code]` of a client reference (sales) or of a row (clients) is the id of
    the client, or None for one to be created. `counts` holds the rows by verdict; `clients` the distinct clients
    touched, `new_clients` those created, `lines` the sale lines kept (new, update, same).
    """

    kind: str
    file_sha256: bytes
    fingerprint: str
    encoding: str
    mapping: ImportMapping
    table: SalesTable | ClientsTable | RecordsTable
    verdict: NDArray[np.uint8]
    targets: tuple[bytes | None, ...]
    counts: dict[Verdict, int]
    control: Control
    clients: int
    new_clients: int
    lines: int
    columns: tuple[str, ...]
    sha256: bytes
    made: Made = field(default_factory=Made)
    """Records of the rows, where a row is kept as one of a register."""

    @property
    def rows(self) -> int:
        """Rows of the file without totals; the sum of `counts`."""
        return len(self.verdict)

    def errors(self) -> Iterator[ErrorRow]:
        """Every row in error or to be asked about, in file order."""
        for index in np.flatnonzero((self.verdict == ERROR) | (self.verdict == ASK)).tolist():
            column = int(self.table.error_column[index])
            reason = Reason.AMBIGUOUS if self.verdict[index] == ASK else Reason(int(self.table.error_reason[index]))
            name = self.columns[column - 1] if column else ""
            yield ErrorRow(int(self.table.rows[index]), column, name, reason)

    def rows_of(self, verdict: Verdict) -> list[int]:
        """Numbers of the file's rows with this verdict."""
        return [int(row) for row in self.table.rows[self.verdict == VERDICTS.index(verdict)].tolist()]

    def unchanged(self) -> bool:
        """True when the plan still is what was shown."""
        return digest(self) == self.sha256


def digest(plan: ImportPlan) -> bytes:
    """SHA-256 over the file's hash, the mapping, every verdict, target and typed column."""
    state = hashlib.sha256(b"kartoteka/plan/1")
    for part in (plan.kind, plan.file_sha256, plan.mapping, plan.targets, plan.table, plan.verdict):
        _absorb(state, part)
    return state.digest()


def _absorb(state: Any, part: object) -> None:
    """Feed one value with its length ahead; dataclasses field by field."""
    if is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            _absorb(state, each.name)
            _absorb(state, getattr(part, each.name))
        return
    if isinstance(part, dict):
        for key in sorted(part):
            _absorb(state, key)
            _absorb(state, part[key])
        return
    data = part.tobytes() if isinstance(part, np.ndarray) else msgspec.msgpack.encode(part)
    state.update(len(data).to_bytes(8, "big"))
    state.update(data)


def plan_sales(
    table: SalesTable,
    head: TableHead,
    mapping: ImportMapping,
    file_sha256: bytes,
    base: BaseSnapshot,
    known_lines: KnownLines | None = None,
    accept_asks: bool = False,
) -> ImportPlan:
    """Compare typed sales with the base. `known_lines(client_id)` gives the live lines of a client of this source.

    A reference that several clients bear is asked about; with `accept_asks` the first of them is taken.
    """
    targets, doubtful = _match_refs(table.client_ref, table.ref_kind, base, accept_asks)
    good = table.verdict == RowVerdict.OK
    verdict = np.full(len(good), NEW, np.uint8)
    verdict[table.verdict == RowVerdict.NOT_A_CLIENT] = NOT_A_CLIENT
    verdict[table.verdict == RowVerdict.ERROR] = ERROR
    asked = good & np.array([*doubtful, False])[table.client_ref.codes]
    verdict[asked] = ASK
    if known_lines is not None:
        _compare_lines(table, verdict, targets, known_lines)
    used = np.unique(table.client_ref.codes[good & ~asked])
    lines = verdict <= SAME
    rows_sum, kept_sum = exact_sum(table.amount), exact_sum(table.amount[lines])
    one_currency = len(np.unique(table.currency.codes[table.amount != 0])) <= 1
    fits = None if table.file_total is None or not one_currency else table.file_total == rows_sum
    created = sum(targets[code] is None for code in used.tolist())
    control = Control(table.file_total, rows_sum, kept_sum, fits)
    counted = (len(used), created, int(lines.sum()))
    return finish("sales", file_sha256, head, mapping, table, verdict, targets, control, counted)


def _match_refs(
    refs: TextColumn, kind: RefKind, base: BaseSnapshot, accept_asks: bool
) -> tuple[tuple[bytes | None, ...], list[bool]]:
    """Client of every reference: external id, else ИНН, else exact name (spec/cli). Two clients: doubtful."""
    targets: list[bytes | None] = []
    doubtful = []
    for text in refs.strings:
        found: Ids = () if kind == "inn" else base.by_card.get(text, ()) or base.by_external_id.get(text, ())
        if not found and (kind == "inn" or inn.fits(text)):
            found = base.by_inn.get(text, ())
        found = found or base.by_name.get(text, ())
        asked = len(found) > 1 and not accept_asks
        targets.append(found[0] if found and not asked else None)
        doubtful.append(asked)
    return tuple(targets), doubtful


def line_keys_and_values(table: SalesTable, index: NDArray[np.int64]) -> Iterator[tuple[LineKey, LineValues]]:
    """Key and values of the rows at `index`, as `known_lines` must give them for lines already stored."""
    product = _texts(table.product, index)
    line = table.line[index].tolist()
    keys = zip(
        _texts(table.document, index),
        line,
        ["" if number else code for number, code in zip(line, product, strict=True)],
        table.occurrence[index].tolist(),
        strict=True,
    )
    numbers = (table.day, table.quantity, table.amount, table.cost)
    values = zip(
        *(column[index].tolist() for column in numbers),
        _texts(table.currency, index),
        table.due[index].tolist(),
        table.paid[index].tolist(),
        _texts(table.seller, index),
        table.flags[index].tolist(),
        product,
        strict=True,
    )
    return zip(keys, values, strict=True)


def _texts(column: TextColumn, index: NDArray[np.int64]) -> list[str]:
    # Code -1 picks the appended empty text.
    strings = (*column.strings, "")
    return [strings[code] for code in column.codes[index].tolist()]


def _compare_lines(
    table: SalesTable, verdict: NDArray[np.uint8], targets: Sequence[bytes | None], known_lines: KnownLines
) -> None:
    """Mark lines of known clients that are stored already: same values, or to be updated."""
    new = np.flatnonzero(verdict == NEW)
    codes = table.client_ref.codes[new]
    order = np.argsort(codes, kind="stable")
    new, codes = new[order], codes[order]
    for rows in np.split(new, np.flatnonzero(np.diff(codes)) + 1):
        client = targets[table.client_ref.codes[rows[0]]] if len(rows) else None
        stored = known_lines(client) if client is not None else {}
        if not stored:
            continue
        for row, (key, values) in zip(rows.tolist(), line_keys_and_values(table, rows), strict=True):
            before = stored.get(key)
            if before is not None:
                verdict[row] = SAME if before == values else UPDATE


def plan_clients(
    table: ClientsTable,
    head: TableHead,
    mapping: ImportMapping,
    file_sha256: bytes,
    base: BaseSnapshot,
    known_fields: KnownFields | None = None,
    accept_asks: bool = False,
    likely: Mapping[int, Likely] | None = None,
) -> ImportPlan:
    """Compare a clients file with the base: external id, then ИНН, then exact name; several hits: ask.

    `known_fields(client_id)` gives the stored values by field name; only empty fields would be filled, so a row
    whose filled fields are all there already is `same`. A row naming a client of an earlier row is `same` when
    equal, else `ask`. With `accept_asks` the first hit is taken, and a later row about the same client is an
    `update` that fills what is empty; its target is None when an earlier row creates the client. `likely`: by row, a
    client that comparison found where no reference did; one that is not sure is asked about.
    """
    verdict = np.full(len(table.rows), NEW, np.uint8)
    verdict[table.verdict == RowVerdict.NOT_A_CLIENT] = NOT_A_CLIENT
    verdict[table.verdict == RowVerdict.ERROR] = ERROR
    targets: list[bytes | None] = [None] * len(table.rows)
    earlier: dict[tuple[str, str], tuple[dict[str, str], bytes | None]] = {}
    for row in np.flatnonzero(table.verdict == RowVerdict.OK).tolist():
        card = {field: value for field in table.columns if (value := table.value(field, row))}
        found = _match_card(card, base)
        guess = None if found or likely is None else likely.get(row)
        if guess is not None and (guess.sure or accept_asks):
            found, guess = (guess.client,), None
        # The file's own references stay beside the client they led to: what they say of later rows must not depend on
        # whether the client is there already, or a second import would see another file.
        identities = [*([("id", found[0].hex())] if found else []), *identities_of(card)]
        first, known = next((earlier[each] for each in identities if each in earlier), (None, None))
        differs = first is not None and first != card
        if guess is not None or ((len(found) > 1 or differs) and not accept_asks):
            verdict[row] = ASK
        elif first is not None:
            verdict[row] = UPDATE if differs else SAME
            targets[row] = found[0] if found else known
        elif found:
            targets[row] = found[0]
            stored = known_fields(found[0]) if known_fields is not None else {}
            verdict[row] = UPDATE if any(_is_news(field, text, stored) for field, text in card.items()) else SAME
        for identity in identities:
            earlier.setdefault(identity, (card, targets[row]))
    touched = {target for target in targets if target is not None}
    created = int((verdict == NEW).sum())
    counted = (len(touched) + created, created, 0)
    control = Control(None, 0, 0, None)
    return finish(mapping.kind, file_sha256, head, mapping, table, verdict, tuple(targets), control, counted)


def _is_news(field: str, text: str, stored: Mapping[str, str]) -> bool:
    """Whether a file says something the base lacks: an empty field, a telephone or an address not there yet."""
    known = stored.get(field, "")
    key = {"phone": phone_key, "email": mail_key}.get(field)
    if key is None or known == "*":
        return not known
    there = {key(each) or each for each in known.split("; ")}
    return any((key(each) or each) not in there for each in text.split("; ") if each)


def _match_card(card: Mapping[str, str], base: BaseSnapshot) -> Ids:
    lookups = (
        ("external_id", base.by_external_id),
        ("loyalty_card", base.by_card),
        ("inn", base.by_inn),
        ("name", base.by_name),
    )
    return next((hits for field, ids in lookups if field in card and (hits := ids.get(card[field], ()))), ())


def identities_of(card: Mapping[str, str]) -> list[tuple[str, str]]:
    """References of a new client, the strongest first: two rows that share one mean the same client.

    A name alone says it only of rows that bear nothing better.
    """
    found = [("external_id", card["external_id"])] if "external_id" in card else []
    if "inn" in card:
        found.append(("inn", card["inn"] + "/" + card.get("kpp", "")))
    return found or [("name", card["name"])]


def finish(
    kind: str,
    file_sha256: bytes,
    head: TableHead,
    mapping: ImportMapping,
    table: SalesTable | ClientsTable | RecordsTable,
    verdict: NDArray[np.uint8],
    targets: tuple[bytes | None, ...],
    control: Control,
    counted: tuple[int, int, int],
    made: Made | None = None,
) -> ImportPlan:
    """The plan of these verdicts, sealed by its hash. `counted`: clients touched, clients created, lines kept."""
    counts = np.bincount(verdict, minlength=len(VERDICTS)).tolist()
    clients, new_clients, lines = counted
    verdict.flags.writeable = False
    plan = ImportPlan(
        kind=kind,
        file_sha256=file_sha256,
        fingerprint=head.fingerprint,
        encoding=head.encoding,
        mapping=mapping,
        table=table,
        verdict=verdict,
        targets=targets,
        counts=dict(zip(VERDICTS, counts, strict=True)),
        control=control,
        clients=clients,
        new_clients=new_clients,
        lines=lines,
        columns=head.columns,
        sha256=b"",
        made=made or Made(),
    )
    object.__setattr__(plan, "sha256", digest(plan))
    return plan
