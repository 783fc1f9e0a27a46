package org.surety.ratio;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.surety.ratio.TransferTrial.Model;
import org.surety.ratio.TransferTrial.Outcome;

/** New policies, extreme and adaptively random, for {@link TransferTrial}. */
public final class TransferModels {
  private TransferModels() {}

  /** Every transfer against the policies its premise admits, at one horizon. */
  public static List<Outcome> allTransfers(int horizon, int trajectories) {
    List<Outcome> outcomes = new ArrayList<>();
    double[] epsilons = {0.001, 0.02};
    for (double epsilon : epsilons) {
      BaseRisk base = BaseRisk.unchanged(BigDecimal.valueOf(epsilon), horizon);
      String at = " T=" + horizon + " eps=" + epsilon;
      double budget = Math.log(0.2 / epsilon);
      double alpha = Math.exp(budget / horizon);
      double wide = ChiSquareTransfer.everyDecision().largestSetting(base, new BigDecimal("0.2"));
      long seed = horizon * 1000L + (long) (epsilon * 1e5);

      add(
          outcomes,
          "alpha^T extreme" + at,
          new PowerTransfer(),
          alpha,
          base,
          twoPoint(alpha, 0, horizon, false),
          true,
          trajectories,
          seed);
      add(
          outcomes,
          "alpha^T random" + at,
          new PowerTransfer(),
          alpha,
          base,
          twoPoint(alpha, 0, horizon, true),
          false,
          trajectories,
          seed);
      BaseRisk robust =
          new BaseRisk(
              BigDecimal.valueOf(epsilon / 2),
              horizon,
              new BigDecimal("1.25"),
              BigDecimal.valueOf(Math.exp(0.4 / horizon)));
      Model changed =
          world(
              1.25,
              robust.dynamicsRatio().doubleValue(),
              horizon,
              twoPoint(alpha, 0, horizon, false));
      add(
          outcomes,
          "alpha^T robust extreme" + at,
          new PowerTransfer(),
          alpha,
          robust,
          changed,
          true,
          trajectories,
          seed);

      ChiSquareTransfer chiSquare = ChiSquareTransfer.everyDecision();
      add(
          outcomes,
          "chi-square pure shrink" + at,
          chiSquare,
          wide,
          base,
          shrink(Math.log(wide), horizon),
          true,
          trajectories,
          seed);
      add(
          outcomes,
          "chi-square random 1-3 dims" + at,
          chiSquare,
          wide,
          base,
          randomGaussian(Math.log(wide), horizon, horizon),
          false,
          trajectories,
          seed);
      int few = Math.max(1, horizon / 4);
      ChiSquareTransfer adaptive = ChiSquareTransfer.deviatingAtMost(few);
      double larger = adaptive.largestSetting(base, new BigDecimal("0.2"));
      add(
          outcomes,
          "chi-square adaptive, n=" + few + at,
          adaptive,
          larger,
          base,
          randomGaussian(Math.log(larger), horizon, few),
          false,
          trajectories,
          seed);
      add(
          outcomes,
          "chi-square robust" + at,
          chiSquare,
          wide,
          robust,
          world(
              1.25, robust.dynamicsRatio().doubleValue(), horizon, shrink(Math.log(wide), horizon)),
          false,
          trajectories,
          seed);

      MeanShiftTransfer mean = new MeanShiftTransfer();
      double shift = mean.largestSetting(base, new BigDecimal("0.2"));
      add(
          outcomes,
          "mean-budget adaptive" + at,
          mean,
          shift,
          base,
          meanShift(shift, horizon),
          true,
          trajectories,
          seed);

      TrajectoryBudgetTransfer ledger = new TrajectoryBudgetTransfer();
      double cap = TrajectoryBudgetTransfer.perDecisionCap(budget, horizon);
      add(
          outcomes,
          "trajectory-budget greedy" + at,
          ledger,
          budget,
          base,
          ledger(budget, cap, horizon),
          horizon > 1,
          trajectories,
          seed);

      TwoSidedTransfer twoSided = TwoSidedTransfer.symmetric();
      double sided = Math.min(3, twoSided.largestSetting(base, new BigDecimal("0.2")));
      add(
          outcomes,
          "two-sided extreme" + at,
          twoSided,
          sided,
          base,
          twoPoint(sided, 1 / sided, horizon, false),
          true,
          trajectories,
          seed);
      add(
          outcomes,
          "two-sided random" + at,
          twoSided,
          sided,
          base,
          twoPoint(sided, 1 / sided, horizon, true),
          false,
          trajectories,
          seed);

      RenyiTransfer renyi = RenyiTransfer.best(epsilon, 0.2);
      double moments = renyi.largestSetting(base, new BigDecimal("0.2"));
      add(
          outcomes,
          "renyi mean and width" + at,
          renyi,
          moments,
          base,
          renyi(renyi.order(), moments, horizon),
          false,
          trajectories,
          seed);
    }
    outcomes.add(timeResolved(horizon, trajectories));
    return outcomes;
  }

  private static void add(
      List<Outcome> outcomes,
      String name,
      Transfer transfer,
      double setting,
      BaseRisk world,
      Model model,
      boolean tight,
      int trajectories,
      long seed) {
    outcomes.add(
        TransferTrial.run(name, transfer, setting, world, model, tight, trajectories, seed));
  }

  /**
   * Ratio α on a set of base probability p and what is left elsewhere, at least {@code floor};
   * extreme: p as large as the floor lets it, else drawn from the history.
   */
  static Model twoPoint(double alpha, double floor, int horizon, boolean varying) {
    double most = (1 - floor) / (alpha - floor);
    return random -> {
      double sum = 0;
      for (int t = 0; t < horizon; t++) {
        double p = varying ? most * (sum > 0 ? random.nextDouble() : 1 - 0.1 * t / horizon) : most;
        double rest = (1 - p * alpha) / (1 - p);
        boolean high = rest <= 1e-12 || random.nextDouble() < alpha * p;
        sum += Math.log(high ? alpha : rest);
      }
      return sum;
    };
  }

  /** A new initial distribution and dynamics with ratios up to a and b, before another model. */
  static Model world(double a, double b, int horizon, Model inner) {
    double environment = Math.log(a) + horizon * Math.log(b);
    return random -> environment + inner.logRatio(random);
  }

  /** Standard deviation divided by α in one coordinate. */
  static Model shrink(double delta, int horizon) {
    double k = Math.expm1(2 * delta) / 2 * Math.exp(-2 * delta);
    return random -> {
      double sum = 0;
      for (int t = 0; t < horizon; t++) {
        double z = random.nextGaussian();
        sum += z * z;
      }
      return horizon * delta - k * sum;
    };
  }

  /**
   * Gaussians on the boundary of the ratio in one to three dimensions, shape drawn at random or
   * from the history, at up to {@code deviating} decisions picked as the trajectory goes.
   */
  static Model randomGaussian(double delta, int horizon, int deviating) {
    return random -> {
      double sum = 0;
      int left = deviating;
      for (int t = 0; t < horizon && left > 0; t++) {
        boolean forced = horizon - t <= left;
        if (!forced && random.nextDouble() < (sum > 0 ? 0.3 : 0.7)) {
          continue;
        }
        left--;
        int dims = 1 + random.nextInt(3);
        double rest = delta;
        for (int i = 0; i < dims; i++) {
          double share = i == dims - 1 ? rest : rest * random.nextDouble();
          rest -= share;
          double widest = -Math.expm1(-2 * share);
          double v = widest * (sum > 0 ? 0.9 + 0.1 * random.nextDouble() : random.nextDouble());
          if (v < 1e-14) {
            continue;
          }
          double x = Math.sqrt(Math.max(0, 2 * v * (share + 0.5 * Math.log1p(-v))));
          double xi = x + Math.sqrt(1 - v) * random.nextGaussian();
          double away = xi - x / v;
          sum += share - v / (2 * (1 - v)) * away * away;
        }
      }
      return sum;
    };
  }

  /** Shifts whose sizes depend on the history and whose squares add up to D². */
  static Model meanShift(double budget, int horizon) {
    return random -> {
      double left = budget * budget;
      double sum = 0;
      for (int t = 0; t < horizon; t++) {
        boolean last = t == horizon - 1;
        double share = last ? 1 : (sum > 0 ? 0.3 : 1.0) / (horizon - t);
        double square = left * share;
        left -= square;
        double x = Math.sqrt(square);
        sum += x * random.nextGaussian() + square / 2;
      }
      return sum;
    };
  }

  /** A ledger run with the furthest Gaussian each decision allows. */
  static Model ledger(double budget, double cap, int horizon) {
    GaussianProjection projection = new GaussianProjection(1);
    double[] zero = {0};
    double[] one = {1};
    double[] far = {1e4};
    double[] mean = new double[1];
    double[] std = new double[1];
    double[] usualMean = new double[1];
    double[] usualStd = new double[1];
    projection.project(cap, zero, one, far, one, usualMean, usualStd, 0);
    return random -> {
      double sum = 0;
      for (int t = 0; t < horizon; t++) {
        double left = budget - sum;
        if (left < 1e-12) {
          break;
        }
        boolean usual = left >= cap;
        if (!usual) {
          projection.project(left, zero, one, far, one, mean, std, 0);
        }
        double m = usual ? usualMean[0] : mean[0];
        double s = usual ? usualStd[0] : std[0];
        double z = random.nextGaussian();
        double xi = m + s * z;
        sum += -Math.log(s) + 0.5 * (xi * xi - z * z);
      }
      if (sum > budget + 1e-9) {
        throw new AssertionError("the ledger was overdrawn: " + sum);
      }
      return sum;
    };
  }

  /** Shifted, narrower and wider Gaussians until the moments are used up. */
  static Model renyi(double order, double moments, int horizon) {
    return random -> {
      double left = moments;
      double sum = 0;
      for (int t = 0; t < horizon; t++) {
        double share = left / (horizon - t);
        double v = share * (random.nextDouble() - 0.5) / order;
        double used = RenyiMoment.upper(order, 0, v);
        double perSquare = order * (order - 1) / (2 * (1 + (order - 1) * v));
        double x = Math.sqrt(Math.max(0, (share - used) / perSquare) * (1 - 1e-9));
        used = RenyiMoment.upper(order, x, v);
        if (used > left) {
          break;
        }
        left -= used;
        double z = random.nextGaussian();
        double xi = x + Math.sqrt(1 - v) * z;
        sum += -0.5 * Math.log1p(-v) + 0.5 * (xi * xi - z * z);
      }
      return sum;
    };
  }

  /**
   * A hazard that comes with the actions that the new policy prefers: windows of decisions, each
   * with its own base probability, estimated by weights.
   */
  static Outcome timeResolved(int horizon, int trajectories) {
    SplittableRandom random = new SplittableRandom(horizon);
    int windows = Math.min(4, horizon);
    double alpha = Math.exp(1.0 / horizon);
    double hazard = 0.3 / horizon;
    double[] mass = new double[windows];
    double[] squares = new double[windows];
    double hits = 0;
    for (int n = 0; n < trajectories; n++) {
      double sum = 0;
      for (int t = 1; t <= horizon; t++) {
        double p = (0.9 + 0.1 * random.nextDouble()) / alpha;
        double rest = (1 - p * alpha) / (1 - p);
        boolean high = random.nextDouble() < alpha * p;
        sum += Math.log(high ? alpha : rest);
        if (high && random.nextDouble() < hazard) {
          int window = (t - 1) * windows / horizon;
          double weight = Math.exp(-sum);
          mass[window] += weight / trajectories;
          squares[window] += weight * weight / trajectories;
          hits++;
          break;
        }
      }
    }
    List<TimeResolvedTransfer.Window> estimated = new ArrayList<>();
    List<TimeResolvedTransfer.Window> above = new ArrayList<>();
    double base = 0;
    double variance = 0;
    for (int i = 0; i < windows; i++) {
      // Window i holds the decisions t with (t − 1) windows / horizon = i in integers.
      int last = ((i + 1) * horizon + windows - 1) / windows;
      double error = Math.sqrt((squares[i] - mass[i] * mass[i]) / trajectories);
      estimated.add(new TimeResolvedTransfer.Window(last, BigDecimal.valueOf(mass[i])));
      above.add(new TimeResolvedTransfer.Window(last, BigDecimal.valueOf(mass[i] + 4.5 * error)));
      base += mass[i];
      variance += error * error;
    }
    double task = hits / trajectories;
    BaseRisk world = BaseRisk.unchanged(BigDecimal.ONE, horizon);
    return new Outcome(
        "time-resolved hazards T=" + horizon,
        base,
        Math.sqrt(variance),
        task,
        Math.sqrt(task * (1 - task) / trajectories),
        new TimeResolvedTransfer(estimated).bound(world, alpha),
        new TimeResolvedTransfer(above).bound(world, alpha),
        false);
  }
}
