"""A fake desk whose every answer is hostile: whatever words a screen shows of it attack the terminal (R11, R12)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from tests.tui.hostile import NAMES

_WORDS = re.compile("[А-Яа-яЁё]")


class Poison:
    """Puts a hostile string in the place of every text in Russian: ids, codes and keys are none, so that screens still
    find their way about. The same text always becomes the same string; together they go through all of them."""

    def __init__(self, first: int = 0) -> None:
        self._given: dict[str, str] = {}
        self._first = first

    def of(self, value: Any) -> Any:
        """A value with its texts replaced, however deep they lie."""
        if isinstance(value, str):
            return self._word(value) if _WORDS.search(value) else value
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            return type(value)(self.of(each) for each in value)
        if isinstance(value, dict):
            return {self.of(key): self.of(each) for key, each in value.items()}
        if isinstance(value, msgspec.Struct):
            return msgspec.structs.replace(value, **{name: self.of(getattr(value, name)) for name in _names(value)})
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            kept = {each.name: self.of(getattr(value, each.name)) for each in dataclasses.fields(value) if each.init}
            return dataclasses.replace(value, **kept)
        if type(value).__module__.startswith("tests.tui.fake_"):
            return Poisoned(value, self)
        return value

    def _word(self, text: str) -> str:
        return self._given.setdefault(text, NAMES[(self._first + len(self._given)) % len(NAMES)])


class Poisoned:
    """A part of the fake desk behind the poison."""

    def __init__(self, part: Any, poison: Poison) -> None:
        self.__dict__.update(_part=part, _poison=poison)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if not callable(found):
            return self._poison.of(found)
        return lambda *given, **named: self._poison.of(found(*given, **named))

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._part, name, value)

    def __len__(self) -> int:
        return len(self._part)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._poison.of(list(self._part)))

    def __getitem__(self, at: Any) -> Any:
        return self._poison.of(self._part[at])


def poison(desk: Any, first: int = 0) -> Any:
    """Every facet of a fake desk behind one poison that begins with string `first`; gives the desk."""
    bane = Poison(first)
    for name, part in list(vars(desk).items()):
        if type(part).__module__.startswith("tests.tui.fake_") and not isinstance(part, Mapping):
            setattr(desk, name, Poisoned(part, bane))
    return desk


def _names(value: msgspec.Struct) -> tuple[str, ...]:
    return type(value).__struct_fields__
