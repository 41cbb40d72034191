"""The catalogues: in step with the code, finished, placeholders kept; readable without a build."""

from __future__ import annotations

import ast
import gettext as stdlib_gettext
import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po as babel_read_po

from core.wording import catalogue

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {language: catalogue.LOCALE / language / "LC_MESSAGES" / "kartoteka.po" for language in ("ru", "en")}


def test_catalogues_are_complete_and_in_step_with_the_code() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "catalogues"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("language", ["ru", "en"])
def test_own_reader_gives_what_babel_compiles(language: str) -> None:
    with SOURCES[language].open("rb") as source:
        compiled = io.BytesIO()
        write_mo(compiled, babel_read_po(source, locale=language))
    compiled.seek(0)
    theirs = stdlib_gettext.GNUTranslations(compiled)
    ours = stdlib_gettext.GNUTranslations(io.BytesIO(catalogue.compile_po(SOURCES[language].read_text("utf-8"))))
    entries = catalogue.read_po(SOURCES[language].read_text("utf-8"))
    assert len(entries) > 200
    for key in entries:
        context, _, rest = key.rpartition("\x04")
        message, _, plural = rest.partition("\x00")
        for n in (1, 2, 5, 11, 21, 111):
            if plural and context:
                assert ours.npgettext(context, message, plural, n) == theirs.npgettext(context, message, plural, n)
            elif plural:
                assert ours.ngettext(message, plural, n) == theirs.ngettext(message, plural, n)
        if not plural and context:
            assert ours.pgettext(context, message) == theirs.pgettext(context, message)
        elif not plural and message:
            assert ours.gettext(message) == theirs.gettext(message)


def test_fuzzy_and_empty_entries_stay_english() -> None:
    text = '#, fuzzy\nmsgid "one"\nmsgstr "один"\n\nmsgid "two"\nmsgstr ""\n\nmsgid "three"\nmsgstr ""\n"три"\n'
    assert catalogue.read_po(text) == {"three": "три"}


def test_a_checkout_reads_the_text_and_an_installation_the_compiled_file(tmp_path: Path) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    assert catalogue.open_catalogue("ru", tmp_path).gettext("one") == "one"
    source = folder / "kartoteka.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "one"\nmsgstr "один"\n', "utf-8"
    )
    assert catalogue.open_catalogue("ru", tmp_path).gettext("one") == "один"
    compiled = folder / "kartoteka.mo"
    compiled.write_bytes(catalogue.compile_po(source.read_text("utf-8").replace("один", "раз")))
    source.unlink()
    assert catalogue.open_catalogue("ru", tmp_path).gettext("one") == "раз"


def test_every_problem_is_raised_with_a_marked_sentence() -> None:
    """A literal that is not marked would never reach a translator."""
    bare = []
    for room in ("core", "storage", "tui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and node.args:
                    first = node.args[0]
                    if isinstance(first, (ast.Constant, ast.JoinedStr)):
                        bare.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert bare == []
