"""Power iteration of personalised PageRank on scipy's sparse matrices: FOLDER SOURCES ITERATIONS float32|float64.

Prints {"secPerIteration"}: the median of the iterations, one thread, as scipy has.
"""

import json
import sys
import time

try:
    import numpy as np
    import scipy.sparse as sp
except ImportError:
    sys.exit(3)

folder, sources, iterations, precision = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
offsets = np.fromfile(f"{folder}/offsets.u32", dtype=np.uint32).astype(np.int32)
targets = np.fromfile(f"{folder}/targets.u32", dtype=np.uint32).astype(np.int32)
nodes = len(offsets) - 1
ones = np.ones(len(targets), dtype=precision)
pull = sp.csr_matrix((ones, targets, offsets), shape=(nodes, nodes)).T.tocsr()
del ones, targets
degree = np.diff(offsets)
dangling = degree == 0
share = np.where(dangling, 0, 0.85 / np.maximum(degree, 1)).astype(precision)
z = np.zeros(nodes, dtype=precision)
z[:sources] = 1 / sources
x = z.copy()
seconds = []
for _ in range(iterations):
    start = time.perf_counter()
    after = pull @ (x * share)
    after += z.dtype.type(0.15 + 0.85 * x[dangling].sum()) * z
    change = np.abs(after - x).sum()
    x = after
    seconds.append(time.perf_counter() - start)
print(json.dumps({"secPerIteration": sorted(seconds)[len(seconds) // 2]}))
