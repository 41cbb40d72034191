"""The workbook an empty base offers (S01.11): fill it in, then import it."""

from __future__ import annotations

import os
from pathlib import Path

from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from storage.outlets.folders import write_file
from storage.outlets.template import template_bytes
from storage.vault.session import Session
from tui.desk.left_out import destination

HEADINGS = (
    "Наименование", "Вид", "ИНН", "КПП", "ОГРН", "Телефон", "E-mail", "Город", "Адрес", "Сайт", "Код", "Теги",
    "Примечание",
)  # fmt: skip
"""As the mapping knows them, in every language of the screen: the file must be read back without a question."""


def save_template(session: Session, folder: Path | None) -> Path:
    """Write the workbook into a folder, else the current one; in a store of several people into one's outbox.

    Raises Problem: BAD_INPUT for a folder that is none, STORE where it cannot be written.
    """
    place = destination(session, folder, False)
    assert place is not None
    data = template_bytes(
        _("Clients"),
        HEADINGS,
        _("One row a client. Only the name is needed; everything else may stay empty."),
        _("How to fill it in"),
        (
            _("Kind: a firm or a private person. Several phones or addresses: with a semicolon between them."),
            _("Then import the file: menu F9, Import; or paste the cells right into that screen."),
        ),
    )
    name = _("clients-template") + ".xlsx"
    try:
        return write_file(place.folder if place.box else place.folder.resolve(), name, data, box=place.box)
    except OSError as fault:
        why = os.strerror(fault.errno) if fault.errno else ""
        raise Problem(N_("The file {file} cannot be written ({why})."), ExitCode.STORE, file=name, why=why) from None
