package org.surety.study;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.surety.base.AtomicFile;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.bound.ExcessEvidence;
import org.surety.bound.SimultaneousBand;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;

/** A study in words and tables; {@link SportFigures} has its numbers for programs. */
final class SportReport {
  /** The report in words. */
  static final String FILE = "report.md";

  private static final String PERCENT = "%.1f %%";

  private final SportPlan plan;
  private final List<SportResults> results;
  private final ErrorProbability beta;

  SportReport(SportPlan plan, List<SportResults> results) {
    this.plan = plan;
    this.results = List.copyOf(results);
    beta = ErrorProbability.parse(plan.beta());
  }

  /** Writes report and tables. */
  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # SPoRt's experiment, and guards at equal certified bounds

        Reach the goal without touching the hazard, within T decisions. All task policies start from
        the base policy and have one learner, one number of steps and one reward, which is what they
        are judged by: minus the share of T that an episode took, and -1 for failing. They differ in
        their guard. Intervals hold with probability 95 %; certified bounds with 1 - beta, beta = BETA.
        """
            .replace("BETA", plan.beta()));
    for (SportResults rate : results) {
      section(text, rate, folder);
    }
    write(folder.resolve(FILE), text.toString());
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private void section(StringBuilder text, SportResults r, Path folder) throws IOException {
    int t = r.rate().horizon();
    SportResults.Base base = r.base();
    text.append(
        format(
            "%n## %d decisions per second, T = %d%n%n### The base policy%n%n",
            r.rate().hertz(), t));
    text.append(
        format(
            "%,d episodes to certify: %d fail (%d touch the hazard, %d are late), so that"
                + " epsilon = %s. Mean decisions with failures counted as T: %.2f; of successes:"
                + " %.2f ± %.2f (standard deviation). In %,d further episodes, which decide nothing"
                + " below but the base policy's mean, %d fail (%d touch the hazard): with so many"
                + " logs epsilon would be %s.%n%n",
            base.certified().episodes(),
            base.certified().failures(t),
            base.certified().hazards(t),
            base.certified().late(t),
            up(base.risk().epsilon().doubleValue()),
            r.baseDecisions(),
            base.many().meanOnSuccess(t),
            base.many().deviationOnSuccess(t),
            base.many().episodes(),
            base.many().failures(t),
            base.many().hazards(t),
            up(ClopperPearson.upper(base.many().failures(t), base.many().episodes(), beta))));
    Table horizons = horizons(r);
    write(folder.resolve("base-" + r.rate().word() + ".csv"), horizons.csv());
    text.append(
        """
        Bounds at one horizon that was chosen beforehand, at all at once (the band), and by cause
        at half of beta each:

        """);
    text.append(horizons.markdown());
    Table sweep = sweep(r);
    write(folder.resolve("sweep-" + r.rate().word() + ".csv"), sweep.csv());
    text.append(
        format(
            "%n### The paper's sweep%n%nPer-step guards, T = %d, %,d fresh rollouts of each policy."
                + " *Guarded afterwards*: one policy trained where the hazard ends nothing, then"
                + " projected. *Projected PPO*: policies of each alpha by seed: %d; counts are over"
                + " all of them. The prior bounds are those of alpha^T and, for the same policies,"
                + " of chi-square; posterior bounds are Clopper-Pearson on the fresh rollouts, the"
                + " largest of the seeds'.%n%n",
            t, r.rate().freshEpisodes(), r.rate().sweepSeeds()));
    text.append(sweep.markdown());
    Table arms = arms(r);
    write(folder.resolve("arms-" + r.rate().word() + ".csv"), arms.csv());
    double[] free = r.decisions(r.free());
    text.append(
        format(
            "%n### Guards at equal certified bounds%n%n%d seeds, %,d training steps and %,d fresh"
                + " rollouts each. The base policy takes %.3f decisions, the policy that nothing"
                + " limits %s (failures %s). *Share* is how far an arm goes from the one to the"
                + " other; *at most* is the most that any policy under this guard could go, by the"
                + " guard's own theorem.%n%n",
            plan.seeds(),
            r.rate().taskSteps(),
            r.rate().freshEpisodes(),
            r.baseDecisions(),
            interval("%.3f", Interval.ofMean(free)),
            failureText(r, r.free())));
    text.append(arms.markdown());
    write(folder.resolve("seeds-" + r.rate().word() + ".csv"), SportFigures.seeds(r).csv());
    Table training = training(r);
    write(folder.resolve("training-" + r.rate().word() + ".csv"), training.csv());
    text.append(
        """

        ### Violations while training

        All episodes of all seeds that ended. The guard's bound holds for every episode, given all
        before it. *Over seeds*: Student's t, seeds being independent. *Conditional*: for the average
        conditional probability of a violation, needing no independence of episodes that follow one
        another (a martingale), but taking those that run side by side as if one had followed the
        other. *Excess*: the largest probability of ever seeing so many violations among the episodes
        started if the bound holds, side by side or not; 1 is no evidence against it.

        """);
    text.append(training.markdown());
    text.append(
        format(
            "%nDecisions or episodes that exceeded a guard's limit, over every training and test"
                + " step of all policies above: **%d**.%n",
            r.exceptions()));
  }

  private Table horizons(SportResults r) {
    Census c = r.base().certified();
    SimultaneousBand band = SimultaneousBand.of(c.episodes(), beta);
    ErrorProbability half = beta.part(0.5);
    Table table =
        new Table(
            "T",
            "failures",
            "hazard",
            "late",
            "eps(T)",
            "band",
            "eps hazard",
            "eps late",
            "with many logs");
    int t0 = r.rate().horizon();
    int step = Math.max(1, t0 / 22);
    for (int t = Math.max(step, t0 - 10 * step);
        t <= Math.min(c.longest(), t0 + 10 * step);
        t += step) {
      long k = c.failures(t);
      table.add(
          t == t0 ? "**" + t + "**" : Integer.toString(t),
          Long.toString(k),
          Long.toString(c.hazards(t)),
          Long.toString(c.late(t)),
          up(ClopperPearson.upper(k, c.episodes(), beta)),
          up(band.upper(k)),
          up(ClopperPearson.upper(c.hazards(t), c.episodes(), half)),
          up(ClopperPearson.upper(c.late(t), c.episodes(), half)),
          up(ClopperPearson.upper(r.base().many().failures(t), r.base().many().episodes(), beta)));
    }
    return table;
  }

  private Table sweep(SportResults r) {
    int t = r.rate().horizon();
    Table table =
        new Table(
            "alpha",
            "prior alpha^T",
            "prior chi-square",
            "afterwards: decisions",
            "late + hazard",
            "posterior",
            "Projected PPO: decisions",
            "mean over seeds",
            "late + hazard",
            "posterior");
    for (SportResults.SweepRow row : r.sweep()) {
      double alpha = row.alpha().doubleValue();
      table.add(
          row.alpha().toPlainString(),
          prior(Arm.ALPHA_T, r.base().risk(), alpha),
          prior(Arm.CHI_SQUARE, r.base().risk(), alpha),
          decisions(row.heedless(), t),
          causes(row.heedless(), t),
          posterior(row.heedless(), t),
          decisions(row.projectedFresh(), t),
          row.projected().size() < 2
              ? "one seed"
              : interval("%.3f", Interval.ofMean(onSuccess(row.projected(), t))),
          causes(row.projectedFresh(), t),
          largestPosterior(row.projected(), t));
    }
    return table;
  }

  private static String prior(Arm arm, BaseRisk base, double alpha) {
    double bound = arm.bound(base, alpha, base.horizon());
    return bound >= 1 ? "1" : up(bound);
  }

  private static String decisions(Census c, int t) {
    return format("%.2f ± %.2f", c.meanOnSuccess(t), c.deviationOnSuccess(t));
  }

  private static String causes(Census c, int t) {
    return c.late(t) + " + " + c.hazards(t);
  }

  private String posterior(Census c, int t) {
    return up(ClopperPearson.upper(c.failures(t), c.episodes(), beta));
  }

  private static double[] onSuccess(List<SportResults.Trained> seeds, int t) {
    return seeds.stream().mapToDouble(one -> one.fresh().meanOnSuccess(t)).toArray();
  }

  /** Of several policies' bounds the largest. */
  private String largestPosterior(List<SportResults.Trained> seeds, int t) {
    double largest = 0;
    for (SportResults.Trained one : seeds) {
      Census c = one.fresh();
      largest = Math.max(largest, ClopperPearson.upper(c.failures(t), c.episodes(), beta));
    }
    return up(largest);
  }

  private Table arms(SportResults r) {
    int t = r.rate().horizon();
    Table table =
        new Table(
            "bound",
            "guard",
            "setting",
            "decisions",
            "share",
            "at most",
            "failures",
            "late + hazard",
            "bound on the hazard alone",
            "largest log ratio");
    BaseRisk hazard = hazardRisk(r);
    for (SportResults.ArmRow row : r.arms()) {
      SportResults.Setting setting = row.setting();
      List<Census> fresh = row.seeds().stream().map(SportResults.Trained::fresh).toList();
      Census all = FreshRollouts.sum(fresh);
      table.add(
          setting.risk().toPlainString(),
          setting.arm().word(),
          setting(setting),
          interval("%.3f", Interval.ofMean(r.decisions(row.seeds()))),
          percents(Interval.ofMean(r.shares(row.seeds()))),
          format(PERCENT, 100 * SportFigures.ceiling(r, setting)),
          failureText(r, row.seeds()),
          causes(all, t),
          up(setting.bound(hazard)),
          format("%.3f", all.largestLogRatio()));
    }
    return table;
  }

  private BaseRisk hazardRisk(SportResults r) {
    int t = r.rate().horizon();
    Census c = r.base().certified();
    double epsilon = ClopperPearson.upper(c.hazards(t), c.episodes(), beta.part(0.5));
    return r.base().risk().with(new BigDecimal(epsilon), t);
  }

  private static String setting(SportResults.Setting setting) {
    String limit = Decimals.down(setting.guard().limit().doubleValue(), 5);
    return switch (setting.guard().kind()) {
      case PER_STEP, BOX -> "alpha " + limit;
      case BUDGET -> "B " + limit;
      case MEAN_ONLY -> "D " + limit;
    };
  }

  private static String failureText(SportResults r, List<SportResults.Trained> seeds) {
    int t = r.rate().horizon();
    long failures = 0;
    long episodes = 0;
    for (SportResults.Trained one : seeds) {
      failures += one.fresh().failures(t);
      episodes += one.fresh().episodes();
    }
    return rate(Interval.ofRate(failures, episodes));
  }

  private Table training(SportResults r) {
    Table table =
        new Table(
            "bound",
            "guard",
            "episodes",
            "violations",
            "of these hazard",
            "rate",
            "over seeds",
            "conditional",
            "excess",
            "largest charge",
            "minutes");
    for (SportResults.ArmRow row : r.arms()) {
      training(
          table,
          r.rate(),
          Optional.of(row.setting().risk()),
          row.setting().arm().word(),
          row.seeds());
    }
    training(table, r.rate(), Optional.empty(), "free", r.free());
    return table;
  }

  private static void training(
      Table table,
      SportPlan.Rate rate,
      Optional<BigDecimal> risk,
      String arm,
      List<SportResults.Trained> seeds) {
    long episodes = 0;
    long violations = 0;
    long hazards = 0;
    double charge = 0;
    double seconds = 0;
    double[] rates = new double[seeds.size()];
    for (int i = 0; i < rates.length; i++) {
      SportResults.Training one = seeds.get(i).training();
      episodes += one.episodes();
      violations += one.violations();
      hazards += one.hazards();
      charge = Math.max(charge, one.largestCharge());
      seconds += one.seconds();
      rates[i] = (double) one.violations() / one.episodes();
    }
    Interval overSeeds = Interval.ofMean(rates);
    Interval conditional = Interval.ofConditionalRate(violations, episodes);
    // Those that were running at the end had been started, too.
    long started = episodes + (long) TaskSettings.lanes(rate) * rates.length;
    long seen = violations;
    table.add(
        risk.map(BigDecimal::toPlainString).orElse("none"),
        arm,
        format("%,d", episodes),
        format("%,d", violations),
        format("%,d", hazards),
        small((double) violations / episodes),
        violations == 0
            ? "-"
            : "[" + small(Math.max(0, overSeeds.low())) + ", " + small(overSeeds.high()) + "]",
        "[" + small(conditional.low()) + ", " + small(conditional.high()) + "]",
        risk.map(r -> format("%.2g", ExcessEvidence.probabilityUpper(seen, started, up(r))))
            .orElse("-"),
        format("%.3f", charge),
        format("%.1f", seconds / 60));
  }

  private static String interval(String format, Interval i) {
    return format(format + " [" + format + ", " + format + "]", i.estimate(), i.low(), i.high());
  }

  private static String percents(Interval i) {
    return format("%.1f %% [%.1f, %.1f]", 100 * i.estimate(), 100 * i.low(), 100 * i.high());
  }

  private static String rate(Interval i) {
    return small(i.estimate()) + " [" + small(i.low()) + ", " + small(i.high()) + "]";
  }

  private static String small(double value) {
    return value == 0 ? "0" : format(value < 1e-3 ? "%.2e" : "%.5f", value);
  }

  /** The risk as a double, no smaller. */
  private static double up(BigDecimal risk) {
    return Decimals.up(risk);
  }

  private static String up(double bound) {
    return Decimals.up(bound, 4);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
