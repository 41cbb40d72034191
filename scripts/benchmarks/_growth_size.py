"""Run as a program: what one size of store costs, as JSON. Never imported by the bench: memory is that of a process.

python -m scripts.benchmarks._growth_size STORE whole|manager|writing
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scripts.benchmarks._big_store import HEAD
from scripts.benchmarks._report import MEBIBYTE
from scripts.benchmarks._stores import MANAGER, OWNER, secret, session_of
from tui.desk.desk import Desk, open_desk

OPENS, FINDS, ROWS = 12, 40, 2_000


def resident() -> float:
    """MiB of this process now."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / MEBIBYTE
    raise RuntimeError("the kernel says nothing of the memory of this process")


def spent(act: Callable[[], object]) -> float:
    """Processor seconds of this process, all of its threads."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def at_desk(store: Path, login: str) -> dict[str, float]:
    """Everything a person has before his first key, then the two acts he does most."""
    desk, found = open_desk(str(store), "ru"), {}
    before = resident()
    found["login"] = spent(lambda: desk.unlock(login, secret()))
    found["figures"] = spent(lambda: desk.prepare(lambda _done, _total: True))
    shown = resident()
    found["index"] = spent(lambda: desk.finding.ready(lambda _done, _total: True))
    found["memory of cards and figures"] = shown - before
    found["memory of the search index"] = resident() - shown
    ids = [each.hex() for each in desk.base.ids[: OPENS + 1]]
    desk.overview(ids[0]), desk.work.timeline(ids[0])
    found["open"] = statistics.median(spent(lambda one=one: _open(desk, one)) for one in ids[1:])  # type: ignore[misc]
    words = [desk.base.cards[at].name[2:8] for at in range(0, len(desk.base.ids), max(1, len(desk.base.ids) // FINDS))]
    found["find"] = statistics.median(spent(lambda word=word: desk.finding.find(word, 50)) for word in words)  # type: ignore[misc]
    desk.close("end")
    return found


def _open(desk: Desk, client_id: str) -> None:
    desk.overview(client_id)
    desk.work.timeline(client_id)


def writing(store: Path) -> dict[str, float]:
    """An import of the manager's, rotation of one portfolio of a usual size, the log verified whole."""
    found = {}
    with session_of(store, MANAGER) as session:
        codes = [card.external_id for card in session.clients.load().cards]
    file = store.with_name("rows.csv")
    rows = ["Дата;Документ;Код клиента;Товар;Количество;Сумма"]
    rows += [f"2026-01-{1 + at % 28:02};Р-{at};{codes[at % len(codes)]};P{at % 9};1;{at + 1}.00" for at in range(ROWS)]
    file.write_text("\n".join(rows) + "\n", "utf-8")
    found["import"] = spent(lambda: _import(store, file)) / ROWS
    with session_of(store, HEAD) as session:
        # The last portfolio that was made: of a usual size, and whole where there are several.
        largest = max(session.grants.portfolios(), key=lambda each: each.clients)
        found["rotation"] = spent(lambda: session.rotation.rotate(largest.id)) / largest.clients
    with session_of(store, OWNER) as session:
        premises = session.entered.premises
        found["entries"] = premises.log_size()
        found["verification"] = spent(lambda: premises.log.verify(premises.trust_root))
    return found


def _import(store: Path, file: Path) -> None:
    from tui.desk.importing import ImportOptions

    desk = open_desk(str(store), "ru")
    desk.unlock(MANAGER, secret())
    desk.imports.file(file, ImportOptions(), None, None)
    desk.close("end")


def main(words: list[str]) -> int:
    store, what = Path(words[0]), words[1]
    found = writing(store) if what == "writing" else at_desk(store, OWNER if what == "whole" else MANAGER)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
