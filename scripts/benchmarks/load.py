"""`scripts/bench load`: a firm of fifty at work beside an import and an offboarding, on either engine."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.wording import set_language
from scripts.benchmarks._load_people import People, Steps, Worked, together, weight
from scripts.benchmarks._load_store import LoadFirm, make_load_firm
from scripts.benchmarks._load_terminal import Terminal, Wire
from scripts.benchmarks._report import MEBIBYTE, Report, machine
from scripts.tortures.postgres import TestServer, new_server

ENGINES = ("sqlite", "postgresql")
OPEN_GOAL, MEMORY_GOAL = 150.0, 6 * 1024.0
"""Milliseconds within which 99 of 100 dossiers are open; MiB of all sessions together."""
WARM = 0.1
"""Of the time, before somebody brings the file in."""
MILLI = 1000.0


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench load", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="this engine alone")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--each", type=int, default=300, help="clients of each person")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the file that comes in")
    parser.add_argument("--leaving", type=int, default=10_000, help="clients of the colleague who leaves")
    parser.add_argument("--terminals", type=int, default=1, help="people who sit at a real (pseudo-)terminal")
    parser.add_argument("--acts", type=Path, default=None, help="file for all acts and steps as JSON, a line an engine")
    options = parser.parse_args(arguments)
    set_language("ru")
    report = Report()
    print(machine(), flush=True)
    for engine in options.engine or ENGINES:
        with tempfile.TemporaryDirectory(prefix="kartoteka-load-") as folder:
            _load(report, engine, Path(folder), options)
    print()
    print(report.table())
    return int(report.missed > 0)


def _load(report: Report, engine: str, folder: Path, options: argparse.Namespace) -> None:
    server = new_server(durable=True, max_connections="600") if engine == "postgresql" else None
    place = None if server is None else server.place(server.database())
    begin = time.monotonic()
    firm = make_load_firm(folder, options.people, options.each, options.rows, options.leaving, place)
    report.figure(f"{engine}: the store of the load made", time.monotonic() - begin, " s")
    seconds, seated = options.minutes * 60, firm.people[: options.terminals]
    terminals: list[Terminal] = []
    wire, begin = Wire(), time.monotonic()
    try:
        with People(firm, firm.people[options.terminals :], folder) as people:
            report.figure(f"{engine}: everybody in", time.monotonic() - begin, " s")
            # Last: a terminal that nobody touches for some minutes locks itself.
            terminals += [Terminal(firm.store, login) for login in seated]
            worked, taken = _work(firm, people, terminals, seconds, wire, folder)
            served = _served(server)
    finally:
        for each in terminals:
            each.close()
        if server is not None:
            server.stop("immediate")
    if options.acts is not None:
        with options.acts.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"engine": engine, "acts": worked.acts, "steps": worked.steps}) + "\n")
    _tell(report, engine, worked, wire, seconds)
    _tell_memory(report, engine, worked, taken, served)


def _work(
    firm: LoadFirm, people: People, terminals: Sequence[Terminal], seconds: float, wire: Wire, folder: Path
) -> tuple[Worked, list[tuple[int, int]]]:
    beside = Worked()
    people.begin(seconds)
    helpers = [threading.Thread(target=each.work, args=(seconds, wire)) for each in terminals]
    helpers.append(threading.Thread(target=_later, args=(seconds * WARM, lambda: Steps(firm, folder).run(beside))))
    for each in helpers:
        each.start()
    for each in helpers:
        each.join()
    taken = [weight(each.session.pid) for each in terminals if each.session.status is None]
    worked = people.end()
    worked.errors += beside.errors + wire.errors
    worked.steps = beside.steps
    return worked, taken


def _later(seconds: float, act: Callable[[], None]) -> None:
    time.sleep(seconds)
    act()


def _served(server: TestServer | None) -> int:
    """What the server's own processes weigh together, in bytes."""
    if server is None:
        return 0
    first = int((server.folder / "data" / "postmaster.pid").read_text("ascii").split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()
    return sum(weight(each)[0] for each in (first, *map(int, children)))


def _tell(report: Report, engine: str, worked: Worked, wire: Wire, seconds: float) -> None:
    begin, end = min(at for at, _ in worked.steps.values()), max(at for _, at in worked.steps.values())
    for name, (start, stop) in worked.steps.items():
        report.figure(f"{engine}: the {name} took", stop - start, " s")
    for name in ("open", "search", "edit", "log", "queue", "look for changes"):
        acts = [each for each in worked.acts if each[0] == name]
        beside = [each for each in acts if begin <= each[1] <= end] or acts
        report.figure(f"{engine}: {name}, 99 % within", _most([each[2] for each in acts], 0.99), " ms", _spread(acts))
        if name == "open":
            detail = (
                "the same without the time spent waiting for a processor: " + f"{_most(_quiet(beside), 0.99):.0f} ms"
            )
            report.goal(f"{engine}: {name} beside import and offboarding, 99 % within",
                        _most([each[2] for each in beside], 0.99), OPEN_GOAL, " ms", detail)  # fmt: skip
    report.goal(f"{engine}: errors of {len(worked.acts)} acts", len(worked.errors), 0, "", "; ".join(worked.errors[:3]))
    report.figure(f"{engine}: processor of the sessions / what the machine has",
                  worked.processor / (seconds * (os.cpu_count() or 1)), " ×")  # fmt: skip
    for name, sent in wire.sent.items():
        painted = statistics.median(wire.painted[name]) * MILLI
        report.figure(f"{engine}: bytes to the terminal, {name}", statistics.median(sent), " B",
                      f"most {max(sent)}, {len(sent)} times, last byte after {painted:.0f} ms (median)")  # fmt: skip


def _tell_memory(report: Report, engine: str, worked: Worked, taken: list[tuple[int, int]], served: int) -> None:
    weights = [*worked.weights, *(shared for shared, _ in taken)]
    residents = [*worked.residents, *(whole for _, whole in taken)]
    name = f"{engine}: memory of {len(weights)} sessions, shared pages once"
    detail = f"resident each {statistics.median(residents) / MEBIBYTE:.0f} MiB"
    report.goal(name, together(weights), MEMORY_GOAL, " MiB", detail)
    for shared, whole in taken[:1]:
        report.figure(f"{engine}: a session with its terminal", whole / MEBIBYTE, " MiB resident",
                      f"{shared / MEBIBYTE:.0f} MiB with shared pages divided")  # fmt: skip
    if served:
        report.figure(f"{engine}: the database server beside them", served / MEBIBYTE, " MiB")


def _quiet(acts: Sequence[tuple[str, float, float, float, float]]) -> list[float]:
    return [max(0.0, took - waited) for _, _, took, _, waited in acts]


def _most(values: Sequence[float], share: float) -> float:
    """Milliseconds that this share of values stay within."""
    if not values:
        return 0.0
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * MILLI


def _spread(acts: Sequence[tuple[str, float, float, float, float]]) -> str:
    if not acts:
        return "never"
    took, spent, quiet = [each[2] for each in acts], [each[3] for each in acts], _quiet(acts)
    return (
        f"half within {_most(took, 0.5):.0f}, worst {max(took) * MILLI:.0f}, {len(acts)} times; without waiting for a "
        f"processor {_most(quiet, 0.5):.0f}, {_most(quiet, 0.99):.0f}, {max(quiet) * MILLI:.0f}; processor "
        f"{_most(spent, 0.5):.0f}, {_most(spent, 0.99):.0f}"
    )
