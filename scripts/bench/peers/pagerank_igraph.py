"""Personalised PageRank of igraph (PRPACK): FOLDER SOURCES. Writes FOLDER/igraph.f64, prints {"sec"} of the call alone."""

import json
import sys
import time

try:
    import igraph
    import numpy as np
except ImportError:
    sys.exit(3)

folder, sources = sys.argv[1], int(sys.argv[2])
offsets = np.fromfile(f"{folder}/offsets.u32", dtype=np.uint32).astype(np.int64)
targets = np.fromfile(f"{folder}/targets.u32", dtype=np.uint32)
nodes = len(offsets) - 1
edges = np.empty((len(targets), 2), dtype=np.int64)
edges[:, 0] = np.repeat(np.arange(nodes), np.diff(offsets))
edges[:, 1] = targets
graph = igraph.Graph(n=nodes, edges=edges, directed=True)
del edges, targets
start = time.perf_counter()
scores = graph.personalized_pagerank(directed=True, damping=0.85, reset_vertices=list(range(sources)))
sec = time.perf_counter() - start
np.array(scores, dtype=np.float64).tofile(f"{folder}/igraph.f64")
print(json.dumps({"sec": sec}))
