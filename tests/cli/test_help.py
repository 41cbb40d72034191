"""Every command answers --help in both languages."""

from __future__ import annotations

import argparse

import pytest

from core.wording import Language, set_language
from tui.cli.parser import build_parser
from tui.cli.parsers.words import parsers


@pytest.mark.parametrize("language", ["ru", "en"])
def test_help_of_every_command(language: Language) -> None:
    set_language(language)
    try:
        told = [each.format_help() for each in parsers(build_parser())]
    finally:
        set_language("ru")
    assert len(told) > 100
    assert not [text for text in told if "%%" in text]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_argument_of_every_command_has_a_line_of_help(language: Language) -> None:
    set_language(language)
    try:
        tree = list(parsers(build_parser()))
    finally:
        set_language("ru")
    arguments = [
        (each.prog, action.dest, action.help)
        for each in tree
        for action in each._actions
        if not isinstance(action, argparse._SubParsersAction)
    ]
    assert len(arguments) > 1_000
    assert not [(prog, name) for prog, name, told in arguments if not told]
