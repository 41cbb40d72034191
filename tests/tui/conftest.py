"""Coroutine tests run on a loop of their own; one plugin fewer to pin."""

from __future__ import annotations

import asyncio
import inspect

import pytest
import textual._wait

# The pilot sleeps until a slice of time passes in which the process hardly worked, twice for every key. Shorter
# slices say the same; with its own, half of every test of a screen is spent asleep.
SLICE_S = 1 / 250
textual._wait.SLEEP_GRANULARITY = SLICE_S
textual._wait.SLEEP_IDLE = SLICE_S / 4
textual._wait.wait_for_idle.__defaults__ = (SLICE_S, 1)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run `async def` tests."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True
