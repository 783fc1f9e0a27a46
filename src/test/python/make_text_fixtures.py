"""Writes the files in src/test/resources/trace/text with the libraries that people use.

Run from the repository root:  python3 src/test/python/make_text_fixtures.py
Made with Python 3.11.7, numpy 2.4.6, gymnasium 1.4.0 and, for pandas.csv, pandas 3.1.1.
"""

import csv
import json
import pathlib
import sys

import gymnasium as gym
import numpy as np

OUT = pathlib.Path("src/test/resources/trace/text")


def act(observation):
    """Balances CartPole badly, so that episodes are short."""
    return (observation[..., 2] + 0.3 * observation[..., 3] > 0.02).astype(np.int64)


def vector_rollout(mode, steps=120, envs=3):
    env = gym.make_vec(
        "CartPole-v1", num_envs=envs, vectorization_mode="sync",
        vector_kwargs={"autoreset_mode": mode}, max_episode_steps=25)
    rows = {k: [] for k in ("obs", "actions", "rewards", "terminations", "truncations", "final_obs")}
    truth, finished = [], []
    obs, _ = env.reset(seed=7)
    running = [{"first": float(o[0]), "rewards": 0.0, "decisions": 0, "start": (0, i)}
               for i, o in enumerate(obs)]
    resetting = np.zeros(envs, dtype=bool)
    for t in range(steps):
        action = act(obs)
        following, reward, terminated, truncated, info = env.step(action)
        final = np.zeros_like(following)
        for i in range(envs):
            if resetting[i]:
                running[i] = {"first": float(following[i][0]), "rewards": 0.0, "decisions": 0,
                              "start": (t + 1, i)}
                continue
            running[i]["rewards"] += float(reward[i])
            running[i]["decisions"] += 1
            if terminated[i] or truncated[i]:
                last = following[i]
                if mode == gym.vector.AutoresetMode.SAME_STEP:
                    last = info["final_obs"][i]
                    final[i] = last
                running[i].update(end="TERMINATED" if terminated[i] else "TRUNCATED",
                                  last=float(last[0]))
                finished.append(running[i])
                if mode == gym.vector.AutoresetMode.SAME_STEP:
                    running[i] = {"first": float(following[i][0]), "rewards": 0.0, "decisions": 0,
                                  "start": (t + 1, i)}
        if mode == gym.vector.AutoresetMode.NEXT_STEP:
            resetting = terminated | truncated
        for key, value in zip(rows, (obs, action, reward, terminated, truncated, final)):
            rows[key].append(value)
        obs = following
    for episode in running:
        if episode["decisions"] > 0 and "end" not in episode:
            episode.update(end="LOG_ENDED", last=None)
            finished.append(episode)
    truth = sorted(finished, key=lambda e: tuple(e.pop("start")))
    arrays = {k: np.stack(v) for k, v in rows.items()}
    if mode == gym.vector.AutoresetMode.NEXT_STEP:
        del arrays["final_obs"]
    return arrays, truth


def episodes(count, seed):
    """CartPole episodes, each complete with its last observation."""
    env = gym.make("CartPole-v1", max_episode_steps=20)
    result = []
    for e in range(count):
        obs, _ = env.reset(seed=seed + e)
        episode = {"observations": [obs], "actions": [], "rewards": [], "terminated": [],
                   "truncated": []}
        over = False
        while not over:
            action = int(act(obs))
            obs, reward, terminated, truncated, _ = env.step(action)
            over = terminated or truncated
            for key, value in zip(episode, (obs, action, float(reward), terminated, truncated)):
                episode[key].append(value)
        result.append(episode)
    return result


def truth_of(episodes_):
    return [{"first": float(e["observations"][0][0]), "last": float(e["observations"][-1][0]),
             "rewards": sum(e["rewards"]), "decisions": len(e["rewards"]),
             "end": "TERMINATED" if e["terminated"][-1] else "TRUNCATED"} for e in episodes_]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    truth = {}
    for mode, name in ((gym.vector.AutoresetMode.NEXT_STEP, "vector_next_step"),
                       (gym.vector.AutoresetMode.SAME_STEP, "vector_same_step")):
        arrays, truth[name] = vector_rollout(mode)
        np.savez_compressed(OUT / f"{name}.npz", **arrays)
    some = episodes(12, 100)
    truth["episodes"] = truth_of(some)
    lengths = [len(e["rewards"]) for e in some]
    cat = lambda key: np.concatenate([np.asarray(e[key]) for e in some])
    np.savez(  # every order and several types; the values are exact in each
        OUT / "ragged_types.npz",
        observations=np.asfortranarray(cat("observations").astype(">f8")),
        actions=cat("actions").astype(np.int8),
        rewards=cat("rewards").astype(np.float16).reshape(-1, 1),
        terminated=cat("terminated"),
        truncated=cat("truncated").astype(">u2"),
        episode_ends=np.cumsum(lengths).astype(np.uint32),
        seeds=np.arange(100, 112).astype(np.int64),
        name=np.array([f"run {e}" for e in range(12)]))
    np.savez_compressed(  # as D4RL: one row per decision, no last observation
        OUT / "flat_d4rl.npz",
        observations=np.concatenate([e["observations"][:-1] for e in some]),
        next_observations=np.concatenate([e["observations"][1:] for e in some]),
        actions=cat("actions"),
        rewards=cat("rewards").astype(np.float32),
        terminals=cat("terminated"),
        timeouts=cat("truncated"),
        observation_mean=np.zeros(4))
    np.savez(OUT / "object.npz", rewards=np.zeros(3),
             observations=np.array([np.zeros(2), np.zeros(3), None], dtype=object))
    np.savez(OUT / "complex.npz", rewards=np.zeros(3, dtype=np.complex128))
    rows = []
    for number, e in enumerate(some):
        for t, obs in enumerate(e["observations"]):
            last = t == len(e["rewards"])
            rows.append([number, t] + [float(x) for x in obs] + (
                [None] * 4 if last else
                [e["actions"][t], e["rewards"][t], e["terminated"][t], e["truncated"][t]]))
    header = ["episode", "step", "obs_0", "obs_1", "obs_2", "obs_3", "action", "reward",
              "terminated", "truncated"]
    with open(OUT / "python.csv", "w", newline="") as file:
        writer = csv.writer(file)  # CRLF, None as nothing, True and False as words
        writer.writerow(header)
        writer.writerows(rows)
    try:
        import pandas as pd
        pd.DataFrame(rows, columns=header).to_csv(OUT / "pandas.csv")
        print("pandas", pd.__version__)
    except ImportError:
        print("no pandas: pandas.csv stays as it is", file=sys.stderr)
    decisions = [r for r in rows if r[6] is not None and r[0] < 4]
    np.savetxt(OUT / "numpy_savetxt.csv", np.array(decisions, dtype=float), delimiter=",",
               header=",".join(header), comments="")
    with open(OUT / "python_steps.jsonl", "w") as file:
        for r in rows:
            step = {"episode": r[0], "step": r[1], "obs": r[2:6]}
            if r[6] is not None:
                step |= dict(zip(header[6:], r[6:]))
            file.write(json.dumps(step) + "\n")
    with open(OUT / "python_episodes.jsonl", "w") as file:
        for number, e in enumerate(some):
            plain = {k: [x.tolist() if hasattr(x, "tolist") else x for x in v]
                     for k, v in e.items()}
            file.write(json.dumps({"id": number} | plain) + "\n")
    with open(OUT / "truth.txt", "w") as file:  # log, decisions, end, x first, x last, rewards
        for log, those in truth.items():
            for e in those:
                print(log, e["decisions"], e["end"], e["first"], e["last"], e["rewards"], file=file)
    print("numpy", np.__version__, "gymnasium", gym.__version__)


if __name__ == "__main__":
    main()
