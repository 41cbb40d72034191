"""`client find` (spec/cli): the answers of FIND for pipes and screen readers."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from core.wording.reasons import asked_text, reason
from tui.cli.output import progress_line, write_json, write_line, write_table

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_find import Elsewhere, Found, Hit

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
    beyond = _elsewhere(desk, answers, batch=bool(args.batch))
    for (query, ms, found), elsewhere in zip(answers, beyond, strict=True):
        if args.json or args.batch:
            hits = [_facts(hit) for hit in found.hits]
            write_json({"query": query, "ms": round(ms, 3), "hits": hits, "elsewhere": elsewhere.is_there})
        else:
            _tell(found, elsewhere)
    return ExitCode.DONE


def _elsewhere(desk: Desk, answers: Sequence[tuple[str, float, Found]], *, batch: bool) -> list[Elsewhere]:
    """What the other portfolios say; a file of queries is one probe with its number (spec/store §7)."""
    asked = [(query, found) for query, _ms, found in answers]
    said = desk.finding.elsewhere_of(asked) if batch else [desk.finding.elsewhere(*asked[0], names=True)]
    if any(each.unasked for each in said):
        write_line(_("The limit of probes is used up: other portfolios were not all asked."), sys.stderr)
    return said


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
        **({"person": hit.person} if hit.person else {}),
    }


def _tell(found: Found, elsewhere: Elsewhere) -> None:
    if found.hits:
        rows = [(hit.id, hit.name, hit.city, hit.external_id, hit.owner, _why(hit)) for hit in found.hits]
        heads = ("ID", _("Client"), _("City"), _("Number"), _("Responsible"), _("Found by"))
        write_table(heads, "<<<<<<", rows)
    else:
        write_line(_("Nobody found."))
    if elsewhere.is_there:
        write_line(asked_text(elsewhere.ask))


def _why(hit: Hit) -> str:
    told = reason(hit.matched, city=bool(hit.city_marks), typed=hit.typed, meant=hit.meant, mask=hit.mask)
    return f"{hit.person}: {told}" if hit.person else told
