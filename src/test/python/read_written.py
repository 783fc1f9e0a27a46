"""Reads log.parquet and log.hdf5 in a folder and holds them against given totals.

python3 read_written.py DIRECTORY DECISIONS SUM_OF_OBSERVATIONS_2
"""

import pathlib
import sys

import h5py
import numpy as np
import pyarrow.parquet as pq

folder, decisions, total = pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])

with h5py.File(folder / "log.hdf5") as f:
    seen, summed = 0, 0.0
    for i in range(len(f)):
        episode = f[f"episode_{i}"]
        assert episode.attrs["id"] == i
        steps = int(episode.attrs["total_steps"])
        assert episode["terminations"].dtype == bool
        assert len(episode["terminations"][()]) == len(episode["rewards"][()]) == steps
        assert episode["observations"].shape == (steps + 1, 3)
        assert episode["infos/distance"].shape == (steps + 1,)
        summed += float(episode["observations"][:, 2].sum())
        seen += steps
    assert seen == decisions, (seen, decisions)
    assert abs(summed - total) < 1e-6, (summed, total)

table = pq.read_table(folder / "log.parquet")
assert table["actions"].null_count == len(set(table["episode_id"].to_pylist()))
assert len(table) - table["rewards"].null_count == decisions
summed = float(np.stack(table["observations"].to_numpy())[:, 2].sum())
assert abs(summed - total) < 1e-6, (summed, total)
