"""Fits optbinning's scorecard with scikit-learn's logistic regression: FOLDER RUNS

FOLDER holds train.x, test.x (float64, column after column), train.y, test.y (bytes). Prints one JSON line: seconds from raw
columns to points (median), AUC on the test rows.
"""
import contextlib
import json
import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
try:
    with contextlib.redirect_stdout(sys.stderr):
        import numpy as np
        import pandas as pd
        from optbinning import BinningProcess, Scorecard
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import roc_auc_score
except ImportError:
    sys.exit(3)


def read(folder, part):
    y = np.fromfile(f"{folder}/{part}.y", dtype=np.uint8)
    x = np.fromfile(f"{folder}/{part}.x").reshape(-1, len(y)).T
    return pd.DataFrame(x, columns=[f"x{k}" for k in range(x.shape[1])]), y


def fit(x, y):
    binning = BinningProcess(list(x.columns), n_jobs=1)
    card = Scorecard(
        binning_process=binning,
        estimator=LogisticRegression(max_iter=1000),
        scaling_method="pdo_odds",
        scaling_method_params={"pdo": 20, "odds": 50, "scorecard_points": 600},
    )
    return card.fit(x, y)


folder, runs = sys.argv[1], int(sys.argv[2])
x, y = read(folder, "train")
test_x, test_y = read(folder, "test")
seconds = []
with contextlib.redirect_stdout(sys.stderr):
    for _ in range(runs):
        start = time.perf_counter()
        card = fit(x, y)
        seconds.append(time.perf_counter() - start)
    auc = roc_auc_score(test_y, card.predict_proba(test_x)[:, 1])
print(json.dumps({"sec": sorted(seconds)[(runs - 1) // 2], "auc": auc}))
