"""Run as a program: a manager's day over a store of tests/vault; prints what it has loaded by then.

python -m tests.perf.day_of_a_manager STORE
"""

from __future__ import annotations

import sys

from storage.sealing import derive
from tests.perf.logins import secret_of


def main(store: str) -> None:
    """Unlock, figures, every screen once, one edit and its undo."""
    derive.TEST_KDF_ALLOWED = True
    import tui.app
    import tui.workplace  # noqa: F401
    from tui.desk.desk import open_desk
    from tui.desk.port import ListFilter

    desk = open_desk(store, "ru")
    desk.door()
    desk.unlock("ivan", secret_of("ivan"))
    desk.prepare(lambda _done, _total: True)
    rows = desk.open_list(ListFilter(), "-turnover").rows(0, 50)
    desk.today()
    desk.queue(50)
    desk.pyramid()
    desk.finding.find("Фирма", 10)
    first, before = rows[0], set(sys.modules)
    desk.overview(first.id)
    desk.work.timeline(first.id)
    desk.purchases(first.id)
    fresh = set(sys.modules) - before
    desk.history(first.id)
    desk.edit_card(first.id, "city", "Клин", first.city)
    desk.undo()
    desk.pulse()
    desk.close("end")
    print("clients", len(rows))
    print("first card", *sorted(fresh))
    print(*sorted(sys.modules))


if __name__ == "__main__":
    main(sys.argv[1])
