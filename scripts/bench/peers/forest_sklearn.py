"""Fits (and asks) scikit-learn's random forest: FOLDER TREES THREADS RUNS ASK_TREES

FOLDER holds train.x, test.x (float64, column after column), train.y, test.y (bytes). Prints one JSON line. With
ASK_TREES > 0 the fitted trees are repeated up to that number, and prediction is timed: of one row, and of all.
"""
import json
import sys
import time

try:
    import numpy as np
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score
except ImportError:
    sys.exit(3)


def read(folder, part):
    y = np.fromfile(f"{folder}/{part}.y", dtype=np.uint8)
    x = np.fromfile(f"{folder}/{part}.x").reshape(-1, len(y)).T
    return np.ascontiguousarray(x, dtype=np.float32), y


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def median(values):
    return sorted(values)[(len(values) - 1) // 2]


folder, trees, threads, runs, ask_trees = sys.argv[1], *map(int, sys.argv[2:6])
x, y = read(folder, "train")
test_x, test_y = read(folder, "test")


def fit():
    return RandomForestClassifier(trees, n_jobs=threads, random_state=1).fit(x, y)


fits = [timed(fit) for _ in range(runs)]
forest = fits[0][1]
out = {
    "sec": median([sec for sec, _ in fits]),
    "auc": roc_auc_score(test_y, forest.predict_proba(test_x)[:, 1]),
}
if ask_trees > 0:
    forest.estimators_ = (forest.estimators_ * (ask_trees // trees + 1))[:ask_trees]
    forest.n_estimators = ask_trees
    batches = [timed(lambda: forest.predict_proba(test_x))[0] for _ in range(5)]
    forest.n_jobs = 1
    rows = [test_x[k : k + 1] for k in range(20)]
    ones = [timed(lambda: forest.predict_proba(row))[0] for row in rows]
    out.update(batchSec=median(batches), oneUs=median(ones) * 1e6)
print(json.dumps(out))
