"""The firm's own Word templates filled in, inside the rendering process and Jinja's sandbox (spec/exchange §2.2).

Unsandboxed, a template runs any code of ours; the sandbox stops attribute access, the process stops what only burns
time or memory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

LARGEST_FORM = 10 * 1024 * 1024
_LARGEST_UNPACKED = 100 * 1024 * 1024
_MOST_PARTS = 2000
_LONGEST_PROPERTY = 255


class FormRefused(Exception):  # noqa: N818  (its text is a word of `rendering`, not a sentence)
    """Why a template is not filled in: form-broken, form-hostile, form-field, form-syntax, form-large."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Values are texts, numbers, lists and maps: nothing of them needs calling, and nothing may be called."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        raise SecurityError(operator)  # `9 ** 9 ** 9` and `"a" * 10 ** 9` are only there to burn time and memory

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, Mapping) and super().is_safe_attribute(obj, attr, value) and not callable(value)


def fill_form(form: bytes, values: Mapping[str, object], mark: str = "") -> bytes:
    """The template with its fields filled and `mark` among its properties. Raises FormRefused."""
    if len(form) > LARGEST_FORM:
        raise FormRefused("form-large")
    _check_archive(form)
    sandbox = _Sandbox(loader=DictLoader({}), autoescape=True, undefined=StrictUndefined)
    sandbox.globals.clear()
    try:
        template = DocxTemplate(io.BytesIO(form))
        template.render(dict(values), jinja_env=sandbox, autoescape=True)
        template.docx.core_properties.comments = mark[:_LONGEST_PROPERTY]
        out = io.BytesIO()
        template.save(out)
    except SecurityError:
        raise FormRefused("form-hostile") from None
    except UndefinedError:
        raise FormRefused("form-field") from None
    except TemplateError:
        raise FormRefused("form-syntax") from None
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, TypeError, SyntaxError):
        raise FormRefused("form-broken") from None
    return out.getvalue()


def _check_archive(form: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(form)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError):
        raise FormRefused("form-broken") from None
    if len(entries) > _MOST_PARTS or sum(each.file_size for each in entries) > _LARGEST_UNPACKED:
        raise FormRefused("form-large")
