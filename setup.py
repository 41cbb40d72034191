"""Compiles the message catalogues while a wheel or an editable installation is built; the rest is pyproject.toml."""

from __future__ import annotations

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

LOCALE = Path(__file__).parent / "core" / "wording" / "locale"


class BuildWithCatalogues(build_py):
    """`build_py` runs for wheels and for editable installations alike: both get their .mo files here."""

    def run(self) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as text:
                catalog = read_po(text, locale=source.parent.parent.name)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalog)
        # The list of data files is made on first use, and another command may have asked before the .mo were there.
        self.__dict__.pop("data_files", None)
        super().run()


setup(
    cmdclass={"build_py": BuildWithCatalogues},
    # A wheel carries the compiled files alone, so that no installation parses text at start.
    exclude_package_data={"core.wording": ["locale/*.pot", "locale/*/LC_MESSAGES/*.po"]},
)
