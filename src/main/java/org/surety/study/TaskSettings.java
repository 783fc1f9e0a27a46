package org.surety.study;

import org.surety.guard.GuardSetting;

/** How task policies are trained: alike for every arm, but for the guard. */
final class TaskSettings {
  private TaskSettings() {}

  /** Environments that are stepped together. */
  static int lanes(SportPlan.Rate rate) {
    return rate.hertz() == 50 ? 128 : 512;
  }

  /** A settings file of one training run. */
  static String toml(SportPlan.Rate rate, String environment, GuardSetting guard, long seed) {
    boolean fast = rate.hertz() == 50;
    return String.join(
        "\n",
        "seed = " + seed,
        "steps = " + rate.taskSteps(),
        "environment = \"" + environment + "\"",
        "deadline = " + rate.horizon(),
        "[rollout]",
        // Whole episodes, so that an update sees all of their phases.
        "lanes = " + lanes(rate),
        "steps = " + (fast ? 144 : 32),
        "workers = 1",
        "[ppo]",
        // At 50 Hz an episode is long and there are few of them: more is learned from each.
        "minibatch = " + (fast ? 512 : 4096),
        "warm_up = " + rate.taskSteps() / 10,
        // The reward is what counts: the last decision is worth as much as the first.
        "gamma = 1",
        "lambda = " + (fast ? "0.99" : "0.97"),
        "learning_rate = 1e-3",
        "[guard]",
        "kind = \"" + guard.kind().word() + "\"",
        "limit = \"" + guard.limit().toPlainString() + "\"",
        "per_decision_cap = \""
            + guard.perDecisionCap().map(cap -> cap.toPlainString()).orElse("")
            + "\"",
        "horizon = " + guard.horizon(),
        "");
  }
}
