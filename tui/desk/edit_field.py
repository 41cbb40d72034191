"""One line of a form."""

from __future__ import annotations

import msgspec


class EditField(msgspec.Struct, frozen=True):
    """One line of the form F4. `name` is the field of `ClientCard`; the label is made from it by core.wording."""

    name: str
    value: str
    max_length: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    """Where only some values will do: value, and what is shown for it."""
    label: str = ""
    """What the firm calls its own field; empty: the label comes from the name."""
