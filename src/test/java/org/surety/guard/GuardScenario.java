package org.surety.guard;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;

/**
 * Episodes under a guard in which everything comes from a seed: what each language runs, and
 * hashes, and must agree on. See {@code src/test/resources/guard/README.md}.
 */
record GuardScenario(
    String guard,
    List<Double> parameters,
    boolean categorical,
    int size,
    int horizon,
    long seed,
    int episodes,
    int steps,
    double spread,
    int saveAt,
    int releaseAt,
    Optional<StateBox> box) {
  static final int PER_DIGEST = 50;
  static final ReleaseTerms TERMS = new ReleaseTerms("5".repeat(64), "vectors");

  /** What comes out of a run. */
  record Run(
      List<String> digests, List<String> states, Map<Fallback, Integer> fallbacks, double most) {}

  Guard makeGuard() {
    Optional<ReleaseTerms> terms = Optional.of(TERMS);
    return switch (guard) {
      case "per-step" -> new PerStepGuard(parameters.get(0), horizon, terms);
      case "budget" -> new BudgetGuard(parameters.get(0), parameters.get(1), horizon, terms);
      case "box" -> new BoxGuard(parameters.get(0), box.orElseThrow(), horizon, terms);
      case "mean-only" -> new MeanGuard(parameters.get(0), parameters.get(1), horizon, terms);
      default -> throw new IllegalArgumentException(guard);
    };
  }

  private GuardedPolicy policy(Pair pair) {
    return new GuardedPolicy(
        s -> pair.base(),
        BaseKind.INDEPENDENT,
        (s, share) -> pair.task,
        makeGuard(),
        CouplingCharge.sameEvaluator("doubles"),
        seed);
  }

  /** Runs all episodes; with {@code interrupted}, a fresh guard takes over at the saved states. */
  Run run(boolean interrupted) {
    List<String> digests = new ArrayList<>();
    List<String> states = new ArrayList<>();
    Map<Fallback, Integer> fallbacks = new TreeMap<>();
    CounterNoise source = new CounterNoise(seed + 1);
    Pair pair = new Pair();
    GuardedPolicy policy = policy(pair);
    long hash = 0;
    int count = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int episode = 0; episode < episodes; episode++) {
      policy.start(episode);
      for (int t = 0; t < steps; t++) {
        if (t == saveAt) {
          String saved = policy.state().toJson();
          states.add(saved);
          if (interrupted) {
            policy = policy(pair);
            policy.resume(GuardState.parse(saved, "vector"));
          }
        }
        if (t == releaseAt) {
          policy.guard().release(new CertifiedDecision(TERMS.certificate(), TERMS.labelSource()));
        }
        source.seek(episode, t);
        int mode = pair.draw(source, this);
        GuardedAction action = policy.act(observation(source, mode));
        LedgerEntry entry = action.entry();
        fallbacks.merge(entry.fallback(), 1, Integer::sum);
        hash = CounterNoise.mix(hash ^ entry.fallback().ordinal());
        for (double value : numbers(action)) {
          hash = CounterNoise.mix(hash ^ Double.doubleToRawLongBits(value));
        }
        most = Math.max(most, entry.charge());
        if (++count % PER_DIGEST == 0) {
          digests.add(HexFormat.of().toHexDigits(hash));
        }
      }
    }
    return new Run(digests, states, fallbacks, most);
  }

  /** Near the box, and in some modes on its border or beyond. */
  private double[] observation(CounterNoise u, int mode) {
    if (box.isEmpty()) {
      return new double[0];
    }
    double[] lower = box.get().lowerEnds();
    double[] upper = box.get().upperEnds();
    int n = lower.length;
    double[] seen = new double[n];
    for (int i = 0; i < n; i++) {
      seen[i] = lower[i] + (upper[i] - lower[i]) * (1.1 * u.nextDouble() - 0.05);
    }
    switch (mode) {
      case 7 -> seen[0] = lower[0];
      case 8 -> seen[n - 1] = upper[n - 1];
      case 9 -> seen[0] = Double.NaN;
      case 10 -> seen[n - 1] = Double.NEGATIVE_INFINITY;
      case 11 -> seen[0] = Math.nextUp(upper[0]);
      default -> {}
    }
    return seen;
  }

  private static List<Double> numbers(GuardedAction action) {
    List<Double> numbers = new ArrayList<>();
    if (action.played() instanceof Categorical c) {
      for (double p : c.probabilities()) {
        numbers.add(p);
      }
    } else if (action.played() instanceof DiagonalGaussian g) {
      for (int i = 0; i < g.dimension(); i++) {
        numbers.add(g.mean(i));
        numbers.add(g.std(i));
      }
    }
    for (double a : action.raw()) {
      numbers.add(a);
    }
    numbers.add(action.entry().charge());
    numbers.add(action.entry().remaining());
    return numbers;
  }

  /** The two distributions of a decision; every sixteenth or so is an edge case of some kind. */
  static final class Pair {
    private @Nullable ActionDistribution base;
    @Nullable ActionDistribution task;

    ActionDistribution base() {
      return java.util.Objects.requireNonNull(base);
    }

    int draw(CounterNoise u, GuardScenario scenario) {
      int mode = (int) (16 * u.nextDouble());
      int n = scenario.size;
      double[] first = new double[n];
      double[] second = new double[n];
      double[] third = new double[n];
      double[] fourth = new double[n];
      if (scenario.categorical) {
        for (int i = 0; i < n; i++) {
          first[i] = 0.02 + u.nextDouble();
          double v = u.nextDouble();
          double t = (v < 0.15 ? 0 : v * v * v) + (i == 0 ? 1e-3 : 0);
          third[i] = mode == 0 ? first[i] : mode == 5 ? (i == 0 ? 1 : 0) : t;
        }
        base = Categorical.of(first);
        task = mode == 3 ? null : Categorical.of(third);
        return mode;
      }
      for (int i = 0; i < n; i++) {
        first[i] = 4 * u.nextDouble() - 2;
        double width = 0.05 + u.nextDouble();
        second[i] = width * Math.scalb(1.0, (int) (9 * u.nextDouble()) - 4);
        double shift = (2 * u.nextDouble() - 1) * scenario.spread;
        shift *= mode == 5 ? 1e6 : mode == 6 ? 1e-9 : 1;
        double ratio = 0.25 + 1.25 * u.nextDouble();
        third[i] = mode == 0 || mode == 2 ? first[i] : first[i] + second[i] * shift;
        fourth[i] =
            mode == 0 || mode == 1 ? second[i] : second[i] * (mode == 4 ? 1 + 0x1p-52 : ratio);
      }
      base = new DiagonalGaussian(first, second);
      task = mode == 3 ? null : new DiagonalGaussian(third, fourth);
      return mode;
    }
  }
}
