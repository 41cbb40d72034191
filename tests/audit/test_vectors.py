"""Frozen bytes of everything the log writes. A change of this file's data is a change of the format on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage.audit import checkpoint
from storage.audit.details import open_session
from storage.audit.entry import encode_entry, parse_entry, write_root
from storage.audit.kinds import KindClass
from storage.audit.roster import encode_founding, encode_statement
from storage.audit.verifier import EntryBroken, check_entry, parse_founding, parse_statement
from storage.sealing.secret import SealBroken

PATH = Path(__file__).parents[1] / "vectors" / "audit.json"
VECTORS: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))["vectors"]
ERRORS: dict[str, type[Exception]] = {
    "EntryBroken": EntryBroken,
    "SealBroken": SealBroken,
    "CheckpointBroken": checkpoint.CheckpointBroken,
}


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}


def opened(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the decoder makes of the bytes; where there is an encoder, it must give the same bytes back."""
    data = {
        name: bytes.fromhex(value)
        for name, value in given.items()
        if name not in {"note", "origin", "kind_class", "writes"}
    }
    if kind == "entry":
        entry = check_entry(data["entry"], data["signature"], data["public"])
        assert encode_entry(entry) == data["entry"]
        return plain(entry._asdict())
    if kind == "statement":
        statement = parse_statement(data["details"])
        assert encode_statement(statement) == data["details"]
        return plain(statement._asdict())
    if kind == "founding":
        store_id, store_key = parse_founding(data["details"])
        assert encode_founding(store_id, store_key) == data["details"]
        return plain({"store_id": store_id, "store_key": store_key})
    if kind == "checkpoint":
        found = checkpoint.verify(given["note"], data["public"], given["origin"])
        return plain({"size": found.size, "root": found.root})
    if kind == "session":
        private = {KindClass(given["kind_class"]): data["private"]}
        keys, _ = open_session(data["store_id"], parse_entry(data["start"]), private)
        return plain({"body": keys.open(parse_entry(data["detail"]))})
    assert kind == "write_root"
    return plain({"root": write_root((bytes.fromhex(r), v, bytes.fromhex(d)) for r, v, d in given["writes"])})


def test_most_of_the_kit_is_to_be_refused() -> None:
    refused = sum(each["expect"] != "ok" for each in VECTORS)
    assert len(VECTORS) >= 140
    assert refused >= 0.8 * len(VECTORS)
    assert len({each["name"] for each in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    if vector["expect"] == "ok":
        assert opened(vector["object"], vector["input"]) == vector["value"]
    else:
        with pytest.raises(ERRORS[vector["expect"]]):
            opened(vector["object"], vector["input"])
