"""Own fields of the fake desk: two of clients, one of them a column; what was written stands in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.problem import N_, Problem
from tui.desk.edit_field import EditField
from tui.desk.port_own import OwnFieldRow


class FakeOwn:
    """What a firm might have declared."""

    def __init__(self) -> None:
        self.written: list[tuple[object, ...]] = []

    def fields(self) -> list[OwnFieldRow]:
        return [
            OwnFieldRow("01", "Сегмент", "choice", "выбор", "client", "клиент", ("опт", "розница"), True, 12),
            OwnFieldRow("02", "Клуб", "text", "текст", "person", "человек", (), False, 3),
        ]

    def field_form(self, field_id: str = "") -> tuple[EditField, ...]:
        return (EditField("name", "Сегмент" if field_id else ""),)

    def save_field(self, field_id: str, fields: Mapping[str, str]) -> str:
        if not fields["name"]:
            raise Problem(N_("A choice needs its values, two or more, with commas between them."))
        self.written.append(("save", field_id, fields["name"]))
        return "03"

    def remove_field(self, field_id: str) -> None:
        self.written.append(("remove", field_id))

    def columns(self) -> tuple[str, ...]:
        return ()

    def choices(self) -> tuple[str, ...]:
        return ("Сегмент=опт", "Сегмент=розница")

    def tags(self) -> tuple[str, ...]:
        return ("выставка",)

    def tag(self, clients: Sequence[str], add: Sequence[str], remove: Sequence[str] = ()) -> int:
        self.written.append(("tag", len(clients), tuple(add), tuple(remove)))
        return len(clients)
