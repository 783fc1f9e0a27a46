package org.surety.study;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.surety.certificate.Json;
import org.surety.guard.GuardSetting;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;

/**
 * What the cells of one rate came to.
 *
 * @param rate decisions per second, and the horizon
 * @param base the base policy
 * @param heedless training without regard to the hazard, guarded only afterwards
 * @param sweep the paper's α sweep
 * @param free the policies that no guard limits, by seed
 * @param arms the guards at equal certified bounds
 */
record SportResults(
    SportPlan.Rate rate,
    Base base,
    Training heedless,
    List<SweepRow> sweep,
    List<Trained> free,
    List<ArmRow> arms) {
  /** The cell of the policy that was trained without regard to the hazard. */
  static final String HEEDLESS = "sweep-heedless";

  /** Copies the lists. */
  SportResults {
    sweep = List.copyOf(sweep);
    free = List.copyOf(free);
    arms = List.copyOf(arms);
  }

  /** The cell of Projected PPO at one α. */
  static String projected(BigDecimal alpha, int seed) {
    return "sweep-projected-" + alpha.toPlainString() + "-seed" + seed;
  }

  /** The cell of the policy that no guard limits. */
  static String free(int seed) {
    return "free-seed" + seed;
  }

  /**
   * The base policy.
   *
   * @param sha256 digest of its file
   * @param certified the rollouts that the bound rests on
   * @param many further rollouts, which decide nothing
   * @param risk the certified bound, at the rate's horizon
   */
  record Base(String sha256, Census certified, Census many, BaseRisk risk) {}

  /**
   * One guard at one certified bound.
   *
   * @param arm the kind
   * @param risk allowed violation probability
   * @param guard its largest setting with that bound
   */
  record Setting(Arm arm, BigDecimal risk, GuardSetting guard) {
    /** The cell of one seed. */
    String cell(int seed) {
      return "arm-" + arm.fileWord() + "-" + risk.toPlainString() + "-seed" + seed;
    }

    /** The guard's certified bound on a part of the violations. */
    double bound(BaseRisk base) {
      return arm.bound(base, limit(), guard.horizon());
    }

    /** The setting as its transfer takes it, rounded up. */
    double limit() {
      return Decimals.up(guard.limit());
    }
  }

  /**
   * What happened while a policy was trained.
   *
   * @param episodes that ended
   * @param hazards of these, into the hazard
   * @param succeeded of these, at the goal in time
   * @param exceptions decisions or episodes that broke the guard's limit
   * @param largestCharge largest sum of an episode's charges, in the guard's unit
   * @param seconds it took
   */
  record Training(
      long episodes,
      long hazards,
      long succeeded,
      long exceptions,
      double largestCharge,
      double seconds) {
    private static Training of(Json json, String place) {
      Census.Numbers in = new Census.Numbers(json, place);
      return new Training(
          in.count("episodes"),
          in.count("hazards"),
          in.count("succeeded"),
          in.count("exceptions"),
          in.number("largestCharge"),
          in.number("seconds"));
    }

    /** Episodes that did not reach the goal in time. */
    long violations() {
      return episodes - succeeded;
    }
  }

  /** A policy that was trained, and its fresh rollouts. */
  record Trained(Training training, Census fresh) {}

  /**
   * One α of the paper's sweep.
   *
   * @param heedless fresh rollouts of the policy that was guarded only after training
   * @param projected Projected PPO, by seed
   */
  record SweepRow(BigDecimal alpha, Census heedless, List<Trained> projected) {
    /** Copies the list. */
    SweepRow {
      projected = List.copyOf(projected);
    }

    /** All fresh rollouts of Projected PPO. */
    Census projectedFresh() {
      return FreshRollouts.sum(projected.stream().map(Trained::fresh).toList());
    }
  }

  /** One guard at one certified bound, by seed. */
  record ArmRow(Setting setting, List<Trained> seeds) {
    /** Copies the list. */
    ArmRow {
      seeds = List.copyOf(seeds);
    }
  }

  /** Reads finished cells. */
  static SportResults read(
      SportPlan plan, SportPlan.Rate rate, Cells cells, Base base, List<Setting> settings)
      throws IOException {
    Json heedless = cells.get(HEEDLESS);
    String place = cells.place(HEEDLESS);
    List<SweepRow> sweep = new ArrayList<>();
    for (BigDecimal alpha : rate.alphas()) {
      Json fresh = new Census.Numbers(heedless, place).get(alpha.toPlainString());
      List<Trained> projected = new ArrayList<>();
      for (int seed = 1; seed <= rate.sweepSeeds(); seed++) {
        projected.add(trained(cells, projected(alpha, seed)));
      }
      sweep.add(new SweepRow(alpha, Census.of(fresh, place), projected));
    }
    List<Trained> free = new ArrayList<>();
    for (int seed = 1; seed <= plan.seeds(); seed++) {
      free.add(trained(cells, free(seed)));
    }
    List<ArmRow> arms = new ArrayList<>();
    for (Setting setting : settings) {
      List<Trained> seeds = new ArrayList<>();
      for (int seed = 1; seed <= plan.seeds(); seed++) {
        seeds.add(trained(cells, setting.cell(seed)));
      }
      arms.add(new ArmRow(setting, seeds));
    }
    return new SportResults(rate, base, Training.of(heedless, place), sweep, free, arms);
  }

  private static Trained trained(Cells cells, String name) throws IOException {
    Json json = cells.get(name);
    String place = cells.place(name);
    return new Trained(
        Training.of(json, place), Census.of(new Census.Numbers(json, place).get("fresh"), place));
  }

  /** Mean decisions to the goal, failures counted as the horizon, by seed. */
  double[] decisions(List<Trained> seeds) {
    return seeds.stream().mapToDouble(t -> t.fresh.meanDecisions(rate.horizon())).toArray();
  }

  /** Mean decisions of the base policy. */
  double baseDecisions() {
    return base.many.meanDecisions(rate.horizon());
  }

  /**
   * The share of the way from the base policy to the free one that an arm goes, by seed; each seed
   * is held against the free policy of the same seed.
   */
  double[] shares(List<Trained> seeds) {
    double[] arm = decisions(seeds);
    double[] unlimited = decisions(free);
    double[] shares = new double[arm.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (baseDecisions() - arm[i]) / (baseDecisions() - unlimited[i]);
    }
    return shares;
  }

  /** The same for any mean, against the free policies' average. */
  double shareOf(double decisions) {
    double unlimited = Interval.ofMean(decisions(free)).estimate();
    return (baseDecisions() - decisions) / (baseDecisions() - unlimited);
  }

  /** Exceptions over every training and test step. */
  long exceptions() {
    long sum = heedless.exceptions;
    for (SweepRow row : sweep) {
      sum += row.heedless.exceptions();
      for (Trained one : row.projected) {
        sum += exceptions(one);
      }
    }
    for (Trained one : free) {
      sum += exceptions(one);
    }
    for (ArmRow row : arms) {
      for (Trained one : row.seeds) {
        sum += exceptions(one);
      }
    }
    return sum;
  }

  private static long exceptions(Trained one) {
    return one.training.exceptions + one.fresh.exceptions();
  }
}
