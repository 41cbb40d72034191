"""No column of a table is cut off by the edge: what a width shows fits into it, before anything is stretched."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from textual._context import NoActiveAppError

import tui.screens
from tui.screens.base import WorkScreen
from tui.widgets.window_table import Column, WindowTable

MARKER = 2
GAP = 2
NARROWEST = 80


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        yield importlib.import_module(found.name)


def shown_by(made: type[WorkScreen]) -> Iterator[tuple[str, tuple[Column[Any], ...]]]:
    """Tables of a screen that can be made without an app: half a screen and one that asks its desk have none."""
    wanted = inspect.signature(made).parameters.values()
    with contextlib.suppress(NotImplementedError, NoActiveAppError, AttributeError):
        for widget in made(*("x" for each in wanted if each.default is inspect.Parameter.empty)).body():
            if isinstance(widget, WindowTable):
                yield f"{made.__name__}#{widget.id}", tuple(widget.columns)


def tables() -> Iterator[tuple[str, tuple[Column[Any], ...]]]:
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, tuple) and value and all(isinstance(each, Column) for each in value):
                yield f"{module.__name__}.{name}", value
            elif inspect.isclass(value) and issubclass(value, WorkScreen) and value.__module__ == module.__name__:
                yield from shown_by(value)


def test_columns_of_every_table_fit() -> None:
    wide, seen = [], set()
    for name, columns in tables():
        seen.add(name)
        # Narrowest where a column comes in: from there on there is only more room.
        for width in sorted({NARROWEST, *(each.from_width for each in columns)} - set(range(NARROWEST))):
            shown = [each for each in columns if width >= each.from_width]
            needed = MARKER + sum(each.width for each in shown) + GAP * (len(shown) - 1)
            if needed > width:
                wide.append(f"{name} at {width}: {needed}")
    assert not wide
    assert {"RecoveryScreen#queue", "MetricsScreen#periods", "TeamScreen#team-load", "CardScreen#people"} <= seen
