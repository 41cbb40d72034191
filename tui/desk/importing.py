"""Import from a file: load → plan → compare with what is stored → commit (design §2 Import)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from core.entities.money import Money
from core.problem import N_, ExitCode, Problem
from storage.intake.clients_table import ClientsTable
from storage.intake.ordering import CARD_FIELDS, order_of
from storage.intake.plan import ASK, NEW, BaseSnapshot, ImportPlan
from storage.intake.prepare import LoadedTable, load, plan
from storage.intake.sales_table import SalesTable
from storage.intake.spawn import ImportCancelled
from storage.intake.typed import exact_sum
from storage.vault.imports import Prepared
from storage.vault.session import Session
from tui.desk.answers import ImportAnswer
from tui.desk.base import Base
from tui.desk.left_out import destination, discard, say_reason, write_left_out

SHOWN_ERRORS = 1000
"""Rows in error that an answer names; the errors file holds them all."""
Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class ImportOptions:
    """What the command line or the wizard adds to a file."""

    kind: str = ""
    maps: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    encoding: str = ""
    dry_run: bool = False
    asks: Literal["", "accept", "skip"] = ""
    """Doubtful rows: take the first candidate, or leave them out knowingly."""
    output: Path | None = None


def snapshot(base: Base) -> BaseSnapshot:
    """References of every client the session opens.

    A merged client goes by the references of everybody in him: a line for one of them is kept with that one, so that
    the undo of the merge parts them again.
    """
    outer: dict[str, list[bytes]] = {}
    inns: dict[str, list[bytes]] = {}
    names: dict[str, list[bytes]] = {}
    lines = dict(zip(base.ids, base.cards, strict=True)) | base.apart
    for client_id, card in (lines | base.removed).items():
        for table, key in ((outer, card.external_id), (inns, card.inn), (names, card.name)):
            if key:
                table.setdefault(key, []).append(client_id)
    if base.apart:
        for table in (outer, inns, names):
            table.update({key: _one_of_each(base, found) for key, found in table.items() if len(found) > 1})
    return BaseSnapshot(outer, inns, names)


def _one_of_each(base: Base, clients: list[bytes]) -> list[bytes]:
    """Members of one merged client are no doubt about who is meant: the survivor stands for them where he is named."""
    chosen: dict[int, bytes] = {}
    for each in clients:
        number = base.place[each]
        if number not in chosen or base.ids[number] == each:
            chosen[number] = each
    return list(chosen.values())


def load_file(path: Path, currency: str, options: ImportOptions, progress: Progress | None) -> LoadedTable:
    """Read and type a file in the child process. Raises Problem."""
    cancelled = [False]

    def report(done: int, total: int) -> None:
        if progress is not None and not progress(done, total):
            cancelled[0] = True

    try:
        return load(
            path,
            currency,
            options.kind,
            options.maps,
            options.sets,
            options.encoding,
            progress=report if progress else None,
            cancelled=lambda: cancelled[0],
        )
    except ImportCancelled:
        raise Problem(N_("The import was stopped: nothing has been written."), ExitCode.REFUSED) from None


def known_fields(session: Session) -> Callable[[bytes], Mapping[str, str]]:
    """Stored values of a client by field name, for the verdict of a row."""

    def fields(client_id: bytes) -> Mapping[str, str]:
        card = session.clients.stored(client_id).card
        return {name: str(getattr(card, name)) for name in CARD_FIELDS} | {"phone": "*", "email": "*", "tags": "*"}

    return fields


def compare_base(session: Session, base: Base, loaded: LoadedTable, accept_asks: bool) -> ImportPlan:
    """Match every row with the base; stored sale lines are compared by the vault afterwards.

    Rows of a clients file that no reference finds are compared with the whole base before they count as new.
    """
    known, fields = snapshot(base), known_fields(session)
    planned = plan(loaded, known, None, fields, accept_asks)
    if isinstance(loaded.table, ClientsTable) and planned.new_clients and base.ids:
        from tui.desk.import_doubles import likely_clients

        likely = likely_clients(session, loaded.table, np.flatnonzero(planned.verdict == NEW).tolist())
        if likely:
            return plan(loaded, known, None, fields, accept_asks, likely)
    return planned


def home_of(session: Session, owner: str | None) -> bytes:
    """The portfolio new clients go to. Raises Problem (BAD_INPUT) for an unknown login or an unclear choice."""
    if owner is not None and all(each.login != owner for each in session.staffing.staff()):
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=owner)
    return session.home_portfolio(owner)


def product_names(table: SalesTable | ClientsTable) -> dict[str, str]:
    """Names by product code, where the file has both."""
    if not isinstance(table, SalesTable) or not table.product_name.strings:
        return {}
    pair = np.unique(np.stack([table.product.codes, table.product_name.codes]), axis=1)
    return {
        table.product.strings[code]: table.product_name.strings[name]
        for code, name in zip(*pair.tolist(), strict=True)
        if code >= 0 and name >= 0
    }


def sums(planned: ImportPlan, base_currency: str) -> tuple[Money, Money]:
    """Money of the lines kept, and of the rows left out whose amount could be read.

    In the file's own currency where it has only one; lines of several are counted in the base currency alone,
    because nothing may be added up across currencies without a rate.
    """
    table = planned.table
    if not isinstance(table, SalesTable):
        return Money(0, base_currency), Money(0, base_currency)
    paid = table.amount != 0
    codes = np.unique(table.currency.codes[paid]).tolist()
    currency = table.currency.strings[codes[0]] if len(codes) == 1 else base_currency
    own = np.array([*(each == currency for each in table.currency.strings), False])[table.currency.codes]
    kept = own & (planned.verdict < ASK)
    return Money(exact_sum(table.amount[kept]), currency), Money(exact_sum(table.amount[own & ~kept]), currency)


def answer(
    planned: ImportPlan,
    prepared: Prepared | None,
    group: str | None,
    files: tuple[str | None, str | None],
    base_currency: str,
) -> ImportAnswer:
    """The JSON of `import`."""
    counts = dict(planned.counts)
    documents = 0
    if isinstance(planned.table, SalesTable):
        documents = len(np.unique(planned.table.document.codes[planned.verdict < ASK]))
        if prepared is not None:
            counts |= {"new": prepared.new, "update": prepared.update, "same": prepared.same}
    errors: list[dict[str, object]] = []
    for row in planned.errors():
        errors.append({"row": row.row, "column": row.name or row.column, "reason": say_reason(row.reason)})
        if len(errors) == SHOWN_ERRORS:
            break
    kept, left_out = sums(planned, base_currency)
    stated = planned.control.file
    return ImportAnswer(
        batch=group,
        kind=planned.kind,
        encoding=planned.encoding,
        rows=planned.rows,
        new=counts["new"],
        update=counts["update"],
        same=counts["same"],
        ask=counts["ask"],
        not_a_client=counts["not_a_client"],
        error=counts["error"],
        control={
            "file": None if stated is None else Money(stated, kept.currency),
            "rows": kept,
            "left_out": left_out,
            "fits": planned.control.fits,
        },
        errors=tuple(errors),
        clients=planned.clients,
        lines=planned.lines,
        documents=documents,
        amount=kept,
        not_a_client_file=files[0],
        errors_file=files[1],
    )


def run(
    session: Session,
    base: Base,
    path: Path,
    options: ImportOptions,
    owner: str | None,
    today: int,
    progress: Progress | None,
) -> ImportAnswer:
    """The whole of `import` for one file.

    Writes nothing with `dry_run`, nor when the total the file states is not the sum of its rows (`control.fits` is
    False then).
    """
    place = destination(session, options.output, options.dry_run)
    home = home_of(session, owner) if owner is not None else bytes(16)
    loaded = load_file(path, base.currency, options, progress)
    planned = compare_base(session, base, loaded, options.asks == "accept")
    if planned.control.fits is False:
        return answer(planned, None, None, (None, None), base.currency)
    if owner is None and planned.new_clients:
        home = home_of(session, None)
    prepared = session.imports.prepare(
        order_of(planned, lambda client_id: session.clients.stored(client_id).card, home, today, base.currency)
    )
    files = write_left_out(session, loaded, planned, place)
    group = None
    if not options.dry_run:
        try:
            group = _commit(session, planned, prepared, progress)
        except BaseException:
            discard(files)
            raise
    return answer(planned, prepared, group, files, base.currency)


def _commit(session: Session, planned: ImportPlan, prepared: Prepared, progress: Progress | None) -> str | None:
    """Number of the batch in hex; None when the base has everything already. Raises Problem."""
    group = None
    if prepared.pages or prepared.order.new or prepared.order.changes:
        committed = session.imports.commit(prepared, progress)
        if committed is None:
            raise Problem(N_("The import was stopped: everything it had written is taken back."), ExitCode.REFUSED)
        group = committed.group.hex()
    session.firm.add_product_names(product_names(planned.table))
    return group


def undo(session: Session, batch: str, progress: Progress | None) -> dict[str, object]:
    """Take an import back: the JSON of `import undo`. Raises Problem (BAD_INPUT) for a number that is none."""
    try:
        group = bytes.fromhex(batch)
    except ValueError:
        raise Problem(N_("A batch number has 32 hex digits: it stands in the answer of the import.")) from None
    undone = session.imports.undo(group, progress)
    kept = [{"id": each.hex(), "why": "edited_later"} for each in undone.kept]
    return {"batch": batch, "removed": undone.removed, "restored": undone.restored, "kept": kept}
