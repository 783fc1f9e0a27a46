package org.surety.study;

import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;

/**
 * An estimate with an interval that holds with probability {@value #CONFIDENCE}.
 *
 * @param estimate the value
 * @param low lower end
 * @param high upper end
 */
record Interval(double estimate, double low, double high) {
  /** Of all intervals in a study; certified bounds have their own. */
  static final double CONFIDENCE = 0.95;

  /** Bets on a rate: log factors of a violation, each with its mirror image, equally weighted. */
  private static final int BETS = 40;

  private static final double SMALLEST_BET = 1e-3;
  private static final double LARGEST_BET = 5;

  /**
   * The mean of values that are independent and alike, by Student's t. Assumes that their mean is
   * about normal.
   *
   * @param values one a seed; a single one has an infinite interval
   */
  static Interval ofMean(double... values) {
    int n = values.length;
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    if (n < 2) {
      return new Interval(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double reach = studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - reach, mean + reach);
  }

  /** The probability of an event that happened in k of n independent episodes, exact. */
  static Interval ofRate(long events, long episodes) {
    ErrorProbability each = ErrorProbability.of((1 - CONFIDENCE) / 2);
    return new Interval(
        (double) events / episodes,
        ClopperPearson.lower(events, episodes, each),
        ClopperPearson.upper(events, episodes, each));
  }

  /**
   * The average, over the episodes of a sequence, of each one's probability of the event given all
   * before it: for episodes during which a learner changes the policy, and which are not
   * independent. Holds for all lengths of the sequence at once.
   *
   * <p>Let p_i be the probability of X_i given the past, S their sum's realization, p̄ the average
   * of p_1, ..., p_n. For every λ, exp(λ S − Σ ln(1 + p_i (e^λ − 1))) is a martingale of mean 1,
   * and since ln(1 + p (e^λ − 1)) is concave in p for λ of either sign, it is at least exp(λ S − n
   * ln(1 + p̄ (e^λ − 1))). So is the average over a fixed set of λ, and by Ville's inequality it
   * exceeds 1/β with probability at most β: the interval is where it does not.
   */
  static Interval ofConditionalRate(long events, long episodes) {
    double rate = (double) events / episodes;
    double allowed = -StrictMath.log(1 - CONFIDENCE);
    double low = rate;
    if (events > 0) {
      double outside = 0;
      for (int i = 0; i < 200; i++) {
        double middle = outside + (low - outside) / 2;
        if (lnWealth(events, episodes, middle) < allowed) {
          low = middle;
        } else {
          outside = middle;
        }
      }
      low = outside;
    }
    double high = rate;
    double outside = 1;
    if (events < episodes) {
      for (int i = 0; i < 200; i++) {
        double middle = high + (outside - high) / 2;
        if (lnWealth(events, episodes, middle) < allowed) {
          high = middle;
        } else {
          outside = middle;
        }
      }
    }
    return new Interval(rate, low, outside);
  }

  /** ln of the average over λ of exp(λ S − n ln(1 + p (e^λ − 1))). */
  private static double lnWealth(long events, long episodes, double p) {
    double most = Double.NEGATIVE_INFINITY;
    double[] terms = new double[2 * BETS];
    for (int i = 0; i < BETS; i++) {
      double size =
          SMALLEST_BET * StrictMath.pow(LARGEST_BET / SMALLEST_BET, (double) i / (BETS - 1));
      for (int sign = 0; sign < 2; sign++) {
        double bet = sign == 0 ? size : -size;
        double term = bet * events - episodes * StrictMath.log1p(p * StrictMath.expm1(bet));
        terms[2 * i + sign] = term;
        most = Math.max(most, term);
      }
    }
    double sum = 0;
    for (double term : terms) {
      sum += StrictMath.exp(term - most);
    }
    return most + StrictMath.log(sum / terms.length);
  }

  /** The t with P(|T| ≤ t) = {@value #CONFIDENCE} for Student's T, by bisection. */
  static double studentQuantile(int degrees) {
    double low = 0;
    double high = 1e4;
    for (int i = 0; i < 200; i++) {
      double middle = low + (high - low) / 2;
      if (studentWithin(middle, degrees) < CONFIDENCE) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * P(|T| ≤ t) in closed form (Abramowitz and Stegun, 26.7.3 and 26.7.4).
   *
   * @param degrees of freedom, at least 1
   */
  private static double studentWithin(double t, int degrees) {
    double angle = StrictMath.atan(t / Math.sqrt(degrees));
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    if (degrees % 2 == 0) {
      double term = 1;
      double sum = 1;
      for (int k = 2; k <= degrees - 2; k += 2) {
        term *= cos * cos * (k - 1) / k;
        sum += term;
      }
      return sin * sum;
    }
    double sum = 0;
    double term = cos;
    for (int k = 1; k <= degrees - 2; k += 2) {
      sum += term;
      term *= cos * cos * (k + 1) / (k + 2);
    }
    return 2 / Math.PI * (angle + sin * sum);
  }
}
