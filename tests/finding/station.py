"""The workstation over a store of the tests, under a pty: python -m tests.finding.station [options]."""

from __future__ import annotations

import sys

from storage.sealing import derive
from tui.__main__ import main

if __name__ == "__main__":
    # Stores of the tests are sealed with the derivation that protects nothing.
    derive.TEST_KDF_ALLOWED = True
    sys.exit(main(sys.argv[1:]))
