"""XML of foreign files, element by element: namespaces taken off, no DOCTYPE, no more in memory than one branch."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser, iterparse

from storage.intake.encoding import known, sniff
from storage.intake.readers.columns import ReadFault
from storage.intake.readers.records import read_all

_DECLARED: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_PROLOG_BYTES: Final = 1024 * 1024
_DEEP: Final = 200
"""Deeper than any of these formats nests; a deeper file is made to hurt."""


class XmlFile:
    """The bytes of an XML file and the encoding they are really in. Raises ReadFault for a DOCTYPE."""

    def __init__(self, fd: int) -> None:
        self.data = read_all(fd)
        self.encoding = _encoding(self.data)
        head = self.data[:_PROLOG_BYTES].decode(self.encoding, "replace")
        if "<!DOCTYPE" in head or "<!ENTITY" in head:
            raise ReadFault("doctype")

    def elements(self, wanted: frozenset[str]) -> Iterator[Element]:
        """Every element with one of these names as it ends, names without namespaces; it is emptied afterwards.

        An element inside another wanted one is not given by itself. Raises ReadFault for broken XML.
        """
        stream = io.BytesIO(self.data)
        parser = XMLParser(encoding=self.encoding)  # noqa: S314  (no DOCTYPE gets here)
        depth = inside = 0
        path: list[Element] = []
        try:
            for event, element in iterparse(stream, ("start", "end"), parser):  # noqa: S314
                if event == "start":
                    element.tag = element.tag.rpartition("}")[2]
                    depth += 1
                    if depth > _DEEP:
                        raise ReadFault("xml_broken")
                    inside += element.tag in wanted
                    path.append(element)
                    continue
                depth -= 1
                path.pop()
                if element.tag in wanted:
                    inside -= 1
                    if not inside:
                        yield element
                if not inside:
                    element.clear()
                    if path:
                        path[-1].remove(element)
        except ParseError as error:
            raise ReadFault("xml_broken", error.position[0]) from None


def _encoding(data: bytes) -> str:
    """BOM, zero bytes or strict UTF-8 first: the declaration is believed only where those say nothing."""
    found = sniff(data)
    if found.startswith("utf"):
        return found
    declared = _DECLARED.search(data[:1024])
    name = known(declared[1].decode("ascii")) if declared else ""
    if name and not name.startswith("utf"):
        return name
    return found if codecs.lookup(found) else "utf-8"


def text_of(element: Element | None, *path: str) -> str:
    """The text of the first element at the path, trimmed; empty where there is none."""
    for name in path:
        if element is None:
            return ""
        element = element.find(name)
    return (element.text or "").strip() if element is not None else ""
