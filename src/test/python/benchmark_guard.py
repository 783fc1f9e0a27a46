"""Guarded decisions a second of the on-board guard, in thread CPU time, with numpy absent.

    python3 src/test/python/benchmark_guard.py [dimension] [seconds]

A decision is limiting, drawing and charging. Three mixes of tasks are timed: `mixed`, shifts up to
one base standard deviation and widths of 0.5 to 1 base widths under alpha = 1.5; `binding`, shifts up
to 3, where every decision needs the projection; `budget`, mixed under a budget of 2.3 nats with a
cap of 0.1 over episodes of 100 decisions.
"""

import os
import random
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "main", "python"))

import surety_guard as g  # noqa: E402


def pairs(d, spread, count, random):
    made = []
    for _ in range(count):
        mean = [random.uniform(-2, 2) for _ in range(d)]
        std = [random.uniform(0.1, 1) for _ in range(d)]
        task = [m + s * random.uniform(-spread, spread) for m, s in zip(mean, std)]
        made.append(((mean, std), (task, [s * random.uniform(0.5, 1) for s in std])))
    return made


def rate(guard, made, seconds):
    """Median over 20 slices of decisions per second of thread CPU time."""
    current = [None]
    policy = g.GuardedPolicy(
        lambda s: current[0][0], lambda s, share: current[0][1], guard, "independent", "x", "x",
        seed=1,
    )
    rates, binding, decisions, episode = [], 0, 0, 0
    for _ in range(20):
        start = time.thread_time()
        done = 0
        while time.thread_time() - start < seconds / 20:
            for _ in range(5):
                policy.start(episode)
                episode += 1
                for t in range(100):
                    current[0] = made[(100 * episode + t) % len(made)]
                    policy.act(None)
                done += 100
        rates.append(done / (time.thread_time() - start))
    return sorted(rates)[10]


def main():
    d = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 4
    r = random.Random(7)
    for name, guard, spread in (
        ("mixed", g.PerStepGuard(1.5, 100), 1),
        ("binding", g.PerStepGuard(1.5, 100), 3),
        ("budget", g.BudgetGuard(2.302585, 0.1, 100), 1),
    ):
        print("%-8s d=%d  %8.0f decisions/s" % (name, d, rate(guard, pairs(d, spread, 1000, r), seconds)))
    assert "numpy" not in sys.modules


if __name__ == "__main__":
    main()
