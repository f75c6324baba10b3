"""Golden values of Assay.Evaluation.Statistics from SciPy, statsmodels and dense NumPy algebra: expected.json beside this script.

    python3 make.py

Nothing here shares code or formulas' short cuts with Assay: CR2 and Satterthwaite's degrees of freedom are computed with whole matrices from their definition, permutation tests by going
through every pattern. Made with Python 3.11, SciPy 1.10.1, NumPy 1.24.2, statsmodels 0.13.5 (Debian 12).
"""
import itertools
import json
import pathlib

import numpy as np
from scipy import optimize, stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

def isf(p, v):
    """stats.t.isf is good to 8 digits only; its sf is good to 14, so that is turned round."""
    return optimize.brentq(lambda t: stats.t.sf(t, v) - p, -1e7, 1e7, xtol=1e-13, rtol=1e-14)


rng = np.random.default_rng(20260101)
out = {}

out["t"] = [[t, v, stats.t.sf(t, v)] for t in (-3, 0, 0.5, 1.96, 4.3, 30) for v in (1, 1.7, 4, 29.5, 400, 1e6)]
out["t_quantile"] = [[p, v, isf(p, v)] for p in (1e-6, 0.004, 0.025, 0.3, 0.9) for v in (1, 2.5, 11, 250)]
out["normal"] = [[x, stats.norm.sf(x)] for x in (-1, 0, 1.5, 1.99, 2.01, 3.7, 8, 12, 30)]
out["binomial"] = [[k, n, p, stats.binom.cdf(k, n, p)] for k, n, p in ((0, 5, 0.3), (3, 10, 0.5), (290, 299, 0.99), (70, 100, 0.75), (512, 1024, 0.5))]


def cr2(values, groups):
    """Bell-McCaffrey's CR2 for a mean by its definition, and Satterthwaite's degrees of freedom for independent values."""
    n = len(values)
    x = np.ones((n, 1))
    bread = np.linalg.inv(x.T @ x)
    hat = x @ bread @ x.T
    residual = values - values.mean()
    vectors, meat = [], 0
    for g in np.unique(groups):
        own = np.flatnonzero(groups == g)
        block = np.eye(len(own)) - hat[np.ix_(own, own)]
        eigen, basis = np.linalg.eigh(block)
        half = basis @ np.diag(eigen ** -0.5) @ basis.T
        meat += float((x[own].T @ half @ residual[own]) ** 2)
        selector = np.zeros((len(own), n))
        selector[np.arange(len(own)), own] = 1
        vectors.append((np.eye(n) - hat).T @ selector.T @ half.T @ x[own] @ bread)
    v = np.hstack(vectors)
    p = v.T @ v
    return float(bread[0, 0] * meat * bread[0, 0]), float(np.trace(p) ** 2 / np.trace(p @ p))


cases = []
for sizes in ([3, 1, 4, 2, 6], [1] * 12, [5, 5, 5, 5], [30, 1, 1, 2, 1, 3, 1]):
    groups = np.repeat(np.arange(len(sizes)), sizes)
    effect = rng.normal(0, 0.15, len(sizes))[groups]
    a = np.clip(0.6 + effect + rng.normal(0, 0.2, len(groups)), 0, 1).round(3)
    b = np.clip(0.5 - effect + rng.normal(0, 0.2, len(groups)), 0, 1).round(3)
    d = a - b
    n, k = len(d), len(sizes)
    rho = None
    if k < n:
        means = np.array([d[groups == g].mean() for g in range(k)])
        count = np.array(sizes)
        msb = float((count * (means - d.mean()) ** 2).sum() / (k - 1))
        msw = float(sum(((d[groups == g] - means[g]) ** 2).sum() for g in range(k)) / (n - k))
        n0 = (n - (count ** 2).sum() / n) / (k - 1)
        rho = (msb - msw) / (msb + (n0 - 1) * msw)
    variance, df = cr2(d, groups)
    half = isf(0.025, df) * variance ** 0.5
    case = {
        "groups": groups.tolist(), "a": a.tolist(), "b": b.tolist(), "mean": d.mean(), "se": variance ** 0.5, "df": df, "rho": rho, "sd": d.std(ddof=1),
        "deff": variance * n / d.var(ddof=1), "low": d.mean() - half, "high": d.mean() + half, "p": 2 * stats.t.sf(abs(d.mean()) / variance ** 0.5, df),
    }
    # Without clusters CR2 is the classical standard error, which statsmodels gives.
    if k == n:
        fit = OLS(d, np.ones(n)).fit()
        assert abs(fit.bse[0] - case["se"]) < 1e-12 and abs(fit.pvalues[0] - case["p"]) < 1e-12
    totals = np.array([d[groups == g].sum() for g in range(k)])
    patterns = np.array(list(itertools.product([-1, 1], repeat=k)))
    flipped = patterns @ totals
    case["flip_two"] = float(np.mean(np.abs(flipped) >= abs(totals.sum()) - 1e-12))
    case["flip_greater"] = float(np.mean(flipped >= totals.sum() - 1e-12))
    cases.append(case)
out["clustered"] = cases

out["wilson"] = [[k, n, *proportion_confint(k, n, method="wilson")] for k, n in ((8, 10), (0, 10), (37, 240), (1, 1))]
p = [0.001, 0.04, 0.03, 0.2, 0.012, 0.9, 0.04]
out["holm"] = [p, multipletests(p, method="holm")[1].tolist()]


def mid_p(b, c):
    n, k = b + c, min(b, c)
    return float(min(1, 2 * stats.binom.cdf(k, n, 0.5) - stats.binom.pmf(k, n, 0.5)))


out["mcnemar"] = [
    [b, c, float(mcnemar([[0, b], [c, 0]], exact=True).pvalue), mid_p(b, c), float(mcnemar([[0, b], [c, 0]], exact=False, correction=True).pvalue)]
    for b, c in ((1, 9), (5, 5), (12, 25), (0, 6), (40, 70), (3, 200))]

rng.normal(0.01, 0.1, 40)  # Keeps what is drawn below as it was.

# Smallest rank r with P(Binomial(n, p) < r) >= 0.95: the r-th smallest of n values is an upper bound of the p-quantile.
ranks = []
for q in (0.5, 0.95, 0.99):
    for n in (5, 58, 59, 100, 298, 299, 473, 2000):
        r = next((r for r in range(1, n + 1) if stats.binom.cdf(r - 1, n, q) >= 0.95), None)
        ranks.append([q, n, r])
out["quantile_rank"] = ranks

# Prediction-powered mean (Angelopoulos et al. 2023) and its power-tuned form (PPI++, 2023): the weight that minimises the variance, found here by a grid instead of its formula.
judge_all, judged = rng.uniform(0, 1, 400).round(3), rng.uniform(0, 1, 60).round(3)
human = np.clip(judged * 0.7 + rng.normal(0.1, 0.15, 60), 0, 1).round(3)


def ppi(weight):
    value = weight * judge_all.mean() + (human - weight * judged).mean()
    variance = weight ** 2 * judge_all.var(ddof=1) / len(judge_all) + (human - weight * judged).var(ddof=1) / len(human)
    return value, variance ** 0.5


grid = np.linspace(0, 1, 100001)
pooled = np.concatenate([judge_all, judged]).var(ddof=1)
covariance = np.cov(human, judged)[0, 1]
objective = grid ** 2 * pooled / len(judge_all) + (grid ** 2 * pooled - 2 * grid * covariance) / len(human)
best = float(grid[objective.argmin()])
out["ppi"] = {"judge": judge_all.tolist(), "judged": judged.tolist(), "human": human.tolist(), "plain": ppi(1), "weight": best, "tuned": ppi(best)}

pathlib.Path(__file__).with_name("expected.json").write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
