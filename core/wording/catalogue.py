"""Opens a message catalogue: the compiled .mo of an installation, or the .po text of a checkout.

A checkout works before anything was built, and an edited .po is never hidden by an older .mo beside it.
An installation carries only the .mo files (setup.py compiles them).
"""

from __future__ import annotations

import io
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "kartoteka"
LOCALE = Path(__file__).with_name("locale")

_MO_MAGIC = 0x950412DE
_CONTEXT_MARK = "\x04"
_PLURAL_MARK = "\x00"


def open_catalogue(language: str, locale: Path = LOCALE) -> NullTranslations:
    """The catalogue of `language`; an empty one (English msgids) when neither file is there."""
    folder = locale / language / "LC_MESSAGES"
    compiled, source = folder / f"{DOMAIN}.mo", folder / f"{DOMAIN}.po"
    changed, built = _changed(source), _changed(compiled)
    if changed is not None and (built is None or built < changed):
        return GNUTranslations(io.BytesIO(compile_po(source.read_text("utf-8"))))
    if built is not None:
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    return NullTranslations()


def _changed(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def read_po(text: str) -> dict[str, str]:
    """The finished entries of a .po text, keyed and joined as a .mo file has them (GNU gettext manual, 10.3).

    Fuzzy, obsolete and empty entries are left out: the English sentence is better than a doubtful one.
    """
    import ast  # an installation never gets here

    entries: dict[str, str] = {}
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields: dict[str, str] = {}
        keyword = ""
        fuzzy = False
        for line in block.split("\n"):
            line = line.strip()
            if line.startswith("#,") and "fuzzy" in line:
                fuzzy = True
            if not line or line.startswith("#"):
                continue
            if not line.startswith('"'):
                keyword, _, line = line.partition(" ")
                fields[keyword] = ""
            fields[keyword] += str(ast.literal_eval(line.strip()))
        forms = [fields[f"msgstr[{i}]"] for i in range(6) if f"msgstr[{i}]" in fields] or [fields.get("msgstr", "")]
        if fuzzy or "msgid" not in fields or not all(forms):
            continue
        key = fields["msgid"]
        if "msgctxt" in fields:
            key = fields["msgctxt"] + _CONTEXT_MARK + key
        if "msgid_plural" in fields:
            key += _PLURAL_MARK + fields["msgid_plural"]
        entries[key] = _PLURAL_MARK.join(forms)
    return entries


def compile_po(text: str) -> bytes:
    """A .po text as the bytes of a .mo file, revision 0, no hash table."""
    import struct

    pairs = sorted((key.encode(), value.encode()) for key, value in read_po(text).items())
    originals_at = 28
    translations_at = originals_at + 8 * len(pairs)
    at = translations_at + 8 * len(pairs)
    tables: tuple[list[bytes], list[bytes]] = ([], [])
    body: list[bytes] = []
    for side in (0, 1):
        for pair in pairs:
            tables[side].append(struct.pack("<II", len(pair[side]), at))
            body.append(pair[side] + b"\0")
            at += len(pair[side]) + 1
    head = struct.pack("<7I", _MO_MAGIC, 0, len(pairs), originals_at, translations_at, 0, at)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + b"".join(body)
