"""Calibration: a small logistic layer learnt from what people confirmed and rejected (spec/search §0.4, §3.3).

The layer scales the bits of each field and shifts the start, so that explanations go on adding up. With few answers
it hardly moves: a Gaussian prior keeps every scale near one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from core.identity.fellegi_sunter import Model

Floats = npt.NDArray[np.float64]

_SCALE_SPREAD: Final = 0.25
_START_SPREAD: Final = 3.0
_LEAST_SCALE: Final = 0.4
_MOST_SCALE: Final = 1.8
_LN2: Final = math.log(2.0)


def calibrate(model: Model, fields: Sequence[str], bits: Floats, same: npt.NDArray[np.bool_], steps: int = 25) -> Model:
    """The model scaled to people's answers.

    `bits` are the unscaled contributions of each answered pair by field, `same` what was said of it. A scale stays
    between 0.4 and 1.8: answers may shift what a field weighs, never turn it round.
    """
    if not len(same):
        return model
    design = np.column_stack((bits, np.ones(len(bits)))) * _LN2
    prior = np.append(np.ones(len(fields)), model.start)
    precision = 1.0 / np.append(np.full(len(fields), _SCALE_SPREAD), _START_SPREAD) ** 2
    at = prior.copy()
    target = same.astype(float)
    for _ in range(steps):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ at, -40, 40)))
        slope = design.T @ (target - chance) - precision * (at - prior)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
        step = np.linalg.solve(curve, slope)
        at += np.clip(step, -1.0, 1.0)
        if float(np.abs(step).max()) < 1e-7:
            break
    scales = np.clip(at[:-1], _LEAST_SCALE, _MOST_SCALE)
    return model.scaled(dict(zip(fields, scales.tolist(), strict=True)), float(at[-1]))
