"""Runs in the peers' environment: BG/NBD of lifetimes on (x, tx, T) rows; parameters, scores and processor time."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
import warnings
from typing import Any


def _fitted(fitter: Any, unconverged: type[Exception], *life: Any) -> Any:
    """Without a penalty where that converges (on degenerate data it does not), else with a small one."""
    for penalty in (0.0, 1e-4, 1e-3, 1e-2):
        try:
            model = fitter(penalizer_coef=penalty)
            with contextlib.redirect_stdout(io.StringIO()):
                model.fit(*life)
            return model
        except unconverged:
            continue
    raise RuntimeError("lifetimes does not converge")


def main() -> None:
    import numpy as np
    from lifetimes import BetaGeoFitter  # type: ignore[import-not-found]
    from lifetimes.utils import ConvergenceError  # type: ignore[import-not-found]

    warnings.filterwarnings("ignore")
    given = json.load(sys.stdin)
    answers = []
    for job in given["jobs"]:
        x, tx, total = (np.array(each, float) for each in job["life"])
        spent = []
        for _ in range(job.get("rounds", 1)):
            begin = time.process_time()
            model = _fitted(BetaGeoFitter, ConvergenceError, x, tx, total)
            spent.append(time.process_time() - begin)
        answer = {"parameters": {name: float(model.params_[name]) for name in ("r", "alpha", "a", "b")}, "spent": spent}
        if "scored" in job:
            sx, stx, st = (np.array(each, float) for each in job["scored"])
            answer["alive"] = model.conditional_probability_alive(sx, stx, st).tolist()
        answers.append(answer)
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
