"""D4RL's and DSRL's layout of ragged episodes, written by h5py as their collectors do.

    python3 write_flat_hdf5.py DIRECTORY EPISODES

The files in src/test/resources/trace/flat were written by this script with h5py 3.16.0 and numpy
2.4.6. d4rl.hdf5 follows D4RL's scripts/generation (terminals and timeouts, gzip), d4rl_old.hdf5 has
no timeouts (limit 20), dsrl.hdf5 follows DSRL (float32, costs, next_observations, gzip). The last
episode has no end. expected.tsv: decisions, end, end in the old file, sums of columns.
"""

import pathlib
import sys

import h5py
import numpy as np

folder, episodes = pathlib.Path(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(5)
LIMIT = 20
lengths = rng.integers(1, LIMIT + 1, size=episodes)
ends = np.where(lengths == LIMIT, "TRUNCATED", "TERMINATED")
if lengths[-1] == LIMIT:
    lengths[-1] -= 1
ends[-1] = "LOG_ENDED"
n = int(lengths.sum())
last = np.cumsum(lengths) - 1
first = last - lengths + 1
states = [rng.normal(size=(T + 1, 4)).astype(np.float32) for T in lengths]
observations = np.concatenate([s[:-1] for s in states])
next_observations = np.concatenate([s[1:] for s in states])
actions = rng.uniform(-1, 1, size=(n, 2)).astype(np.float32)
rewards = rng.normal(size=n).astype(np.float32)
costs = rng.integers(0, 2, size=n).astype(np.float32)
qpos = rng.normal(size=(n, 3))
terminals, timeouts = np.zeros(n, bool), np.zeros(n, bool)
terminals[last[ends == "TERMINATED"]] = True
timeouts[last[ends == "TRUNCATED"]] = True

for name in ("d4rl", "d4rl_old"):
    with h5py.File(folder / f"{name}.hdf5", "w") as f:
        data = {"observations": observations, "actions": actions, "rewards": rewards,
                "terminals": terminals, "infos/qpos": qpos}
        if name == "d4rl":
            data["timeouts"] = timeouts
        for key, value in data.items():
            f.create_dataset(key, data=value, compression="gzip" if name == "d4rl" else None)
        f["metadata/algorithm"] = np.bytes_("scripted")
with h5py.File(folder / "dsrl.hdf5", "w") as f:
    for key, value in {
        "observations": observations, "next_observations": next_observations,
        "actions": actions, "rewards": rewards, "costs": costs,
        "terminals": terminals.astype(np.float32), "timeouts": timeouts.astype(np.float32),
    }.items():
        f.create_dataset(key, data=value, compression="gzip")

with open(folder / "expected.tsv", "w") as f:
    for i, T in enumerate(lengths):
        rows = slice(first[i], last[i] + 1)
        sums = [float(x.astype(np.float64).sum()) for x in (
            states[i][:-1, 2], states[i][:, 2], actions[rows, 1], rewards[rows], costs[rows],
            qpos[rows, 1])]
        f.write("\t".join([str(T), ends[i], *map(repr, sums)]) + "\n")
