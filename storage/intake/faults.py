"""What the reader's child may complain about: a closed list, so that nothing it writes reaches a person's eyes."""

from __future__ import annotations

from core.problem import N_, ExitCode, Problem
from storage.intake import limits

_LIMITS = {"cells": limits.CELL_CHARS, "columns": limits.COLUMNS, "rows_limit": limits.ROWS}

SENTENCES: dict[str, str] = {
    "binary": N_("The file {file} is not a text table: save it as CSV and import that."),
    "spreadsheet": N_("The file {file} is an archive without tables: unpack it and import what is inside."),
    "password": N_("The file {file} is protected by a password: save it without one and import that."),
    "book_broken": N_("The workbook {file} is damaged or is none: open it in a spreadsheet and save it as xlsx."),
    "zip_broken": N_("The file {file} ends too early or is damaged: copy or download it again."),
    "no_tables": N_("The file {file} holds no table: import a file with one, or paste the rows."),
    "doctype": N_("The file {file} declares a document type, which no such file needs: it is not read."),
    "xml": N_("The file {file} is XML of a kind that is not read here: export it as CommerceML, camt.053 or a table."),
    "xml_broken": N_("The XML of {file} breaks off or is damaged at line {row}: export it again."),
    "cut": N_("The file {file} breaks off within record {row}: export or download it again."),
    "amount": N_("Record {row} of {file} has no amount that can be read: correct it or export the file again."),
    "bank_1c": N_("The file {file} only begins like a bank exchange with 1C: export it again."),
    "mt940": N_("The statement {file} does not follow MT940: ask the bank for camt.053 or the 1C format."),
    "no_mt940": N_(
        "Reading MT940 needs the extra part kartoteka[bank]: have it installed, or ask the bank for camt.053."
    ),
    "camt": N_("The file {file} holds no bank statement: download it again."),
    "ofx": N_("The file {file} only begins like OFX: export it again."),
    "empty": N_("The file {file} is empty: there is nothing to import."),
    "nul": N_("Line {row} of {file} holds a NUL byte, so it is no text: export the table again."),
    "decode": N_("Row {row} of {file} does not fit the encoding: choose another with --encoding."),
    "columns": N_("Row {row} of {file} has more than {columns} columns: export fewer columns or choose the delimiter."),
    "cell": N_("A cell in row {row} of {file} is longer than {cells} characters: shorten it."),
    "quote": N_("A quotation mark opened in row {row} of {file} is never closed: correct that row."),
    "rows": N_("The file {file} has more than {rows_limit} rows: split it into parts."),
    "bomb": N_("The file {file} unpacks to far more than its size allows: unpack it yourself and check it."),
    "gz_cut": N_("The packed file {file} ends too early: copy or download it again."),
    "gz_broken": N_("The packed file {file} is damaged: copy or download it again."),
    "memory": N_("The file {file} needs more memory than reading may take: split it into parts."),
}
_STOPPED = N_("Reading {file} stopped unexpectedly: try again, and if it repeats, split the file into parts.")
_SLOW = N_("Reading {file} took too long and was stopped: split the file into parts.")
_GARBLED = N_("The reader of {file} answered in a way that cannot be trusted, so nothing was imported.")


def problem(code: str, file: str, row: int) -> Problem:
    """The sentence for a fault of the child. `code` outside the list counts as a garbled answer."""
    if code not in SENTENCES:
        return garbled(file)
    return Problem(SENTENCES[code], ExitCode.BAD_INPUT, file=file, row=row, **_LIMITS)


def stopped(file: str) -> Problem:
    """The child died without a word."""
    return Problem(_STOPPED, ExitCode.BAD_INPUT, file=file)


def slow(file: str) -> Problem:
    """The child was silent or used up its processor time."""
    return Problem(_SLOW, ExitCode.BAD_INPUT, file=file)


def garbled(file: str) -> Problem:
    """The child's frames break the format."""
    return Problem(_GARBLED, ExitCode.BAD_INPUT, file=file)
