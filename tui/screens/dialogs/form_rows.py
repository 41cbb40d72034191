"""Fields of a form one under another, each with its caption: how they are drawn and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.containers import Horizontal, VerticalScroll
from textual.dom import DOMNode
from textual.widget import Widget

from tui.desk.edit_field import EditField
from tui.text import field_name
from tui.widgets.choice_field import ChoiceField
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField


def form_rows(fields: Sequence[EditField]) -> Iterable[Widget]:
    """A line to type in, or a choice, for each field."""
    with VerticalScroll(classes="fields", can_focus=False):
        for field in fields:
            with Horizontal(classes="row"):
                yield OneLine(((field.label or field_name(field.name), "dim"),), classes="caption")
                name = f"field-{field.name}"
                if field.choices:
                    yield ChoiceField(field.choices, field.value, id=name)
                else:
                    yield LineField(field.value, max_length=field.max_length, id=name)


def typed(form: DOMNode, name: str) -> str:
    """What stands in a field of the form."""
    widget = form.query_one(f"#field-{name}")
    return widget.value if isinstance(widget, ChoiceField) else str(getattr(widget, "text", ""))
