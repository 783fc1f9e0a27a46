package org.surety.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * What was decided before the data: how sampling stops, how the horizon is chosen, and how many
 * statements share the error probability. It picks the bound that is valid under all three and
 * spends the error probability accordingly, so that no look at the data goes unpaid:
 *
 * <ul>
 *   <li>a family of m statements (properties, candidate policies, repetitions): beta / m each;
 *   <li>episodes planned, horizon given: {@link ClopperPearson};
 *   <li>episodes planned, best horizon: {@link SimultaneousBand} if the verdict is monotone in the
 *       horizon, Clopper-Pearson alone if it is the same at all of them, else Clopper-Pearson at an
 *       equal share for each of the horizons 1..T_max;
 *   <li>stopping at will: {@link AnytimeBound}; for the best horizon at an equal share for each of
 *       the horizons 1..T_max, unless the verdict is the same at all of them;
 *   <li>parameters fitted on the episodes: {@link ScenarioDiscarding}, episodes planned; for the
 *       best horizon at an equal share.
 * </ul>
 */
public final class BoundPlan {
  private final Sampling sampling;
  private final HorizonChoice horizon;
  private final Monotonicity monotonicity;
  private final ErrorProbability beta;
  private final long family;
  private final long tunedParameters;
  private final long discarded;
  private final List<String> premises;

  /** Computed once: only a plan with a fixed number of episodes calls for a band. */
  private volatile @Nullable SimultaneousBand band;

  private BoundPlan(
      Sampling sampling,
      HorizonChoice horizon,
      Monotonicity monotonicity,
      ErrorProbability beta,
      long family,
      long tunedParameters,
      long discarded) {
    this.sampling = sampling;
    this.horizon = horizon;
    this.monotonicity = monotonicity;
    this.beta = beta;
    this.family = family;
    this.tunedParameters = tunedParameters;
    this.discarded = discarded;
    this.premises =
        Premises.of(sampling, horizon, monotonicity, family, tunedParameters, discarded);
  }

  /**
   * A plan in which nothing is fitted to the episodes.
   *
   * @param monotonicity how an episode's violation changes with the horizon; of no consequence for
   *     a given horizon
   * @param beta error probability of all statements of the family together
   * @param family number of statements that share it, this one included
   * @throws InputException if the family is empty
   */
  public static BoundPlan of(
      Sampling sampling,
      HorizonChoice horizon,
      Monotonicity monotonicity,
      ErrorProbability beta,
      long family) {
    if (family < 1) {
      throw new InputException(
          "family",
          family + " statements cannot share an error probability",
          "count this certificate and every other made from the same budget, at least 1");
    }
    return new BoundPlan(sampling, horizon, monotonicity, beta, family, 0, 0);
  }

  /**
   * The same plan for a policy some of whose parameters are fitted to the episodes by a convex
   * program.
   *
   * @param parameters d, number of decision variables of the program
   * @param discarded k, number of episodes it may leave out, fixed before the data were seen
   * @throws InputException if sampling stops at will, or a number is out of range
   */
  public BoundPlan withTunedParameters(long parameters, long discarded) {
    if (!(sampling instanceof Sampling.Fixed fixed)) {
      throw new InputException(
          "tuned parameters",
          "the sampling-and-discarding bound holds for a planned number of episodes only",
          "state the number that was planned (--planned-episodes)");
    }
    if (parameters < 1) {
      throw new InputException(
          "tuned parameters",
          parameters + " is not a number of fitted parameters",
          "give at least 1, or leave the option out if nothing was fitted on these episodes");
    }
    if (discarded < 0 || discarded > fixed.plannedEpisodes()) {
      throw new InputException(
          "discarded episodes",
          discarded + " is not from 0 to the " + fixed.plannedEpisodes() + " planned episodes",
          "give the number that was fixed before the data were seen");
    }
    return new BoundPlan(sampling, horizon, monotonicity, beta, family, parameters, discarded);
  }

  /** The bound that this plan calls for. */
  public BoundMethod method() {
    boolean several =
        horizon instanceof HorizonChoice.Best && monotonicity != Monotonicity.CONSTANT;
    if (tunedParameters > 0) {
      return BoundMethod.SAMPLING_AND_DISCARDING;
    }
    if (sampling instanceof Sampling.Anytime) {
      return several ? BoundMethod.ANYTIME_UNION : BoundMethod.ANYTIME_MIXTURE;
    }
    if (!several) {
      return BoundMethod.CLOPPER_PEARSON;
    }
    return monotonicity == Monotonicity.NONE
        ? BoundMethod.UNION_BAND
        : BoundMethod.SIMULTANEOUS_BAND;
  }

  /** Error probability of this statement: its share of beta in the family. */
  public ErrorProbability share() {
    return beta.sharedBy(family);
  }

  /** What has to be true besides the counts, one sentence each. */
  public List<String> premises() {
    return premises;
  }

  /**
   * The bound at the horizon that was given.
   *
   * @param episodes N, all that were started
   * @param violations K, undecided episodes included
   * @throws InputException if the number of episodes is not the planned one, or more were violated
   *     than were to be discarded
   */
  public ViolationBound bound(long episodes, long violations) {
    if (!(horizon instanceof HorizonChoice.Given given)) {
      throw new IllegalStateException(
          "a plan for the best horizon needs the counts at all of them");
    }
    checkEpisodes(episodes);
    return statement(
        epsilonOf(episodes).applyAsDouble(violations), given.horizon(), episodes, violations);
  }

  /**
   * The bounds at every horizon from which the best may then be chosen, in any way.
   *
   * @param episodes N, all that were started
   * @param violations K_T for T = 0..T_max, undecided episodes included
   * @return one bound for each T; at T = 0, where no decision is judged and which is not among the
   *     horizons paid for, epsilon is 1
   * @throws InputException as {@link #bound}
   * @throws IllegalArgumentException if the counts contradict the monotonicity of the plan
   */
  public List<ViolationBound> bounds(long episodes, long[] violations) {
    if (!(horizon instanceof HorizonChoice.Best best)) {
      throw new IllegalStateException("a plan for a given horizon has one bound");
    }
    if (violations.length != best.maximum() + 1) {
      throw new IllegalArgumentException(
          violations.length + " counts for the horizons 0.." + best.maximum());
    }
    checkEpisodes(episodes);
    checkMonotone(violations);
    LongToDoubleFunction epsilon = epsilonOf(episodes);
    Map<Long, Double> known = new HashMap<>();
    List<ViolationBound> bounds = new ArrayList<>();
    for (int t = 0; t < violations.length; t++) {
      double bound = t == 0 ? 1 : known.computeIfAbsent(violations[t], epsilon::applyAsDouble);
      bounds.add(statement(bound, t, episodes, violations[t]));
    }
    return bounds;
  }

  private ViolationBound statement(double epsilon, int t, long episodes, long violations) {
    return new ViolationBound(
        epsilon, beta, family, share(), method(), t, episodes, violations, premises);
  }

  /** From the number of violations at a horizon to the bound there. */
  private LongToDoubleFunction epsilonOf(long episodes) {
    ErrorProbability share = share();
    ErrorProbability each =
        horizon instanceof HorizonChoice.Best best && monotonicity != Monotonicity.CONSTANT
            ? share.sharedBy(best.maximum())
            : share;
    return switch (method()) {
      case CLOPPER_PEARSON -> k -> ClopperPearson.upper(k, episodes, share);
      case UNION_BAND -> k -> ClopperPearson.upper(k, episodes, each);
      case ANYTIME_MIXTURE -> k -> AnytimeBound.upper(k, episodes, share);
      case ANYTIME_UNION -> k -> AnytimeBound.upper(k, episodes, each);
      case SIMULTANEOUS_BAND -> band(episodes)::upper;
      case SAMPLING_AND_DISCARDING -> k -> discarding(k, episodes, each);
    };
  }

  private SimultaneousBand band(long episodes) {
    SimultaneousBand known = band;
    if (known == null) {
      known = SimultaneousBand.of(episodes, share());
      band = known;
    }
    return known;
  }

  private double discarding(long violations, long episodes, ErrorProbability each) {
    if (violations > discarded) {
      throw new InputException(
          "discarded episodes",
          violations + " episodes violate the property, but " + discarded + " may be discarded",
          "collect fresh episodes and certify the fitted policy without tuned parameters");
    }
    return ScenarioDiscarding.upper(discarded, episodes, each, tunedParameters);
  }

  private void checkEpisodes(long episodes) {
    if (sampling instanceof Sampling.Fixed fixed && fixed.plannedEpisodes() != episodes) {
      throw new InputException(
          "planned number of episodes",
          fixed.plannedEpisodes() + " were planned, but the logs hold " + episodes,
          "give the logs of all planned episodes, or leave the plan out for a bound that holds"
              + " whenever one stops");
    }
    if (episodes < 1) {
      throw new InputException("logs", "they hold no episode", "collect episodes first");
    }
  }

  private void checkMonotone(long[] violations) {
    for (int t = 1; t < violations.length; t++) {
      long change = violations[t] - violations[t - 1];
      boolean contradicts =
          switch (monotonicity) {
            case INCREASING -> change < 0;
            case DECREASING -> change > 0;
            case CONSTANT -> change != 0;
            case NONE -> false;
          };
      if (contradicts) {
        throw new IllegalArgumentException(
            "counts " + Arrays.toString(violations) + " are not " + monotonicity + " at " + t);
      }
    }
  }
}
