"""Every command answers --help in both languages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest

from core.wording import Language, set_language
from tui.cli.parser import build_parser


def parsers(above: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield above
    for action in above._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_help_of_every_command(language: Language) -> None:
    set_language(language)
    try:
        told = [each.format_help() for each in parsers(build_parser())]
    finally:
        set_language("ru")
    assert len(told) > 100
    assert not [text for text in told if "%%" in text]
