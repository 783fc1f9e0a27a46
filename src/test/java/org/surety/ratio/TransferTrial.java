package org.surety.ratio;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Puts a transfer to the test: draws trajectories under a new policy, takes the violation that is
 * worst for it, the Neyman–Pearson set of largest likelihood ratio with base probability about ε,
 * and compares its probability under the new policy with the bound. Both probabilities come from
 * the same trajectories, the base's by weights 1/Λ, which are small on the set.
 */
public final class TransferTrial {
  /** Draws one trajectory under the new policy and returns ln Λ_T. */
  @FunctionalInterface
  public interface Model {
    double logRatio(SplittableRandom random);
  }

  /**
   * What was found.
   *
   * @param name of the case
   * @param base P(V) and its standard error
   * @param task P'(V) and its standard error
   * @param bound the transfer's bound at the estimate of P(V)
   * @param boundAbove its bound at 4.5 standard errors above
   * @param tight whether theory says that the bound is attained
   */
  public record Outcome(
      String name,
      double base,
      double baseError,
      double task,
      double taskError,
      double bound,
      double boundAbove,
      boolean tight) {
    /** No violation more probable than the bound, beyond 4.5 standard errors. */
    public boolean holds() {
      return task - 4.5 * taskError <= boundAbove;
    }

    /** Where the bound is attained and at least 0.05: within the share, plus 4.5 errors. */
    public boolean attained(double share) {
      return !tight
          || bound < 0.05
          || task >= bound * (1 - share) - 4.5 * (taskError + bound * baseError / base);
    }

    @Override
    public String toString() {
      return String.format(
          "%-42s P(V) %.3e ± %.0e   P'(V) %.5f ± %.0e   bound %.5f   ratio %.4f%s",
          name, base, baseError, task, taskError, bound, task / bound, tight ? "  tight" : "");
    }
  }

  private TransferTrial() {}

  /**
   * Runs one case.
   *
   * @param world horizon and ratios of the changed world; its ε is the base probability aimed at
   */
  public static Outcome run(
      String name,
      Transfer transfer,
      double setting,
      BaseRisk world,
      Model model,
      boolean tight,
      int trajectories,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double threshold = threshold(model, world.epsilon().doubleValue(), trajectories / 4, random);
    double hits = 0;
    double weights = 0;
    double squares = 0;
    for (int n = 0; n < trajectories; n++) {
      double logRatio = model.logRatio(random);
      if (score(logRatio, random) > threshold) {
        hits++;
        double weight = Math.exp(-logRatio);
        weights += weight;
        squares += weight * weight;
      }
    }
    double task = hits / trajectories;
    double base = weights / trajectories;
    double baseError = Math.sqrt((squares / trajectories - base * base) / trajectories);
    double taskError = Math.sqrt(task * (1 - task) / trajectories);
    return new Outcome(
        name,
        base,
        baseError,
        task,
        taskError,
        bound(transfer, setting, world, base),
        bound(transfer, setting, world, base + 4.5 * baseError),
        tight);
  }

  private static double bound(Transfer transfer, double setting, BaseRisk world, double epsilon) {
    BigDecimal clipped = BigDecimal.valueOf(Math.min(1, epsilon));
    return transfer.bound(world.with(clipped, world.horizon()), setting);
  }

  /** Ties are broken by a coin of the environment, which makes every level reachable. */
  private static double score(double logRatio, SplittableRandom random) {
    return logRatio + 1e-7 * random.nextDouble();
  }

  private static double threshold(
      Model model, double epsilon, int trajectories, SplittableRandom random) {
    double[] scores = new double[trajectories];
    for (int n = 0; n < trajectories; n++) {
      scores[n] = score(model.logRatio(random), random);
    }
    Arrays.sort(scores);
    double mass = 0;
    for (int n = trajectories - 1; n >= 0; n--) {
      mass += Math.exp(-scores[n]) / trajectories;
      if (mass >= epsilon) {
        return scores[n];
      }
    }
    return scores[0] - 1;
  }
}
