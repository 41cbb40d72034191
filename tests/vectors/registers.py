"""Every register the program declares, and a filled example of its fields as another writer would pack it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import msgspec
from msgspec import inspect

from storage.records.registers import Register
from storage.vault import books

EXAMPLE_TEXT = "Север"
"""What stands in every text field of an example."""


def registers() -> dict[str, Register[Any]]:
    """Name → register, of all books."""
    found: dict[str, Register[Any]] = {}
    for module in pkgutil.iter_modules(books.__path__):
        for value in vars(importlib.import_module(f"{books.__name__}.{module.name}")).values():
            if isinstance(value, Register):
                assert found.setdefault(value.name, value) is value, f"two registers called {value.name}"
    return found


def example(register: Register[Any]) -> dict[str, object]:
    """Every field of a register with something in it."""
    told = _example(inspect.type_info(register._fields))
    assert isinstance(told, dict)
    return {**told, "removed": False}


def _example(kind: inspect.Type) -> object:
    if isinstance(kind, inspect.StructType | inspect.DataclassType):
        return {field.encode_name: _example(field.type) for field in kind.fields}
    if isinstance(kind, inspect.UnionType):
        return _example(next(each for each in kind.types if not isinstance(each, inspect.NoneType)))
    if isinstance(kind, inspect.LiteralType):
        return [each for each in kind.values if each != ""][-1]
    if isinstance(kind, inspect.TupleType):
        return [_example(each) for each in kind.item_types]
    if isinstance(kind, inspect.VarTupleType | inspect.ListType | inspect.SetType | inspect.FrozenSetType):
        return [_example(kind.item_type)]
    if isinstance(kind, inspect.DictType):
        return {_example(kind.key_type): _example(kind.value_type)}
    plain: dict[type[inspect.Type], object] = {
        inspect.StrType: EXAMPLE_TEXT, inspect.IntType: 7, inspect.BytesType: b"w" * 16, inspect.FloatType: 0.5,
        inspect.BoolType: True,
    }  # fmt: skip
    return plain[type(kind)]


def said(fields: object) -> str:
    """What a reader got, as frozen: bytes in hex, keys in order."""
    told = msgspec.to_builtins(fields, builtin_types=(bytes,), str_keys=True)
    return msgspec.json.encode(_plain(told), order="sorted").decode()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    return [*map(_plain, value)] if isinstance(value, list | tuple) else value
