"""The verifier stands alone, the catalogue is closed, and nobody but the log makes receipts."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from storage.audit import kinds, verifier
from storage.audit.kinds import Budget, Kind, KindClass
from storage.schema.log import digest, log, log_head

ROOT = Path(__file__).parents[2]


def test_the_verifier_loads_no_other_code_of_ours() -> None:
    program = "import sys, storage.audit.verifier; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    names = loaded.stdout.split()
    ours = [name for name in names if name.split(".")[0] in {"core", "storage", "tui", "sqlalchemy"}]
    assert ours == ["storage", "storage.audit", "storage.audit.verifier"]


def test_the_verifier_imports_little() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert found == {
        "__future__",
        "hashlib",
        "struct",
        "collections.abc",
        "functools",
        "typing",
        "cryptography.exceptions",
        "cryptography.hazmat.primitives.asymmetric.ed25519",
    }


def test_only_the_log_mints_receipts() -> None:
    users = set()
    for room in ("core", "storage", "tui"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "_MINT" in text or "_Mint" in text:
                users.add(path.relative_to(ROOT).as_posix())
    assert users == {"storage/audit/receipt.py", "storage/audit/log.py"}


def test_the_verifier_knows_the_same_kinds_and_columns() -> None:
    assert set(verifier.KINDS) == {int(kind) for kind in Kind}
    named = {name: getattr(verifier, name) for name in Kind.__members__ if hasattr(verifier, name)}
    assert len(named) == 8
    assert named == {name: Kind[name] for name in named}
    assert {"LOGIN_FAILED", "CHECKPOINT"} <= {kind.name for kind in kinds.STORE_SIGNED}
    assert tuple(log.c.keys()) == verifier.LOG_COLUMNS
    assert tuple(digest.c.keys()) == verifier.DIGEST_COLUMNS
    assert tuple(log_head.c.keys()) == verifier.HEAD_COLUMNS


def test_numbers_of_kinds_are_frozen() -> None:
    frozen = {
        "STORE_CREATED": 1, "ROSTER_ADDED": 2, "ROSTER_CHANGED": 3, "GRANT_GIVEN": 4, "GRANT_REMOVED": 5,
        "CHECKPOINT": 6, "PORTFOLIO_CREATED": 7, "ROTATION": 8, "RECOVERY_SET": 9, "AUDIT_KEYS": 10,
        "IDENTITY_SET": 12, "BREAK_GLASS": 150, "BREAK_GLASS_CLOSED": 151, "RECOVERY_USED": 152, "OFFBOARDED": 153,
        "EXPOSURE_READ": 154,
        "SESSION_START": 20, "SESSION_END": 21, "SESSION_LOST": 22, "LOCKED": 23, "UNLOCKED": 24,
        "CLOCK_JUMP": 25, "LOGIN_FAILED": 26, "PASSPHRASE_CHANGED": 100, "RULE_CHANGED": 101, "BACKUP": 102,
        "PORTFOLIO_OPEN": 200, "DOSSIER_READ": 201, "CLIENT_LISTED": 202, "REVEAL": 203, "COPY": 204,
        "SEARCH_IDENTIFIER": 205, "PROBE": 206, "EXPORT": 207, "FIRM_FIGURES": 208, "REFUSED": 209,
        "WRITE": 300, "IMPORT_PLANNED": 301, "IMPORT_COMMITTED": 302, "IMPORT_UNDONE": 303, "MERGE": 304,
        "ERASE": 305, "CLIENT_MOVED": 306,
    }  # fmt: skip
    found = {kind.name: int(kind) for kind in Kind}
    assert {name: found.get(name) for name in frozen} == frozen


def test_classes_and_budgets() -> None:
    assert Kind.ROSTER_CHANGED.kind_class is Kind.SESSION_START.kind_class is KindClass.PUBLIC
    assert Kind.PASSPHRASE_CHANGED.kind_class is KindClass.ADMIN
    assert {kind.kind_class for kind in Kind if kind >= 200} == {KindClass.READING}
    assert {kind.name: kind.budget.name for kind in Kind if kind.budget is not Budget.NONE} == {
        "DOSSIER_READ": "DOSSIERS",
        "REVEAL": "REVEALS",
        "PROBE": "PROBES",
        "SEARCH_IDENTIFIER": "LOOKUPS",
        "EXPORT": "EXPORTS",
    }
