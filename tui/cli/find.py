"""`client find` (spec/cli): the answers of FIND for pipes and screen readers."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from core.wording.reasons import reason
from tui.cli.output import progress_line, write_json, write_line, write_table

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_find import Found, Hit

MILLISECONDS = 1000


def find(args: argparse.Namespace, desk: Desk) -> int:
    """One query, or one a line of a file; `ms` is the look-up alone."""
    queries = _queries(args)
    desk.finding.ready(progress_line(_("Search index")))
    answers: list[tuple[str, float, Found]] = []
    for query in queries:
        begin = time.perf_counter()
        found = desk.finding.find(query, args.limit)
        answers.append((query, (time.perf_counter() - begin) * MILLISECONDS, found))
    desk.log.allow_rows(sum(len(found.hits) for _query, _ms, found in answers), sys.stdout.isatty())
    for query, ms, found in answers:
        if args.json or args.batch:
            hits = [_facts(hit) for hit in found.hits]
            write_json({"query": query, "ms": round(ms, 3), "hits": hits, "elsewhere": found.elsewhere})
        else:
            _tell(found)
    return ExitCode.DONE


def _queries(args: argparse.Namespace) -> list[str]:
    if args.batch:
        try:
            return Path(args.batch).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            raise Problem(N_("The file {file} cannot be read as UTF-8 text."), file=args.batch) from None
    if not args.text:
        raise Problem(N_("Nothing to look for: type a name or give --batch FILE."))
    return [args.text]


def _facts(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.id,
        "name": hit.name,
        "score": hit.score,
        "matched": hit.matched,
        "external_id": hit.external_id,
        "owner": hit.owner,
        "city": hit.city,
    }


def _tell(found: Found) -> None:
    if found.hits:
        rows = [(hit.id, hit.name, hit.city, hit.external_id, hit.owner, _why(hit)) for hit in found.hits]
        heads = ("ID", _("Client"), _("City"), _("Number"), _("Responsible"), _("Found by"))
        write_table(heads, "<<<<<<", rows)
    else:
        write_line(_("Nobody found."))
    if found.elsewhere:
        write_line(_("Exists in another portfolio: ask the head."))


def _why(hit: Hit) -> str:
    return reason(hit.matched, city=bool(hit.city_marks), typed=hit.typed, meant=hit.meant, mask=hit.mask)
