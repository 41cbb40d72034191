"""Walls that a list of imported packages cannot express, read from the source text.

That AEAD and HPKE stay in storage/sealing is tests/sealing/test_walls.py.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.walls.source import ROOMS, ROOT, imported, place, python_files, tree


def below(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def test_nobody_names_the_primitives_past_the_import_statement() -> None:
    """importlib.import_module("cryptography…") would pass every reader of import statements."""
    found = [
        place(path, node)
        for path in python_files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("cryptography.")
    ]
    assert found == []


def test_the_verifier_imports_the_least() -> None:
    path = ROOT / "storage" / "audit" / "verifier.py"
    names = {name.partition(".")[0] for name, _node in imported(path)}
    assert names - sys.stdlib_module_names == {"cryptography"}
    assert not names & {"sqlite3", "pickle", "ctypes", "importlib", "subprocess", "socket"}
    used = {name for name, _node in imported(path) if name.startswith("cryptography")}
    allowed = ("cryptography.exceptions", "cryptography.hazmat.primitives.asymmetric")
    assert all(below(name, allowed) or below(allowed[0], (name,)) or below(allowed[1], (name,)) for name in used)


def test_only_the_audit_log_makes_receipts() -> None:
    audit = ROOT / "storage" / "audit"
    found = [
        place(path, node)
        for path in python_files(*ROOMS)
        if audit not in path.parents
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) == "Receipt" or getattr(node.func, "attr", None) == "Receipt")
    ]
    assert found == []


def clock_or_dice(node: ast.AST, modules: set[str]) -> str | None:
    """The name of a call whose answer differs from one run to the next, or None.

    `modules` are the names the file imports: a generator may be called `random` where the module is not.
    """
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return None
    called = ast.unparse(node.func)
    last_two = ".".join(called.split(".")[-2:])
    if last_two in ("date.today", "datetime.now", "datetime.today", "datetime.utcnow", "os.urandom"):
        return called
    if "time" in modules and called.startswith("time.") and called != "time.strftime":
        return called
    if "random" in modules and called.startswith("random.") and called != "random.Random":
        return called
    if re.fullmatch(r"(?:np|numpy)\.random\.(?:default_rng|Generator|SeedSequence|PCG64|Philox)", called):
        return None if node.args else called
    return called if re.fullmatch(r"(?:np|numpy)\.random\.\w+", called) else None


def test_core_has_no_clock_and_no_dice() -> None:
    """today, now and randomness are parameters: the same input gives the same answer on any day."""
    found = [
        f"{place(path, node)} calls {called}"
        for path in python_files("core")
        for modules in [{name for name, _node in imported(path)}]
        for node in ast.walk(tree(path))
        if (called := clock_or_dice(node, modules))
    ]
    found += [
        f"{place(path, node)} imports {name}"
        for path in python_files("core")
        for name, node in imported(path)
        if name in ("secrets", "uuid", "socket", "subprocess", "urllib", "urllib.request")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("datetime.datetime.now(tz)", "datetime.datetime.now"),
        ("dt.date.today()", "dt.date.today"),
        ("random.random()", "random.random"),
        ("np.random.default_rng()", "np.random.default_rng"),
        ("np.random.default_rng(seed)", None),
        ("np.random.default_rng(seed).random(3)", None),
        ("np.random.shuffle(a)", "np.random.shuffle"),
        ("random.Random(seed)", None),
        ("time.time()", "time.time"),
        ("rng.random()", None),
    ],
)
def test_the_clock_is_recognised(text: str, expected: str | None) -> None:
    assert clock_or_dice(ast.parse(text, mode="eval").body, {"random", "time"}) == expected


def test_a_generator_named_random_is_not_the_module() -> None:
    assert clock_or_dice(ast.parse("random.choice(3)", mode="eval").body, {"numpy"}) is None


def test_the_contracts_hold() -> None:
    """The contracts of pyproject.toml, run here too so that pytest alone already shows a broken wall."""
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    settings = tomllib.loads(Path(ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert len(settings["contracts"]) >= 12, version("import-linter")
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == EXIT_STATUS_SUCCESS
