"""Commands without a screen (spec/cli). `main` imports nothing until it is called."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command and give its exit status."""
    from tui.cli.run import run

    return run(argv)
