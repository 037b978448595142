#!/usr/bin/env python3
"""What river's drift detectors say of series that models' RiverParityTest makes again.

Writes one line for each detector and series:

  adwin,SERIES,ALARMS,WIDTH,MEAN       delta 0.002, clock 32, values over 10 plus 1/2; the window at the end
  page-hinkley,SERIES,ALARMS,UP,DOWN   delta 0.1, threshold 20, 30 values at least, no forgetting
  kswin,SERIES,END,DISTANCE,P          its test on the 30 values before END and the 30 that lie 70 before them

ALARMS are places, from 0, with blanks between. SERIES is a number from 0 to 11: 1,000 values, a level
plus noise, both by formulas that other languages can follow to the last bit.

Needs river 0.26 (and scipy, which it brings).

  python3 benchmarks/drift_parity.py > models/src/test/resources/drift/river.csv
"""

import math

from river.drift import ADWIN, KSWIN, PageHinkley

LENGTH = 1000
SIZES = [0.5, 1.0, 2.0, 4.0]


def level(series, at):
    """A step up at 500; a slope down from 400 to 800; a step up for 200 values."""
    size = SIZES[series % 4]
    if series < 4:
        return size if at >= 500 else 0.0
    if series < 8:
        return -size * min(max(at - 400, 0), 400) / 400
    return size if 500 <= at < 700 else 0.0


def noise(seed):
    """The sum of four uniform numbers, with mean 0 and variance 1."""
    state = seed
    while True:
        total = 0.0
        for _ in range(4):
            state = (state * 1103515245 + 12345) % 2147483648
            total += state / 2147483648
        yield (total - 2) * math.sqrt(3)


def values(series):
    draws = noise(series + 1)
    return [level(series, at) + next(draws) for at in range(LENGTH)]


def adwin(series):
    detector = ADWIN(delta=0.002, clock=32)
    alarms = []
    for at, value in enumerate(values(series)):
        detector.update(value / 10 + 0.5)
        if detector.drift_detected:
            alarms.append(at)
    return alarms, detector.width, detector.estimation


def page_hinkley(series):
    detector = PageHinkley(min_instances=30, delta=0.1, threshold=20, alpha=1)
    alarms = []
    for at, value in enumerate(values(series)):
        detector.update(value)
        if detector.drift_detected:
            alarms.append(at)
    up = detector._sum_increase - detector._min_increase
    down = detector._max_decrease - detector._sum_decrease
    return alarms, up, down


def kswin(window):
    """Its test with draws that are known: r others of which r are drawn."""
    detector = KSWIN(alpha=1e-9, window_size=60, stat_size=30, seed=1)
    for value in window:
        detector.update(value)
    return detector.p_value


def distance(window):
    older, newer = window[:30], window[30:]
    return max(
        abs(sum(x <= at for x in older) - sum(x <= at for x in newer)) / 30 for at in window
    )


def main():
    for series in range(12):
        alarms, width, mean = adwin(series)
        print(f"adwin,{series},{' '.join(map(str, alarms))},{int(width)},{mean!r}")
    for series in range(12):
        alarms, up, down = page_hinkley(series)
        print(f"page-hinkley,{series},{' '.join(map(str, alarms))},{up!r},{down!r}")
    for series in range(12):
        all_values = values(series)
        for end in range(150, LENGTH + 1, 170):
            window = all_values[end - 100 : end - 70] + all_values[end - 30 : end]
            print(f"kswin,{series},{end},{distance(window)!r},{float(kswin(window))!r}")


if __name__ == "__main__":
    main()
