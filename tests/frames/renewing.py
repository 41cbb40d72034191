"""`scripts/frames`: the kept frames drawn anew; what to look at afterwards is `git diff tests/frames/kept`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.frames.taking import KEPT, SIZES, pages, take

LANGUAGES = ("ru", "en")


def main(names: Sequence[str]) -> int:
    files: dict[str, str] = {}
    for language in LANGUAGES:
        for size in SIZES:  # a session for each, as the test has: what is open knows the size it was opened at
            for name, page in pages(take(language, (size,))).items():
                files[name] = files.get(name, "") + page
    wanted = {f"{name.removesuffix('.txt')}.txt" for name in names}
    if strange := wanted - set(files):
        sys.stderr.write(f"no such screen: {', '.join(sorted(strange))}\n")
        return 2
    KEPT.mkdir(exist_ok=True)
    for name, page in files.items():
        if not wanted or name in wanted:
            (KEPT / name).write_text(page, encoding="utf-8")
    for path in () if wanted else KEPT.glob("*.txt"):
        if path.name not in files:
            path.unlink()
    sys.stdout.write(f"{len(files)} screens\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
