"""The stores of tests/vault and the pilot of tests/tui for this room."""

from __future__ import annotations

from tests.tui.conftest import pytest_pyfunc_call
from tests.vault.fixtures import _cheap, empty, stage, template

__all__ = ["_cheap", "empty", "pytest_pyfunc_call", "stage", "template"]
