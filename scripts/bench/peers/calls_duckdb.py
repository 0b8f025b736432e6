"""Reads a file of calls into ids and sorted, aggregated rows with DuckDB: calls_duckdb.py FILE THREADS; prints one JSON line."""
import json
import resource
import sys
import time

try:
    import duckdb
    import numpy
except ImportError:
    sys.exit(3)

path, threads = sys.argv[1], int(sys.argv[2])
connection = duckdb.connect()
connection.execute(f"SET threads = {threads}")
start = time.perf_counter()
connection.execute(
    """
    CREATE TABLE links AS
    SELECT from_number AS caller, to_number AS callee, count(*) AS calls
    FROM read_csv(?, header = true, columns = {'call_date': 'DATE', 'call_time': 'TIME', 'duration': 'INTEGER',
                  'from_number': 'BIGINT', 'to_number': 'BIGINT'})
    WHERE duration >= 5 AND from_number <> to_number
    GROUP BY ALL
    """,
    [path],
)
connection.execute(
    """
    CREATE TABLE ids AS
    SELECT number, row_number() OVER () - 1 AS id
    FROM (SELECT caller AS number FROM links UNION SELECT callee FROM links)
    """
)
rows = connection.execute(
    """
    SELECT one.id::INTEGER AS caller, other.id::INTEGER AS callee, calls::INTEGER AS calls
    FROM links JOIN ids one ON caller = one.number JOIN ids other ON callee = other.number
    ORDER BY 1, 2
    """
).fetchnumpy()
numbers = connection.execute("SELECT count(*) FROM ids").fetchone()[0]
offsets = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(rows["caller"], minlength=numbers))])
sec = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "sec": sec,
            "links": int(offsets[-1]),
            "calls": int(rows["calls"].sum()),
            "numbers": int(numbers),
            "processorSec": usage.ru_utime + usage.ru_stime,
            "rssMb": round(usage.ru_maxrss / 1024),
            "version": duckdb.__version__,
        }
    )
)
