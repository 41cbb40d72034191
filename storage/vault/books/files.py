"""Registers of files in a dossier: the note with the dossier (or with what is private), the content in a drawer."""

from __future__ import annotations

from core.entities.files import FileContent, FileNote
from storage.keys.scopes import Compartment
from storage.records.registers import Register, of_client, of_drawer

FILE = of_client("file", 1, FileNote, Compartment.DOSSIER)
PRIVATE_FILE = of_client("private_file", 1, FileNote, Compartment.PRIVATE)
CONTENT = of_drawer("file_content", 1, FileContent, Compartment.DOSSIER)
PRIVATE_CONTENT = of_drawer("private_file_content", 1, FileContent, Compartment.PRIVATE)


def content_of(register: Register[FileNote]) -> Register[FileContent]:
    """Where the contents of the files of a register lie."""
    return PRIVATE_CONTENT if register is PRIVATE_FILE else CONTENT
