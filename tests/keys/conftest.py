"""The cheap derivation, for this folder's tests only."""

from __future__ import annotations

import pytest

from storage.sealing import derive


@pytest.fixture(autouse=True)
def cheap_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", True)
