"""Steps Gymnasium environments for Surety. Standard library and gymnasium alone.

    python3 surety_bridge.py --env Pendulum-v1 --lanes 16 [--label goal=goal_met]... [--info x]...

Surety starts this program and talks to it over standard input and output; what environments print
goes to standard error. `--env module:Name-v0` imports the module first and uses its `make` where it
has one (`safety_gymnasium:SafetyPointGoal1-v0`).

All numbers are little-endian. N lanes, d observations, a actions, k infos.

    to Surety, once    "SURETY01" uint32 d, uint32 a, byte (1: discrete), a float64 lower and a float64
                       upper bounds of actions, uint32 k, k names of infos, versions; a text is its
                       length as uint16 and UTF-8
    from Surety        "R" uint32 n, n times: uint32 lane, uint64 seed       resets these lanes
                       "S" N bytes (1: step this lane), N x a float64        steps
                       "Q"                                                   ends
    to Surety          "O" N x d float64 observations, N float64 rewards, N float64 costs, N bytes
                       (1: terminated, 2: truncated), N uint64 labels, N x k float64 infos
                       "E" uint32 length, UTF-8                              what went wrong; ends

Observations are flattened as gymnasium.spaces.flatten does. An action of a discrete space is its
index; others are clipped to their bounds. Costs are what six-tuples of safety_gymnasium say, else
info["cost"], else 0. Bit i of a label is the i-th --label: whether that info is there and true.
Infos are the numbers named by --info and all that a first random step shows; missing ones are NaN.
Nested infos are named with dots.
"""

import argparse
import array
import importlib
import math
import os
import struct
import sys
import traceback

TERMINATED = 1
TRUNCATED = 2


def _entries(info, prefix=""):
    """Scalars of an info by dotted name."""
    for key, value in info.items():
        name = prefix + str(key)
        if isinstance(value, dict):
            yield from _entries(value, name + ".")
        else:
            if hasattr(value, "tolist"):
                value = value.tolist()
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if isinstance(value, (bool, int, float)):
                yield name, value


def _make(name):
    import gymnasium

    module, _, plain = name.rpartition(":")
    if module:
        found = importlib.import_module(module)
        if hasattr(found, "make"):
            return found.make(plain)
    return gymnasium.make(plain)


def _versions(name):
    import gymnasium

    versions = ["gymnasium " + getattr(gymnasium, "__version__", "?")]
    module = name.rpartition(":")[0]
    if module:
        found = importlib.import_module(module)
        versions.append(module + " " + str(getattr(found, "__version__", "?")))
    return ", ".join(versions)


class Lane:
    """One environment and where it stands."""

    def __init__(self, env, labels):
        self.env = env
        self.labels = labels
        self.observation = None
        self.reward = 0.0
        self.cost = 0.0
        self.flags = 0
        self.infos = {}

    def reset(self, seed):
        observation, info = self.env.reset(seed=seed)
        self.reward = self.cost = 0.0
        self.flags = 0
        self._see(observation, info)

    def step(self, action):
        result = self.env.step(action)
        if len(result) == 6:
            observation, reward, cost, terminated, truncated, info = result
        else:
            observation, reward, terminated, truncated, info = result
            cost = info.get("cost", 0.0)
        self.reward = float(reward)
        self.cost = float(cost)
        self.flags = (TERMINATED if terminated else 0) | (TRUNCATED if truncated else 0)
        self._see(observation, info)

    def _see(self, observation, info):
        from gymnasium import spaces

        flat = spaces.flatten(self.env.observation_space, observation)
        self.observation = [float(x) for x in flat.tolist()]
        self.infos = dict(_entries(info))

    def label(self):
        return sum(1 << i for i, key in enumerate(self.labels) if self.infos.get(key))


class Bridge:
    """All lanes, and the conversation."""

    def __init__(self, arguments, source, sink):
        from gymnasium import spaces

        self.source = source
        self.sink = sink
        self.labels = [text.rpartition("=")[2] for text in arguments.label]
        self.lanes = [Lane(_make(arguments.env), self.labels) for _ in range(arguments.lanes)]
        first = self.lanes[0]
        self.action_space = first.env.action_space
        self.discrete = isinstance(self.action_space, spaces.Discrete)
        if not self.discrete and not isinstance(self.action_space, spaces.Box):
            raise TypeError("actions of kind %s are not supported" % self.action_space)
        self.start = int(self.action_space.start) if self.discrete else 0
        self.size = 1 if self.discrete else len(self.action_space.low.ravel().tolist())
        for seed, lane in enumerate(self.lanes):
            lane.reset(seed)
        self.action_space.seed(0)
        first.step(self.action_space.sample())
        self.infos = list(dict.fromkeys(arguments.info + sorted(first.infos)))
        first.reset(0)
        self._row = struct.Struct("<%dd" % self.size)
        if self.discrete:
            self.low, self.high = [0], [int(self.action_space.n) - 1]
        else:
            self.low = self.action_space.low.ravel().tolist()
            self.high = self.action_space.high.ravel().tolist()
        self.sink.write(b"SURETY01")
        self.sink.write(struct.pack("<IIB", len(first.observation), self.size, self.discrete))
        self.sink.write(struct.pack("<%dd" % (2 * self.size), *self.low, *self.high))
        self.sink.write(struct.pack("<I", len(self.infos)))
        for text in self.infos + [_versions(arguments.env)]:
            data = text.encode()
            self.sink.write(struct.pack("<H", len(data)) + data)
        self.sink.flush()

    def _read(self, size):
        data = self.source.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def _action(self, row):
        if self.discrete:
            return int(round(row[0])) + self.start
        action = self.action_space.low.copy()  # has the shape and the type that are wanted
        for i, (low, x, high) in enumerate(zip(self.low, row, self.high)):
            action.flat[i] = min(max(x, low), high)
        return action

    def run(self):
        n = len(self.lanes)
        while True:
            request = self.source.read(1)
            if request in (b"Q", b""):
                return
            if request == b"R":
                (count,) = struct.unpack("<I", self._read(4))
                for lane, seed in struct.iter_unpack("<IQ", self._read(12 * count)):
                    self.lanes[lane].reset(seed)
            elif request == b"S":
                steps = self._read(n)
                actions = self._row.iter_unpack(self._read(8 * n * self.size))
                for stepped, row, lane in zip(steps, actions, self.lanes):
                    if stepped:
                        lane.step(self._action(row))
            else:
                raise ValueError("unknown request %r" % request)
            self._answer()

    def _answer(self):
        lanes = self.lanes
        self.sink.write(b"O")
        self._floats(x for lane in lanes for x in lane.observation)
        self._floats(lane.reward for lane in lanes)
        self._floats(lane.cost for lane in lanes)
        self.sink.write(bytes(lane.flags for lane in lanes))
        self.sink.write(struct.pack("<%dQ" % len(lanes), *(lane.label() for lane in lanes)))
        self._floats(lane.infos.get(name, math.nan) for lane in lanes for name in self.infos)
        self.sink.flush()

    def _floats(self, numbers):
        numbers = array.array("d", numbers)
        if sys.byteorder == "big":
            numbers.byteswap()
        self.sink.write(numbers.tobytes())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--env", required=True)
    parser.add_argument("--lanes", type=int, required=True)
    parser.add_argument("--label", action="append", default=[])
    parser.add_argument("--info", action="append", default=[])
    arguments = parser.parse_args()
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what environments print must not get between the numbers
    try:
        Bridge(arguments, source, sink).run()
    except EOFError:
        pass
    except Exception as error:  # whatever an environment throws is told to Surety
        traceback.print_exc()
        text = ("%s: %s" % (type(error).__name__, error)).encode()
        sink.write(b"E" + struct.pack("<I", len(text)) + text)
        sink.flush()
        sys.exit(1)


if __name__ == "__main__":
    main()
