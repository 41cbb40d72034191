"""The servers of these tests, started once."""

from __future__ import annotations

from tests.ssh.harness import servers

__all__ = ["servers"]
