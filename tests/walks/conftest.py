"""Coroutine tests of this room run as those of the screens do."""

from __future__ import annotations

from tests.tui.conftest import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]
