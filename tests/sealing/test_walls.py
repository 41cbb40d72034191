"""Who may touch primitives: AEAD, HPKE and the KDF live in storage/sealing alone (spec/store §9, security §4)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRIMITIVES = {
    "AESGCM", "AESGCMSIV", "AESCCM", "AESOCB3", "AESSIV", "ChaCha20Poly1305", "Cipher", "Fernet", "MultiFernet",
    "Suite", "Argon2id", "Argon2i", "Argon2d", "Scrypt", "HKDF", "HKDFExpand", "PBKDF2HMAC",
    "X25519PrivateKey", "X25519PublicKey",
}  # fmt: skip
YARDSTICKS = {f"scripts/benchmarks/_store_{name}.py" for name in ("cards", "leaving", "log")}
"""The bare primitive, on throw-away bytes, beside which the store is timed."""
MODULES = ("aead", "hpke", "argon2", "hkdf", "scrypt", "ciphers", "x25519", "fernet")


def findings(source: str) -> set[str]:
    """Names of primitives a piece of source imports or mentions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if _is_primitive_module(alias.name)}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if _is_primitive_module(module):
                found.add(module)
            found |= {
                alias.name
                for alias in node.names
                if module.startswith("cryptography") and (alias.name in PRIMITIVES or alias.name in MODULES)
            }
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in PRIMITIVES:
                found.add(name)
    return found


def _is_primitive_module(name: str) -> bool:
    return name.startswith("cryptography") and any(part in MODULES for part in name.split("."))


def program(*words: str) -> Iterator[Path]:
    """Files that hold one of the words, which stand in the text of whatever mentions them."""
    for room in ("core", "storage", "tui", "scripts"):
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text("utf-8")
            if any(word in text for word in words):
                yield path


def test_primitives_are_used_in_one_room() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in program(*PRIMITIVES, "cryptography")
        if findings(path.read_text("utf-8"))
    }
    assert users - YARDSTICKS == {
        "storage/sealing/derive.py",
        "storage/sealing/envelope.py",
        "storage/sealing/hpke.py",
        "storage/sealing/stream.py",
        "storage/sealing/wraps.py",
    }


@pytest.mark.parametrize(
    "source",
    [
        "from cryptography.hazmat.primitives.ciphers.aead import AESGCM",
        "from cryptography.hazmat.primitives.ciphers import aead",
        "from cryptography.hazmat.primitives import hpke",
        "import cryptography.hazmat.primitives.hpke as h",
        "from cryptography.hazmat.primitives.kdf.argon2 import Argon2id as A",
        "x = anything.AESGCM(key)",
    ],
)
def test_the_search_finds_what_it_looks_for(source: str) -> None:
    assert findings(source)


def test_cryptography_stays_in_its_rooms() -> None:
    users = set()
    for path in program("cryptography"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "cryptography" for name in names):
                users.add(path.relative_to(ROOT).as_posix())
    outside = {user for user in users if not user.startswith(("storage/sealing/", "storage/keys/"))}
    assert outside - YARDSTICKS <= {"storage/audit/verifier.py"}


def test_the_program_never_switches_the_test_kdf_on() -> None:
    """Not even by a script; the torture, which makes stores to be killed, is a test with a command of its own."""
    for path in program("TEST_KDF_ALLOWED"):
        if path.parent.name.startswith("torture"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
                if name == "TEST_KDF_ALLOWED":
                    assert path.name == "derive.py"
                    assert isinstance(node, ast.Assign)
                    assert isinstance(node.value, ast.Constant)
                    assert node.value.value is False


def test_receipts_are_made_by_the_log_alone() -> None:
    for path in program("Receipt"):
        if path.is_relative_to(ROOT / "storage" / "audit"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                assert name != "Receipt", path
