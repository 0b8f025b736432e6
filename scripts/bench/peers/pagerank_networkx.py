"""Personalised PageRank of networkx: FOLDER SOURCES. Writes FOLDER/networkx.f64, prints {"sec"} of the call alone."""

import json
import sys
import time

try:
    import networkx as nx
    import numpy as np
    import scipy.sparse as sp
except ImportError:
    sys.exit(3)

folder, sources = sys.argv[1], int(sys.argv[2])
offsets = np.fromfile(f"{folder}/offsets.u32", dtype=np.uint32).astype(np.int32)
targets = np.fromfile(f"{folder}/targets.u32", dtype=np.uint32).astype(np.int32)
nodes = len(offsets) - 1
# networkx keeps one link a pair: several become a weight.
links = sp.csr_matrix((np.ones(len(targets)), targets, offsets), shape=(nodes, nodes))
links.sum_duplicates()
links = links.tocoo()
graph = nx.DiGraph()
graph.add_nodes_from(range(nodes))
graph.add_weighted_edges_from(zip(links.row.tolist(), links.col.tolist(), links.data.tolist()))
start = time.perf_counter()
# Its own tolerance (1e-6 a node) would stop at once on a large network.
scores = nx.pagerank(
    graph, alpha=0.85, personalization=dict.fromkeys(range(sources), 1), tol=1e-8 / nodes, max_iter=200
)
sec = time.perf_counter() - start
np.array([scores[node] for node in range(nodes)]).tofile(f"{folder}/networkx.f64")
print(json.dumps({"sec": sec}))
