"""Parquet logs of ragged episodes by pyarrow, in the layouts people use.

    python3 write_parquet.py DIRECTORY EPISODES

The files in src/test/resources/trace/parquet were written by this script with pyarrow 26.0.1 and
numpy 2.4.6. Per layout a file or folder:

  long.parquet      a row per state, lists, a struct, null decisions in the final rows; zstd
  flat.parquet      a column per component, no final rows; snappy, small row groups and pages
  rllib.parquet     RLlib's new stack, columns of SingleAgentEpisode transitions; gzip
  rllib_episodes.parquet  the outer form of RLlib's packed episodes
  lerobot/          LeRobotDataset v3.0: meta/info.json, data/chunk-000/file-00*.parquet; lz4

expected.tsv: episode's decisions, its end, sums of observations[1] over the decisions and over all
states, actions[0], rewards, infos.cost over the states.
"""

import json
import pathlib
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

folder, episodes = pathlib.Path(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(3)
ENDS = np.array(["TERMINATED", "TRUNCATED", "LOG_ENDED"])
lengths = rng.integers(1, 30, size=episodes)
ends = ENDS[rng.integers(0, 3, size=episodes)]
n = int(lengths.sum())
last = np.cumsum(lengths) - 1
episode = np.repeat(np.arange(episodes), lengths)
step = np.concatenate([np.arange(T) for T in lengths])
states = [rng.normal(size=(T + 1, 3)).astype(np.float32) for T in lengths]
before = np.concatenate([s[:-1] for s in states])
after = np.concatenate([s[1:] for s in states])
action = rng.uniform(-1, 1, size=(n, 2)).astype(np.float32)
reward = rng.normal(size=n)
terminated, truncated = np.zeros(n, bool), np.zeros(n, bool)
terminated[last[ends == "TERMINATED"]] = True
truncated[last[ends == "TRUNCATED"]] = True
cost = [rng.integers(0, 2, size=T + 1).astype(float) for T in lengths]


def vectors(rows, fixed):
    values = pa.array(rows.reshape(-1))
    if fixed:
        return pa.FixedSizeListArray.from_arrays(values, rows.shape[1])
    offsets = pa.array(np.arange(0, rows.size + 1, rows.shape[1], dtype=np.int32))
    return pa.ListArray.from_arrays(offsets, values)


def with_final(values, filler=None):
    """Per episode the rows and then a null."""
    out, at = [], 0
    for T in lengths:
        out.extend(values[at:at + T].tolist())
        out.append(filler)
        at += T
    return out


pq.write_table(pa.table({
    "episode_id": np.repeat(np.arange(episodes), lengths + 1),
    "step": np.concatenate([np.arange(T + 1) for T in lengths]),
    "observations": vectors(np.concatenate(states), True),
    "actions": pa.array(with_final(action), pa.list_(pa.float32())),
    "rewards": pa.array(with_final(reward)),
    "terminated": pa.array(with_final(terminated)),
    "truncated": pa.array(with_final(truncated)),
    "infos": pa.StructArray.from_arrays([pa.array(np.concatenate(cost))], ["cost"]),
}), folder / "long.parquet", compression="zstd")

pq.write_table(pa.table({
    "episode": episode.astype(np.int32),
    **{f"obs_{k}": before[:, k] for k in range(3)},
    **{f"action_{k}": action[:, k] for k in range(2)},
    "reward": reward, "terminated": terminated, "truncated": truncated,
    "policy": pa.array(["a", "b"] * (n // 2) + ["a"] * (n % 2)),
}), folder / "flat.parquet", compression="snappy", row_group_size=max(n // 3, 1),
    data_page_size=2000, data_page_version="2.0")

pq.write_table(pa.table({
    "eps_id": [f"{e:08x}-run" for e in episode], "agent_id": ["default_agent"] * n,
    "module_id": pa.nulls(n, pa.string()), "t": step,
    "obs": vectors(before, False), "actions": vectors(action, False), "rewards": reward,
    "new_obs": vectors(after, False), "terminateds": terminated, "truncateds": truncated,
}), folder / "rllib.parquet", compression="gzip")

pq.write_table(pa.table({"item": [b"msgpack of an episode"], "agent_ids": [["a"]]}),
               folder / "rllib_episodes.parquet")

(folder / "lerobot/meta").mkdir(parents=True)
(folder / "lerobot/data/chunk-000").mkdir(parents=True)
table = pa.table({
    "action": vectors(action, True), "observation.state": vectors(before, True),
    "timestamp": (step / 10).astype(np.float32), "frame_index": step, "episode_index": episode,
    "index": np.arange(n), "task_index": np.zeros(n, int), "next.reward": reward,
    "next.done": terminated | truncated,
})
half = int(last[(episodes - 1) // 2]) + 1
for k, part in enumerate((table[:half], table[half:])):
    pq.write_table(part, folder / f"lerobot/data/chunk-000/file-{k:03d}.parquet",
                   compression="lz4")
feature = {"dtype": "float32", "shape": [3], "names": None}
(folder / "lerobot/meta/info.json").write_text(json.dumps({
    "codebase_version": "v3.0", "robot_type": "arm", "total_episodes": episodes,
    "total_frames": n, "total_tasks": 1, "chunks_size": 1000, "data_files_size_in_mb": 100,
    "fps": 10, "splits": {"train": f"0:{episodes}"},
    "data_path": "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
    "features": {"observation.state": feature},
}, indent=1))

with open(folder / "expected.tsv", "w") as f:
    for i, T in enumerate(lengths):
        rows = slice(last[i] - T + 1, last[i] + 1)
        sums = [float(x.astype(np.float64).sum()) for x in (
            states[i][:-1, 1], states[i][:, 1], action[rows, 0], reward[rows], cost[i])]
        f.write("\t".join([str(T), ends[i], *map(repr, sums)]) + "\n")
