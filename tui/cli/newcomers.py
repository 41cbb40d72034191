"""`client add`: three fields, or the block of requisites a firm sends (S01.16, U32)."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line
from tui.cli.profiles import text_of_file

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_newcomers import ClientKind


def add(args: argparse.Namespace, desk: Desk) -> int:
    """One new client. Somebody like him stops it unless --anyway is said."""
    newcomers = desk.newcomers
    kind: ClientKind = "person" if args.person else "company"
    values: dict[str, str] = {}
    lost: tuple[str, ...] = ()
    if args.requisites:
        kind, values, lost = newcomers.requisites(text_of_file(args.requisites))
        if not values:
            raise Problem(N_("No requisites were found in the text: give the name of the firm."))
    given = {"name": args.name, "phone": args.phone, "email": args.email, "note": args.note}
    values |= {field: text for field, text in given.items() if text}
    alike = () if args.anyway else newcomers.warn(kind, values)
    if alike:
        raise Problem(
            N_("Somebody like him is there already: {name} ({why}). Say --anyway if it is another one."),
            ExitCode.REFUSED,
            name=alike[0].name,
            why=alike[0].short,
        )
    client_id = newcomers.create(kind, values, _home(args, desk))
    if args.json:
        write_json({"id": client_id, "kind": kind, "fields": sorted(values), "not_understood": lost})
    else:
        write_line(fill(_("Client {name} is in the base: {id}"), name=values.get("name", ""), id=client_id))
    if lost and not args.json:
        sys.stderr.write(fill(_("Not understood: {text}"), text="; ".join(lost)) + "\n")
    return ExitCode.DONE


def _home(args: argparse.Namespace, desk: Desk) -> str:
    """The portfolio he goes to. Raises Problem where it is unclear or there is none."""
    if args.owner:
        from tui.desk.importing import home_of

        return home_of(desk.session, args.owner).hex()
    homes = desk.newcomers.homes()
    if not homes:
        raise Problem(N_("You may not import into this portfolio: ask your head."), ExitCode.REFUSED)
    if len(homes) > 1:
        raise Problem(N_("There are several portfolios he may go to: say whose with --owner LOGIN."))
    return homes[0].id


ACTIONS = {"add": add}
