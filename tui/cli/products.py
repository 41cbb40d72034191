"""`products find`, `products groups` (S02.17)."""

from __future__ import annotations

import argparse

from core.problem import ExitCode
from core.wording import fill, money
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

DASH = "—"


def products(args: argparse.Namespace) -> int:
    """Look items up, or say how products get their groups."""
    with unlocked(args) as desk:
        if args.action == "groups":
            desk.products.group_by(args.by)
            groups = desk.white.assortment().groups.groups
            if args.json:
                write_json({"by": args.by, "groups": groups})
            else:
                for each in groups:
                    write_line(each)
            return ExitCode.DONE
        found = desk.products.search(args.text, args.limit)
        if args.json:
            write_json({"query": args.text, "items": found, "of": desk.products.count()})
            return ExitCode.DONE
        rows = [
            (each.code, each.name, each.group, DASH if each.price is None else money.whole(each.price), each.unit)
            for each in found
        ]
        write_table((_("Code"), _("Item"), _("Group"), _("Price"), _("Unit")), "<<<><", rows)
        write_line(fill(_("Found {n} of {total} items."), n=len(found), total=desk.products.count()))
    return ExitCode.DONE


COMMANDS = {"products": products}
