package org.surety.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;

/**
 * How often a bound is below the true violation probability, over many simulated certifications.
 * Each experiment takes the population and, apart from it, whatever certifies: the bounds of {@code
 * org.surety.bound}, or the whole path from logs to a certificate.
 */
public final class Coverage {
  private final int runs;
  private final long seed;

  /**
   * Experiments with so many certifications each.
   *
   * @param seed of run i is this plus i, so that methods are compared on the same data
   */
  public Coverage(int runs, long seed) {
    this.runs = runs;
    this.seed = seed;
  }

  /** From K_T, T = 0..T_max, in N episodes to a bound at every horizon. */
  @FunctionalInterface
  public interface Certifier {
    /** The bounds, one for each count. */
    double[] epsilon(long episodes, long[] violations);
  }

  /** What a user likes about a certified horizon; the horizon 1..T_max liked most is reported. */
  @FunctionalInterface
  public interface Preference {
    /** Higher is better. */
    double of(int horizon, double epsilon);
  }

  /**
   * Outcome of an experiment.
   *
   * @param failures certifications whose bound was below the truth
   * @param runs all certifications
   */
  public record Rate(int failures, int runs) {
    private static final ErrorProbability TAIL = ErrorProbability.of(5e-4);

    /** Share of certifications that were wrong. */
    public double estimate() {
      return (double) failures / runs;
    }

    /** Lower end of the 99.9 % interval (Clopper and Pearson). */
    public double lower() {
      return ClopperPearson.lower(failures, runs, TAIL);
    }

    /** Upper end of the 99.9 % interval. */
    public double upper() {
      return ClopperPearson.upper(failures, runs, TAIL);
    }

    /** Whether the error rate is shown to exceed beta. */
    public boolean refutes(double beta) {
      return lower() > beta;
    }
  }

  private interface Run {
    /** Whether the certification was wrong. */
    boolean fails(SplittableRandom random);
  }

  private Rate rate(Run run) {
    int failures = 0;
    for (int i = 0; i < runs; i++) {
      if (run.fails(new SplittableRandom(seed + i))) {
        failures++;
      }
    }
    return new Rate(failures, runs);
  }

  /** Planned episodes, largest horizon given. */
  public Rate givenHorizon(CountProcess process, int episodes, Certifier certifier) {
    int t = process.largestHorizon();
    return rate(
        random -> process.risk(t) > certifier.epsilon(episodes, process.draw(episodes, random))[t]);
  }

  /** Planned episodes, the horizon chosen from the data by a preference. */
  public Rate preferredHorizon(
      CountProcess process, int episodes, Certifier certifier, Preference preference) {
    return rate(
        random -> {
          double[] epsilon = certifier.epsilon(episodes, process.draw(episodes, random));
          int best = preferred(epsilon, preference);
          return process.risk(best) > epsilon[best];
        });
  }

  /** Planned episodes; wrong if the bound fails at any horizon whatever. */
  public Rate anyHorizon(CountProcess process, int episodes, Certifier certifier) {
    return rate(
        random -> fails(process, certifier.epsilon(episodes, process.draw(episodes, random))));
  }

  /**
   * Looks after every {@code stride} episodes, at every horizon; wrong if some bound fails at some
   * look: what a user gets who stops when the bound has reached the true risk.
   */
  public Rate peeking(CountProcess process, int mostEpisodes, int stride, Certifier certifier) {
    return rate(
        random -> {
          long[] counts = new long[process.largestHorizon() + 1];
          for (int n = 1; n <= mostEpisodes; n++) {
            process.drawInto(counts, random);
            if (n % stride == 0 && fails(process, certifier.epsilon(n, counts))) {
              return true;
            }
          }
          return false;
        });
  }

  /** Planned episodes, several independent properties certified; wrong if one of them is. */
  public Rate family(CountProcess process, int members, int episodes, Certifier certifier) {
    return rate(
        random -> {
          boolean wrong = false;
          for (int member = 0; member < members; member++) {
            wrong |= fails(process, certifier.epsilon(episodes, process.draw(episodes, random)));
          }
          return wrong;
        });
  }

  /**
   * Fits an interval, two parameters, to N uniform points: the shortest one that leaves out k of
   * them. Its violation probability is what it leaves out of [0, 1].
   */
  public Rate fittedInterval(int points, int leftOut, double epsilon) {
    return rate(
        random -> {
          double[] u = random.doubles(points).toArray();
          Arrays.sort(u);
          double shortest = 1;
          for (int first = 0; first <= leftOut; first++) {
            shortest = Math.min(shortest, u[first + points - leftOut - 1] - u[first]);
          }
          return 1 - shortest > epsilon;
        });
  }

  /** Remembers the bounds of counts at single horizons, for the many runs that repeat them. */
  public static Certifier remembering(Certifier certifier) {
    Map<Long, Map<Long, Double>> known = new HashMap<>();
    return (episodes, violations) -> {
      Map<Long, Double> row = known.computeIfAbsent(episodes, n -> new HashMap<>());
      double[] epsilon = new double[violations.length];
      for (int t = 0; t < epsilon.length; t++) {
        Double bound = row.get(violations[t]);
        if (bound == null) {
          bound = certifier.epsilon(episodes, new long[] {violations[t]})[0];
          row.put(violations[t], bound);
        }
        epsilon[t] = bound;
      }
      return epsilon;
    };
  }

  private static int preferred(double[] epsilon, Preference preference) {
    int best = 1;
    for (int t = 2; t < epsilon.length; t++) {
      if (preference.of(t, epsilon[t]) > preference.of(best, epsilon[best])) {
        best = t;
      }
    }
    return best;
  }

  private static boolean fails(CountProcess process, double[] epsilon) {
    for (int t = 0; t < epsilon.length; t++) {
      if (process.risk(t) > epsilon[t]) {
        return true;
      }
    }
    return false;
  }
}
