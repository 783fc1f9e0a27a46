"""Writes src/test/resources/guard/charges.json: realized and largest log ratios to 40 digits.

    python3 src/test/python/make_guard_charges.py src/test/resources/guard/charges.json

Needs mpmath. The distributions are projected by surety_guard.py, actions are drawn from them; all
doubles are written as the 16 hexadecimal digits of their bits, so the exact values belong to exactly
these numbers. Checks on the way that the charge in Python is an upper bound.
"""

import json
import os
import random
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "main", "python"))

from mpmath import log, mp, mpf, nstr  # noqa: E402

import surety_guard as g  # noqa: E402

mp.dps = 60


def bits(values):
    return [struct.pack(">d", v).hex() for v in values]


def exact_gaussian(mean, std, base_mean, base_std, action):
    total = mpf(0)
    for m, s, bm, bs, a in zip(mean, std, base_mean, base_std, action):
        m, s, bm, bs, a = map(mpf, (m, s, bm, bs, a))
        total += log(bs / s) + (((a - bm) / bs) ** 2 - ((a - m) / s) ** 2) / 2
    return total


def exact_largest(mean, std, base_mean, base_std):
    total = mpf(0)
    for m, s, bm, bs in zip(mean, std, base_mean, base_std):
        m, s, bm, bs = map(mpf, (m, s, bm, bs))
        if s != bs or m != bm:
            total += log(bs / s) + (m - bm) ** 2 / (2 * (bs**2 - s**2))
    return total


def main():
    r = random.Random(20)
    cases = []
    for number in range(300):
        limit = 10 ** r.uniform(-11, 1)
        if number % 2 == 1:
            n = r.randint(2, 6)
            base = g._normalized([0.01 + r.random() for _ in range(n)])
            task = g._normalized([r.random() ** 3 for _ in range(n)])
            p = g._project_categories(limit, base, task)
            index = r.randrange(n)
            if p == base or p[index] == 0 or g._normalized(p) != p or g._normalized(base) != base:
                continue  # a reader that normalizes once more must find the same doubles
            exact = log(mpf(p[index]) / sum(map(mpf, p))) - log(
                mpf(base[index]) / sum(map(mpf, base))
            )
            charge = g._category_ratio_upper(p[index], base[index], n)
            assert charge >= exact
            cases.append(
                dict(base=bits(base), played=bits(p), category=index, exact=nstr(exact, 40))
            )
            continue
        d = r.choice([1, 2, 3, 6])
        base_mean = [r.uniform(-3, 3) for _ in range(d)]
        base_std = [10 ** r.uniform(-2, 1) for _ in range(d)]
        task_mean = [m + s * r.gauss(0, 1) * 10 ** r.uniform(-4, 0.5) for m, s in zip(base_mean, base_std)]
        task_std = [s * r.uniform(0.3, 1.2) for s in base_std]
        mean, std = g._GaussianProjection(d).project(limit, base_mean, base_std, task_mean, task_std)
        reach = r.choice([1, 1, 5, 30])
        action = [m + s * r.gauss(0, reach) for m, s in zip(mean, std)]
        exact = exact_gaussian(mean, std, base_mean, base_std, action)
        charge = g._log_ratio_upper(mean, std, base_mean, base_std, action)
        largest = exact_largest(mean, std, base_mean, base_std)
        assert charge >= exact and g._max_log_ratio_upper(mean, std, base_mean, base_std) >= largest
        assert largest <= limit
        cases.append(
            dict(
                baseMean=bits(base_mean),
                baseStd=bits(base_std),
                mean=bits(mean),
                std=bits(std),
                action=bits(action),
                exact=nstr(exact, 40),
                largest=nstr(largest, 40),
            )
        )
    with open(sys.argv[1], "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
