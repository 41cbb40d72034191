"""The stores of tests/vault for this room."""

from __future__ import annotations

from tests.vault.fixtures import _cheap, empty, stage, template

__all__ = ["_cheap", "empty", "stage", "template"]
