"""As much of gymnasium as the bridge uses, in the standard library, and environments to test it."""

import os
import sys
import time

from . import spaces

__version__ = "stub"


class Counter:
    """Observes the number of steps and the sum of actions; ends after five steps."""

    observation_space = spaces.Box([-1e9] * 3, [1e9] * 3)
    action_space = spaces.Box([-1.0, -2.0], [1.0, float("inf")])

    def reset(self, seed):
        self.seed = seed
        self.steps = 0
        self.sum = 0.0
        return self._observation(), {}

    def _observation(self):
        return spaces.Array([self.steps, self.sum, self.seed % 1000])

    def step(self, action):
        print("what environments print must not disturb")
        self.steps += 1
        self.sum += sum(action.tolist())
        info = {"cost": 0.25, "even": self.steps % 2 == 0, "nested": {"steps": self.steps}}
        if self.steps == 3:
            info["third"] = True
        return self._observation(), 0.5 * self.steps, self.steps >= 5, False, info


class SixTuple(Counter):
    """As safety_gymnasium's: the cost comes fourth; truncated after two steps."""

    action_space = spaces.Discrete(3, 1)

    def step(self, action):
        self.steps += 1
        self.sum += action
        return self._observation(), 1.0, 7.0, False, self.steps >= 2, {}


class Failing(Counter):
    def step(self, action):
        if self.steps == 2:
            raise ValueError("the motor is off")
        return super().step(action)


class Dying(Counter):
    def step(self, action):
        if self.steps == 2:
            print("segmentation fault, say", file=sys.stderr, flush=True)
            os._exit(9)
        return super().step(action)


class Hanging(Counter):
    def step(self, action):
        if self.steps == 2:
            time.sleep(1000)
        return super().step(action)


def make(name):
    return {
        "Counter-v0": Counter,
        "SixTuple-v0": SixTuple,
        "Failing-v0": Failing,
        "Dying-v0": Dying,
        "Hanging-v0": Hanging,
    }[name]()
