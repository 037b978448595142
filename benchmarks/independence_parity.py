#!/usr/bin/env python3
"""What causal-learn's tests of conditional independence say of cases that models' IndependenceParityTest makes again.

Writes one line for each test and case: kci|rcit,CASE,STATISTIC,P. CASE is a number from 0 to 7: 300 rows of x, y and z
by formulas that other languages can follow to the last bit; y depends on x given z where CASE modulo 4 is 2 or 3.
RCIT's random features are drawn from the same formulas.

Needs causal-learn 0.1.4.8.

  python3 benchmarks/independence_parity.py > models/src/test/resources/independence/causal-learn.csv
"""

import math

import numpy as np
from causallearn.utils.KCI.KCI import KCI_CInd
from causallearn.utils.RCIT.RCIT import RCIT

ROWS = 300


class Lcg:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state / 2147483648

    def gaussian(self):
        """The sum of four uniform numbers, with mean 0 and variance 1."""
        total = 0.0
        for _ in range(4):
            total += self.uniform()
        return (total - 2) * math.sqrt(3)


def draw(number):
    lcg = Lcg(number + 1)
    strength = [0, 0, 0.3, 1][number % 4]
    x, y, z = [], [], []
    for _ in range(ROWS):
        first, second, of_x, of_y = (lcg.gaussian() for _ in range(4))
        a = math.sin(first) + 0.5 * of_x
        if number % 2 == 0:
            b = first * first / 2 + 0.5 * of_y + strength * of_x
        else:
            b = second + of_y + strength * of_x * of_x
        x.append([a])
        y.append([b] if number < 4 else [b, second - first])
        z.append([first, second])
    return np.array(x), np.array(y), np.array(z)


class KnownFeatures(RCIT):
    """RCIT whose features come from a known sequence: for z, x and [y, z] in turn."""

    def __init__(self, lcg):
        super().__init__()
        self.lcg = lcg

    def random_fourier_features(self, x, w=None, b=None, num_f=None, sigma=None):
        w = np.array([[self.lcg.gaussian() for _ in range(x.shape[1])] for _ in range(num_f)]) / sigma
        b = 2 * np.pi * np.array([[self.lcg.uniform()] for _ in range(num_f)])
        return super().random_fourier_features(x, w, np.tile(b, (1, x.shape[0])), num_f, sigma)


for number in range(8):
    p, statistic = KCI_CInd().compute_pvalue(*draw(number))
    print(f"kci,{number},{statistic:.12g},{p:.12g}")
for number in range(8):
    p, statistic = KnownFeatures(Lcg(1000 + number)).compute_pvalue(*draw(number))
    print(f"rcit,{number},{statistic:.12g},{p:.12g}")
