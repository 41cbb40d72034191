"""The frozen vectors of what lies inside the seals: the same answers for ever, and mostly refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.records.bodies import BATCH, CARD, CONTACTS, FIRM, PORTFOLIO, Kind, decode_change
from storage.records.ledger import join_ledger
from storage.records.sales_page import PageBroken, decode_page, encode_page
from tests.vectors.make_record_vectors import FILES, render

HERE = Path(__file__).parent
KINDS: dict[str, Kind[Any]] = {each.name: each for each in (CARD, CONTACTS, PORTFOLIO, FIRM, BATCH)}


def frozen(name: str) -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((HERE / f"{name}.json").read_text("utf-8"))["vectors"]
    return vectors


def _page(args: dict[str, Any]) -> bytes:
    body = bytes.fromhex(args["body"])
    page = decode_page(body)
    assert encode_page(page) == body, "canonical: what is read is what would be written"
    lines = []
    for values in page.rows.tolist():
        said = dict(zip(page.rows.dtype.names or (), map(str, values), strict=True))
        said["document"] = page.documents[int(said["document"])]
        said["product"] = page.products[int(said["product"])]
        said["seller"] = page.sellers[int(said["seller"])]
        said["source"] = page.sources[int(said["source"])]
        said["currency"] = page.currencies[int(said["currency"])]
        said["batch"] = page.batches[int(said["batch"])].hex()
        lines.append("|".join(said.values()))
    return "\n".join(lines).encode()


def _said(fields: object) -> bytes:
    def plain(value: Any) -> Any:
        if isinstance(value, bytes):
            return value.hex()
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        return [*map(plain, value)] if isinstance(value, list | tuple) else value

    told = plain(msgspec.to_builtins(fields, builtin_types=(bytes,)))
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def _body(args: dict[str, Any]) -> bytes:
    kind, body = KINDS[args["kind"]], bytes.fromhex(args["body"])
    found = kind.decode(body)
    assert kind.decode(kind.encode(found.f, found.c)) == found
    return _said(found.f)


def _change(args: dict[str, Any]) -> bytes:
    return _said(decode_change(bytes.fromhex(args["body"])))


OPERATIONS: dict[str, Callable[[dict[str, Any]], bytes]] = {"page": _page, "body": _body, "change": _change}


def run(op: str, args: dict[str, Any]) -> tuple[str, str]:
    """("ok", value in hex) or (name of the error class, "")."""
    try:
        return "ok", OPERATIONS[op](args).hex()
    except Exception as error:
        return type(error).__name__, ""


@pytest.mark.parametrize("name", FILES)
def test_every_vector_gives_the_frozen_answer(name: str) -> None:
    wrong = []
    for vector in frozen(name):
        answer = run(vector["op"], vector["args"])
        if answer != (vector["expect"], vector.get("value", "")):
            wrong.append((vector["op"], vector["name"], vector["expect"], answer[0]))
    assert wrong == []


def test_there_are_enough_and_most_are_refusals() -> None:
    counts = Counter(vector["expect"] for name in FILES for vector in frozen(name))
    assert counts.total() >= 200
    assert counts["ok"] <= counts.total() / 5
    assert set(counts) == {"ok", "PageBroken", "BodyBroken", "Problem"}
    names = [(vector["op"], vector["name"]) for name in FILES for vector in frozen(name)]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_joined_ledger_refuses_the_pages_it_reads_without_their_strings() -> None:
    """The fast way looks at rows and sizes alone; whatever of these is wrong it refuses as well."""
    refused = 0
    for vector in frozen("pages"):
        body = bytes.fromhex(vector["args"]["body"])
        try:
            join_ledger([(0, body)], {bytes(range(16)): 1}, 1)
        except PageBroken:
            refused += 1
            assert vector["expect"] == "PageBroken", vector["name"]
    assert refused > 50


@pytest.mark.parametrize("name", FILES)
def test_the_script_still_makes_them_byte_for_byte(name: str) -> None:
    assert (HERE / f"{name}.json").read_text("utf-8") == render(name)
