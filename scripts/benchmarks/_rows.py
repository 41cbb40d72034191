"""Run as a program: the workstation over any number of made-up clients, listed by the desk's own list.

    python -m scripts.benchmarks._rows CLIENTS options of the workstation…

Filling a store with a million clients takes half an hour; the list reads the base a session has in memory, so that
is what stands here: real lines of real size, ordered, paged and found by the product's own code.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.__main__ import workstation

if TYPE_CHECKING:
    from tests.tui.fake_desk import FakeDesk
    from tui.desk.base import Base
    from tui.options import Options

PASSPHRASE = "верныйконьбатарея"


def base_of(clients: int) -> Base:
    """Lines of so many clients, ids scattered as random ones are."""
    from core.entities.client import ClientLine
    from tests.tui.fake_desk import name_of
    from tui.desk.base import Base

    ids = [number.to_bytes(16, "big") for number in range(clients)]
    # A large odd stride: neighbours by number are no neighbours by name.
    lines = [
        ClientLine(name_of(number * 7919 % clients), f"К-{number}", "", ("Тверь", "Пермь", "Омск")[number % 3])
        for number in range(clients)
    ]
    return Base(ids, lines, [0] * clients, [bytes(16)], ["Иванова"], "RUB")


def make_desk(clients: int) -> FakeDesk:
    """The desk of the screens' tests with the list of the real one."""
    from tests.tui.fake_desk import FakeDesk
    from tui.desk import lists
    from tui.desk.port import ListFilter

    class ListDesk(FakeDesk):
        def open_list(self, filter: ListFilter, sort: str) -> lists.OpenedList:  # noqa: A002
            return lists.open_list(self._base, filter, sort)

        _base = base_of(clients)

    return ListDesk(clients, prepare_seconds=0.0)


def main(words: list[str]) -> int:
    clients = int(words[0])

    def desk(_options: Options) -> FakeDesk:
        return make_desk(clients)

    return workstation(words[1:], desk)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
