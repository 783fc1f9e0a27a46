"""Runs the guards' conformance vectors with src/main/python/surety_guard.py.

    python3 src/test/python/check_guard_vectors.py src/test/resources/guard/vectors.json

Prints the number of decisions that agreed; exits with 1 at the first difference.
"""

import json
import math
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "main", "python"))

import surety_guard as g  # noqa: E402

TERMS = ("5" * 64, "vectors")
PER_DIGEST = 50


def make(vector):
    parameters = [float(p.replace("Infinity", "inf")) for p in vector["parameters"]]
    if vector["guard"] == "box":
        ends = [[float(x) for x in vector["box"][end]] for end in ("lower", "upper")]
        return g.BoxGuard(*parameters, *ends, horizon=vector["horizon"], terms=TERMS)
    kind = {"per-step": g.PerStepGuard, "budget": g.BudgetGuard, "mean-only": g.MeanGuard}
    return kind[vector["guard"]](*parameters, horizon=vector["horizon"], terms=TERMS)


def draw(u, vector):
    """Base and task of a decision, as in Java's GuardScenario.Pair."""
    mode = int(16 * u.uniform())
    n = vector["size"]
    base, task = [], []
    if vector["distribution"] == "categorical":
        for i in range(n):
            base.append(0.02 + u.uniform())
            v = u.uniform()
            t = (0 if v < 0.15 else v * v * v) + (1e-3 if i == 0 else 0)
            if mode == 0:
                t = base[i]
            elif mode == 5:
                t = 1 if i == 0 else 0
            task.append(t)
        return base, (None if mode == 3 else task), mode
    spread = float(vector["spread"])
    base_std, task_std = [], []
    for i in range(n):
        base.append(4 * u.uniform() - 2)
        width = 0.05 + u.uniform()
        base_std.append(width * math.ldexp(1.0, int(9 * u.uniform()) - 4))
        shift = (2 * u.uniform() - 1) * spread
        shift *= 1e6 if mode == 5 else 1e-9 if mode == 6 else 1
        ratio = 0.25 + 1.25 * u.uniform()
        task.append(base[i] if mode in (0, 2) else base[i] + base_std[i] * shift)
        task_std.append(
            base_std[i]
            if mode in (0, 1)
            else base_std[i] * (1 + 2.0**-52 if mode == 4 else ratio)
        )
    if mode == 3:
        task = [float("nan")] * n
    return (base, base_std), (task, task_std), mode


def seen(u, vector, mode):
    """The observation: near the box, and in some modes on its border or beyond."""
    lower = [float(x) for x in vector["box"]["lower"]]
    upper = [float(x) for x in vector["box"]["upper"]]
    observation = [a + (b - a) * (1.1 * u.uniform() - 0.05) for a, b in zip(lower, upper)]
    if mode == 7:
        observation[0] = lower[0]
    elif mode == 8:
        observation[-1] = upper[-1]
    elif mode == 9:
        observation[0] = float("nan")
    elif mode == 10:
        observation[-1] = -float("inf")
    elif mode == 11:
        observation[0] = g._next_up(upper[0])
    return observation


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def run(vector, interrupted):
    guard = make(vector)
    noise = g.CounterNoise(vector["seed"])
    source = g.CounterNoise(vector["seed"] + 1)
    digests, states, fallbacks = [], [], {}
    h = count = 0
    for episode in range(vector["episodes"]):
        guard.reset()
        for t in range(vector["steps"]):
            if t == vector["saveAt"]:
                saved = guard.save(vector["seed"], episode)
                states.append(saved)
                if interrupted:
                    guard = make(vector)
                    assert guard.resume(saved) == (vector["seed"], episode)
            if t == vector["releaseAt"]:
                guard.release(*TERMS)
            source.seek(episode, t)
            base, task, mode = draw(source, vector)
            if "box" in vector:
                guard.observe(seen(source, vector, mode))
            noise.seek(episode, guard.decisions)
            if vector["distribution"] == "categorical":
                p = guard.restrict_categories(base, task)
                raw = [float(noise.category(p))]
                numbers = list(p)
            else:
                mean, std = guard.restrict(*base, *task)
                raw = [m + s * noise.normal() for m, s in zip(mean, std)]
                numbers = [x for pair in zip(mean, std) for x in pair]
            entry = guard.account(raw)
            name = g.FALLBACKS[entry.fallback]
            fallbacks[name] = fallbacks.get(name, 0) + 1
            h = g._mix(h ^ entry.fallback)
            for x in numbers + raw + [entry.charge, entry.remaining]:
                h = g._mix(h ^ bits(x))
            count += 1
            if count % PER_DIGEST == 0:
                digests.append("%016x" % h)
    return digests, states, fallbacks


def refused(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except (g.GuardError, RuntimeError):
        return
    raise AssertionError("not refused: %r %r %r" % (call, arguments, named))


def check_refusals():
    """What Java's GuardTest promises of wrong input holds here too."""
    inf = float("inf")
    for alpha in (0.99, float("nan"), inf):
        refused(g.PerStepGuard, alpha, horizon=5)
    refused(g.PerStepGuard, 2.0, horizon=0)
    refused(g.BudgetGuard, -1.0, 1.0, horizon=5)
    refused(g.BoxGuard, 0.5, [0.0], [1.0], horizon=5)
    refused(g.BoxGuard, 2.0, [0.0], [1.0, 2.0], horizon=5)
    refused(g.BoxGuard, 2.0, [], [], horizon=5)
    refused(g.BoxGuard, 2.0, [1.0], [0.0], horizon=5)
    refused(g.BoxGuard, 2.0, [float("nan")], [0.0], horizon=5)
    refused(g.BoxGuard, 2.0, [0.0], [inf], horizon=5)
    refused(g.BoxGuard(2.0, [0.0], [1.0], horizon=5).observe, [0.5, 0.5])
    refused(g.BudgetGuard, 1.0, 0.0, horizon=5)
    refused(g.MeanGuard, float("nan"), 1.0, horizon=5)
    refused(g.PerStepGuard, 2.0, horizon=5, terms=("12", "x"))
    guard = g.BudgetGuard(2.0, 0.5, horizon=9)
    refused(guard.release, *TERMS)
    refused(guard.account, [0.0])
    refused(guard.restrict, [0.0], [0.0], [0.0], [1.0])
    refused(guard.restrict, [float("nan")], [1.0], [0.0], [1.0])
    refused(guard.restrict_categories, [0.0, 0.0], [1.0, 1.0])
    saved = guard.save(3, 4)
    for i in range(len(saved)):
        refused(guard.resume, saved[:i] + ("2" if saved[i] == "1" else "1") + saved[i + 1 :])
    refused(g.BudgetGuard(2.0, 0.6, horizon=9).resume, saved)
    refused(g.MeanGuard(2.0, 0.5, horizon=9).resume, saved)
    assert guard.resume(saved + "\n") == (3, 4)
    guard.restrict([0.0], [1.0], [0.1], [0.9])
    refused(guard.restrict, [0.0], [1.0], [0.1], [0.9])
    refused(guard.save)
    refused(guard.account, [inf])
    policy = dict(base=None, task=None, guard=guard, logs_by="a", guard_by="a")
    refused(g.GuardedPolicy, base_noise="gsde", **policy)
    refused(g.GuardedPolicy, base_noise="independent", **dict(policy, guard_by="b"))
    coupling = g.coupling_of_gaussians(1e-6, 0.0, 1)
    assert abs(22 * coupling - 8.7767e-6) < 1e-10


def check_box():
    """The task policy is played as it is inside the box, base outside, or where nothing was seen."""
    base, task = ([0.0], [1.0]), ([0.1], [0.9])
    box = g.BoxGuard(2.0, [-1.0, 0.0], [1.0, 0.5], horizon=9)
    for observation, inside in (
        ([0.0, 0.2], True),
        ([1.0, 0.5], True),
        ([-1.0, 0.0], True),
        (None, False),
        ([1.0, 0.5000000000000001], False),
        ([float("nan"), 0.2], False),
    ):
        if observation is not None:
            box.observe(observation)
        assert box.restrict(*base, *task) == (task if inside else base)
        entry = box.account([0.3])
        assert entry.fallback == (g.NONE if inside else g.OUTSIDE_BOX)
        assert (entry.charge != 0.0) == inside


def check_interruption():
    """A policy resumed in mid-episode acts as if it had not been interrupted."""

    def made():
        return g.GuardedPolicy(
            lambda s: ([s, -s], [1.0, 2.0]),
            lambda s, share: ([s + 1, -s], [0.8, 3.0]) if s % 5 else None,
            g.BudgetGuard(3.0, 0.4, horizon=50),
            base_noise="independent",
            logs_by="a",
            guard_by="a",
            seed=42,
        )

    whole = made()
    whole.start(7)
    expected = [whole.act(t) for t in range(60)]
    for stop in range(0, 60, 7):
        first, second = made(), made()
        first.start(7)
        for t in range(stop):
            first.act(t)
        second.resume(first.save())
        assert [second.act(t) for t in range(stop, 60)] == expected[stop:]


def main():
    check_refusals()
    check_box()
    check_interruption()
    decisions = 0
    with open(sys.argv[1]) as file:
        vectors = json.load(file)
    for number, vector in enumerate(vectors):
        for interrupted in (False, True):
            digests, states, fallbacks = run(vector, interrupted)
            for name, found in (("fallbacks", fallbacks), ("states", states), ("digests", digests)):
                if found != vector[name]:
                    where = ""
                    if name == "digests":
                        first = [a == b for a, b in zip(found, vector[name])].index(False)
                        where = " in decisions %d to %d" % (first * PER_DIGEST, (first + 1) * PER_DIGEST)
                    print(
                        "vector %d (%s, %s, size %d)%s: %s differ"
                        % (
                            number,
                            vector["guard"],
                            vector["distribution"],
                            vector["size"],
                            where,
                            name,
                        )
                    )
                    sys.exit(1)
        decisions += vector["episodes"] * vector["steps"]
    print("%d decisions of %d vectors agree" % (decisions, len(vectors)))


if __name__ == "__main__":
    main()
