#!/usr/bin/env bash
# Installs the tools that the benchmarks compare us with: Python packages into .bench-peers/, ranger for R from Debian.
# Nothing of it is needed to run the product; a peer that is missing shows as "not installed" in the table.
set -euo pipefail
cd "$(dirname "$0")/../../.."
python3 -m venv .bench-peers
.bench-peers/bin/pip install --quiet -r scripts/bench/peers/requirements.txt
if command -v apt-get >/dev/null; then
  apt-get install --yes --quiet --no-install-recommends r-base-core r-cran-ranger r-cran-jsonlite
fi
