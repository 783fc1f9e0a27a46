"""Records Gymnasium episodes with what Surety's certification needs. Depends on gymnasium alone.

    env = SuretyRecorder(gymnasium.make("Pendulum-v1"), "log.jsonl", action_mode="stochastic")
    observation, info = env.reset(seed=1)
    while ...:
        raw = ...                          # a draw from N(mean, std)
        env.describe(raw_action=raw, mean=mean, std=std, log_prob=log_prob)
        observation, ... = env.step(numpy.tanh(raw))
    env.close()

Each episode is one line of JSON, which `surety certify --logs log.jsonl` reads without options:

    observations   T + 1 rows, the last one after the last action (also where the episode crashed)
    actions        T rows, as given to the environment
    raw_action, mean, std, log_prob   T rows each: the action before squashing and clipping, and the
                   distribution it was drawn from; numbers in full precision
    rewards, terminated, truncated    T rows
    infos.*        T + 1 rows: the numbers in the infos of reset and of every step
    episode, action_mode, seed        one value each; no seed where reset was given none, except in
                   the first episode, which has the one that Gymnasium drew

Episodes are written in the order in which they were started. One that is left before its end
(by reset, close or a crash of the program that calls close) is written without a flag that ends it:
Surety then judges what was seen and calls the rest undecided, which counts as a violation. Dropping
such episodes would make any bound wrong.
"""

import json
import math

import gymnasium

__all__ = ["SuretyRecorder"]

_DESCRIPTION = ("raw_action", "mean", "std", "log_prob")


def _plain(value, where):
    """Nested lists of floats and integers; dictionaries stay dictionaries."""
    if isinstance(value, dict):
        return {str(k): _plain(v, where) for k, v in value.items()}
    if hasattr(value, "tolist"):  # numpy, torch
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(v, where) for v in value]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    raise TypeError(
        "%s holds a %s; only numbers and arrays of numbers can be certified"
        % (where, type(value).__name__)
    )


def _numbers(info):
    """The entries of an info that are numbers or arrays of numbers, nested names joined by dots."""
    found = {}
    for key, value in info.items():
        if isinstance(value, dict):
            for inner, number in _numbers(value).items():
                found["%s.%s" % (key, inner)] = number
            continue
        try:
            plain = _plain(value, key)
        except TypeError:
            continue
        if plain is not None:
            found[str(key)] = plain
    return found


def _empty_like(value):
    """The same shape with nothing in it: what an info without this entry gets."""
    return [_empty_like(v) for v in value] if isinstance(value, list) else None


def _columns(rows):
    """A list of observations as one column, or as a dictionary of columns."""
    if rows and isinstance(rows[0], dict):
        return {key: _columns([row[key] for row in rows]) for key in rows[0]}
    return rows


class SuretyRecorder(gymnasium.Wrapper):
    """Writes every episode of an environment to a JSONL file.

    env          one environment, not a vector of them: the first N episodes to finish in parallel
                 are not a fair sample of those that were started
    path         the log; it must not exist yet
    action_mode  "stochastic" or "deterministic": how actions are chosen. A certificate holds for
                 this mode alone; a deterministic one cannot be the base of a guard.
    """

    def __init__(self, env, path, action_mode):
        if action_mode not in ("stochastic", "deterministic"):
            raise ValueError("action_mode is %r; say stochastic or deterministic" % (action_mode,))
        super().__init__(env)
        self._file = open(path, "x", encoding="utf-8")
        self._action_mode = action_mode
        self._episode = -1
        self._rows = None
        self._described = None
        self._pending = None

    def reset(self, *, seed=None, options=None):
        self._write()
        observation, info = self.env.reset(seed=seed, options=options)
        if seed is None and self._episode < 0:  # later episodes continue that generator
            seed = getattr(self.env.unwrapped, "np_random_seed", None)
        self._episode += 1
        self._pending = None
        self._described = None
        self._rows = {
            "seed": seed if isinstance(seed, int) and seed >= 0 else None,
            "observations": [_plain(observation, "the observation")],
            "actions": [],
            "rewards": [],
            "terminated": [],
            "truncated": [],
            "infos": [_numbers(info)],
            "description": {name: [] for name in _DESCRIPTION},
        }
        return observation, info

    def describe(self, *, raw_action=None, mean=None, std=None, log_prob=None):
        """Says what the next action was drawn from; the same parts before every step."""
        given = dict(raw_action=raw_action, mean=mean, std=std, log_prob=log_prob)
        self._pending = {k: _plain(v, k) for k, v in given.items() if v is not None}

    def step(self, action):
        if self._rows is None:
            raise RuntimeError("the episode is over; call reset before step")
        described = set(self._pending or ())
        if self._described is None:
            self._described = described
        if described != self._described:
            raise RuntimeError(
                "describe gave %s before this step and %s before the first one; give the same parts"
                " every time" % (sorted(described) or "nothing", sorted(self._described) or "nothing")
            )
        plain = _plain(action, "the action")
        observation, reward, terminated, truncated, info = self.env.step(action)
        rows = self._rows
        rows["actions"].append(plain)
        for name, value in (self._pending or {}).items():
            rows["description"][name].append(value)
        self._pending = None
        rows["observations"].append(_plain(observation, "the observation"))
        rows["rewards"].append(_plain(float(reward), "the reward"))
        rows["terminated"].append(int(terminated))
        rows["truncated"].append(int(truncated))
        rows["infos"].append(_numbers(info))
        if terminated or truncated:
            self._write()
        return observation, reward, terminated, truncated, info

    def close(self):
        self._write()
        self._file.close()
        super().close()

    def _write(self):
        rows = self._rows
        self._rows = None
        if rows is None or not rows["actions"]:
            return  # no decision was taken: nothing of the policy's
        line = {"episode": self._episode}
        if rows["seed"] is not None:
            line["seed"] = rows["seed"]
        line["action_mode"] = self._action_mode
        line["observations"] = _columns(rows["observations"])
        line["actions"] = _columns(rows["actions"])
        for name, values in rows["description"].items():
            if values:
                line[name] = values
        for name in ("rewards", "terminated", "truncated"):
            line[name] = rows[name]
        line["infos"] = {}
        for key in {k: None for info in rows["infos"] for k in info}:
            some = next(info[key] for info in rows["infos"] if key in info)
            column = [info.get(key, _empty_like(some)) for info in rows["infos"]]
            if all(_shape(v) == _shape(some) for v in column):
                line["infos"][key] = column
        self._file.write(json.dumps(line, allow_nan=False) + "\n")
        self._file.flush()


def _shape(value):
    return (len(value),) + _shape(value[0]) if isinstance(value, list) and value else ()
