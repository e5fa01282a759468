"""A linear score learned from lists: listwise softmax (ListNet, Cao et al. 2007) with L2."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def learn_listwise(
    lists: Sequence[tuple[Floats, NDArray[np.bool_]]], penalty: float, bounds: Sequence[tuple[float, float]]
) -> Floats:
    """The weights of the score. Each list has its candidates' facts (candidates, facts) and which of them answer (at
    least one); ``bounds``: the least and the greatest weight of each fact."""
    facts = np.concatenate([its for its, _ in lists]).astype(np.float64)
    starts = np.cumsum([0] + [len(right) for _, right in lists])[:-1]
    owner = np.repeat(np.arange(len(lists)), [len(right) for _, right in lists])
    target = np.concatenate([right / right.sum() for _, right in lists])
    spread = facts.std(axis=0) + 1e-6
    scaled = facts / spread

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        powers = np.exp(scores)
        sums = np.add.reduceat(powers, starts)
        value = -(target * (scores - np.log(sums)[owner])).sum() / len(lists)
        slope = scaled.T @ (powers / sums[owner] - target) / len(lists)
        return value + penalty * weights @ weights, slope + 2 * penalty * weights

    within = [(low * s, high * s) for (low, high), s in zip(bounds, spread, strict=True)]
    start = np.zeros(facts.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=within, options={"maxiter": 300})
    return np.asarray(found.x / spread)
