"""Cost of turning a passphrase into a key, named for what stores use it."""

from __future__ import annotations

from storage.sealing.derive import KdfSettings

DEMO_SETTINGS = KdfSettings(memory_kib=64 * 1024, iterations=2, lanes=1)
"""The cheapest the program accepts: for stores of made-up data that are thrown away."""
