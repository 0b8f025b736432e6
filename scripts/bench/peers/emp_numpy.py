# EMP of scores in a file, with numpy and the hull of scipy: emp_numpy.py FILE ROWS RUNS. The file holds the scores as
# little-endian doubles, then a byte a label. Prints {"sec": median, "emp": value}. Exit code 3: a package is missing.
import json
import statistics
import sys
import time

try:
    import numpy as np
    from scipy.spatial import ConvexHull
except ImportError:
    sys.exit(3)

P0, P1, ROI = 0.55, 0.1, 0.2644


def upper_hull(goods, bads):
    """Corners of the curve from (0, 0) to (1, 1) that lie above its diagonal, by x."""
    points = np.column_stack([np.append(goods, 1.0), np.append(bads, 0.0)])
    corners = points[np.sort(ConvexHull(points).vertices)]
    return corners[~((corners[:, 0] == 1) & (corners[:, 1] == 0))]


def emp(y, score):
    order = np.argsort(-score)
    score, y = score[order], y[order]
    ends = np.append(np.nonzero(np.diff(score))[0], len(score) - 1)
    bads = np.cumsum(y, dtype=np.int64)[ends]
    goods = ends + 1 - bads
    bad, good = bads[-1], goods[-1]
    hull = upper_hull(np.append(0, goods / good), np.append(0, bads / bad))
    pi0 = bad / (bad + good)
    pi1 = 1 - pi0
    with np.errstate(divide="ignore"):
        turns = ROI * pi1 / pi0 * np.diff(hull[:, 0]) / np.diff(hull[:, 1])
    turns = np.concatenate([[0], turns[turns < 1], [1]])
    f1, f0 = hull[: len(turns) - 1].T
    low, high = turns[:-1], turns[1:]
    inner = (1 - P0 - P1) * (high - low) * (pi0 * f0 * (high + low) / 2 - ROI * pi1 * f1)
    return float(inner.sum() + P1 * (pi0 * f0[-1] - ROI * pi1 * f1[-1]))


def main():
    path, rows, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    score = np.fromfile(path, "<f8", rows)
    y = np.fromfile(path, np.uint8, rows, offset=8 * rows)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        value = emp(y, score)
        times.append(time.perf_counter() - start)
    print(json.dumps({"sec": statistics.median(times), "emp": value}))


main()
