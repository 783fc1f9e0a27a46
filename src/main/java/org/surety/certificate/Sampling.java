package org.surety.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was counted, and by which rule the counting stopped.
 *
 * @param episodes N
 * @param violations k, with everything undecided counted as a violation
 * @param undecided those of k that the log leaves open
 * @param byCause k by cause
 * @param violationsByHorizon k at each horizon 0..horizonMax where the horizon was chosen on the
 *     data, run-length coded; empty where it was given
 * @param stoppingRule when sampling stopped
 * @param plannedEpisodes N stated beforehand; null unless the rule is {@link StoppingRule#FIXED}
 * @param family number m of properties or candidates that share the error probability, at least 1
 * @param tunedParameters number d of the policy's parameters tuned on these same episodes
 * @param discard number of violations that may be discarded, fixed beforehand (with tuning)
 * @param duplicates episodes that repeat an earlier one exactly
 * @param allowDuplicates whether the user allowed repetitions of continuous data
 */
public record Sampling(
    long episodes,
    long violations,
    long undecided,
    ByCause byCause,
    List<HorizonCount> violationsByHorizon,
    StoppingRule stoppingRule,
    @Nullable Long plannedEpisodes,
    int family,
    int tunedParameters,
    int discard,
    long duplicates,
    boolean allowDuplicates) {

  /** When sampling stopped. */
  public enum StoppingRule implements NamedInJson {
    /** After a number of episodes stated beforehand. */
    FIXED,
    /** At any time, for any reason: the bound holds at all times at once. */
    ANYTIME
  }

  /**
   * Violations by cause; they add up to k.
   *
   * @param late not satisfied by the horizon, though still within reach
   * @param hazard beyond repair: no continuation satisfies the property
   * @param undecided the log leaves it open
   */
  public record ByCause(long late, long hazard, long undecided) {}

  /**
   * One run of equal counts.
   *
   * @param horizon first horizon of the run
   * @param violations k at this and all following horizons up to the next run
   */
  public record HorizonCount(int horizon, long violations) {}

  /** Copies the runs and checks that the counts fit together. */
  public Sampling {
    violationsByHorizon = List.copyOf(violationsByHorizon);
    require(
        episodes >= 0 && 0 <= violations && violations <= episodes,
        violations + " violations in " + episodes + " episodes");
    require(
        Stream.of(byCause.late, byCause.hazard, byCause.undecided)
                .allMatch(count -> 0 <= count && count <= episodes)
            && byCause.undecided == undecided
            && byCause.late + byCause.hazard + undecided == violations,
        "the causes do not add up to " + violations + " violations");
    require(
        (stoppingRule == StoppingRule.FIXED) == (plannedEpisodes != null),
        "a planned number of episodes goes with the fixed stopping rule only");
    require(
        plannedEpisodes == null || plannedEpisodes == episodes,
        episodes + " episodes were sampled, but " + plannedEpisodes + " were planned");
    require(family >= 1, "a family of " + family);
    require(tunedParameters >= 0 && discard >= 0, "negative tuned parameters or discard");
    require(0 <= duplicates && duplicates <= episodes, duplicates + " duplicates");
    int last = -1;
    for (HorizonCount run : violationsByHorizon) {
      require(
          last < 0 ? run.horizon == 0 : run.horizon > last,
          "the violations by horizon are out of order");
      require(0 <= run.violations && run.violations <= episodes, "violations by horizon");
      last = run.horizon;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Run-length code of {@code violations[T]}, T = 0, 1, .... */
  public static List<HorizonCount> runs(long[] violations) {
    List<HorizonCount> runs = new ArrayList<>();
    for (int t = 0; t < violations.length; t++) {
      if (t == 0 || violations[t] != violations[t - 1]) {
        runs.add(new HorizonCount(t, violations[t]));
      }
    }
    return runs;
  }

  /** {@code violations[T]} for T = 0..{@code horizonMax}, from their runs. */
  public static long[] expand(List<HorizonCount> runs, int horizonMax) {
    long[] violations = new long[horizonMax + 1];
    for (int r = 0; r < runs.size(); r++) {
      int end = r + 1 < runs.size() ? runs.get(r + 1).horizon() : horizonMax + 1;
      for (int t = runs.get(r).horizon(); t < Math.min(end, horizonMax + 1); t++) {
        violations[t] = runs.get(r).violations();
      }
    }
    return violations;
  }

  Json toJson() {
    List<Json> runs = new ArrayList<>();
    for (HorizonCount run : violationsByHorizon) {
      runs.add(
          Json.object().put("horizon", run.horizon()).put("violations", run.violations()).build());
    }
    return Json.object()
        .put("episodes", episodes)
        .put("violations", violations)
        .put("undecided", undecided)
        .put(
            "byCause",
            Json.object()
                .put("late", byCause.late())
                .put("hazard", byCause.hazard())
                .put("undecided", byCause.undecided())
                .build())
        .put("violationsByHorizon", runs.isEmpty() ? null : new Json.Arr(runs))
        .put("stoppingRule", stoppingRule.jsonName())
        .putIfKnown("plannedEpisodes", plannedEpisodes)
        .put("family", family)
        .put("tunedParameters", tunedParameters)
        .put("discard", discard)
        .put("duplicates", duplicates)
        .put("allowDuplicates", allowDuplicates)
        .build();
  }

  static Sampling from(Fields f) {
    Fields causes = f.object("byCause");
    return new Sampling(
        f.integer("episodes"),
        f.integer("violations"),
        f.integer("undecided"),
        new ByCause(causes.integer("late"), causes.integer("hazard"), causes.integer("undecided")),
        f.get("violationsByHorizon") == null
            ? List.of()
            : f.objects(
                "violationsByHorizon",
                run -> new HorizonCount(run.count("horizon"), run.integer("violations"))),
        f.constant("stoppingRule", StoppingRule.class),
        f.integerOrNull("plannedEpisodes"),
        f.count("family"),
        f.count("tunedParameters"),
        f.count("discard"),
        f.integer("duplicates"),
        f.flag("allowDuplicates"));
  }
}
