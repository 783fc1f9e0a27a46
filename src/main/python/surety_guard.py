"""Surety's guards, on board: one file, no dependency, Python 3.8 or later.

A guard keeps a task policy within a certified distance of the base policy that was certified, while
it runs. At every decision it is given both distributions of the next action, returns the one to draw
from, and charges a ledger for what was drawn:

    guard = BudgetGuard(budget=2.302585, per_step_cap=0.18, horizon=100)
    guard.reset()
    mean, std = guard.restrict(base_mean, base_std, task_mean, task_std)
    raw = [m + s * random.gauss(0, 1) for m, s in zip(mean, std)]
    entry = guard.account(raw)        # LedgerEntry(decision, charge, remaining, fallback)

`GuardedPolicy` does these steps in one call, with noise that survives an interruption.

The distributions are those of the action as the policy draws it: squash, scale and clip afterwards,
and log the raw action. Numbers must be Python floats (doubles): stored as float32, a limited
distribution breaks its limit.

This file and `org.surety.guard` compute the same bits. What is called FDLIBM below is what Java's
StrictMath is defined to be (Sun Microsystems, "Freely Distributable LIBM", 1993).
"""

import hashlib
import math
import os
import re
import struct
from collections import namedtuple
from math import copysign, frexp, sqrt

__all__ = [
    "BoxGuard",
    "BudgetGuard",
    "CounterNoise",
    "GuardError",
    "GuardedPolicy",
    "LedgerEntry",
    "MeanGuard",
    "PerStepGuard",
    "coupling_of_gaussians",
]

#: Why the limited task distribution was not played; Java's `Fallback`, by the same numbers.
NONE, BUDGET_SPENT, HORIZON_PASSED, TASK_INVALID, RELEASED, OUTSIDE_BOX = range(6)
FALLBACKS = (
    "NONE",
    "BUDGET_SPENT",
    "HORIZON_PASSED",
    "TASK_INVALID",
    "RELEASED",
    "OUTSIDE_BOX",
)

LedgerEntry = namedtuple("LedgerEntry", "decision charge remaining fallback")
LedgerEntry.__doc__ = """One line of a ledger.

decision   index in the episode, from 0
charge     cost, rounded up: realized log ratio in nats (negative: a refund); for a MeanGuard the
           squared shift in base standard deviations; exactly 0 wherever base was played
remaining  what is left, rounded down; a PerStepGuard repeats its limit
fallback   an index into FALLBACKS
"""

INF = float("inf")
SPENT = 1e-12  # below this much of a budget, base is played bit for bit
UNIT = 2.0**-53
TINY = 2.0**-960
MIN_NORMAL = 2.0**-1022
MAX_DOUBLE = float.fromhex("0x1.fffffffffffffp1023")
SQRT2 = float.fromhex("0x1.6a09e667f3bcdp0")
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10


class GuardError(ValueError):
    """Something the caller gave is wrong; the message says what and what to do."""


# ---------------------------------------------------------------------------- directed rounding


def _next_up(x):
    """The next double up."""
    if x == 0.0:
        return 5e-324
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    if x != x or x == INF:
        return x
    return struct.unpack("<d", struct.pack("<q", bits + 1 if x > 0 else bits - 1))[0]


if hasattr(math, "nextafter"):  # Python 3.9

    def _next_up(x, _next=math.nextafter):  # noqa: F811
        """The next double up."""
        return _next(x, INF)


def _next_down(x):
    return -_next_up(-x)


def _add_up(a, b):
    s = a + b
    t = s - a
    error = (a - (s - t)) + (b - t)
    return _next_up(s) if error > 0 or error != error else s


def _add_down(a, b):
    return -_add_up(-a, -b)


def _product_error(a, b, p):
    """a*b - p without rounding (Dekker); barring overflow of the halves."""
    c = 134217729.0 * a
    ah = c - (c - a)
    al = a - ah
    c = 134217729.0 * b
    bh = c - (c - b)
    bl = b - bh
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl


def _multiply_up(a, b):
    p = a * b
    if p == 0 and (a == 0 or b == 0):
        return 0.0
    if abs(p) < TINY:
        return _next_up(p)
    if not abs(p) < INF:
        return p
    if abs(a) > 1e290 or abs(b) > 1e290:
        return _next_up(p)
    return _next_up(p) if _product_error(a, b, p) > 0 else p


def _multiply_down(a, b):
    return -_multiply_up(-a, b)


def _divide_up(a, b):
    """a / b rounded up, for a >= 0 and b > 0."""
    if a == 0:
        return 0.0
    q = a / b
    if q == INF:
        return q
    if q < TINY or a < TINY:
        return _next_up(q)
    if q > 1e290:
        return _next_up(q)
    return _next_up(q) if (a - q * b) - _product_error(q, b, q * b) > 0 else q


# ---------------------------------------------------------------------------- elementary functions


def _remainder(z):
    w = z * z
    even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
    odd = z * (
        0.6666666666666735
        + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586))
    )
    return even + odd


def _portable_log(x):
    """ln x for normal x, by arithmetic alone (Java's org.surety.numeric.Logarithm)."""
    if not x < INF:
        return x
    f, exponent = frexp(x)
    if 2 * f <= SQRT2:
        f *= 2
        exponent -= 1
    s = (f - 1) / (f + 1)
    tail = s * _remainder(s * s)
    if exponent == 0:
        return 2 * s + tail
    return exponent * LN2_HIGH + (2 * s + (tail + exponent * LN2_LOW))


def _minus_log_one_minus(v):
    """-ln(1 - v) for v in [0, 0.29]."""
    s = v / (2 - v)
    return 2 * s + s * _remainder(s * s)


def _log(x):
    """ln x as FDLIBM's e_log computes it, for x >= 0."""
    if x == INF or x != x:
        return x
    if x == 0:
        return -INF
    f, k = frexp(x)
    k -= 1
    f *= 2
    hx = int((f - 1) * 1048576.0)
    if (hx + 0x95F64) & 0x100000:
        f *= 0.5
        k += 1
    f -= 1.0
    if (0xFFFFF & (2 + hx)) < 3:
        if f == 0:
            return k * LN2_HIGH + k * LN2_LOW if k else 0.0
        r = f * f * (0.5 - 0.33333333333333333 * f)
        return k * LN2_HIGH - ((r - k * LN2_LOW) - f) if k else f - r
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
    t2 = z * (
        0.6666666666666735130
        + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591))
    )
    r = t2 + t1
    i = hx - 0x6147A
    j = 0x6B851 - hx
    if (i | j) > 0:
        half = 0.5 * f * f
        if k == 0:
            return f - (half - s * (half + r))
        return k * LN2_HIGH - ((half - (s * (half + r) + k * LN2_LOW)) - f)
    if k == 0:
        return f - s * (f - r)
    return k * LN2_HIGH - ((s * (f - r) - k * LN2_LOW) - f)


def _exp(x):
    """e^x as FDLIBM's e_exp computes it, for 0 < x < 709."""
    high = struct.unpack("<q", struct.pack("<d", x))[0] >> 32
    k = 0
    hi = lo = 0.0
    if high > 0x3FD62E42:
        if high < 0x3FF0A2B2:
            hi = x - LN2_HIGH
            lo = LN2_LOW
            k = 1
        else:
            k = int(1.44269504088896338700 * x + 0.5)
            hi = x - k * LN2_HIGH
            lo = k * LN2_LOW
        x = hi - lo
    elif high < 0x3E300000:
        return 1.0 + x
    t = x * x
    c = x - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t
            * (
                6.61375632143793436117e-05
                + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
            )
        )
    )
    if k == 0:
        return 1.0 - ((x * c) / (c - 2.0) - x)
    return math.ldexp(1.0 - ((lo - (x * c) / (2.0 - c)) - hi), k)


# ---------------------------------------------------------------------------- Gaussians


def _ratio_term(mean, std, base_mean, base_std):
    """One dimension's share of the largest log ratio, to a relative error of 12 units."""
    narrowing = base_std - std
    shift = mean - base_mean
    if narrowing == 0 and shift == 0:
        return 0.0
    if not narrowing > 0 or not std >= MIN_NORMAL:
        return INF
    fraction = narrowing / base_std
    if fraction < 0.28:
        s = fraction / (2 - fraction)
        logarithm = 2 * s + s * _remainder(s * s)
    else:
        logarithm = _portable_log(base_std / std)
    value = logarithm + 0.5 * (shift / narrowing) * (shift / (base_std + std))
    return value if value >= 0 else INF


def _max_log_ratio_upper(mean, std, base_mean, base_std):
    total = 0.0
    for i in range(len(mean)):
        total += _ratio_term(mean[i], std[i], base_mean[i], base_std[i])
    return total * (1 + 16 * (len(mean) + 1) * UNIT)


def _log_ratio_upper(mean, std, base_mean, base_std, action):
    """Realized log ratio of a raw action, rounded up; exactly 0 where both are the same bits."""
    total = 0.0
    magnitude = 0.0
    d = len(mean)
    for i in range(d):
        m = mean[i]
        s = std[i]
        bm = base_mean[i]
        bs = base_std[i]
        if m == bm and s == bs:
            continue
        a = action[i]
        z = (a - m) / s
        z_base = (a - bm) / bs
        square = z * z
        square_base = z_base * z_base
        logarithm = _portable_log(bs / s)
        total += logarithm + 0.5 * (square_base - square)
        magnitude += 1 + abs(logarithm) + square + square_base
    return 0.0 if magnitude == 0 else total + (16 + d) * UNIT * magnitude


class _GaussianProjection:
    """KL projection onto {max log ratio <= limit, std <= base std}; see Java's class of the name."""

    def __init__(self, dimension):
        self.dimension = dimension
        self.v = [0.0] * dimension
        self.y = [1.0] * dimension
        self.w = [0.0] * dimension
        self.slope = [0.0] * dimension

    def project(self, limit, base_mean, base_std, task_mean, task_std):
        """(mean, std), or None where the numbers are out of range."""
        d = self.dimension
        is_open = True
        least = 0.0
        top = 0.0
        shift = []
        square = []
        width = []
        narrowing = []
        threshold = []
        for i in range(d):
            inverse = 1 / base_std[i]
            m = (task_mean[i] - base_mean[i]) * inverse
            ratio = task_std[i] * inverse
            u = ratio * ratio
            mm = m * m
            if not (u > 0 and ratio > 0 and inverse > 0) or not (u + mm + inverse < INF):
                return None
            narrower = (1 - ratio) * (1 + ratio)
            root = sqrt(narrower * narrower + 4 * m * m)
            if u > 1:
                star = 2 * m * m / (u * (root - narrower))
            else:
                star = (narrower + root) / (2 * u)
            shift.append(m)
            square.append(mm)
            width.append(u)
            narrowing.append(narrower)
            threshold.append(star)
            if star > top:
                top = star
            if mm > 0:
                if u < 1:
                    least += mm / (2 * (1 - u))
                else:
                    is_open = False
        if is_open and least <= limit:
            std = [min(task_std[i], base_std[i]) for i in range(d)]
            if _max_log_ratio_upper(task_mean, std, base_mean, base_std) <= limit:
                return list(task_mean), std
        if limit == 0 or top == 0:
            return list(base_mean), list(base_std)
        self._solve(limit * (1 - 1e-11), top, square, width, narrowing, threshold)
        mean = [0.0] * d
        std = [0.0] * d
        for i in range(d):
            self._place(i, shift[i], base_mean[i], base_std[i], mean, std)
        for attempt in range(8):
            ratio = _max_log_ratio_upper(mean, std, base_mean, base_std)
            if ratio <= limit:
                return mean, std
            factor = limit / ratio * (1 - 1e-13 * (1 << (3 * attempt)))
            for i in range(d):
                mean[i] = base_mean[i] + factor * (mean[i] - base_mean[i])
                std[i] = base_std[i] - factor * (base_std[i] - std[i])
                if std[i] == base_std[i]:
                    mean[i] = base_mean[i]
        return list(base_mean), list(base_std)

    def _solve(self, target, top, square, width, narrowing, threshold):
        """Finds the multiplier at which the dimensions' ratios add up to target; leaves v and y."""
        dimensions = range(self.dimension)
        v = self.v
        y = self.y
        w = self.w
        slope_of_v = self.slope
        q = 1 / sqrt(1 + 2 * target)
        lam = top * q
        theta = top * (2 * target / (1 + 2 * target) / (1 + q))
        low_lam = 0.0
        low_theta = top
        high_lam = top
        high_theta = 0.0
        last = before_last = INF
        first = True
        change = 0.0
        evaluated_at = 0.0
        steps = 1
        while True:
            from_top = theta < 0.5 * top
            if not first:
                change = lam - evaluated_at
            # ------ all dimensions at lam: v, y, w, their slopes, value and slope of the ratio
            value = 0.0
            slope = 0.0
            one = 1 + lam
            il = 1 / lam if lam != 0 else INF
            for i in dimensions:
                gap = (threshold[i] - top) + theta if from_top else threshold[i] - lam
                if gap <= 0:
                    v[i] = 0.0
                    y[i] = 1.0
                    slope_of_v[i] = 0.0
                    continue
                u = width[i]
                mm = square[i]
                if mm == 0:
                    yi = one * u
                    vi = u * gap
                    v[i] = vi
                    y[i] = yi
                    w[i] = vi + lam * u
                    slope_of_v[i] = -u
                    if vi < 0.28:
                        value += 0.5 * _minus_log_one_minus(vi)
                    else:
                        value += -0.5 * _portable_log(yi)
                    slope -= u / (2 * yi)
                    continue
                lu = lam * u
                iu = 1 / u
                c = mm * iu * iu
                rho = gap * (lam + c / threshold[i]) * il
                k = c * il
                lm = lam * mm
                dv = slope_of_v[i]
                vi = 0.0 if dv == 0 or first else v[i] + dv * change
                if 0 < vi < 1:
                    yi = 1 - vi
                else:
                    s = 1 + lu
                    a = lm / one
                    yi = min(1.0, one * u, 2 * s * s / (2 * s + a + sqrt(a * a + 4 * a * s)))
                    vi = 1 - yi
                narrow = narrowing[i]
                for _ in range(100):
                    iw = 1 / (lu + vi)
                    ratio = lm * iw * iw
                    if vi < lu:
                        residual = yi * rho - vi * (one + yi * k * (1 + lu * iw) * iw)
                    elif vi < 0.5:
                        residual = yi * ratio + (narrow - vi) * iu - lam
                    else:
                        residual = yi * ratio + (yi - u) * iu - lam
                    step = residual / (iu + ratio + 2 * ratio * yi * iw)
                    next_v = vi + step
                    next_y = yi - step
                    if next_v <= 0:
                        next_v = vi * 0.0009765625
                        next_y = 1 - next_v
                    elif next_y <= 0:
                        next_y = yi * 0.0009765625
                        next_v = 1 - next_y
                    vi = next_v
                    yi = next_y
                    if (-step if step < 0 else step) <= 1e-6 * (vi if vi < yi else yi):
                        break
                v[i] = vi
                y[i] = yi
                iw = 1 / (lu + vi)
                iy = 1 / yi
                ratio = mm * iw * iw
                cubic = ratio * iw
                by_lam = iy + cubic * (lu - vi)
                dv = -by_lam / (one * iy * iy + 2 * lam * cubic)
                w[i] = lu + vi
                slope_of_v[i] = dv
                if vi < 0.28:
                    s = vi / (2 - vi)
                    half = 0.5 * (2 * s + s * _remainder(s * s))
                else:
                    half = -0.5 * _portable_log(yi)
                value += half + 0.5 * ratio * vi
                slope += 0.5 * by_lam * dv - cubic * vi * u
            evaluated_at = lam
            first = False
            # ------ Newton on ln value against ln theta or ln lam, within the bracket
            excess = value - target
            if abs(excess) <= 4e-12 * target or steps == 200:
                return
            if excess > 0:
                low_lam = lam
                low_theta = theta
            else:
                high_lam = lam
                high_theta = theta
            newton = False
            if value != 0:
                elasticity = (-theta if from_top else lam) * slope / value
                relative = excess / target
                if abs(relative) < 1e-3:
                    log = -relative * (1 - 0.5 * relative)
                else:
                    log = -_portable_log(value / target)
                step = log / elasticity if elasticity != 0 else INF
                newton = abs(step) <= 0.5 * before_last and abs(step) < 1.5
            if newton:
                half = 1 + step * step * (1 / 12.0)
                growth = (half + 0.5 * step) / (half - 0.5 * step)
                if from_top:
                    following = theta * growth
                    newton = following > high_theta and following < low_theta
                    if newton:
                        theta = following
                        lam = top - theta
                else:
                    following = lam * growth
                    newton = following > low_lam and following < high_lam
                    if newton:
                        lam = following
                        theta = top - lam
            if newton:
                before_last = last
                last = abs(step)
            else:
                before_last = last = INF
                if from_top:
                    theta = _middle(high_theta, low_theta)
                    lam = top - theta
                else:
                    lam = _middle(low_lam, high_lam)
                    theta = top - lam
                if lam <= low_lam and lam >= high_lam:
                    return
            steps += 1

    def _place(self, i, m, center, b, mean, std):
        """Rounds a dimension of the solution to doubles that keep its share of the ratio."""
        vi = self.v[i]
        if vi == 0:
            mean[i] = center
            std[i] = b
            return
        yi = self.y[i]
        root = sqrt(yi)
        narrow = b - b * (vi / (1 + root)) if vi < 0.5 else b * root
        x = m * vi / self.w[i]
        if vi < 1e-3:
            fraction = (b - narrow) / b
            rounded = fraction * (1 + narrow / b)
            share = 0.5 * _minus_log_one_minus(vi) + x * x / (2 * vi)
            room = share - _minus_log_one_minus(fraction)
            x = copysign(sqrt(2 * rounded * room), x) if room > 0 else 0.0
            if room < 0:
                narrow = min(b, _next_up(narrow))
        move = b * x
        moved = center + move
        if abs(moved - center) > abs(move):
            moved = _next_down(moved) if move > 0 else _next_up(moved)
        mean[i] = center if narrow == b else moved
        std[i] = narrow


def _middle(low, high):
    if high <= 16 * low:
        return 0.5 * (low + high)
    return sqrt(low) * sqrt(high) if low > 0 else high / 64


def _squared_shift_upper(mean, base_mean, base_std):
    total = 0.0
    for i in range(len(mean)):
        shift = (mean[i] - base_mean[i]) / base_std[i]
        total += shift * shift
    return 0.0 if total == 0 else _next_up(total * (1 + (len(mean) + 8) * UNIT))


def _project_mean(radius, base_mean, base_std, task_mean, task_std):
    """The mean nearest to the task's within a radius in base deviations; None if out of range."""
    d = len(base_mean)
    dimensions = range(d)
    size = 0.0
    for i in dimensions:
        m = (task_mean[i] - base_mean[i]) / base_std[i]
        if not abs(m) < INF:
            return None
        size = max(size, abs(m))
    limit = _multiply_down(radius, radius)
    if _squared_shift_upper(task_mean, base_mean, base_std) <= limit:
        return list(task_mean)
    lam = 0.0
    target = radius * (1 - 1e-14)
    x = [0.0] * d
    if radius > 0:
        for _ in range(200):
            squares = 0.0
            slope = 0.0
            for i in dimensions:
                ratio = task_std[i] / base_std[i]
                u = ratio * ratio
                denominator = 1 + lam * u
                x[i] = (task_mean[i] - base_mean[i]) / base_std[i] / denominator
                scaled = x[i] / size
                squares += scaled * scaled
                slope += scaled * scaled * u / denominator
            length = size * sqrt(squares)
            increment = (length / target - 1) * squares / slope
            if not increment > 1e-15 * lam:
                break
            lam += increment
    factor = 1.0
    while True:
        base = radius == 0 or factor < 0.5
        if base:
            return list(base_mean)
        mean = [base_mean[i] + base_std[i] * (factor * x[i]) for i in dimensions]
        if _squared_shift_upper(mean, base_mean, base_std) <= limit:
            return mean
        factor = 1 - 1e-15 if factor == 1 else 1 - 8 * (1 - factor)


# ---------------------------------------------------------------------------- categories


def _normalized(weights):
    """Probabilities proportional to the weights, or None if they are no weights."""
    total = 0.0
    for weight in weights:
        if not weight >= 0:
            return None
        total += weight
    if not 0 < total < INF:
        return None
    return [weight / total for weight in weights]


def _slack(categories):
    return 4 * (categories + 2) * UNIT


def _category_ratio_upper(p, q, categories):
    if p == 0:
        return -INF
    if q == 0:
        return INF
    quotient = _divide_up(p, q)
    log = 0.0 if quotient == 1 else _next_up(_next_up(_log(quotient)))
    return _add_up(log, _slack(categories))


def _categories_ratio_upper(p, q):
    if p == q:
        return 0.0
    n = len(p)
    return max(_category_ratio_upper(p[i], q[i], n) for i in range(n))


def _project_categories(limit, base, task):
    n = len(base)
    if _categories_ratio_upper(task, base) <= limit:
        return task
    slack = 4 * _slack(n)
    if limit <= slack:
        return list(base)
    p = _capped(_exp(limit - slack) * (1 - 1e-15), base, task)
    towards_base = 0.0
    while towards_base < 1:
        mixed = [(1 - towards_base) * p[i] + towards_base * base[i] for i in range(n)]
        projection = _normalized(mixed)
        if projection is not None and _categories_ratio_upper(projection, base) <= limit:
            return projection
        towards_base = 2 * towards_base + 1e-14
    return list(base)


def _capped(alpha, q, t):
    """min(c t, alpha q) with mass 1, or as near as it comes; alpha > 1."""
    n = len(q)

    def quotient(i):
        return 0.0 if t[i] == 0 else (t[i] / q[i] if q[i] > 0 else INF)

    order = sorted(range(n), key=lambda i: -quotient(i))
    rest = [0.0] * (n + 1)
    mass = 0.0
    for j in range(n - 1, -1, -1):
        mass += t[order[j]]
        rest[j] = mass
    c = INF
    base_mass = 0.0
    for j in range(n):
        following = order[j]
        if rest[j] > 0:
            candidate = (1 - alpha * base_mass) / rest[j]
            if candidate * t[following] <= alpha * q[following]:
                c = candidate
                break
        base_mass += q[following]
    p = []
    mass = 0.0
    room = 0.0
    for i in range(n):
        cap = alpha * q[i]
        p.append(0.0 if t[i] == 0 else min(cap, max(0.0, c) * t[i]))
        mass += p[i]
        room += cap - p[i]
    missing = 1 - mass
    if missing > 0 and room > 0:
        share = min(1.0, missing / room)
        for i in range(n):
            p[i] += share * (alpha * q[i] - p[i])
    return p


# ---------------------------------------------------------------------------- guards


def _hex(x):
    return struct.pack(">d", x).hex()


_STATE = re.compile(
    r'\{"decisions":(\d{1,9}),"episode":(\d{1,18}),"format":"surety-guard-state-1",'
    r'"guard":"([a-z-]+)","horizon":(\d{1,9}),"parameters":\[((?:"[0-9a-f]{16}",?)+)\],'
    r'"released":(true|false),"remaining":"([0-9a-f]{16})","seed":"([0-9a-f]{16})",'
    r'"sha256":"([0-9a-f]{64})"\}\Z'
)


def _refuse(what, value, expected):
    raise GuardError("guard: %s = %r is out of range; %s" % (what, value, expected))


class _Guard:
    """The order of calls, the horizon, the release, and the ledger.

    terms: None for a guard that is never released, or the pair (SHA-256 of the certificate, name of
    the source of its labels) under which it may be.
    """

    _boxed = False  # whether the task is played only where an observation lies inside

    def __init__(self, name, parameters, full, horizon, terms):
        if not (isinstance(horizon, int) and horizon >= 1):
            raise GuardError("guard: has a horizon of %r decisions; give 1 or more" % (horizon,))
        if terms is not None and not re.fullmatch("[0-9a-f]{64}", terms[0]):
            raise GuardError(
                "release: the certificate digest %r is not a SHA-256; give the 64 lowercase "
                "hexadecimal digits of the certificate file" % (terms[0],)
            )
        self.name = name
        self.parameters = parameters
        self.horizon = horizon
        self.terms = tuple(terms) if terms is not None else None
        self._full = full
        self._projection = None
        self.reset()

    def reset(self):
        """Starts an episode: full budget, no decision taken, not released."""
        self.decisions = 0
        self.remaining = self._full
        self.released = False
        self._pending = False
        self._inside = False

    def observe(self, observation):
        """Takes note of what the next decision is taken on; matters to a BoxGuard alone."""

    @property
    def remaining_share(self):
        """What is left as a share of what an episode starts with."""
        return self.remaining / self._full if self._full else 0.0

    def restrict(self, base_mean, base_std, task_mean, task_std):
        """The Gaussian to draw from, as (mean, std); lists of floats. task_mean None: no task."""
        if self._pending:
            raise RuntimeError("the previous decision was not accounted for")
        d = len(base_mean)
        if d == 0 or len(base_std) != d:
            raise GuardError("base policy: as many means as deviations are needed")
        for i in range(d):
            if not -INF < base_mean[i] < INF or not 0 < base_std[i] < INF:
                raise GuardError(
                    "base policy: dimension %d has mean %r and deviation %r; a finite mean and a "
                    "positive deviation are needed (a deterministic base admits no ratio)"
                    % (i, base_mean[i], base_std[i])
                )
        valid = task_mean is not None
        if valid:
            if len(task_mean) != d or len(task_std) != d:
                raise GuardError("task policy: %d dimensions are needed" % d)
            for i in range(d):
                if not -INF < task_mean[i] < INF or not 0 < task_std[i] < INF:
                    valid = False
        played = None
        fallback = self._fallback(valid)
        if fallback == RELEASED:
            played = list(task_mean), list(task_std)
        elif fallback == NONE:
            try:
                played = self._limit(base_mean, base_std, task_mean, task_std)
            except ZeroDivisionError:
                # A shift below 1e-160 base deviations: IEEE goes on with NaN and ends at base.
                played = list(base_mean), list(base_std)
            if played is None:
                fallback = TASK_INVALID
        if played is None:
            played = list(base_mean), list(base_std)
        self._pending = True
        self._category = False
        self.fallback = fallback
        self._base = base_mean, base_std
        self._played = played
        return played

    def restrict_categories(self, base_weights, task_weights):
        """The probabilities to draw a category from; weights need not be normalized."""
        if self._pending:
            raise RuntimeError("the previous decision was not accounted for")
        base = _normalized(base_weights)
        if base is None:
            raise GuardError("base policy: weights must not be negative and have a positive sum")
        task = None
        if task_weights is not None:
            if len(task_weights) != len(base):
                raise GuardError("task policy: %d categories are needed" % len(base))
            task = _normalized(task_weights)
        fallback = self._fallback(task is not None)
        if fallback == RELEASED:
            played = task
        elif fallback == NONE:
            played = self._limit_categories(base, task)
        else:
            played = base
        self._pending = True
        self._category = True
        self.fallback = fallback
        self._base = base
        self._played = played
        return list(played)

    def _fallback(self, valid):
        if not valid:
            return TASK_INVALID
        if self.released:
            return RELEASED
        if self.decisions >= self.horizon:
            return HORIZON_PASSED
        if self._spent():
            return BUDGET_SPENT
        return NONE if self._inside or not self._boxed else OUTSIDE_BOX

    def account(self, raw_action):
        """Charges what was drawn: a list of floats, or [index] of a category."""
        if not self._pending:
            raise RuntimeError("no distribution was handed out for this decision")
        expected = 1 if self._category else len(self._played[0])
        if len(raw_action) != expected:
            raise GuardError("action: %d numbers are expected" % expected)
        for a in raw_action:
            if not -INF < a < INF:
                raise GuardError("action: no distribution draws %r" % (a,))
            if self._category and a not in range(len(self._base)):
                raise GuardError("action: %r is none of %d categories" % (a, len(self._base)))
        charge = 0.0
        if self.fallback == NONE:
            charge = self._charge(raw_action)
            self._spend(charge)
        self._pending = False
        self._inside = False
        self.decisions += 1
        return LedgerEntry(self.decisions - 1, charge, self.remaining, self.fallback)

    def release(self, certificate, label_source):
        """Lifts the limits for the rest of the episode: the certified conjunction is decided.

        certificate and label_source name what was decided and by which labels; they must be those
        of the terms. A release frees the policy from every property in force.
        """
        if self.terms is None:
            raise GuardError(
                "release: was not agreed when the guard was made; make it with terms, or keep it "
                "to the end of the episode"
            )
        if (certificate, label_source) != self.terms:
            raise GuardError(
                "release: decided is %r by labels of %r, the guard runs under %r by %r; release "
                "only when the conjunction of its own certificate is decided by its own labels"
                % (certificate, label_source, self.terms[0], self.terms[1])
            )
        self.released = True

    def save(self, seed=0, episode=0):
        """The state between two decisions, as one line of JSON."""
        if self._pending:
            raise RuntimeError("the previous decision was not accounted for")
        body = (
            '{"decisions":%d,"episode":%d,"format":"surety-guard-state-1","guard":"%s",'
            '"horizon":%d,"parameters":[%s],"released":%s,"remaining":"%s","seed":"%016x"}'
            % (
                self.decisions,
                episode,
                self.name,
                self.horizon,
                ",".join('"%s"' % _hex(p) for p in self.parameters),
                "true" if self.released else "false",
                _hex(self.remaining),
                seed,
            )
        )
        digest = hashlib.sha256(body.encode("ascii")).hexdigest()
        return '%s,"sha256":"%s"}' % (body[:-1], digest)

    def resume(self, text):
        """Continues an episode; returns (seed, episode) of its noise."""
        text = text.strip()
        match = _STATE.match(text)
        if not match:
            raise GuardError(
                "guard state: is not the state of a guard; give the line of JSON that a guard of "
                "this version saved, unchanged"
            )
        body = text[: text.rindex(',"sha256":')] + "}"
        if hashlib.sha256(body.encode("ascii")).hexdigest() != match.group(9):
            raise GuardError(
                "guard state: is damaged: its digest does not fit; start a new episode; the ledger "
                "of the interrupted one is lost"
            )
        parameters = ",".join('"%s"' % _hex(p) for p in self.parameters)
        if (match.group(3), match.group(5), int(match.group(4))) != (
            self.name,
            parameters,
            self.horizon,
        ):
            raise GuardError(
                "guard state: is another guard's; resume with the guard that saved it"
            )
        released = match.group(6) == "true"
        remaining = struct.unpack(">d", bytes.fromhex(match.group(7)))[0]
        if released and self.terms is None:
            raise GuardError("guard state: is released, which this guard may not be")
        if not -INF < remaining < INF:
            raise GuardError("guard state: has no number left to spend; start a new episode")
        self.decisions = int(match.group(1))
        self.remaining = remaining
        self.released = released
        self._pending = False
        self._inside = False
        return int(match.group(8), 16), int(match.group(2))

    def _project(self, limit, base_mean, base_std, task_mean, task_std):
        projection = self._projection
        if projection is None or projection.dimension != len(base_mean):
            projection = self._projection = _GaussianProjection(len(base_mean))
        return projection.project(limit, base_mean, base_std, task_mean, task_std)

    def _realized(self, raw_action, limit):
        """The realized log ratio, rounded up, and never above the limit, which holds for all."""
        if self._category:
            index = int(raw_action[0])
            realized = (
                0.0
                if self._played == self._base
                else _category_ratio_upper(
                    self._played[index], self._base[index], len(self._base)
                )
            )
        else:
            mean, std = self._played
            realized = _log_ratio_upper(mean, std, self._base[0], self._base[1], raw_action)
        return realized if -INF < realized < limit else limit


class PerStepGuard(_Guard):
    """Keeps the density ratio of every decision at most alpha."""

    def __init__(self, alpha, horizon, terms=None):
        if not 1 <= alpha < INF:
            _refuse("alpha", alpha, "a density ratio has a supremum of at least 1; give 1 or more")
        alpha = float(alpha)
        self._log = max(0.0, _next_down(_next_down(_log(alpha))))
        super().__init__("per-step", [alpha], self._log, horizon, terms)

    def _limit(self, *distributions):
        return self._project(self._log, *distributions)

    def _limit_categories(self, base, task):
        return _project_categories(min(self._log, 700.0), base, task)

    def _charge(self, raw_action):
        return self._realized(raw_action, self._log)

    def _spend(self, charge):
        pass

    def _spent(self):
        return self._log < SPENT


class BoxGuard(_Guard):
    """Plays the task policy as it is inside a box of observations, and base outside, bit for bit.

    That the density ratio is at most alpha inside has to be proved beforehand, of the very networks
    that are run ('surety audit --states'): nothing is limited here. observe() tells the observation
    before each decision, as logged and before any normalization; without it base is played. The
    border belongs to the box, a NaN does not. lower and upper have an end for each observed value.
    """

    _boxed = True

    def __init__(self, alpha, lower, upper, horizon, terms=None):
        if not 1 <= alpha < INF:
            _refuse("alpha", alpha, "a density ratio has a supremum of at least 1; give 1 or more")
        lower = [float(x) for x in lower]
        upper = [float(x) for x in upper]
        if not lower or len(lower) != len(upper):
            raise GuardError(
                "guard: a box with %d lower and %d upper ends; give one of each for every "
                "observed value" % (len(lower), len(upper))
            )
        for low, high in zip(lower, upper):
            if not -INF < low <= high < INF:
                _refuse("box", [low, high], "give a finite lower end not above the upper end")
        self._lower = lower
        self._upper = upper
        alpha = float(alpha)
        self._log = max(0.0, _next_down(_next_down(_log(alpha))))
        super().__init__("box", [alpha], self._log, horizon, terms)

    def observe(self, observation):
        # As doubles: a float32 may be compared with a double in single precision otherwise.
        values = [float(x) for x in observation]
        if len(values) != len(self._lower):
            self._inside = False
            raise GuardError("observation: %d numbers are expected" % len(self._lower))
        self._inside = all(
            low <= x <= high for low, x, high in zip(self._lower, values, self._upper)
        )

    def _limit(self, base_mean, base_std, task_mean, task_std):
        return list(task_mean), list(task_std)

    def _limit_categories(self, base, task):
        return task

    def _charge(self, raw_action):
        return self._realized(raw_action, MAX_DOUBLE)

    def _spend(self, charge):
        pass

    def _spent(self):
        return self._log < SPENT


class BudgetGuard(_Guard):
    """Keeps the log density ratio of the whole episode at most budget (nats), with refunds."""

    def __init__(self, budget, per_step_cap, horizon, terms=None):
        if not 0 <= budget < INF:
            _refuse("budget", budget, "give a finite number of nats, at least 0")
        if not per_step_cap > 0:
            _refuse("per-step cap", per_step_cap, "give a positive number of nats")
        self._cap = float(per_step_cap)
        super().__init__("budget", [float(budget), self._cap], float(budget), horizon, terms)

    def _limit(self, *distributions):
        self._allowed = min(self._cap, self.remaining * (1 - 1e-12))
        return self._project(self._allowed, *distributions)

    def _limit_categories(self, base, task):
        self._allowed = min(self._cap, self.remaining * (1 - 1e-12))
        return _project_categories(min(self._allowed, 700.0), base, task)

    def _charge(self, raw_action):
        return self._realized(raw_action, self._allowed)

    def _spend(self, charge):
        self.remaining = _add_down(self.remaining, -charge)

    def _spent(self):
        return not self.remaining >= SPENT


class MeanGuard(_Guard):
    """Keeps base's width; squared mean shifts add up to at most budget**2. For Gaussians."""

    def __init__(self, budget, per_step_cap, horizon, terms=None):
        if not 0 <= budget < 1e150:
            _refuse("mean budget", budget, "give a finite number of deviations, at least 0")
        if not per_step_cap > 0:
            _refuse("per-step cap", per_step_cap, "give a positive number of standard deviations")
        self._cap = float(per_step_cap)
        budget = float(budget)
        full = _multiply_down(budget, budget)
        super().__init__("mean-only", [budget, self._cap], full, horizon, terms)

    def restrict_categories(self, base_weights, task_weights):
        raise GuardError("guard: a mean guard takes Gaussians; use a BudgetGuard for categories")

    def _limit(self, base_mean, base_std, task_mean, task_std):
        root = sqrt(self.remaining)
        if _multiply_up(root, root) > self.remaining:
            root = _next_down(root)
        mean = _project_mean(min(self._cap, root), base_mean, base_std, task_mean, task_std)
        if mean is None:
            return None
        self._cost = _squared_shift_upper(mean, base_mean, base_std)
        return mean, list(base_std)

    def _charge(self, raw_action):
        return self._cost

    def _spend(self, charge):
        self.remaining = _add_down(self.remaining, -charge)

    def _spent(self):
        return not self.remaining >= SPENT


# ---------------------------------------------------------------------------- drawing and acting

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def _mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


class CounterNoise:
    """Noise that is a function of seed, episode, decision and index: SplitMix64, polar method."""

    def __init__(self, seed):
        self.seed = seed & _MASK
        self._start = _mix((self.seed + _GOLDEN) & _MASK)
        self.seek(0, 0)

    def seek(self, episode, decision):
        """Moves to the first number of a decision."""
        self._key = _mix((self._start + episode) & _MASK)
        self._counter = decision << 16
        self._second = None

    def uniform(self):
        """Uniform in [0, 1), 53 bits."""
        self._counter += 1
        return (_mix((self._key + self._counter * _GOLDEN) & _MASK) >> 11) * UNIT

    def normal(self):
        """Standard normal."""
        if self._second is not None:
            z = self._second
            self._second = None
            return z
        while True:
            a = 2 * self.uniform() - 1
            b = 2 * self.uniform() - 1
            square = a * a + b * b
            if 0 < square < 1:
                scale = sqrt(-2 * _portable_log(square) / square)
                self._second = b * scale
                return a * scale

    def category(self, probabilities):
        """An index drawn from probabilities."""
        left = self.uniform()
        last = 0
        for i, p in enumerate(probabilities):
            if p > 0:
                last = i
                left -= p
                if left < 0:
                    return i
        return last


def coupling_of_gaussians(mean_shifts, log_widths, dimension):
    """Bound on the total variation per decision between two evaluations of the base policy.

    mean_shifts: largest difference of means in the smaller standard deviations; log_widths: largest
    difference of the logarithms of the deviations. To be added to the risk once per decision.
    """
    one = _add_up(
        _multiply_up(0.39894228040143276, mean_shifts),
        _multiply_up(0.4839414490382868, log_widths),
    )
    return min(1.0, _multiply_up(one, float(dimension)))


class GuardedPolicy:
    """A base policy, a task policy, a guard and noise: what runs in place of the certified policy.

    base(observation) returns (mean, std); task(observation, remaining_share) the same or None. With
    categorical=True both return a list of weights, and the raw action is [index].
    base_noise must be "independent": noise drawn afresh at every decision. A base with noise that
    persists (gSDE, Ornstein-Uhlenbeck, a draw per episode) cannot be guarded by its distribution at
    a state, unless what persists is in the observation: then say "observed".
    logs_by, guard_by name the evaluators of the base in the logs and here; where they differ,
    coupling (see coupling_of_gaussians) is required and adds horizon * coupling to the risk.
    seed: by default a fresh one from the operating system.
    """

    def __init__(
        self,
        base,
        task,
        guard,
        base_noise,
        logs_by,
        guard_by,
        coupling=0.0,
        seed=None,
        categorical=False,
    ):
        if base_noise not in ("independent", "observed"):
            raise GuardError(
                "base policy: draws from %r, which persists beyond a decision and is not part of "
                "the history; turn it off and certify again, or make it part of the observation"
                % (base_noise,)
            )
        if not 0 <= coupling <= 1:
            raise GuardError("coupling: a total variation of %r is none" % (coupling,))
        if logs_by != guard_by and coupling == 0:
            raise GuardError(
                "base policy: its logs were made by %s, the guard evaluates it by %s; measure how "
                "far the two differ and state it, or guard with the evaluator of the logs"
                % (logs_by, guard_by)
            )
        self.base = base
        self.task = task
        self.guard = guard
        self.categorical = categorical
        self.coupling_total = _multiply_up(float(coupling), float(guard.horizon))
        self.noise = CounterNoise(
            int.from_bytes(os.urandom(8), "big") if seed is None else seed
        )
        self.start(0)

    def start(self, episode):
        """Starts an episode with its own noise; numbers may not repeat under one seed."""
        if episode < 0:
            raise GuardError("episode: numbered from 0, got %r" % (episode,))
        self.episode = episode
        self.guard.reset()

    def act(self, observation):
        """(raw action, LedgerEntry); squash and clip the raw action afterwards."""
        guard = self.guard
        noise = self.noise
        noise.seek(self.episode, guard.decisions)
        guard.observe(observation)
        base = self.base(observation)
        task = self.task(observation, guard.remaining_share)
        if self.categorical:
            raw = [float(noise.category(guard.restrict_categories(base, task)))]
            return raw, guard.account(raw)
        mean, std = guard.restrict(*base, *(task if task is not None else (None, None)))
        raw = [mean[i] + std[i] * noise.normal() for i in range(len(mean))]
        return raw, guard.account(raw)

    def save(self):
        """The state between two decisions, as one line of JSON."""
        return self.guard.save(self.noise.seed, self.episode)

    def resume(self, text):
        """Continues an interrupted episode with the draws it would have had."""
        saved = re.search(r'"seed":"([0-9a-f]{16})"', text)
        if saved and int(saved.group(1), 16) != self.noise.seed:
            raise GuardError(
                "guard state: was saved under another seed; resume with the seed it was saved under"
            )
        _, self.episode = self.guard.resume(text)
