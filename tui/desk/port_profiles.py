"""What screens and commands see of a profile of imports."""

from __future__ import annotations

import msgspec


class ProfileLine(msgspec.Struct, frozen=True):
    """One profile. `where`: own, shared or program; `form`: the format it is for, empty for a table."""

    name: str
    where: str
    kind: str
    about: str
    form: str
