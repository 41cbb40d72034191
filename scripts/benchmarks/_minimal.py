"""Run as a program: the smallest Textual program there is, the floor every start is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header

TITLE = "Minimal header"
KEY = "Minimal key"


class Minimal(App[None]):
    """Header and footer, nothing between them."""

    TITLE = TITLE
    BINDINGS = [("q", "quit", KEY)]  # noqa: RUF012  (as the manual of Textual writes it)

    def compose(self) -> ComposeResult:
        yield Header()
        yield Footer()


if __name__ == "__main__":
    Minimal().run()
