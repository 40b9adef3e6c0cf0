"""Makes lift.csv: what scipy and statsmodels say of the results of campaigns. Run with scipy 1.x and statsmodels 0.14.

Each row is a campaign: how many were contacted and how many of them bought, how many were held out and how many of
those bought. Wilson intervals of both rates by scipy, Newcombe's interval of their difference by statsmodels (checked
against one written out from scipy's Wilson intervals), two-sided p by scipy's Fisher test and by statsmodels' pooled
z-test, and the size a group needs by statsmodels.
"""

import csv
import math
import pathlib

from scipy import stats
from statsmodels.stats import proportion

CASES = [
    (1692, 203, 423, 25),
    (1692, 110, 423, 25),
    (1690, 84, 423, 21),
    (400, 40, 100, 10),
    (400, 52, 100, 8),
    (80, 4, 20, 0),
    (80, 0, 20, 0),
    (8, 5, 2, 0),
    (10, 10, 10, 0),
    (1, 1, 1, 0),
    (5, 5, 5, 5),
    (40000, 2000, 10000, 500),
    (20000, 1000, 20000, 1200),
    (300, 3, 300, 12),
    (16000, 160, 4000, 38),
    (12, 7, 12, 2),
    (500, 1, 100, 1),
    (9000, 8990, 1000, 990),
    (5108, 412, 1277, 68),
]


def wilson(bought, people):
    return stats.binomtest(bought, people).proportion_ci(0.95, method="wilson")


def row(people, bought, held_out, bought_anyway):
    one, other = wilson(bought, people), wilson(bought_anyway, held_out)
    p, q = bought / people, bought_anyway / held_out
    low, high = proportion.confint_proportions_2indep(bought, people, bought_anyway, held_out, method="newcomb")
    by_hand = (
        p - q - math.hypot(p - one.low, other.high - q),
        p - q + math.hypot(one.high - p, q - other.low),
    )
    assert abs(low - by_hand[0]) < 1e-12 and abs(high - by_hand[1]) < 1e-12
    fisher = stats.fisher_exact([[bought, people - bought], [bought_anyway, held_out - bought_anyway]]).pvalue
    differ = 0 < bought + bought_anyway < people + held_out
    z = proportion.proportions_ztest([bought, bought_anyway], [people, held_out])[1] if differ else 1.0
    needed = ""
    if p != q:
        size = proportion.samplesize_proportions_2indep_onetail(
            abs(p - q), min(p, q), 0.8, ratio=1, alpha=0.025, alternative="larger"
        )
        needed = math.ceil(size)
    return [one.low, one.high, other.low, other.high, p - q, low, high, fisher, z, needed]


with open(pathlib.Path(__file__).with_name("lift.csv"), "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        "contacted,bought,held_out,bought_anyway,low,high,held_out_low,held_out_high,lift,lift_low,lift_high,"
        "fisher,z,needed".split(",")
    )
    for case in CASES:
        written = [value if isinstance(value, (int, str)) else f"{value:.12g}" for value in row(*case)]
        writer.writerow([*case, *written])
