"""Tables whose row 7 is wrong: a null, a NaN, a vector of another length.

python3 write_parquet_flaws.py DIRECTORY
"""

import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

folder = pathlib.Path(sys.argv[1])
for flaw, value in {"null": None, "nan": [0.0, float("nan")], "ragged": [1.0, 2.0, 3.0]}.items():
    rows = [[0.5 * t, 1.0] for t in range(10)]
    rows[7] = value
    pq.write_table(pa.table({
        "episode_id": [0] * 10, "observations": pa.array(rows, pa.list_(pa.float64())),
        "actions": [0.0] * 10, "rewards": [0.0] * 10, "terminated": [False] * 10,
        "truncated": [False] * 9 + [True],
    }), folder / f"{flaw}.parquet")
