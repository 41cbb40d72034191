"""`scripts/bench rhythm`: who stops buying, ours beside the usual methods, on the public sets or any file.

    scripts/bench rhythm                              Online Retail and CDNOW of the shared data
    scripts/bench rhythm --file sales.csv             client,date,amount (gzip too), with or without a head
    scripts/bench rhythm --file F --horizon 180 --cuts yearly:11
    scripts/bench rhythm --cdnow CDNOW_master.txt     all 23,570 clients of CDNOW instead of the public tenth

Protocol. Models are fitted on what lies before a cut; the label of a client is whether he bought nothing in the
`horizon` days from it. Judged are clients with ≥ 3 purchase days in the rhythm's history and a purchase in the last 365
days. Without `--cuts`: one a year as long as three years lie before it where the history has six years or more, else
three cuts 30 days apart; the last window ends a day before the last sale. Without `--horizon`: 90 days for histories
under 450 days, else 180. Figures are means over the cuts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from scripts.benchmarks import peers
from scripts.benchmarks._report import Report, machine
from scripts.benchmarks._rhythm_early import GATED, earliness
from scripts.benchmarks._rhythm_measure import (
    ALIVE,
    BG,
    METHODS,
    OURS,
    RECENCY,
    RULE,
    TOPS,
    Cut,
    at_stake,
    auc,
    figures,
    gain_error,
    measure,
    value_error,
    value_ratios,
    waited_90,
)
from scripts.benchmarks._rhythm_small import small_bases
from scripts.benchmarks._sales_files import EPOCH, Sales, cdnow, day_number, online_retail, read_file

YEAR = 365
MONTH = 30
MUST: dict[str, dict[str, float]] = {
    "Online Retail": {
        ALIVE: 0.15, BG: 0.035, RECENCY: 0.10, "auc": 0.74, "ece": 0.04,
        RULE: 1.45, "value BG": 1.08, "delay": 0.94, "delay alive": 0.95,
    },
    "CDNOW": {ALIVE: 0.02, BG: 0.0, RECENCY: 0.02, "value BG": 1.03, "delay": 0.96},
    "CDNOW, whole": {ALIVE: 0.02, BG: 0.0, RECENCY: 0.02, "value BG": 1.03, "delay": 0.96},
    "file": {"auc": 0.845, "ece": 0.04, ALIVE: 0.035, BG: 0.005, RECENCY: 0.055, RULE: 1.40, "value BG": 1.00,
             "delay": 0.72, "delay alive": 0.95},
}  # fmt: skip
"""The column "must" of analytics §1.6; for a file of six years or more that of the B2B ledger."""


def default_horizon(sales: Sales) -> int:
    """90 days where there is little more than a year of sales, else 180."""
    return 90 if sales.last - sales.first < 450 else 180


def cut_days(sales: Sales, horizon: int, wanted: str | None) -> list[int]:
    """Cuts, oldest first. Raises ValueError for a text that is neither dates nor yearly[:N] nor monthly[:N]."""
    span, newest = sales.last - sales.first, sales.last - horizon - 1
    if wanted and wanted[0].isdigit():
        return sorted(day_number(dt.date.fromisoformat(each.strip())) for each in wanted.split(","))
    kind, _, count = (wanted or ("yearly" if span >= 6 * YEAR else "monthly:3")).partition(":")
    if kind not in ("yearly", "monthly") or (count and not count.isdigit()):
        raise ValueError(f"--cuts takes dates, yearly[:N] or monthly[:N], not {wanted}")
    step, least = (YEAR, min(3 * YEAR, span // 2)) if kind == "yearly" else (MONTH, min(60, span // 4))
    cuts = list(range(newest, sales.first + least - 1, -step))
    return sorted(cuts[: int(count)] if count else cuts)


def _lifetimes(cuts: list[Cut]) -> list[float] | None:
    """AUC of P(alive) by lifetimes itself on the same cuts, None without the peers."""
    if peers.python() is None:
        return None
    jobs = [{"life": cut.life.tolist(), "scored": cut.core_life.tolist()} for cut in cuts]
    try:
        answers = peers.run("_lifetimes_peer.py", {"jobs": jobs})
    except Exception as fault:  # it may not converge on degenerate data; the reference is then missing
        print(f"lifetimes gave no answer: {type(fault).__name__}")
        return None
    import numpy as np

    return [auc(1 - np.array(each["alive"]), cut.lost) for each, cut in zip(answers, cuts, strict=True)]


def _table(cuts: list[Cut], found: dict[str, dict[str, float]]) -> None:
    names = ("auc", "pr_auc", "brier", "ece", "value")
    print(f"{'mean of the cuts':26}" + "".join(f"{name:>9}" for name in names))
    for method in (*METHODS, RULE):
        row = found[method]
        print(f"{method:26}" + "".join(f"{row[name]:9.4f}" if name in row else " " * 9 for name in names))
    if len(cuts) > 1:
        each = "  ".join(f"{EPOCH + dt.timedelta(days=cut.day)} {auc(cut.scores[OURS], cut.lost):.4f}" for cut in cuts)
        print(f"AUC of {OURS} by cut: {each}")


def _goals(
    report: Report, name: str, must: dict[str, float], cuts: list[Cut], found: dict[str, dict[str, float]]
) -> None:
    ours = found[OURS]
    for key in ("auc", "ece"):
        if key not in must:
            print(f"{name}: {key.upper()} with correction {ours[key]:.4f}")
        elif key == "auc":
            report.least(f"{name}: AUC with correction", ours[key], must[key])
        else:
            report.goal(f"{name}: ECE with correction", ours[key], must[key], "")
    for method in (ALIVE, BG, RECENCY):
        gain = ours["auc"] - found[method]["auc"]
        if method in must:
            error = f"standard error {gain_error(cuts, OURS, method):.3f}"
            report.least(f"{name}: AUC over {method}", gain, must[method], detail=error)
    ratios = value_ratios(cuts, OURS, BG)
    shown = ", ".join(f"{100 * top:.0f} % {ratio:.2f} ×" for top, ratio in zip(TOPS, ratios, strict=True))
    print(f"{name}: value found / {BG} in the top {shown}; mean {sum(ratios) / len(ratios):.2f} ×")
    ranks = {RULE: waited_90, BG: at_stake(BG)}
    for key, other in ((RULE, RULE), ("value BG", BG)):
        if key in must and found[other]["value"] > 0:
            error = f"standard error {value_error(cuts, at_stake(OURS), ranks[other]):.2f}"
            ratio = ours["value"] / found[other]["value"]
            report.least(f"{name}: value in the top 5 % / {other}", ratio, must[key], "×", error)


def _early(report: Report, sales: Sales, must: dict[str, float]) -> dict[str, float]:
    early = earliness(sales.lines, sales.first, sales.last)
    if early is None:
        print("earliness: too short a history")
        return {}
    shown = ", ".join(f"{method} {value:.0f}" for method, value in early.days.items())
    print(f"days to the alarm at 5 false alarms a 100 client-months ({early.lost} lost): {shown}")
    for key, method in (("delay", RECENCY), ("delay alive", ALIVE)):
        if key in must:
            report.goal(f"{sales.name}: delay / {method}", early.days[GATED] / early.days[method], must[key])
    return early.days


def run(report: Report, sales: Sales, options: argparse.Namespace) -> dict[str, Any]:
    """Everything about one ledger; the figures as they go into `--json`."""
    horizon = options.horizon or default_horizon(sales)
    chosen = cut_days(sales, horizon, options.cuts)
    lines, span = sales.lines, sales.last - sales.first
    cuts = measure(lines, chosen, horizon, sales.last) if chosen else []
    unread = f", {sales.left_out} rows unread" if sales.left_out else ""
    print(
        f"\n{sales.name}: {lines.clients} clients, {len(lines)} lines, {span} days{unread}; horizon {horizon} d, "
        f"{len(cuts)} cuts"
    )
    if not cuts:
        print("too little data: no cut with clients who bought again and clients who did not")
        return {"name": sales.name, "cuts": 0}
    print(f"core {sum(len(cut.lost) for cut in cuts) / len(cuts):.0f} clients a cut, "
          f"of whom {sum(float(cut.lost.mean()) for cut in cuts) / len(cuts):.3f} bought nothing")  # fmt: skip
    if sales.name == "CDNOW":
        print("a tenth of CDNOW: its goals were set on all 23,570 clients, which --cdnow FILE measures")
    found = figures(cuts)
    _table(cuts, found)
    if options.currency:
        spent = sum(float(cut.value[cut.lost].sum()) for cut in cuts) / len(cuts) / 100
        print(f"revenue of a year of those who were lost: {spent:,.0f} {options.currency} a cut")
    reference = _lifetimes(cuts) if not options.no_peers else None
    if reference:
        mean = sum(reference) / len(reference)
        print(f"lifetimes itself (penalised where it does not converge), P(alive): AUC {mean:.4f}")
    must = MUST.get(sales.name, MUST["file"] if span >= 6 * YEAR else {})
    _goals(report, sales.name, must, cuts, found)
    early = {} if options.no_early else _early(report, sales, must)
    small = None
    if options.samples:
        small = small_bases(lines, cuts[-1].day, horizon, sales.last, options.base, options.samples)
    if small:
        print(f"{options.samples} bases of {options.base} clients: "
              + ", ".join(f"{method} {value:.3f}" for method, value in small.items()))  # fmt: skip
        report.least(f"{sales.name}: small bases, AUC over {RECENCY}", small[OURS] - small[RECENCY], 0.0)
    return {"name": sales.name, "horizon": horizon, "cuts": len(cuts), "methods": found, "lifetimes": reference,
            "delay": early, "small": small}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed, 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench rhythm", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", type=Path, action="append", help="client,date,amount; may be given again")
    parser.add_argument("--cdnow", type=Path, help="CDNOW_master.txt, the whole of CDNOW")
    parser.add_argument("--horizon", type=int, help="days in which a client buys or does not")
    parser.add_argument("--cuts", help="dates with commas, yearly[:N] or monthly[:N]")
    parser.add_argument("--currency", default="", help="currency of the amounts, for print")
    parser.add_argument("--base", type=int, default=300, help="clients of a small base")
    parser.add_argument("--samples", type=int, default=30, help="small bases drawn; 0: none")
    parser.add_argument("--no-peers", action="store_true", help="without lifetimes itself")
    parser.add_argument("--no-early", action="store_true", help="without the delay of alarms")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args(arguments)
    report, answers = Report(), []
    print(machine())
    try:
        if options.file or options.cdnow:
            sets = [read_file(each) for each in options.file or ()]
            sets += [cdnow(options.cdnow)] if options.cdnow else []
        else:
            sets = [online_retail(), cdnow()]
        for sales in sets:
            answers.append(run(report, sales, options))
    except (OSError, ValueError) as fault:
        print(f"scripts/bench rhythm: {fault}")
        return 2
    print()
    print(report.table())
    if options.json:
        options.json.write_text(json.dumps(answers, indent=1), encoding="utf-8")
    return int(report.missed > 0)
