"""One threshold: what the registry knows of it, and how a field of `Rules` is made (S02.12)."""

from __future__ import annotations

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What the registry says of one threshold. `source` names the requirement or the section of a spec."""

    name: str
    default: float
    unit: str
    source: str
    low: float
    high: float


def rule(default: Any, unit: str, source: str, low: float, high: float) -> Any:
    """A field of `Rules` with its metadata."""
    return dataclasses.field(default=default, metadata={"unit": unit, "source": source, "low": low, "high": high})
