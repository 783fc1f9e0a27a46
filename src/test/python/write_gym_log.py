"""Records episodes of a small environment with surety_gym: a walk that must not leave [-3, 3].

    python3 src/test/python/write_gym_log.py OUT.jsonl EPISODES

Prints "violations episodes" as counted while running: |x| > 3 at any observation.
"""

import math
import os
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "main", "python"))

import gymnasium  # noqa: E402
import numpy  # noqa: E402

import surety_gym  # noqa: E402


class Walk(gymnasium.Env):
    """x moves by tanh(action); ends where |x| > 3, is stopped after 12 steps."""

    observation_space = gymnasium.spaces.Box(-math.inf, math.inf, (2,), numpy.float32)
    action_space = gymnasium.spaces.Box(-1, 1, (1,), numpy.float64)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.x, self.t = float(self.np_random.normal(0, 0.1)), 0
        return self._observe(), {"distance": 3 - abs(self.x), "name": "walk"}

    def step(self, action):
        self.x += float(action[0])
        self.t += 1
        info = {"distance": 3 - abs(self.x), "late": self.t > 6, "force": action}
        return self._observe(), -abs(self.x), abs(self.x) > 3, self.t == 12, info

    def _observe(self):
        return numpy.array([self.x, self.t / 12], numpy.float32)


def main():
    env = surety_gym.SuretyRecorder(Walk(), sys.argv[1], action_mode="stochastic")
    violations = 0
    for episode in range(int(sys.argv[2])):
        draws = random.Random(episode)
        x, _ = env.reset(seed=episode)
        over = violated = False
        while not over:
            mean, std = -0.1 * float(x[0]), 0.9
            raw = draws.gauss(mean, std)
            z = (raw - mean) / std
            env.describe(
                raw_action=[raw],
                mean=numpy.array([mean]),
                std=[std],
                log_prob=-0.5 * z * z - math.log(std) - 0.5 * math.log(2 * math.pi),
            )
            x, _, terminated, truncated, _ = env.step(numpy.tanh([raw]))
            violated |= abs(float(x[0])) > 3
            over = terminated or truncated
        violations += violated
    env.close()
    print(violations, sys.argv[2])


if __name__ == "__main__":
    main()
