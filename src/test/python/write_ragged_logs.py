"""Writes N ragged episodes in one format and prints what a reader must find in them.

    python3 write_ragged_logs.py FORMAT N FILE

The episodes are random walks in two dimensions of 1 to 12 decisions, with NumPy's generator.
Prints: episodes, decisions, terminated, episodes with x > 1 somewhere, sum of all x (as repr).
"""

import csv
import json
import math
import sys

import numpy as np


def main(form, count, path):
    rng = np.random.default_rng(2026)
    lengths = rng.integers(1, 13, count)
    walks = [rng.normal(0, 0.5, (n + 1, 2)).cumsum(axis=0) for n in lengths]
    actions = [rng.normal(0, 1, n) for n in lengths]
    terminated = rng.random(count) < 0.5
    cat = np.concatenate
    if form == "csv":
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["episode", "step", "obs_0", "obs_1", "action", "terminated",
                             "truncated"])
            for e, walk in enumerate(walks):
                for t, (x, y) in enumerate(walk.tolist()):
                    end = t == lengths[e] - 1
                    writer.writerow([e, t, x, y] + (
                        ["", "", ""] if t == lengths[e] else
                        [actions[e].item(t), bool(end and terminated[e]),
                         bool(end and not terminated[e])]))
    elif form == "jsonl-steps":
        with open(path, "w") as file:
            for e, walk in enumerate(walks):
                for t, xy in enumerate(walk.tolist()):
                    end = t == lengths[e] - 1
                    step = {"episode": e, "step": t, "obs": xy}
                    if t < lengths[e]:
                        step |= {"action": actions[e].item(t),
                                 "terminated": bool(end and terminated[e]),
                                 "truncated": bool(end and not terminated[e])}
                    file.write(json.dumps(step) + "\n")
    elif form == "jsonl-episodes":
        with open(path, "w") as file:
            for e, walk in enumerate(walks):
                file.write(json.dumps(
                    {"episode": e, "observations": walk.tolist(), "actions": actions[e].tolist(),
                     "terminated": bool(terminated[e]),
                     "truncated": not terminated[e]}) + "\n")
    elif form == "npz":
        np.savez_compressed(
            path, observations=cat(walks), actions=cat(actions), episode_ends=lengths.cumsum(),
            terminated=terminated, truncated=~terminated)
    else:
        sys.exit(f"unknown format {form}")
    print(count, lengths.sum(), terminated.sum(), sum(bool((w[:, 0] > 1).any()) for w in walks),
          repr(math.fsum(cat(walks)[:, 0].tolist())))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
