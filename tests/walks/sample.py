"""The sample firm's store as it stands at the noon of the walks; ids are drawn from its seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from unittest import mock

from core.sample.firm import DEFAULT_SEED
from storage.vault import clients, exports, people, registers
from tests.walks.story import EVENING, EveningClock
from tui.desk.making import MadeDemo, demo_store


@contextmanager
def drawn_ids() -> Iterator[None]:
    """Ids from a seed instead of the system: equals are listed in the order of their ids. Keys and nonces stay real."""
    seeded = SimpleNamespace(urandom=random.Random(DEFAULT_SEED).randbytes)
    with ExitStack() as patches:
        for module in (clients, exports, people, registers):
            patches.enter_context(mock.patch.object(module, "os", seeded))
        yield


def evening_store(count: int) -> MadeDemo:
    """A demo store of `count` clients, made at the noon of the walks."""
    with drawn_ids():
        return demo_store(count, EVENING, clock=EveningClock())
