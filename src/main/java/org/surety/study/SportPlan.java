package org.surety.study;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.surety.certificate.Json;

/**
 * Everything that decides what a study's numbers are, apart from the base policy.
 *
 * @param rates how often decisions are taken
 * @param seeds task policies trained for each arm and risk
 * @param baseShare of the steps that a base policy is trained for by default
 * @param certifyEpisodes N, rollouts of the base policy that its bound rests on
 * @param beta error probability of that bound
 * @param risks certified bounds at which arms are compared
 */
record SportPlan(
    List<Rate> rates,
    int seeds,
    double baseShare,
    long certifyEpisodes,
    String beta,
    List<BigDecimal> risks) {
  /**
   * A number of decisions per second.
   *
   * @param hertz 5 or 50
   * @param horizon T, within how many decisions the goal must be reached; fixed before any rollout
   * @param taskSteps environment steps that each task policy is trained for
   * @param manyEpisodes further rollouts of the base policy, for what more logs buy and its mean
   * @param freshEpisodes rollouts that each task policy is judged by
   * @param alphas of the paper's sweep
   * @param sweepSeeds task policies trained for each α of it
   */
  record Rate(
      int hertz,
      int horizon,
      long taskSteps,
      long manyEpisodes,
      long freshEpisodes,
      List<BigDecimal> alphas,
      int sweepSeeds) {
    /** Copies the list. */
    Rate {
      alphas = List.copyOf(alphas);
    }

    /** Its name in tables and files. */
    String word() {
      return hertz + "hz";
    }

    /** The environment of all certificates: hazard and goal end an episode. */
    String environment() {
      return name(true);
    }

    /** The same world where the hazard does not end an episode. */
    String heedless() {
      return name(false);
    }

    private String name(boolean hazardEnds) {
      return BasePolicies.FIXED + (hertz == 50 ? "-50hz" : "") + (hazardEnds ? "" : "-reset-goal");
    }

    /** Decisions until the environment's own time limit. */
    int longest() {
      return 20 * hertz;
    }
  }

  /** The paper's horizon of 21 recorded ticks is 22 decisions. */
  static final int HORIZON_5_HZ = 22;

  /** The paper's horizon at 50 Hz. */
  static final int HORIZON_50_HZ = 270;

  /** Of the sweep at 5 Hz, where one takes seconds. */
  private static final int SWEEP_SEEDS_5_HZ = 3;

  /** Copies the lists. */
  SportPlan {
    rates = List.copyOf(rates);
    risks = List.copyOf(risks);
  }

  /**
   * The study in full.
   *
   * @param hertz which rates
   */
  static SportPlan full(List<Integer> hertz, int seeds) {
    List<Rate> rates = new ArrayList<>();
    if (hertz.contains(5)) {
      rates.add(
          new Rate(
              5,
              HORIZON_5_HZ,
              1 << 19,
              1_000_000,
              20_000,
              decimals(
                  "1", "1.05", "1.1", "1.2", "1.35", "1.5", "2", "3", "5", "10", "20", "50", "100"),
              Math.min(seeds, SWEEP_SEEDS_5_HZ)));
    }
    if (hertz.contains(50)) {
      rates.add(
          new Rate(
              50,
              HORIZON_50_HZ,
              1 << 19,
              50_000,
              2_000,
              decimals("1", "1.01", "1.02", "1.05", "1.1", "1.5", "5", "10", "15"),
              1));
    }
    return new SportPlan(rates, seeds, 1, 10_000, "1e-7", decimals("0.025", "0.05", "0.1"));
  }

  /** The same with everything small: it shows that the study runs, and nothing else. */
  static SportPlan quick(List<Integer> hertz, int seeds) {
    List<Rate> rates = new ArrayList<>();
    if (hertz.contains(5)) {
      rates.add(new Rate(5, HORIZON_5_HZ, 1 << 15, 5_000, 500, decimals("1", "1.1", "2"), 1));
    }
    if (hertz.contains(50)) {
      rates.add(new Rate(50, HORIZON_50_HZ, 1 << 15, 500, 100, decimals("1", "1.05"), 1));
    }
    return new SportPlan(rates, seeds, 0.75, 2_000, "1e-3", decimals("0.1"));
  }

  private static List<BigDecimal> decimals(String... texts) {
    List<BigDecimal> decimals = new ArrayList<>();
    for (String text : texts) {
      decimals.add(new BigDecimal(text));
    }
    return decimals;
  }

  /** Task policies trained at a rate: the sweep's, the arms' and the free ones. */
  int trainings(Rate rate) {
    return 1
        + rate.alphas.size() * rate.sweepSeeds
        + seeds * (Arm.values().length * risks.size() + 1);
  }

  /** A form to compare. */
  Json toJson() {
    List<Json> all = new ArrayList<>();
    for (Rate rate : rates) {
      all.add(
          Json.object()
              .put("hertz", rate.hertz)
              .put("horizon", rate.horizon)
              .put("taskSteps", rate.taskSteps)
              .put("manyEpisodes", rate.manyEpisodes)
              .put("freshEpisodes", rate.freshEpisodes)
              .put(
                  "alphas",
                  Json.texts(rate.alphas.stream().map(BigDecimal::toPlainString).toList()))
              .put("sweepSeeds", rate.sweepSeeds)
              .build());
    }
    return Json.object()
        .put("rates", new Json.Arr(all))
        .put("seeds", seeds)
        .put("baseShare", Census.Numbers.json(baseShare))
        .put("certifyEpisodes", certifyEpisodes)
        .put("beta", beta)
        .put("risks", Json.texts(risks.stream().map(BigDecimal::toPlainString).toList()))
        .build();
  }
}
