"""Run as a program: the least an import can do. Reads a .gz with csv into one plain table of text, WAL and FULL.

python -m scripts.benchmarks._plain_import FILE.csv.gz STORE.db
"""

from __future__ import annotations

import csv
import gzip
import resource
import sqlite3
import sys


def main(words: list[str]) -> int:
    base = sqlite3.connect(words[1])
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    with gzip.open(words[0], "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        names = [f'"{name}" TEXT' for name in next(rows)]
        with base:
            base.execute(f"CREATE TABLE line ({', '.join(names)})")
            places = ", ".join("?" * len(names))
            base.executemany(f"INSERT INTO line VALUES ({places})", rows)
    print(base.execute("SELECT count(*) FROM line").fetchone()[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    base.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
