"""Import from a file: load → plan → compare with what is stored → commit (design §2 Import)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from core.problem import N_, ExitCode, Problem
from core.profile import Profile
from storage.intake.clients_table import ClientsTable
from storage.intake.made import KEY_BYTES
from storage.intake.ordering import CARD_FIELDS, order_of
from storage.intake.own_columns import OwnImport
from storage.intake.plan import NEW, BaseSnapshot, ImportPlan, Likely
from storage.intake.prepare import LoadedTable, load, plan
from storage.intake.price_rows import price_items
from storage.intake.reading import Unread
from storage.intake.records_table import RecordsTable
from storage.intake.sales_table import SalesTable
from storage.intake.spawn import ImportCancelled
from storage.vault.books.own_fields import OWN_FIELD, OWN_VALUES
from storage.vault.books.payments import BALANCE, PAYMENT
from storage.vault.imports import Prepared
from storage.vault.session import Session
from tui.desk.answers import ImportAnswer
from tui.desk.base import Base
from tui.desk.import_answers import answer, unread
from tui.desk.import_records import card_holders, forget_older, known_of, made_of, names_cards, prices_before
from tui.desk.left_out import destination, discard, write_left_out

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
    sheet: int = -1
    """Which table of a file that holds several; -1: the reader chooses."""
    profile: Profile | None = None
    """How files of this sort are read."""


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
    return BaseSnapshot(outer, inns, names, {client_id: card.name for client_id, card in lines.items()})


def _one_of_each(base: Base, clients: list[bytes]) -> list[bytes]:
    """Members of one merged client are no doubt about who is meant: the survivor stands for them where he is named."""
    chosen: dict[int, bytes] = {}
    for each in clients:
        number = base.place[each]
        if number not in chosen or base.ids[number] == each:
            chosen[number] = each
    return list(chosen.values())


def load_file(
    path: Path, currency: str, options: ImportOptions, progress: Progress | None, own: Sequence[str] = ()
) -> LoadedTable:
    """Read and type a file in the child process; `own`: names of the firm's own fields. Raises Problem."""
    if options.profile is not None:
        from tui.desk.import_by_profile import load_by_profile

        return load_by_profile(path, currency, options.profile, options.sets, options.sheet, progress)
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
            sheet=options.sheet,
            own=own,
        )
    except ImportCancelled:
        raise Problem(N_("The import was stopped: nothing has been written."), ExitCode.REFUSED) from None


def own_import(session: Session) -> OwnImport:
    """Own fields of clients, and what stands in them."""
    fields = [each.fields for each in session.registers.all(OWN_FIELD) if not each.fields.removed]
    mine = [each for each in fields if each.of == "client"]

    @functools.cache
    def table() -> dict[bytes, dict[str, str]]:
        found: dict[bytes, dict[str, str]] = {}
        for each in session.registers.all(OWN_VALUES):
            if not each.fields.removed:
                found.setdefault(each.space_id, {}).update(each.fields.values)
        return found

    people = [each for each in fields if each.of == "person"]
    return OwnImport(mine, lambda client_id: table().get(client_id, {}), people)


def known_fields(session: Session, own: OwnImport, reaching: bool = False) -> Callable[[bytes], Mapping[str, str]]:
    """Stored values of a client by field name, for the verdict of a row; `reaching`: his telephones and addresses too,
    where the session opens them. "*" stands for what a file never changes."""

    def fields(client_id: bytes) -> Mapping[str, str]:
        card = session.clients.stored(client_id).card
        reach = session.clients.contacts(client_id) if reaching else None
        phones, emails = ("*", "*") if reach is None else ("; ".join(reach.phones), "; ".join(reach.emails))
        told = {name: str(getattr(card, name)) for name in CARD_FIELDS} | own.named(client_id)
        return told | {"phone": phones, "email": emails, "tags": "*"}

    return fields


def compare_base(session: Session, base: Base, loaded: LoadedTable, accept_asks: bool, today: int) -> ImportPlan:
    """Match every row with the base; stored sale lines are compared by the vault afterwards.

    Rows of a clients file that no reference finds are compared with the whole base before they count as new.
    """
    return compared(session, base, loaded, today, accept_asks)[0]


def compared(
    session: Session, base: Base, loaded: LoadedTable, today: int, accept_asks: bool, as_new: bool = False
) -> tuple[ImportPlan, dict[int, Likely]]:
    """The plan, and by row the client that comparison found. `as_new`: rows that are only like somebody are new;
    `today`: days since 1970-01-01."""
    own = own_import(session)
    if isinstance(loaded.table, ClientsTable):
        loaded = replace(loaded, table=own.typed(loaded.table))
    reaching = bool({"phone", "email"} & {each.field for each in loaded.mapping.targets})
    known, fields = snapshot(base), known_fields(session, own, reaching)
    if names_cards(loaded):
        known = replace(known, by_card=card_holders(session))
    there, made = known_records(session, loaded.mapping.kind), None
    if isinstance(loaded.table, RecordsTable):
        made = made_of(session, loaded.table, base.currency, today)
    planned = plan(loaded, known, None, fields, accept_asks, known_records=there, made=made)
    if loaded.mapping.kind == "letters" and made is not None:
        return planned, {row: Likely(found[0].client, True) for row, found in made.records.items() if found}
    if isinstance(loaded.table, ClientsTable) and planned.new_clients and base.ids:
        from tui.desk.import_doubles import likely_clients

        likely = likely_clients(session, loaded.table, np.flatnonzero(planned.verdict == NEW).tolist())
        if as_new:
            likely = {row: each for row, each in likely.items() if each.sure}
        if likely:
            return plan(loaded, known, None, fields, accept_asks, likely), likely
    return planned, {}


def home_of(session: Session, owner: str | None) -> bytes:
    """The portfolio new clients go to. Raises Problem (BAD_INPUT) for an unknown login or an unclear choice."""
    if owner is not None and all(each.login != owner for each in session.staffing.staff()):
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=owner)
    return session.home_portfolio(owner)


def product_names(table: SalesTable | ClientsTable | RecordsTable) -> dict[str, str]:
    """Names by product code, where the file has both."""
    if isinstance(table, RecordsTable):
        if table.kind != "products" or not {"product", "product_name"} <= table.texts.keys():
            return {}
        codes, names = table.texts["product"], table.texts["product_name"]
    elif isinstance(table, SalesTable) and table.product_name.strings:
        codes, names = table.product, table.product_name
    else:
        return {}
    pair = np.unique(np.stack([codes.codes, names.codes]), axis=1)
    return {
        codes.strings[code]: names.strings[name]
        for code, name in zip(*pair.tolist(), strict=True)
        if code >= 0 and name >= 0
    }


def known_records(session: Session, kind: str) -> dict[bytes, bytes]:
    """Key → digest of every record of a kind that is stored; the latest of a key counts."""
    if kind == "payments":
        keys = [each.fields.key for each in session.registers.all(PAYMENT) if not each.fields.removed]
    elif kind == "balances":
        keys = [each.fields.key for each in session.registers.all(BALANCE) if not each.fields.removed]
    else:
        return known_of(session, kind)
    return {key[:KEY_BYTES]: key[KEY_BYTES:] for key in keys}


def run(
    session: Session,
    base: Base,
    path: Path,
    options: ImportOptions,
    owner: str | None,
    today: int,
    progress: Progress | None,
    saved: Callable[[str], Profile | None] | None = None,
) -> ImportAnswer:
    """The whole of `import` for one file. `saved`: the profile kept for a header's fingerprint, used by itself.

    Writes nothing with `dry_run`, nor when the total the file states is not the sum of its rows (`control.fits` is
    False then).
    """
    place = destination(session, options.output, options.dry_run)
    home = home_of(session, owner) if owner is not None else bytes(16)
    names = own_import(session).names
    try:
        loaded = load_file(path, base.currency, options, progress, names)
    except Unread as problem:
        if options.dry_run and problem.sheets and problem.form in ("workbook", "document"):
            return unread(problem, base.currency)
        raise
    if options.profile is None and not (options.maps or options.kind) and saved is not None:
        own = saved(loaded.head.fingerprint)
        if own is not None:
            options = replace(options, profile=own)
            loaded = load_file(path, base.currency, options, progress, names)
    accept = options.asks == "accept" or (options.profile is not None and options.profile.accept_asks)
    planned = compare_base(session, base, loaded, accept, today)
    if planned.control.fits is False:
        return answer(planned, None, None, (None, None), base.currency, loaded.head)
    if owner is None and planned.new_clients:
        home = home_of(session, None)
    prepared = session.imports.prepare(
        order_of(planned, lambda client_id: session.clients.stored(client_id).card, home, today, base.currency,
                 own_import(session))
    )  # fmt: skip
    files = write_left_out(session, loaded, planned, place)
    group = None
    if not options.dry_run:
        try:
            group = commit(session, planned, prepared, progress)
        except BaseException:
            discard(files)
            raise
    return answer(planned, prepared, group, files, base.currency, loaded.head)


def commit(session: Session, planned: ImportPlan, prepared: Prepared, progress: Progress | None) -> str | None:
    """Number of the batch in hex; None when the base has everything already. Raises Problem."""
    group = None
    order = prepared.order
    if order.kind == "products":
        session.prices.demand()
    if prepared.pages or order.new or order.changes or order.records or order.revised or order.beside:
        committed = session.imports.commit(prepared, progress)
        if committed is None:
            raise Problem(N_("The import was stopped: everything it had written is taken back."), ExitCode.REFUSED)
        group = committed.group.hex()
    session.firm.add_product_names(product_names(planned.table))
    if order.kind == "products" and order.beside and group is not None:
        session.prices.replace(price_items(planned.table))
        forget_older(session, bytes.fromhex(group))
    return group


def undo(session: Session, batch: str, progress: Progress | None) -> dict[str, object]:
    """Take an import back: the JSON of `import undo`. Raises Problem (BAD_INPUT) for a number that is none."""
    try:
        group = bytes.fromhex(batch)
    except ValueError:
        raise Problem(N_("A batch number has 32 hex digits: it stands in the answer of the import.")) from None
    earlier = prices_before(session, group)
    undone = session.imports.undo(group, progress)
    if earlier is not None:
        session.prices.replace(earlier)
    kept = [{"id": each.hex(), "why": "edited_later"} for each in undone.kept]
    return {
        "batch": batch, "removed": undone.removed, "restored": undone.restored, "records": undone.records, "kept": kept,
    }  # fmt: skip
