package org.surety.study;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;
import org.surety.certificate.Json;

/**
 * What became of episodes of reach-avoid: when each reached the goal or touched the hazard, and
 * whether a guard kept its word. Counts of disjoint sets of episodes add up.
 *
 * @param episodes how many
 * @param reached episodes that reached the goal at decision t without touching the hazard before,
 *     by t
 * @param touched episodes that touched the hazard first, at decision t, by t
 * @param decisions taken in all
 * @param exceptions decisions whose density ratio, or episodes whose ledger, exceeded what the
 *     guard promises
 * @param largestLogRatio largest realized log density ratio of an episode to the base policy, in
 *     nats; 0 where base itself was played
 * @param deviating decisions at which something else than base was played
 */
record Census(
    long episodes,
    long[] reached,
    long[] touched,
    long decisions,
    long exceptions,
    double largestLogRatio,
    long deviating) {

  /** No episodes, of at most {@code longest} decisions each. */
  static Census none(int longest) {
    return new Census(
        0, new long[longest + 1], new long[longest + 1], 0, 0, Double.NEGATIVE_INFINITY, 0);
  }

  /** Decisions of the longest episode there may be. */
  int longest() {
    return reached.length - 1;
  }

  /** All episodes of both. */
  Census plus(Census other) {
    long[] allReached = reached.clone();
    long[] allTouched = touched.clone();
    for (int t = 0; t < allReached.length; t++) {
      allReached[t] += other.reached[t];
      allTouched[t] += other.touched[t];
    }
    return new Census(
        episodes + other.episodes,
        allReached,
        allTouched,
        decisions + other.decisions,
        exceptions + other.exceptions,
        Math.max(largestLogRatio, other.largestLogRatio),
        deviating + other.deviating);
  }

  private static long upTo(long[] counts, int horizon) {
    long sum = 0;
    for (int t = 0; t <= horizon; t++) {
      sum += counts[t];
    }
    return sum;
  }

  /** Episodes that reached the goal within a horizon. */
  long successes(int horizon) {
    return upTo(reached, horizon);
  }

  /** Episodes that did not. */
  long failures(int horizon) {
    return episodes - successes(horizon);
  }

  /** Failures by the hazard: it was touched first, within the horizon. */
  long hazards(int horizon) {
    return upTo(touched, horizon);
  }

  /** Failures by lateness: neither goal nor hazard within the horizon. */
  long late(int horizon) {
    return failures(horizon) - hazards(horizon);
  }

  /** Mean decisions to the goal, episodes that fail counted as the horizon. */
  double meanDecisions(int horizon) {
    double sum = (double) failures(horizon) * horizon;
    for (int t = 0; t <= horizon; t++) {
      sum += (double) reached[t] * t;
    }
    return sum / episodes;
  }

  /** Mean decisions of the episodes that reach the goal within the horizon. */
  double meanOnSuccess(int horizon) {
    double sum = 0;
    for (int t = 0; t <= horizon; t++) {
      sum += (double) reached[t] * t;
    }
    return sum / successes(horizon);
  }

  /** Their standard deviation. */
  double deviationOnSuccess(int horizon) {
    double mean = meanOnSuccess(horizon);
    double sum = 0;
    for (int t = 0; t <= horizon; t++) {
      sum += reached[t] * (t - mean) * (t - mean);
    }
    return Math.sqrt(sum / (successes(horizon) - 1.0));
  }

  /** A form to keep. */
  Json toJson() {
    return Json.object()
        .put("episodes", episodes)
        .put("reached", counts(reached))
        .put("touched", counts(touched))
        .put("decisions", decisions)
        .put("exceptions", exceptions)
        .put("largestLogRatio", Numbers.json(largestLogRatio))
        .put("deviating", deviating)
        .build();
  }

  private static Json counts(long[] counts) {
    List<Json> items = new ArrayList<>();
    for (long count : counts) {
      items.add(Json.of(count));
    }
    return new Json.Arr(items);
  }

  /**
   * What {@link #toJson} made.
   *
   * @param place of the value, for messages
   * @throws InputException if it is something else
   */
  static Census of(Json json, String place) {
    Numbers in = new Numbers(json, place);
    return new Census(
        in.count("episodes"),
        counts(in, "reached", place),
        counts(in, "touched", place),
        in.count("decisions"),
        in.count("exceptions"),
        in.number("largestLogRatio"),
        in.count("deviating"));
  }

  private static long[] counts(Numbers in, String name, String place) {
    if (!(in.get(name) instanceof Json.Arr array)) {
      throw Numbers.broken(place, name);
    }
    return array.items().stream()
        .mapToLong(
            item -> {
              if (!(item instanceof Json.Int count)) {
                throw Numbers.broken(place, name);
              }
              return count.value().longValueExact();
            })
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Census c && toJson().equals(c.toJson());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(reached) * 31 + Arrays.hashCode(touched);
  }

  @Override
  public String toString() {
    return episodes + " episodes, " + successes(longest()) + " successes";
  }

  /** Numbers of a JSON object. */
  record Numbers(Json json, String place) {
    /** The member of a name. */
    Json get(String name) {
      Json found = json instanceof Json.Obj object ? object.get(name) : null;
      if (found == null) {
        throw broken(place, name);
      }
      return found;
    }

    long count(String name) {
      if (get(name) instanceof Json.Int count) {
        return count.value().longValueExact();
      }
      throw broken(place, name);
    }

    /** A number; text for those that JSON does not know. */
    double number(String name) {
      Json found = get(name);
      if (found instanceof Json.Int count) {
        return new BigDecimal(count.value()).doubleValue();
      }
      if (found instanceof Json.Dec decimal) {
        return decimal.value().doubleValue();
      }
      if (found instanceof Json.Str text && text.value().matches("NaN|-?Infinity")) {
        return Double.parseDouble(text.value());
      }
      throw broken(place, name);
    }

    static Json json(double value) {
      if (!Double.isFinite(value)) {
        return Json.of(Double.toString(value));
      }
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? new Json.Int(BigInteger.valueOf((long) value))
          : new Json.Dec(BigDecimal.valueOf(value));
    }

    static InputException broken(String place, String name) {
      return new InputException(
          place, "has no '" + name + "' as a study writes it", "delete it to compute it again");
    }
  }
}
