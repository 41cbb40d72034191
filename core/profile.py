"""A profile of imports: what the columns of one sort of file mean, as TOML that a person can edit (exchange §3).

```
kind = "clients"
fingerprint = "…"
[columns]
"Наименование" = "name"
"Лишнее" = ""
[constants]
tags = "выставка"
[values.kind]
"Юрлицо" = "company"
[options]
encoding = "cp1251"
cleaning = ["phones", "mails"]
```
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from core.problem import N_, Problem

LONGEST: Final = 100_000
"""Characters of a profile's text."""
_TABLES: Final = frozenset({"columns", "constants", "values", "options"})
_WORDS: Final = frozenset({"kind", "fingerprint", "form", "about"})
_OPTIONS: Final = frozenset({"encoding", "delimiter", "header_row", "sheet", "cleaning", "accept_asks"})


class Profile(msgspec.Struct, frozen=True):
    """Everything but the file itself. `form`: the format it is for; empty: a table."""

    kind: str = ""
    fingerprint: str = ""
    form: str = ""
    about: str = ""
    columns: Mapping[str, str] = {}
    """Header → field; an empty field leaves the column out."""
    constants: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    """Field → their value → ours."""
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    sheet: str = ""
    cleaning: tuple[str, ...] = ()
    accept_asks: bool = False

    def fits(self, form: str, kind: str, fingerprint: str, columns: tuple[str, ...]) -> bool:
        """Whether a file is one of this sort: the same format with the same `kind` of rows, the same header, or every
        column named here."""
        if self.form:
            return (self.form, self.kind) == (form, kind)
        if self.fingerprint:
            return self.fingerprint == fingerprint
        return bool(self.columns) and set(self.columns) <= set(columns)


def from_toml(text: str) -> Profile:
    """The profile a text says. Raises Problem (BAD_INPUT) naming what cannot be read."""
    if len(text) > LONGEST:
        raise Problem(N_("The profile is too long: it has at most {most} characters."), most=LONGEST)
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Problem(N_("The profile is no TOML: {why}."), why=str(fault)) from None
    unknown = sorted(said.keys() - _TABLES - _WORDS)
    options = said.get("options", {})
    if not unknown and isinstance(options, dict):
        unknown = sorted(options.keys() - _OPTIONS)
    if unknown:
        raise Problem(N_("The profile holds {name}, which means nothing: leave it out."), name=unknown[0])
    try:
        flat = {name: said[name] for name in said if name != "options"} | dict(options)
        return msgspec.convert(flat, Profile, strict=True)
    except (msgspec.ValidationError, TypeError, ValueError) as fault:
        raise Problem(N_("The profile cannot be read: {why}."), why=str(fault)) from None


def to_toml(profile: Profile) -> str:
    """The text of a profile; `from_toml` reads the same back."""
    lines = [
        f"{name} = {_quoted(value)}"
        for name in ("about", "kind", "form", "fingerprint")
        if (value := getattr(profile, name))
    ]
    for table in ("columns", "constants"):
        lines += _table(table, getattr(profile, table))
    for field, values in profile.values.items():
        lines += _table(f"values.{_quoted(field)}", values)
    options: dict[str, Any] = {
        name: getattr(profile, name) for name in ("encoding", "delimiter", "sheet") if getattr(profile, name)
    }
    if profile.header_row is not None:
        options["header_row"] = profile.header_row
    if profile.cleaning:
        options["cleaning"] = list(profile.cleaning)
    if profile.accept_asks:
        options["accept_asks"] = True
    return "\n".join([*lines, *_table("options", options)]) + "\n"


def _table(name: str, values: Mapping[str, Any]) -> list[str]:
    if not values:
        return []
    return ["", f"[{name}]", *[f"{_quoted(key)} = {_value(value)}" for key, value in values.items()]]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which JSON lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
