/*
 * Surety's guards, on board: one C99 header, no allocation, no library but math.h.
 *
 * A guard keeps a task policy within a certified distance of the base policy that was certified,
 * while it runs. At every decision it is given both distributions of the next action, returns the
 * one to draw from, and charges a ledger for what was drawn:
 *
 *   surety_guard guard;
 *   surety_guard_budget(&guard, 2.302585, 0.18, 100);
 *   surety_guard_restrict(&guard, 2, base_mean, base_std, task_mean, task_std, mean, std);
 *   for (i = 0; i < 2; i++) raw[i] = mean[i] + std[i] * surety_noise_normal(&noise);
 *   surety_guard_account(&guard, raw, &entry);
 *
 * Every function that can refuse returns a surety_status; look at it. Where it is not SURETY_OK,
 * nothing has changed and no distribution was written: play base, or stop.
 *
 * The distributions are those of the action as the policy draws it: squash, scale and clip
 * afterwards, and log the raw action. Noise of the base policy that persists over decisions (gSDE,
 * Ornstein-Uhlenbeck, a draw per episode) cannot be guarded unless it is part of the observation.
 *
 * This header and the Java package org.surety.guard compute the same bits, provided the compiler
 * computes doubles as doubles and contracts nothing into fused operations: -std=c99 or
 * -ffp-contract=off with GCC, and never -ffast-math. What is called FDLIBM is what Java's StrictMath
 * is defined to be (Sun Microsystems, "Freely Distributable LIBM", 1993).
 */
#ifndef SURETY_GUARD_H
#define SURETY_GUARD_H

#include <float.h>
#include <math.h>
#include <stdint.h>

#if defined(__FAST_MATH__)
#error "surety_guard.h: -ffast-math breaks the guarantee"
#endif
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "surety_guard.h: doubles must be computed as doubles; on 32-bit x86 use -msse2 -mfpmath=sse"
#endif
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__) && !defined(__STRICT_ANSI__) && defined(__FP_FAST_FMA) \
    && !defined(SURETY_FP_CONTRACT_IS_OFF)
#error "surety_guard.h: compile with -std=c99, or -ffp-contract=off -DSURETY_FP_CONTRACT_IS_OFF"
#endif

/* Largest number of action dimensions, and of categories. */
#ifndef SURETY_MAX_SIZE
#define SURETY_MAX_SIZE 32
#endif

/* Room for a saved state with its closing zero. */
#define SURETY_STATE_SIZE 384

/* Why the limited task distribution was not played. */
typedef enum {
  SURETY_NONE,           /* it was */
  SURETY_BUDGET_SPENT,   /* base was played, bit for bit */
  SURETY_HORIZON_PASSED, /* more decisions than the horizon: base */
  SURETY_TASK_INVALID,   /* no valid task distribution: base */
  SURETY_RELEASED,       /* the certified conjunction is decided: the task, unlimited */
  SURETY_OUTSIDE_BOX     /* the observation is outside the guard's box: base, bit for bit */
} surety_fallback;

typedef enum {
  SURETY_OK,
  SURETY_SETTING_OUT_OF_RANGE, /* alpha < 1, negative budget, cap or horizon not positive */
  SURETY_SIZE_OUT_OF_RANGE,    /* dimension below 1 or above SURETY_MAX_SIZE */
  SURETY_WRONG_ORDER,          /* restrict and account must alternate */
  SURETY_BASE_INVALID,         /* mean not finite, deviation not positive, weights not weights */
  SURETY_KIND_REFUSED,         /* a mean guard takes Gaussians */
  SURETY_ACTION_INVALID,       /* not finite, or no category */
  SURETY_RELEASE_REFUSED,      /* not agreed, another certificate, or other labels */
  SURETY_STATE_DAMAGED,        /* not a state, or its digest does not fit */
  SURETY_STATE_OF_ANOTHER      /* saved by a guard with other settings */
} surety_status;

typedef enum { SURETY_PER_STEP, SURETY_BUDGET, SURETY_MEAN_ONLY, SURETY_BOX } surety_kind;

/* One line of a ledger. */
typedef struct {
  long decision;   /* index in the episode, from 0 */
  double charge;   /* rounded up: realized log ratio in nats, negative for a refund; for a mean
                      guard the squared shift in base deviations; 0 wherever base was played */
  double remaining; /* what is left, rounded down; a per-step guard repeats its limit */
  surety_fallback fallback;
} surety_ledger_entry;

typedef struct {
  surety_kind kind;
  int parameter_count;
  double parameter[2];
  long horizon;
  double full;
  int releasable;
  char certificate[65];
  char label_source[128];
  int observed; /* of a box: number of observed values, and its ends */
  const double *lower;
  const double *upper;
  /* the running episode */
  long decisions;
  double remaining;
  int released;
  int inside; /* whether the next decision's observation lies in the box */
  /* the pending decision */
  int pending;
  int categorical;
  int size;
  surety_fallback fallback;
  double allowed;
  double cost;
  double base_mean[SURETY_MAX_SIZE];
  double base_std[SURETY_MAX_SIZE];
  double mean[SURETY_MAX_SIZE]; /* of categories: their probabilities */
  double std[SURETY_MAX_SIZE];
} surety_guard;

/* Noise that is a function of seed, episode, decision and index. */
typedef struct {
  uint64_t seed;
  uint64_t key;
  uint64_t counter;
  int has_second;
  double second;
} surety_noise;

/* ------------------------------------------------------------------------- directed rounding */

#define SURETY_UNIT 0x1p-53
#define SURETY_TINY 0x1p-960
#define SURETY_SPENT 1e-12

static inline double surety_up(double x) { return nextafter(x, INFINITY); }
static inline double surety_down(double x) { return nextafter(x, -INFINITY); }

static inline uint64_t surety_bits(double x) {
  union { double d; uint64_t u; } cast;
  cast.d = x;
  return cast.u;
}

static inline double surety_from_bits(uint64_t bits) {
  union { double d; uint64_t u; } cast;
  cast.u = bits;
  return cast.d;
}

static inline double surety_add_up(double a, double b) {
  double s = a + b;
  double t = s - a;
  double error = (a - (s - t)) + (b - t);
  return error > 0 || error != error ? surety_up(s) : s;
}

static inline double surety_add_down(double a, double b) { return -surety_add_up(-a, -b); }

/* a*b - p without rounding (Dekker); the halves must not overflow. */
static inline double surety_product_error(double a, double b, double p) {
  double c = 134217729.0 * a;
  double ah = c - (c - a);
  double al = a - ah;
  double bh, bl;
  c = 134217729.0 * b;
  bh = c - (c - b);
  bl = b - bh;
  return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
}

static inline double surety_multiply_up(double a, double b) {
  double p = a * b;
  if (p == 0 && (a == 0 || b == 0)) return 0;
  if (fabs(p) < SURETY_TINY) return surety_up(p);
  if (!(fabs(p) < INFINITY)) return p;
  if (fabs(a) > 1e290 || fabs(b) > 1e290) return surety_up(p);
  return surety_product_error(a, b, p) > 0 ? surety_up(p) : p;
}

static inline double surety_multiply_down(double a, double b) { return -surety_multiply_up(-a, b); }

/* a / b rounded up, for a >= 0 and b > 0. */
static inline double surety_divide_up(double a, double b) {
  double q;
  if (a == 0) return 0;
  q = a / b;
  if (q == INFINITY) return q;
  if (q < SURETY_TINY || a < SURETY_TINY || q > 1e290) return surety_up(q);
  return (a - q * b) - surety_product_error(q, b, q * b) > 0 ? surety_up(q) : q;
}

/* ----------------------------------------------------------------------- elementary functions */

#define SURETY_LN2_HIGH 0.6931471803691238
#define SURETY_LN2_LOW 1.9082149292705877e-10

static inline double surety_remainder(double z) {
  double w = z * z;
  double even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  double odd =
      z
      * (0.6666666666666735
         + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  return even + odd;
}

/* ln x for normal x, by arithmetic alone (Java's org.surety.numeric.Logarithm). */
static inline double surety_portable_log(double x) {
  uint64_t bits = surety_bits(x);
  int exponent = (int)(bits >> 52) - 1023;
  double f = surety_from_bits((bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3ff0000000000000));
  double s, tail;
  if (!(x <= DBL_MAX)) return x;
  if (f > 0x1.6a09e667f3bcdp0) {
    f *= 0.5;
    exponent++;
  }
  s = (f - 1) / (f + 1);
  tail = s * surety_remainder(s * s);
  return exponent == 0
             ? 2 * s + tail
             : exponent * SURETY_LN2_HIGH + (2 * s + (tail + exponent * SURETY_LN2_LOW));
}

/* -ln(1 - v) for v in [0, 0.29]. */
static inline double surety_minus_log_one_minus(double v) {
  double s = v / (2 - v);
  return 2 * s + s * surety_remainder(s * s);
}

/* ln x as FDLIBM's e_log computes it, for x >= 0. */
static inline double surety_log(double x) {
  int k = 0;
  int32_t hx, i, j;
  double f, r, s, z, w, t1, t2, half, dk;
  if (!(x < INFINITY)) return x;
  if (x == 0) return -INFINITY;
  if (x < DBL_MIN) {
    x *= 0x1p54;
    k = -54;
  }
  hx = (int32_t)(surety_bits(x) >> 32);
  k += (hx >> 20) - 1023;
  hx &= 0x000fffff;
  i = (hx + 0x95f64) & 0x100000;
  x = surety_from_bits(
      (surety_bits(x) & UINT64_C(0xffffffff)) | ((uint64_t)(hx | (i ^ 0x3ff00000)) << 32));
  k += i >> 20;
  f = x - 1.0;
  dk = k;
  if ((0x000fffff & (2 + hx)) < 3) {
    if (f == 0) return k == 0 ? 0 : dk * SURETY_LN2_HIGH + dk * SURETY_LN2_LOW;
    r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : dk * SURETY_LN2_HIGH - ((r - dk * SURETY_LN2_LOW) - f);
  }
  s = f / (2.0 + f);
  z = s * s;
  i = hx - 0x6147a;
  w = z * z;
  j = 0x6b851 - hx;
  t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  t2 = z
       * (0.6666666666666735130
          + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  r = t2 + t1;
  if ((i | j) > 0) {
    half = 0.5 * f * f;
    return k == 0 ? f - (half - s * (half + r))
                  : dk * SURETY_LN2_HIGH - ((half - (s * (half + r) + dk * SURETY_LN2_LOW)) - f);
  }
  return k == 0 ? f - s * (f - r)
                : dk * SURETY_LN2_HIGH - ((s * (f - r) - dk * SURETY_LN2_LOW) - f);
}

/* e^x as FDLIBM's e_exp computes it, for 0 < x < 709. */
static inline double surety_exp(double x) {
  int32_t high = (int32_t)(surety_bits(x) >> 32);
  int k = 0;
  double hi = 0, lo = 0, t, c;
  if (high > 0x3fd62e42) {
    if (high < 0x3ff0a2b2) {
      hi = x - SURETY_LN2_HIGH;
      lo = SURETY_LN2_LOW;
      k = 1;
    } else {
      k = (int)(1.44269504088896338700 * x + 0.5);
      t = k;
      hi = x - t * SURETY_LN2_HIGH;
      lo = t * SURETY_LN2_LOW;
    }
    x = hi - lo;
  } else if (high < 0x3e300000) {
    return 1.0 + x;
  }
  t = x * x;
  c = x
      - t
            * (1.66666666666666019037e-01
               + t
                     * (-2.77777777770155933842e-03
                        + t
                              * (6.61375632143793436117e-05
                                 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  if (k == 0) return 1.0 - ((x * c) / (c - 2.0) - x);
  return ldexp(1.0 - ((lo - (x * c) / (2.0 - c)) - hi), k);
}

/* --------------------------------------------------------------------------------- Gaussians */

/* One dimension's share of the largest log ratio, to a relative error of 12 units. */
static inline double surety_ratio_term(double mean, double std, double base_mean, double base_std) {
  double narrowing = base_std - std;
  double shift = mean - base_mean;
  double fraction, logarithm, value;
  if (narrowing == 0 && shift == 0) return 0;
  if (!(narrowing > 0) || !(std >= DBL_MIN)) return INFINITY;
  fraction = narrowing / base_std;
  logarithm = fraction < 0.28 ? surety_minus_log_one_minus(fraction)
                              : surety_portable_log(base_std / std);
  value = logarithm + 0.5 * (shift / narrowing) * (shift / (base_std + std));
  return value >= 0 ? value : INFINITY;
}

static inline double surety_max_log_ratio_upper(
    int d, const double *mean, const double *std, const double *base_mean, const double *base_std) {
  double sum = 0;
  int i;
  for (i = 0; i < d; i++) sum += surety_ratio_term(mean[i], std[i], base_mean[i], base_std[i]);
  return sum * (1 + 16 * (d + 1) * SURETY_UNIT);
}

/* Realized log ratio of a raw action, rounded up; exactly 0 where both are the same bits. */
static inline double surety_log_ratio_upper(
    int d, const double *mean, const double *std, const double *base_mean, const double *base_std,
    const double *action) {
  double sum = 0, magnitude = 0;
  int i;
  for (i = 0; i < d; i++) {
    double z, z_base, square, square_base, logarithm;
    if (mean[i] == base_mean[i] && std[i] == base_std[i]) continue;
    z = (action[i] - mean[i]) / std[i];
    z_base = (action[i] - base_mean[i]) / base_std[i];
    square = z * z;
    square_base = z_base * z_base;
    logarithm = surety_portable_log(base_std[i] / std[i]);
    sum += logarithm + 0.5 * (square_base - square);
    magnitude += 1 + fabs(logarithm) + square + square_base;
  }
  return magnitude == 0 ? 0 : sum + (16 + d) * SURETY_UNIT * magnitude;
}

/* Work space of the projection; see Java's GaussianProjection and ProjectionSolver. */
typedef struct {
  double shift[SURETY_MAX_SIZE], square[SURETY_MAX_SIZE], width[SURETY_MAX_SIZE];
  double narrowing[SURETY_MAX_SIZE], threshold[SURETY_MAX_SIZE];
  double v[SURETY_MAX_SIZE], y[SURETY_MAX_SIZE], w[SURETY_MAX_SIZE], slope_of_v[SURETY_MAX_SIZE];
  double top, value, slope, evaluated_at;
  int d, first;
} surety_projection;

static inline double surety_minus_half_log(double v, double y) {
  return v < 0.28 ? 0.5 * surety_minus_log_one_minus(v) : -0.5 * surety_portable_log(y);
}

static inline void surety_solve_dimension(
    surety_projection *p, int i, double lambda, double gap, double warm) {
  double u = p->width[i], mm = p->square[i];
  double lu = lambda * u, iu = 1 / u, one = 1 + lambda, c = mm * iu * iu, il = 1 / lambda;
  double rho = gap * (lambda + c / p->threshold[i]) * il;
  double k = c * il, lm = lambda * mm;
  double vi = warm, yi = 1 - warm;
  int j;
  if (!(vi > 0 && vi < 1)) {
    double s = 1 + lu;
    double a = lm / one;
    double right = 2 * s * s / (2 * s + a + sqrt(a * a + 4 * a * s));
    double least = one * u < right ? one * u : right;
    yi = least < 1 ? least : 1;
    vi = 1 - yi;
  }
  for (j = 0; j < 100; j++) {
    double iw = 1 / (lu + vi);
    double ratio = lm * iw * iw;
    double pole = iu + ratio;
    double residual = vi < lu ? yi * rho - vi * (one + yi * k * (1 + lu * iw) * iw)
                              : yi * ratio + (vi < 0.5 ? p->narrowing[i] - vi : yi - u) * iu - lambda;
    double step = residual / (pole + 2 * ratio * yi * iw);
    double next_v = vi + step, next_y = yi - step;
    if (next_v <= 0) {
      next_v = vi * 0x1p-10;
      next_y = 1 - next_v;
    } else if (next_y <= 0) {
      next_y = yi * 0x1p-10;
      next_v = 1 - next_y;
    }
    vi = next_v;
    yi = next_y;
    if (fabs(step) <= 1e-6 * (vi < yi ? vi : yi)) break;
  }
  p->v[i] = vi;
  p->y[i] = yi;
}

/* Solves all dimensions at lambda. */
static inline void surety_evaluate(
    surety_projection *p, double lambda, double theta, int from_top) {
  double sum = 0, derivative = 0, change = lambda - p->evaluated_at;
  int i;
  for (i = 0; i < p->d; i++) {
    double gap = from_top ? (p->threshold[i] - p->top) + theta : p->threshold[i] - lambda;
    double u = p->width[i], mm = p->square[i];
    double vi, yi, lu, iw, iy, ratio, cubic, by_lambda, by_v, dv;
    if (gap <= 0) {
      p->v[i] = 0;
      p->y[i] = 1;
      p->slope_of_v[i] = 0;
      continue;
    }
    if (mm == 0) {
      double narrow = (1 + lambda) * u;
      p->v[i] = u * gap;
      p->y[i] = narrow;
      p->w[i] = p->v[i] + lambda * u;
      p->slope_of_v[i] = -u;
      sum += surety_minus_half_log(p->v[i], narrow);
      derivative -= u / (2 * narrow);
      continue;
    }
    surety_solve_dimension(
        p, i, lambda, gap,
        p->slope_of_v[i] == 0 || p->first ? 0 : p->v[i] + p->slope_of_v[i] * change);
    vi = p->v[i];
    yi = p->y[i];
    lu = lambda * u;
    iw = 1 / (lu + vi);
    iy = 1 / yi;
    ratio = mm * iw * iw;
    cubic = ratio * iw;
    by_lambda = iy + cubic * (lu - vi);
    by_v = (1 + lambda) * iy * iy + 2 * lambda * cubic;
    dv = -by_lambda / by_v;
    p->w[i] = lu + vi;
    p->slope_of_v[i] = dv;
    sum += surety_minus_half_log(vi, yi) + 0.5 * ratio * vi;
    derivative += 0.5 * by_lambda * dv - cubic * vi * u;
  }
  p->value = sum;
  p->slope = derivative;
  p->evaluated_at = lambda;
  p->first = 0;
}

static inline double surety_middle(double low, double high) {
  if (high <= 16 * low) return 0.5 * (low + high);
  return low > 0 ? sqrt(low) * sqrt(high) : high / 64;
}

/* Finds the multiplier at which the dimensions' ratios add up to target; leaves v and y. */
static inline void surety_solve(surety_projection *p, double target) {
  double q = 1 / sqrt(1 + 2 * target);
  double lambda = p->top * q;
  double theta = p->top * (2 * target / (1 + 2 * target) / (1 + q));
  double low_lambda = 0, low_theta = p->top, high_lambda = p->top, high_theta = 0;
  double last = INFINITY, before_last = INFINITY;
  int steps;
  p->first = 1;
  p->evaluated_at = 0;
  for (steps = 1;; steps++) {
    int from_top = theta < 0.5 * p->top;
    int newton;
    double excess, elasticity, relative, log, step;
    surety_evaluate(p, lambda, theta, from_top);
    excess = p->value - target;
    if (fabs(excess) <= 4e-12 * target || steps == 200) return;
    if (excess > 0) {
      low_lambda = lambda;
      low_theta = theta;
    } else {
      high_lambda = lambda;
      high_theta = theta;
    }
    elasticity = (from_top ? -theta : lambda) * p->slope / p->value;
    relative = excess / target;
    log = fabs(relative) < 1e-3   ? -relative * (1 - 0.5 * relative)
          : p->value > 0 ? -surety_portable_log(p->value / target)
                         : 1;
    step = log / elasticity;
    newton = fabs(step) <= 0.5 * before_last && fabs(step) < 1.5;
    if (newton) {
      double half = 1 + step * step * (1 / 12.0);
      double growth = (half + 0.5 * step) / (half - 0.5 * step);
      double next = (from_top ? theta : lambda) * growth;
      newton = from_top ? next > high_theta && next < low_theta
                        : next > low_lambda && next < high_lambda;
      if (newton && from_top) {
        theta = next;
        lambda = p->top - theta;
      } else if (newton) {
        lambda = next;
        theta = p->top - lambda;
      }
    }
    if (newton) {
      before_last = last;
      last = fabs(step);
    } else {
      before_last = last = INFINITY;
      if (from_top) {
        theta = surety_middle(high_theta, low_theta);
        lambda = p->top - theta;
      } else {
        lambda = surety_middle(low_lambda, high_lambda);
        theta = p->top - lambda;
      }
      if (lambda <= low_lambda && lambda >= high_lambda) return;
    }
  }
}

/* Rounds a dimension of the solution to doubles that keep its share of the ratio. */
static inline void surety_place(
    const surety_projection *p, int i, double center, double b, double *mean, double *std) {
  double vi = p->v[i], yi = p->y[i], narrow, x, move, moved;
  if (vi == 0) {
    *mean = center;
    *std = b;
    return;
  }
  narrow = vi < 0.5 ? b - b * (vi / (1 + sqrt(yi))) : b * sqrt(yi);
  x = p->shift[i] * vi / p->w[i];
  if (vi < 1e-3) {
    double fraction = (b - narrow) / b;
    double rounded = fraction * (1 + narrow / b);
    double share = surety_minus_half_log(vi, yi) + x * x / (2 * vi);
    double room = share - surety_minus_log_one_minus(fraction);
    x = room > 0 ? copysign(sqrt(2 * rounded * room), x) : 0;
    if (room < 0) {
      double wider = surety_up(narrow);
      narrow = wider < b ? wider : b;
    }
  }
  move = b * x;
  moved = center + move;
  if (fabs(moved - center) > fabs(move)) {
    moved = move > 0 ? surety_down(moved) : surety_up(moved);
  }
  *mean = narrow == b ? center : moved;
  *std = narrow;
}

static inline void surety_copy(int d, const double *from, double *to) {
  int i;
  for (i = 0; i < d; i++) to[i] = from[i];
}

/* KL projection onto {max log ratio <= limit}; 0 where the numbers are out of range. */
static inline int surety_project(
    double limit, int d, const double *base_mean, const double *base_std, const double *task_mean,
    const double *task_std, double *mean, double *std) {
  surety_projection p;
  double least = 0;
  int open = 1, i, attempt;
  p.d = d;
  p.top = 0;
  for (i = 0; i < d; i++) {
    double inverse = 1 / base_std[i];
    double m = (task_mean[i] - base_mean[i]) * inverse;
    double ratio = task_std[i] * inverse;
    double u = ratio * ratio, mm = m * m, narrower, root, star;
    if (!(u > 0 && ratio > 0 && inverse > 0) || !(u + mm + inverse < INFINITY)) return 0;
    narrower = (1 - ratio) * (1 + ratio);
    root = sqrt(narrower * narrower + 4 * m * m);
    star = u > 1 ? 2 * m * m / (u * (root - narrower)) : (narrower + root) / (2 * u);
    p.shift[i] = m;
    p.square[i] = mm;
    p.width[i] = u;
    p.narrowing[i] = narrower;
    p.threshold[i] = star;
    p.v[i] = 0;
    p.y[i] = 1;
    p.w[i] = 1;
    p.slope_of_v[i] = 0;
    if (star > p.top) p.top = star;
    if (mm > 0) {
      open &= u < 1;
      least += mm / (2 * (1 - u));
    }
  }
  if (open && least <= limit) {
    for (i = 0; i < d; i++) {
      mean[i] = task_mean[i];
      std[i] = task_std[i] < base_std[i] ? task_std[i] : base_std[i];
    }
    if (surety_max_log_ratio_upper(d, mean, std, base_mean, base_std) <= limit) return 1;
  }
  if (limit == 0 || p.top == 0) {
    surety_copy(d, base_mean, mean);
    surety_copy(d, base_std, std);
    return 1;
  }
  surety_solve(&p, limit * (1 - 1e-11));
  for (i = 0; i < d; i++) surety_place(&p, i, base_mean[i], base_std[i], &mean[i], &std[i]);
  for (attempt = 0; attempt < 8; attempt++) {
    double ratio = surety_max_log_ratio_upper(d, mean, std, base_mean, base_std);
    double factor;
    if (ratio <= limit) return 1;
    factor = limit / ratio * (1 - 1e-13 * (1 << (3 * attempt)));
    for (i = 0; i < d; i++) {
      mean[i] = base_mean[i] + factor * (mean[i] - base_mean[i]);
      std[i] = base_std[i] - factor * (base_std[i] - std[i]);
      if (std[i] == base_std[i]) mean[i] = base_mean[i];
    }
  }
  surety_copy(d, base_mean, mean);
  surety_copy(d, base_std, std);
  return 1;
}

static inline double surety_squared_shift_upper(
    int d, const double *mean, const double *base_mean, const double *base_std) {
  double sum = 0;
  int i;
  for (i = 0; i < d; i++) {
    double shift = (mean[i] - base_mean[i]) / base_std[i];
    sum += shift * shift;
  }
  return sum == 0 ? 0 : surety_up(sum * (1 + (d + 8) * SURETY_UNIT));
}

/* The mean nearest to the task's within a radius in base deviations; 0 if out of range. */
static inline int surety_project_mean(
    double radius, int d, const double *base_mean, const double *base_std, const double *task_mean,
    const double *task_std, double *mean) {
  double x[SURETY_MAX_SIZE];
  double size = 0, lambda = 0, target = radius * (1 - 1e-14);
  double limit = surety_multiply_down(radius, radius), factor;
  int i, step;
  for (i = 0; i < d; i++) {
    double m = (task_mean[i] - base_mean[i]) / base_std[i];
    if (!(fabs(m) < INFINITY)) return 0;
    if (fabs(m) > size) size = fabs(m);
    x[i] = 0;
  }
  if (surety_squared_shift_upper(d, task_mean, base_mean, base_std) <= limit) {
    surety_copy(d, task_mean, mean);
    return 1;
  }
  if (radius > 0) {
    for (step = 0; step < 200; step++) {
      double squares = 0, slope = 0, length, increment;
      for (i = 0; i < d; i++) {
        double ratio = task_std[i] / base_std[i];
        double u = ratio * ratio;
        double denominator = 1 + lambda * u;
        double scaled;
        x[i] = (task_mean[i] - base_mean[i]) / base_std[i] / denominator;
        scaled = x[i] / size;
        squares += scaled * scaled;
        slope += scaled * scaled * u / denominator;
      }
      length = size * sqrt(squares);
      increment = (length / target - 1) * squares / slope;
      if (!(increment > 1e-15 * lambda)) break;
      lambda += increment;
    }
  }
  for (factor = 1;; factor = factor == 1 ? 1 - 1e-15 : 1 - 8 * (1 - factor)) {
    int base = radius == 0 || factor < 0.5;
    for (i = 0; i < d; i++) {
      mean[i] = base ? base_mean[i] : base_mean[i] + base_std[i] * (factor * x[i]);
    }
    if (base || surety_squared_shift_upper(d, mean, base_mean, base_std) <= limit) return 1;
  }
}

/* -------------------------------------------------------------------------------- categories */

/* Probabilities proportional to the weights; 0 if they are no weights. */
static inline int surety_normalize(int n, const double *weights, double *probability) {
  double sum = 0;
  int i;
  for (i = 0; i < n; i++) {
    if (!(weights[i] >= 0)) return 0;
    sum += weights[i];
  }
  if (!(sum > 0) || !(sum < INFINITY)) return 0;
  for (i = 0; i < n; i++) probability[i] = weights[i] / sum;
  return 1;
}

static inline int surety_same(int n, const double *a, const double *b) {
  int i;
  for (i = 0; i < n; i++) {
    if (a[i] != b[i]) return 0;
  }
  return 1;
}

static inline double surety_slack(int categories) { return 4 * (categories + 2) * SURETY_UNIT; }

static inline double surety_category_ratio_upper(double p, double q, int categories) {
  double quotient, log;
  if (p == 0) return -INFINITY;
  if (q == 0) return INFINITY;
  quotient = surety_divide_up(p, q);
  log = quotient == 1 ? 0 : surety_up(surety_up(surety_log(quotient)));
  return surety_add_up(log, surety_slack(categories));
}

static inline double surety_categories_ratio_upper(int n, const double *p, const double *q) {
  double most = -INFINITY;
  int i;
  if (surety_same(n, p, q)) return 0;
  for (i = 0; i < n; i++) {
    double ratio = surety_category_ratio_upper(p[i], q[i], n);
    if (ratio > most) most = ratio;
  }
  return most;
}

/* min(c t, alpha q) with mass 1, or as near as it comes; alpha > 1. */
static inline void surety_capped(
    double alpha, int n, const double *q, const double *t, double *p) {
  int order[SURETY_MAX_SIZE];
  double quotient[SURETY_MAX_SIZE], rest[SURETY_MAX_SIZE];
  double mass = 0, base_mass = 0, room = 0, missing, c = INFINITY;
  int i, j;
  for (i = 0; i < n; i++) {
    quotient[i] = t[i] == 0 ? 0 : t[i] / q[i];
    for (j = i; j > 0 && quotient[order[j - 1]] < quotient[i]; j--) order[j] = order[j - 1];
    order[j] = i;
  }
  for (j = n - 1; j >= 0; j--) {
    mass += t[order[j]];
    rest[j] = mass;
  }
  for (j = 0; j < n; j++) {
    double candidate = (1 - alpha * base_mass) / rest[j];
    int next = order[j];
    if (rest[j] > 0 && candidate * t[next] <= alpha * q[next]) {
      c = candidate;
      break;
    }
    base_mass += q[next];
  }
  mass = 0;
  for (i = 0; i < n; i++) {
    double cap = alpha * q[i];
    double share = (c > 0 ? c : 0) * t[i];
    p[i] = t[i] == 0 ? 0 : cap < share ? cap : share;
    mass += p[i];
    room += cap - p[i];
  }
  missing = 1 - mass;
  if (missing > 0 && room > 0) {
    double share = missing / room < 1 ? missing / room : 1;
    for (i = 0; i < n; i++) p[i] += share * (alpha * q[i] - p[i]);
  }
}

static inline void surety_project_categories(
    double limit, int n, const double *base, const double *task, double *out) {
  double p[SURETY_MAX_SIZE], mixed[SURETY_MAX_SIZE];
  double slack = 4 * surety_slack(n), towards_base;
  int i;
  if (surety_categories_ratio_upper(n, task, base) <= limit) {
    surety_copy(n, task, out);
    return;
  }
  if (limit > slack) {
    surety_capped(surety_exp(limit - slack) * (1 - 1e-15), n, base, task, p);
    for (towards_base = 0; towards_base < 1; towards_base = 2 * towards_base + 1e-14) {
      for (i = 0; i < n; i++) mixed[i] = (1 - towards_base) * p[i] + towards_base * base[i];
      if (surety_normalize(n, mixed, out) && surety_categories_ratio_upper(n, out, base) <= limit) {
        return;
      }
    }
  }
  surety_copy(n, base, out);
}

/* ------------------------------------------------------------------------------------ guards */

/* Starts an episode: full budget, no decision taken, not released. */
static inline void surety_guard_reset(surety_guard *g) {
  g->decisions = 0;
  g->remaining = g->full;
  g->released = 0;
  g->inside = 0;
  g->pending = 0;
}

static inline surety_status surety_guard_make(
    surety_guard *g, surety_kind kind, int count, double first, double second, double full,
    long horizon) {
  g->kind = kind;
  g->parameter_count = count;
  g->parameter[0] = first;
  g->parameter[1] = second;
  g->full = full;
  g->horizon = horizon;
  g->releasable = 0;
  g->observed = 0;
  g->lower = 0;
  g->upper = 0;
  surety_guard_reset(g);
  return SURETY_OK;
}

/* Keeps the density ratio of every decision at most alpha. */
static inline surety_status surety_guard_per_step(surety_guard *g, double alpha, long horizon) {
  double log;
  if (!(alpha >= 1 && alpha < INFINITY) || horizon < 1 || horizon > 999999999) {
    return SURETY_SETTING_OUT_OF_RANGE;
  }
  log = surety_down(surety_down(surety_log(alpha)));
  return surety_guard_make(g, SURETY_PER_STEP, 1, alpha, 0, log > 0 ? log : 0, horizon);
}

/*
 * Plays the task policy as it is inside a box of n observed values, and base outside, bit for bit.
 * That the density ratio is at most alpha inside has to be proved beforehand, of the very networks
 * that are run ('surety audit --states'): nothing is limited here. The ends are not copied: keep
 * them. Tell each observation by surety_guard_observe before the decision is limited.
 */
static inline surety_status surety_guard_box(
    surety_guard *g, double alpha, int n, const double *lower, const double *upper, long horizon) {
  surety_status status = surety_guard_per_step(g, alpha, horizon);
  int i;
  if (status != SURETY_OK) return status;
  if (n < 1) return SURETY_SETTING_OUT_OF_RANGE;
  for (i = 0; i < n; i++) {
    if (!(lower[i] > -INFINITY && lower[i] <= upper[i] && upper[i] < INFINITY)) {
      return SURETY_SETTING_OUT_OF_RANGE;
    }
  }
  g->kind = SURETY_BOX;
  g->observed = n;
  g->lower = lower;
  g->upper = upper;
  return SURETY_OK;
}

/*
 * Takes note of what the next decision is taken on, as logged and before any normalization; for a
 * guard without a box there is no need. The border belongs to the box, a NaN does not. A decision
 * without it is taken outside.
 */
static inline surety_status surety_guard_observe(
    surety_guard *g, int n, const double *observation) {
  int i;
  g->inside = 0;
  if (g->kind != SURETY_BOX) return SURETY_OK;
  if (n != g->observed) return SURETY_SIZE_OUT_OF_RANGE;
  for (i = 0; i < n; i++) {
    if (!(g->lower[i] <= observation[i] && observation[i] <= g->upper[i])) return SURETY_OK;
  }
  g->inside = 1;
  return SURETY_OK;
}

/* Keeps the log density ratio of the whole episode at most budget, in nats, with refunds. */
static inline surety_status surety_guard_budget(
    surety_guard *g, double budget, double per_step_cap, long horizon) {
  if (!(budget >= 0 && budget < INFINITY) || !(per_step_cap > 0) || horizon < 1
      || horizon > 999999999) {
    return SURETY_SETTING_OUT_OF_RANGE;
  }
  return surety_guard_make(g, SURETY_BUDGET, 2, budget, per_step_cap, budget, horizon);
}

/* Keeps base's width; squared mean shifts add up to at most the square of budget. */
static inline surety_status surety_guard_mean(
    surety_guard *g, double budget, double per_step_cap, long horizon) {
  if (!(budget >= 0 && budget < 1e150) || !(per_step_cap > 0) || horizon < 1
      || horizon > 999999999) {
    return SURETY_SETTING_OUT_OF_RANGE;
  }
  return surety_guard_make(
      g, SURETY_MEAN_ONLY, 2, budget, per_step_cap, surety_multiply_down(budget, budget), horizon);
}

/* Copies text with its closing zero; 0 if it does not fit. */
static inline int surety_copy_text(const char *from, char *to, int size) {
  int i;
  for (i = 0; i < size; i++) {
    to[i] = from[i];
    if (from[i] == 0) return 1;
  }
  to[size - 1] = 0;
  return 0;
}

static inline int surety_same_text(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++;
    b++;
  }
  return *a == *b;
}

/*
 * Lets the guard be released, under one certificate (its SHA-256) and by labels from one source
 * (up to 127 characters). Call it right after making the guard.
 */
static inline surety_status surety_guard_allow_release(
    surety_guard *g, const char *certificate, const char *label_source) {
  int i;
  g->releasable = 0;
  if (!surety_copy_text(certificate, g->certificate, 65)
      || !surety_copy_text(label_source, g->label_source, 128) || label_source[0] == 0) {
    return SURETY_RELEASE_REFUSED;
  }
  for (i = 0; i < 64; i++) {
    char c = certificate[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return SURETY_RELEASE_REFUSED;
  }
  g->releasable = 1;
  return SURETY_OK;
}

/*
 * Lifts the limits for the rest of the episode: the whole conjunction of that certificate is
 * decided, by labels from that source. A release frees the policy from every property in force.
 */
static inline surety_status surety_guard_release(
    surety_guard *g, const char *certificate, const char *label_source) {
  if (!g->releasable || !surety_same_text(g->certificate, certificate)
      || !surety_same_text(g->label_source, label_source)) {
    return SURETY_RELEASE_REFUSED;
  }
  g->released = 1;
  return SURETY_OK;
}

/* What is left as a share of what an episode starts with. */
static inline double surety_guard_remaining_share(const surety_guard *g) {
  return g->full == 0 ? 0 : g->remaining / g->full;
}

static inline surety_fallback surety_guard_fallback(const surety_guard *g, int valid) {
  double left = g->kind == SURETY_PER_STEP || g->kind == SURETY_BOX ? g->full : g->remaining;
  if (!valid) return SURETY_TASK_INVALID;
  if (g->released) return SURETY_RELEASED;
  if (g->decisions >= g->horizon) return SURETY_HORIZON_PASSED;
  if (!(left >= SURETY_SPENT)) return SURETY_BUDGET_SPENT;
  return g->kind == SURETY_BOX && !g->inside ? SURETY_OUTSIDE_BOX : SURETY_NONE;
}

/* Most log ratio that the next decision may have, or longest shift of its mean. */
static inline double surety_guard_allowance(const surety_guard *g) {
  double inside, root;
  if (g->kind == SURETY_PER_STEP) return g->full;
  if (g->kind == SURETY_BOX) return DBL_MAX;
  if (g->kind == SURETY_BUDGET) {
    inside = g->remaining * (1 - 1e-12);
    return g->parameter[1] < inside ? g->parameter[1] : inside;
  }
  root = sqrt(g->remaining);
  if (surety_multiply_up(root, root) > g->remaining) root = surety_down(root);
  return g->parameter[1] < root ? g->parameter[1] : root;
}

static inline int surety_all_gaussian(int d, const double *mean, const double *std) {
  int i;
  for (i = 0; i < d; i++) {
    if (!(fabs(mean[i]) < INFINITY) || !(std[i] > 0 && std[i] < INFINITY)) return 0;
  }
  return 1;
}

/*
 * The Gaussian to draw from, written to mean and std. task_mean may be null: no valid task. The
 * base policy's own numbers must be valid: a deterministic base admits no ratio.
 */
static inline surety_status surety_guard_restrict(
    surety_guard *g, int d, const double *base_mean, const double *base_std,
    const double *task_mean, const double *task_std, double *mean, double *std) {
  int valid, limited = 0;
  if (g->pending) return SURETY_WRONG_ORDER;
  if (d < 1 || d > SURETY_MAX_SIZE) return SURETY_SIZE_OUT_OF_RANGE;
  if (!surety_all_gaussian(d, base_mean, base_std)) return SURETY_BASE_INVALID;
  valid = task_mean != 0 && task_std != 0 && surety_all_gaussian(d, task_mean, task_std);
  surety_copy(d, base_mean, g->base_mean);
  surety_copy(d, base_std, g->base_std);
  g->fallback = surety_guard_fallback(g, valid);
  if (g->fallback == SURETY_RELEASED) {
    surety_copy(d, task_mean, g->mean);
    surety_copy(d, task_std, g->std);
    limited = 1;
  } else if (g->fallback == SURETY_NONE) {
    g->allowed = surety_guard_allowance(g);
    if (g->kind == SURETY_MEAN_ONLY) {
      limited = surety_project_mean(
          g->allowed, d, base_mean, base_std, task_mean, task_std, g->mean);
      surety_copy(d, base_std, g->std);
      if (limited) g->cost = surety_squared_shift_upper(d, g->mean, base_mean, base_std);
    } else if (g->kind == SURETY_BOX) {
      surety_copy(d, task_mean, g->mean);
      surety_copy(d, task_std, g->std);
      limited = 1;
    } else {
      limited = surety_project(
          g->allowed, d, base_mean, base_std, task_mean, task_std, g->mean, g->std);
    }
    if (!limited) g->fallback = SURETY_TASK_INVALID;
  }
  if (!limited) {
    surety_copy(d, base_mean, g->mean);
    surety_copy(d, base_std, g->std);
  }
  surety_copy(d, g->mean, mean);
  surety_copy(d, g->std, std);
  g->size = d;
  g->categorical = 0;
  g->pending = 1;
  return SURETY_OK;
}

/* The probabilities to draw a category from; weights need not be normalized. */
static inline surety_status surety_guard_restrict_categories(
    surety_guard *g, int n, const double *base_weights, const double *task_weights,
    double *probability) {
  double task[SURETY_MAX_SIZE];
  int valid;
  if (g->kind == SURETY_MEAN_ONLY) return SURETY_KIND_REFUSED;
  if (g->pending) return SURETY_WRONG_ORDER;
  if (n < 1 || n > SURETY_MAX_SIZE) return SURETY_SIZE_OUT_OF_RANGE;
  if (!surety_normalize(n, base_weights, g->base_mean)) return SURETY_BASE_INVALID;
  valid = task_weights != 0 && surety_normalize(n, task_weights, task);
  g->fallback = surety_guard_fallback(g, valid);
  if (g->fallback == SURETY_RELEASED) {
    surety_copy(n, task, g->mean);
  } else if (g->fallback == SURETY_NONE) {
    g->allowed = surety_guard_allowance(g);
    if (g->kind == SURETY_BOX) {
      surety_copy(n, task, g->mean);
    } else {
      surety_project_categories(
          g->allowed < 700 ? g->allowed : 700, n, g->base_mean, task, g->mean);
    }
  } else {
    surety_copy(n, g->base_mean, g->mean);
  }
  surety_copy(n, g->mean, probability);
  g->size = n;
  g->categorical = 1;
  g->pending = 1;
  return SURETY_OK;
}

/* Charges what was drawn: the raw action, or the index of a category as one number. */
static inline surety_status surety_guard_account(
    surety_guard *g, const double *raw_action, surety_ledger_entry *entry) {
  double charge = 0;
  int i, category = 0;
  if (!g->pending) return SURETY_WRONG_ORDER;
  for (i = 0; i < (g->categorical ? 1 : g->size); i++) {
    if (!(fabs(raw_action[i]) < INFINITY)) return SURETY_ACTION_INVALID;
  }
  if (g->categorical) {
    if (!(raw_action[0] >= 0 && raw_action[0] < g->size)) return SURETY_ACTION_INVALID;
    category = (int)raw_action[0];
    if (category != raw_action[0]) return SURETY_ACTION_INVALID;
  }
  if (g->fallback == SURETY_NONE) {
    if (g->kind == SURETY_MEAN_ONLY) {
      charge = g->cost;
    } else {
      /* A realized ratio never exceeds the largest one, which was checked against the limit. */
      double realized =
          !g->categorical
              ? surety_log_ratio_upper(
                    g->size, g->mean, g->std, g->base_mean, g->base_std, raw_action)
          : surety_same(g->size, g->mean, g->base_mean)
              ? 0
              : surety_category_ratio_upper(g->mean[category], g->base_mean[category], g->size);
      charge = realized > -INFINITY && realized < g->allowed ? realized : g->allowed;
    }
    if (g->kind == SURETY_BUDGET || g->kind == SURETY_MEAN_ONLY) {
      g->remaining = surety_add_down(g->remaining, -charge);
    }
  }
  g->pending = 0;
  g->inside = 0;
  entry->decision = g->decisions++;
  entry->charge = charge;
  entry->remaining = g->remaining;
  entry->fallback = g->fallback;
  return SURETY_OK;
}

/* -------------------------------------------------------------------------- saving, resuming */

static inline uint32_t surety_rotate(uint32_t x, int by) { return (x >> by) | (x << (32 - by)); }

/* SHA-256 (FIPS 180-4) of text, as 64 hexadecimal digits. */
static inline void surety_sha256(const char *text, long length, char *hex) {
  static const uint32_t k[64] = {
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
      0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
      0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
      0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
      0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
      0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
      0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
      0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
      0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
      0xc67178f2};
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  long block, blocks = (length + 8) / 64 + 1;
  int i;
  for (block = 0; block < blocks; block++) {
    uint32_t w[64], s[8];
    for (i = 0; i < 16; i++) w[i] = 0;
    for (i = 0; i < 64; i++) {
      long at = 64 * block + i;
      uint32_t byte = at < length ? (unsigned char)text[at] : at == length ? 0x80 : 0;
      w[i / 4] |= byte << (24 - 8 * (i % 4));
    }
    if (block == blocks - 1) w[15] = (uint32_t)(8 * length);
    for (i = 16; i < 64; i++) {
      uint32_t a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + (surety_rotate(a, 7) ^ surety_rotate(a, 18) ^ (a >> 3)) + w[i - 7]
             + (surety_rotate(b, 17) ^ surety_rotate(b, 19) ^ (b >> 10));
    }
    for (i = 0; i < 8; i++) s[i] = h[i];
    for (i = 0; i < 64; i++) {
      uint32_t t1 = s[7]
                    + (surety_rotate(s[4], 6) ^ surety_rotate(s[4], 11) ^ surety_rotate(s[4], 25))
                    + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
      uint32_t t2 = (surety_rotate(s[0], 2) ^ surety_rotate(s[0], 13) ^ surety_rotate(s[0], 22))
                    + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      int j;
      for (j = 7; j > 0; j--) s[j] = s[j - 1];
      s[4] += t1;
      s[0] = t1 + t2;
    }
    for (i = 0; i < 8; i++) h[i] += s[i];
  }
  for (i = 0; i < 64; i++) hex[i] = "0123456789abcdef"[(h[i / 8] >> (28 - 4 * (i % 8))) & 15];
}

static inline char *surety_put_text(char *at, const char *text) {
  while (*text != 0) *at++ = *text++;
  return at;
}

static inline char *surety_put_number(char *at, uint64_t number) {
  char digits[20];
  int count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number != 0);
  while (count > 0) *at++ = digits[--count];
  return at;
}

static inline char *surety_put_hex(char *at, uint64_t bits) {
  int i;
  for (i = 0; i < 16; i++) *at++ = "0123456789abcdef"[(bits >> (60 - 4 * i)) & 15];
  return at;
}

static inline const char *surety_guard_name(const surety_guard *g) {
  static const char *const names[4] = {"per-step", "budget", "mean-only", "box"};
  return names[g->kind];
}

/*
 * The state between two decisions as one line of JSON, closed by a zero; SURETY_STATE_SIZE
 * characters of room. seed and episode are those of the noise; episode below 10^18.
 */
static inline surety_status surety_guard_save(
    const surety_guard *g, uint64_t seed, uint64_t episode, char *out) {
  char digest[64];
  char *at = out;
  int i;
  if (g->pending) return SURETY_WRONG_ORDER;
  if (episode >= UINT64_C(1000000000000000000)) return SURETY_SETTING_OUT_OF_RANGE;
  at = surety_put_number(surety_put_text(at, "{\"decisions\":"), (uint64_t)g->decisions);
  at = surety_put_number(surety_put_text(at, ",\"episode\":"), episode);
  at = surety_put_text(at, ",\"format\":\"surety-guard-state-1\",\"guard\":\"");
  at = surety_put_text(surety_put_text(at, surety_guard_name(g)), "\",\"horizon\":");
  at = surety_put_text(surety_put_number(at, (uint64_t)g->horizon), ",\"parameters\":[");
  for (i = 0; i < g->parameter_count; i++) {
    at = surety_put_text(at, i == 0 ? "\"" : ",\"");
    at = surety_put_text(surety_put_hex(at, surety_bits(g->parameter[i])), "\"");
  }
  at = surety_put_text(at, g->released ? "],\"released\":true" : "],\"released\":false");
  at = surety_put_hex(surety_put_text(at, ",\"remaining\":\""), surety_bits(g->remaining));
  at = surety_put_hex(surety_put_text(at, "\",\"seed\":\""), seed);
  at = surety_put_text(at, "\"}");
  surety_sha256(out, (long)(at - out), digest);
  at = surety_put_text(at - 1, ",\"sha256\":\"");
  for (i = 0; i < 64; i++) *at++ = digest[i];
  at = surety_put_text(at, "\"}");
  *at = 0;
  return SURETY_OK;
}

/* Moves past text; null if it is not there. */
static inline const char *surety_skip(const char *at, const char *text) {
  while (at != 0 && *text != 0) at = *at == *text++ ? at + 1 : 0;
  return at;
}

static inline const char *surety_get_number(const char *at, int most, uint64_t *number) {
  int i;
  *number = 0;
  for (i = 0; at != 0 && at[i] >= '0' && at[i] <= '9'; i++) {
    if (i == most) return 0;
    *number = *number * 10 + (uint64_t)(at[i] - '0');
  }
  return at == 0 || i == 0 ? 0 : at + i;
}

static inline const char *surety_get_hex(const char *at, uint64_t *bits) {
  int i;
  *bits = 0;
  if (at == 0) return 0;
  for (i = 0; i < 16; i++) {
    char c = at[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return 0;
    *bits = *bits << 4 | (uint64_t)digit;
  }
  return at + 16;
}

/* Continues an episode; seed and episode receive the place in the noise. */
static inline surety_status surety_guard_resume(
    surety_guard *g, const char *text, uint64_t *seed, uint64_t *episode) {
  static const char *const names[4] = {"per-step", "budget", "mean-only", "box"};
  surety_guard other = *g;
  uint64_t decisions, from_episode, horizon, bits, from_seed;
  char again[SURETY_STATE_SIZE];
  const char *at, *next = 0;
  int i, count = 0;
  at = surety_get_number(surety_skip(text, "{\"decisions\":"), 9, &decisions);
  at = surety_get_number(surety_skip(at, ",\"episode\":"), 18, &from_episode);
  at = surety_skip(at, ",\"format\":\"surety-guard-state-1\",\"guard\":\"");
  for (i = 0; i < 4 && next == 0; i++) {
    next = surety_skip(surety_skip(at, names[i]), "\"");
    if (next != 0) other.kind = (surety_kind)i;
  }
  at = surety_get_number(surety_skip(next, ",\"horizon\":"), 9, &horizon);
  at = surety_skip(at, ",\"parameters\":[");
  while (at != 0 && count < 2 && (*at == '"' || (*at == ',' && count > 0))) {
    at = surety_get_hex(surety_skip(at, count == 0 ? "\"" : ",\""), &bits);
    at = surety_skip(at, "\"");
    other.parameter[count++] = surety_from_bits(bits);
  }
  at = surety_skip(at, "],\"released\":");
  next = surety_skip(at, "true");
  other.released = next != 0;
  at = surety_skip(next != 0 ? next : surety_skip(at, "false"), ",\"remaining\":\"");
  at = surety_get_hex(at, &bits);
  at = surety_get_hex(surety_skip(at, "\",\"seed\":\""), &from_seed);
  if (surety_skip(at, "\",\"sha256\":\"") == 0) return SURETY_STATE_DAMAGED;
  other.parameter_count = count;
  other.horizon = (long)horizon;
  other.decisions = (long)decisions;
  other.remaining = surety_from_bits(bits);
  other.pending = 0;
  other.inside = 0;
  if (surety_guard_save(&other, from_seed, from_episode, again) != SURETY_OK
      || !surety_same_text(again, text)) {
    return SURETY_STATE_DAMAGED;
  }
  if (other.kind != g->kind || count != g->parameter_count || other.horizon != g->horizon
      || (other.released && !g->releasable) || !(fabs(other.remaining) < INFINITY)) {
    return SURETY_STATE_OF_ANOTHER;
  }
  for (i = 0; i < count; i++) {
    if (surety_bits(other.parameter[i]) != surety_bits(g->parameter[i])) {
      return SURETY_STATE_OF_ANOTHER;
    }
  }
  *g = other;
  *seed = from_seed;
  *episode = from_episode;
  return SURETY_OK;
}

/* ----------------------------------------------------------------------------------- drawing */

static inline uint64_t surety_mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Moves to the first number of a decision. */
static inline void surety_noise_seek(surety_noise *n, uint64_t episode, uint64_t decision) {
  n->key = surety_mix(surety_mix(n->seed + UINT64_C(0x9e3779b97f4a7c15)) + episode);
  n->counter = decision << 16;
  n->has_second = 0;
}

/* Noise of one seed: a fresh random number for every deployment. */
static inline void surety_noise_init(surety_noise *n, uint64_t seed) {
  n->seed = seed;
  surety_noise_seek(n, 0, 0);
}

/* Uniform in [0, 1), 53 bits. */
static inline double surety_noise_uniform(surety_noise *n) {
  uint64_t bits = surety_mix(n->key + ++n->counter * UINT64_C(0x9e3779b97f4a7c15));
  return (double)(bits >> 11) * SURETY_UNIT;
}

/* Standard normal, by Marsaglia's polar method. */
static inline double surety_noise_normal(surety_noise *n) {
  if (n->has_second) {
    n->has_second = 0;
    return n->second;
  }
  for (;;) {
    double a = 2 * surety_noise_uniform(n) - 1;
    double b = 2 * surety_noise_uniform(n) - 1;
    double square = a * a + b * b;
    if (square < 1 && square > 0) {
      double scale = sqrt(-2 * surety_portable_log(square) / square);
      n->second = b * scale;
      n->has_second = 1;
      return a * scale;
    }
  }
}

/* An index drawn from probabilities. */
static inline int surety_noise_category(surety_noise *n, int categories, const double *probability) {
  double left = surety_noise_uniform(n);
  int i, last = 0;
  for (i = 0; i < categories; i++) {
    if (probability[i] > 0) {
      last = i;
      left -= probability[i];
      if (left < 0) return i;
    }
  }
  return last;
}

#endif
