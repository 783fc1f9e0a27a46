package org.surety.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.surety.bench.Coverage.Certifier;
import org.surety.bench.Coverage.Preference;
import org.surety.bench.Coverage.Rate;
import org.surety.bound.AnytimeBound;
import org.surety.bound.BoundPlan;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Monotonicity;
import org.surety.bound.Sampling;
import org.surety.bound.ScenarioDiscarding;
import org.surety.bound.SimultaneousBand;
import org.surety.bound.ViolationBound;

/**
 * The error rate of every bound against its stated beta, and that of the choice a hurried user
 * would make in its place. Populations are taken at the edge: where the bound for one horizon and
 * planned episodes errs with probability beta exactly.
 *
 * <p>Run with {@code java -cp target/classes:target/test-classes:target/lib/*
 * org.surety.bench.CoverageStudy [runs] [seed]}; 20,000 runs by default.
 */
public final class CoverageStudy {
  /** The error probability stated by every certification. */
  public static final double BETA = 0.05;

  private static final ErrorProbability STATED = ErrorProbability.of(BETA);
  private static final int EPISODES = 500;
  private static final int HORIZONS = 40;
  private static final int FAMILY = 10;

  private CoverageStudy() {}

  /**
   * One line of the study.
   *
   * @param setting what is certified and how the data were looked at
   * @param method the bound
   * @param claimed whether the method claims to err at most at beta in this setting
   * @param experiment runs it
   */
  public record Line(
      String setting, String method, boolean claimed, Function<Coverage, Rate> experiment) {}

  /** The least risk at which Clopper-Pearson errs whenever at most so many of N violate. */
  private static double edge(int violations) {
    return ClopperPearson.upper(violations, EPISODES, STATED) * (1 + 1e-9);
  }

  /** Certifies by a plan, as a user's certificate would. */
  private static Certifier planned(HorizonChoice choice, Monotonicity monotonicity, long family) {
    BoundPlan plan =
        BoundPlan.of(new Sampling.Fixed(EPISODES), choice, monotonicity, STATED, family);
    return choice instanceof HorizonChoice.Best
        ? (episodes, counts) ->
            plan.bounds(episodes, counts).stream().mapToDouble(ViolationBound::epsilon).toArray()
        : (episodes, counts) ->
            LongStream.of(counts).mapToDouble(k -> plan.bound(episodes, k).epsilon()).toArray();
  }

  /** Clopper-Pearson at full beta at every horizon, whatever was looked at. */
  private static final Certifier NAIVE =
      (episodes, counts) ->
          LongStream.of(counts)
              .mapToDouble(k -> ClopperPearson.upper(k, episodes, STATED))
              .toArray();

  private static Certifier anytime(ErrorProbability beta) {
    return (episodes, counts) ->
        LongStream.of(counts).mapToDouble(k -> AnytimeBound.upper(k, episodes, beta)).toArray();
  }

  /** All lines, in the order of the table. */
  public static List<Line> lines() {
    HorizonChoice best = new HorizonChoice.Best(HORIZONS);
    CountProcess single = CountProcess.ofRisk(edge(5));
    // Safety with a risk in proportion to the horizon; "least risk per decision" compares noise.
    CountProcess rising =
        new CountProcess(Monotonicity.INCREASING, HORIZONS, t -> 0.25 * t / HORIZONS);
    Preference perDecision = (t, epsilon) -> -epsilon / t;
    // Lateness falling so that alpha = (1 / F(T))^(1/T) is the same at every horizon.
    CountProcess falling =
        new CountProcess(Monotonicity.DECREASING, HORIZONS, t -> Math.exp(-0.12 * t));
    Preference alpha = (t, epsilon) -> -Math.log(epsilon) / t;
    CountProcess independent =
        new CountProcess(Monotonicity.NONE, HORIZONS, t -> t == 0 ? 0 : edge(5));
    // Where the band errs as soon as one of its horizons shows no violation.
    SimultaneousBand forMonotone = SimultaneousBand.of(EPISODES, STATED);
    double bandEdge = forMonotone.upper(0) * (1 + 1e-9);
    CountProcess independentAtBand =
        new CountProcess(Monotonicity.NONE, HORIZONS, t -> t == 0 ? 0 : bandEdge);
    Preference least = (t, epsilon) -> -epsilon;
    Certifier band = planned(best, Monotonicity.INCREASING, 1);
    Certifier fallingBand = planned(best, Monotonicity.DECREASING, 1);
    Certifier union = planned(best, Monotonicity.NONE, 1);
    Certifier misplaced =
        (episodes, counts) -> LongStream.of(counts).mapToDouble(forMonotone::upper).toArray();
    Certifier given = planned(new HorizonChoice.Given(1), Monotonicity.NONE, 1);
    Certifier shared = planned(new HorizonChoice.Given(1), Monotonicity.NONE, FAMILY);
    CountProcess peeked = CountProcess.ofRisk(0.05);
    CountProcess peekedAtAll =
        new CountProcess(Monotonicity.DECREASING, 5, t -> 0.2 * Math.exp(-0.4 * t));
    ErrorProbability atAll = STATED.sharedBy(peekedAtAll.largestHorizon() + 1L);
    return List.of(
        new Line(
            "planned episodes, given horizon",
            "clopper-pearson",
            true,
            c -> c.givenHorizon(single, EPISODES, given)),
        new Line(
            "safety, horizon of least risk per decision",
            "simultaneous-band",
            true,
            c -> c.preferredHorizon(rising, EPISODES, band, perDecision)),
        new Line(
            "safety, horizon of least risk per decision",
            "naive: clopper-pearson",
            false,
            c -> c.preferredHorizon(rising, EPISODES, NAIVE, perDecision)),
        new Line(
            "safety, all horizons at once",
            "simultaneous-band",
            true,
            c -> c.anyHorizon(rising, EPISODES, band)),
        new Line(
            "reach-avoid, horizon of largest alpha",
            "simultaneous-band",
            true,
            c -> c.preferredHorizon(falling, EPISODES, fallingBand, alpha)),
        new Line(
            "reach-avoid, horizon of largest alpha",
            "naive: clopper-pearson",
            false,
            c -> c.preferredHorizon(falling, EPISODES, NAIVE, alpha)),
        new Line(
            "reach-avoid, all horizons at once",
            "simultaneous-band",
            true,
            c -> c.anyHorizon(falling, EPISODES, fallingBand)),
        new Line(
            "verdict not monotone, horizon of least bound",
            "union-band",
            true,
            c -> c.preferredHorizon(independent, EPISODES, union, least)),
        new Line(
            "verdict not monotone, horizon of least bound",
            "naive: clopper-pearson",
            false,
            c -> c.preferredHorizon(independent, EPISODES, NAIVE, least)),
        new Line(
            "verdict not monotone, horizon of least bound",
            "naive: simultaneous-band",
            false,
            c -> c.preferredHorizon(independentAtBand, EPISODES, misplaced, least)),
        new Line(
            "looks after each of 2000 episodes",
            "anytime-mixture",
            true,
            c -> c.peeking(peeked, 2000, 1, Coverage.remembering(anytime(STATED)))),
        new Line(
            "looks after each of 2000 episodes",
            "naive: clopper-pearson",
            false,
            c -> c.peeking(peeked, 2000, 1, Coverage.remembering(NAIVE))),
        new Line(
            "looks after every 20 of 1000 episodes, 6 horizons",
            "anytime-union",
            true,
            c -> c.peeking(peekedAtAll, 1000, 20, Coverage.remembering(anytime(atAll)))),
        new Line(
            FAMILY + " properties",
            "clopper-pearson, family of " + FAMILY,
            true,
            c -> c.family(single, FAMILY, EPISODES, shared)),
        new Line(
            FAMILY + " properties",
            "naive: clopper-pearson, family of 1",
            false,
            c -> c.family(single, FAMILY, EPISODES, given)),
        new Line(
            "interval fitted to the episodes, 10 left out",
            "sampling-and-discarding",
            true,
            c -> c.fittedInterval(EPISODES, 10, ScenarioDiscarding.upper(10, EPISODES, STATED, 2))),
        new Line(
            "interval fitted to the episodes, 10 left out",
            "naive: clopper-pearson",
            false,
            c -> c.fittedInterval(EPISODES, 10, ClopperPearson.upper(10, EPISODES, STATED))));
  }

  /** Prints the table. */
  public static void main(String[] arguments) {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Coverage coverage = new Coverage(runs, seed);
    System.out.printf(
        Locale.ROOT, "beta = %s, %d certifications each, seed %d%n", BETA, runs, seed);
    for (Line line : lines()) {
      Rate rate = line.experiment().apply(coverage);
      String verdict =
          rate.refutes(BETA) ? "above beta" : rate.upper() < BETA ? "below beta" : "at beta";
      System.out.printf(
          Locale.ROOT,
          "%-50s %-36s %7.4f  [%.4f, %.4f]  %s%n",
          line.setting(),
          line.method(),
          rate.estimate(),
          rate.lower(),
          rate.upper(),
          verdict);
    }
  }
}
