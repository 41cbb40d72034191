"""The generated set of ../shared/data/identity, and any other file of its shape: entries and queries with answers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from core.identity.index_entry import SearchEntry
from tests.identity.made_noise import Asked

IDENTITY: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "identity"
ENTRIES: Final = IDENTITY / "ru_search_10000_entries.jsonl.gz"
QUERIES: Final = IDENTITY / "ru_search_10000_queries.jsonl.gz"


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    packed = file.read_bytes()
    for line in (gzip.decompress(packed) if file.suffix == ".gz" else packed).splitlines():
        yield json.loads(line)


def _some(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def read_entries(file: Path = ENTRIES) -> list[SearchEntry]:
    """Firms with their city, people with their firm's name as the second field."""
    lines = list(_lines(file))
    brand = {line["id"]: line.get("brand") or line["name"] for line in lines}
    return [
        SearchEntry(
            line["id"],
            line["name"],
            line.get("city") or brand.get(line.get("comp"), ""),
            line.get("inn") or "",
            _some(line.get("phone")),
            _some(line.get("email")),
            _some(line.get("domain")),
        )
        for line in lines
    ]


def read_queries(file: Path = QUERIES) -> list[Asked]:
    """What was typed, its class of noise, every entry that is as good an answer."""
    return [Asked(line["cls"], line["query"], frozenset(line["accept"])) for line in _lines(file)]
