"""Technical limits of reading foreign files (spec/exchange §3 Limits, spec/security R20)."""

from __future__ import annotations

FILE_BYTES = 200 * 1024 * 1024
ROWS = 1_000_000
RECORDS = 2 * ROWS
"""Rows with the blank ones between them, which cost time too."""
COLUMNS = 500
CELL_CHARS = 32_768
SHEETS = 1_000
COUNTED_BYTES = 4 * 1024 * 1024
"""Rows of every sheet are counted in books up to this size; in larger ones only the sheet that is read."""
LINE_CHARS = COLUMNS * CELL_CHARS
UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
UNPACKED_RATIO = 200
RATIO_FLOOR = 32 * 1024 * 1024
"""The ratio is not judged below this size: a short, honest file of equal lines packs 1:1000, and 32 MiB
streamed in blocks endanger nobody."""

BLOCK_BYTES = 256 * 1024
SAMPLE_BYTES = 256 * 1024
SAMPLE_ROWS = 200
CHUNK_ROWS = 256
MENDED = 10_000
"""Rows put together from broken ones that are named."""
"""Rows in flight while columns are built; larger chunks fall out of the processor's cache (measured 2x slower)."""

CHILD_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
CHILD_CPU_SECONDS = 300
CHILD_OPEN_FILES = 3
"""stdin, stdout, stderr: no further file, socket or pipe can be opened."""
SILENCE_SECONDS = 60.0
PROGRESS_SECONDS = 0.1

FRAME_HEADER_BYTES = 8 * 1024 * 1024
COLUMN_TEXT_BYTES = 512 * 1024 * 1024

NUMBER_CHARS = 64
NUMBER_DIGITS = 18
AMOUNT_MINOR = 10**15
TOTAL_MINOR = 10**18
QUANTITY_MILLIONTHS = 10**18
FIRST_YEAR = 1900
LAST_YEAR = 2100
PIVOT_YEAR = 70
"""Two-digit years below it belong to 2000–2069, the others to 1970–1999 (spec/exchange §5)."""
SERIAL_FIRST = 20_000
SERIAL_LAST = 80_000
"""Excel serial days 1954-10-03 … 2119-01-10; other bare numbers are no dates."""
OCCURRENCES = 65_535
ERRORS_SHOWN = 20
