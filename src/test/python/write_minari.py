"""Minari datasets of ragged episodes, written by the real library.

    python3 write_minari.py DIRECTORY EPISODES FORMAT(hdf5|parquet) [nested]

The files in src/test/resources/trace/minari were written by this script with minari 0.5.4, h5py
3.16.0, pyarrow 26.0.1, numpy 2.4.6 and gymnasium 1.4.0. Beside the dataset stands expected.tsv: per
episode its decisions, its end, and sums of its columns.
"""

import os
import pathlib
import sys
import types
import warnings

folder, episodes, data_format = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]), sys.argv[3]
nested = "nested" in sys.argv
os.environ["MINARI_DATASETS_PATH"] = str(folder)
warnings.filterwarnings("ignore")
try:
    import PIL  # noqa: F401
except ImportError:  # minari imports it for JPEG frames, of which there are none here
    sys.modules["PIL"] = types.ModuleType("PIL")
    sys.modules["PIL"].Image = None

import gymnasium as gym
import minari
import numpy as np
from minari.data_collector import EpisodeBuffer

rng = np.random.default_rng(11)
ENDS = ("TERMINATED", "TRUNCATED", "LOG_ENDED")
expected = []


def episode(i):
    steps = int(rng.integers(1, 25))
    end = ENDS[int(rng.integers(0, 3))]
    terminations, truncations = np.zeros(steps, bool), np.zeros(steps, bool)
    terminations[-1] = end == "TERMINATED"
    truncations[-1] = end == "TRUNCATED"
    position = rng.normal(size=(steps + 1, 3)).astype(np.float32)
    gear = rng.integers(0, 5, size=steps + 1)
    force = rng.uniform(-1, 1, size=(steps, 2)).astype(np.float32)
    rewards = rng.normal(size=steps)
    cost = rng.integers(0, 2, size=steps + 1).astype(np.float64)
    expected.append([
        f"episode_{i}", steps, end,
        *(repr(float(x.astype(np.float64).sum())) for x in
          (position[:, 1], gear, force[:, 1], rewards, cost)),
    ])
    observations, actions, infos = position, force, {"cost": cost}
    if nested:
        infos["deep"] = {"vector": position.astype(np.float64)}
        observations = {"position": position, "box": (gear, position[:, :1])}
        actions = {"force": force}
    return EpisodeBuffer(
        id=i, seed=i, options={"level": {"hard": 1}}, observations=observations, actions=actions,
        rewards=list(rewards), terminations=list(terminations), truncations=list(truncations),
        infos=infos,
    )


position_space = gym.spaces.Box(-9, 9, (3,), np.float32)
observation_space = gym.spaces.Dict(
    position=position_space,
    box=gym.spaces.Tuple((gym.spaces.Discrete(5), gym.spaces.Box(-9, 9, (1,), np.float32))),
) if nested else position_space
action_space = gym.spaces.Box(-1, 1, (2,), np.float32)
minari.create_dataset_from_buffers(
    "ragged-v0", [episode(i) for i in range(episodes)], observation_space=observation_space,
    action_space=gym.spaces.Dict(force=action_space) if nested else action_space,
    data_format=data_format,
)
with open(folder / "expected.tsv", "w") as f:
    for row in expected:
        f.write("\t".join(map(str, row)) + "\n")
