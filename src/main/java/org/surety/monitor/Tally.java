package org.surety.monitor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.surety.trace.Episode;

/**
 * What many episodes come to, for one property: integer counts, the lowest robustness, the worst
 * episodes. A commutative monoid under {@link #merge}: however the episodes are split over threads,
 * files or machines, and in whatever order, the tally is equal.
 *
 * <p>Not for several threads; each fills one of its own.
 */
public final class Tally {
  private final int maximumHorizon;
  private final int certifiedHorizon;

  /** By outcome and horizon: episodes that enter this outcome there minus those that leave it. */
  private final Map<Outcome, HorizonCounts> change = new EnumMap<>(Outcome.class);

  private final HorizonCounts decidedSatisfied = new HorizonCounts();
  private final HorizonCounts decidedViolated = new HorizonCounts();
  private final LowestRobustness lowest;
  private long episodes;
  private long decisions;

  /**
   * The empty tally.
   *
   * @param maximumHorizon last horizon counted
   * @param certifiedHorizon the horizon of the robustness
   * @param kept how many of the worst episodes to keep: 10 for a report, at least k + 1 where k are
   *     to be discarded
   */
  public Tally(int maximumHorizon, int certifiedHorizon, int kept) {
    this.maximumHorizon = maximumHorizon;
    this.certifiedHorizon = certifiedHorizon;
    for (Outcome outcome : Outcome.values()) {
      change.put(outcome, new HorizonCounts());
    }
    this.lowest = new LowestRobustness(kept);
  }

  /** The empty tally for a monitor's horizons. */
  public static Tally of(PropertyMonitor monitor, int kept) {
    return new Tally(monitor.maximumHorizon(), monitor.certifiedHorizon(), kept);
  }

  /**
   * Counts an episode.
   *
   * @param explanation asked only if the episode is among the worst so far; must depend on nothing
   *     but the episode
   */
  public void add(Episode episode, Judgement judgement, Supplier<FailureExplanation> explanation) {
    if (judgement.maximumHorizon() != maximumHorizon
        || judgement.certifiedHorizon() != certifiedHorizon) {
      throw new IllegalArgumentException("a judgement at other horizons");
    }
    episodes++;
    decisions += Math.min(episode.decisions(), certifiedHorizon);
    for (int r = 0; r < judgement.runs(); r++) {
      HorizonCounts row = row(judgement.outcome(r));
      row.add(judgement.start(r), 1);
      if (judgement.end(r) <= maximumHorizon) {
        row.add(judgement.end(r), -1);
      }
    }
    int decidedAt = judgement.decidedAt();
    if (decidedAt >= 0) {
      boolean satisfied = judgement.at(decidedAt) == Outcome.SATISFIED;
      (satisfied ? decidedSatisfied : decidedViolated).add(decidedAt, 1);
    }
    if (judgement.certified() != Outcome.UNDECIDED
        && lowest.takes(judgement.robustness(), episode.number())) {
      lowest.add(
          new WorstEpisode(
              episode.number(),
              episode.id(),
              episode.decisions(),
              judgement.certified(),
              judgement.robustness(),
              explanation.get()));
    }
  }

  /**
   * Adds all that {@code other} counted; {@code other} is unchanged.
   *
   * @throws IllegalArgumentException if it counts other horizons or keeps another number
   */
  public void merge(Tally other) {
    if (other.maximumHorizon != maximumHorizon
        || other.certifiedHorizon != certifiedHorizon
        || other.lowest.capacity() != lowest.capacity()) {
      throw new IllegalArgumentException("tallies of different horizons or sizes");
    }
    episodes += other.episodes;
    decisions += other.decisions;
    for (Outcome outcome : Outcome.values()) {
      row(outcome).addAll(other.row(outcome));
    }
    decidedSatisfied.addAll(other.decidedSatisfied);
    decidedViolated.addAll(other.decidedViolated);
    lowest.merge(other.lowest);
  }

  private HorizonCounts row(Outcome outcome) {
    return Objects.requireNonNull(change.get(outcome), "every outcome has a row");
  }

  /** Number N of episodes. */
  public long episodes() {
    return episodes;
  }

  /** Decisions taken up to the certified horizon, over all episodes: the exposure. */
  public long decisions() {
    return decisions;
  }

  /** Last horizon counted. */
  public int maximumHorizon() {
    return maximumHorizon;
  }

  /** The horizon of the robustness. */
  public int certifiedHorizon() {
    return certifiedHorizon;
  }

  /** Episodes with an outcome at horizon {@code t}. */
  public long count(Outcome outcome, int t) {
    if (t < 0 || t > maximumHorizon) {
      throw new IllegalArgumentException("horizon " + t + " of 0.." + maximumHorizon);
    }
    return row(outcome).sumUpTo(t);
  }

  /** {@code counts(outcome)[t]}: episodes with that outcome at horizon t, 0..maximum. */
  public long[] counts(Outcome outcome) {
    long[] counts = row(outcome).upTo(maximumHorizon);
    for (int t = 1; t <= maximumHorizon; t++) {
      counts[t] += counts[t - 1];
    }
    return counts;
  }

  /** Episodes not satisfied at horizon {@code t}, undecided ones included. */
  public long violations(int t) {
    return episodes - count(Outcome.SATISFIED, t);
  }

  /** {@code violations()[t]}: episodes not satisfied at horizon t, undecided ones included. */
  public long[] violations() {
    long[] violations = counts(Outcome.SATISFIED);
    for (int t = 0; t < violations.length; t++) {
      violations[t] = episodes - violations[t];
    }
    return violations;
  }

  /** Episodes whose verdict became known to stay satisfied at t. */
  public long[] decidedSatisfied() {
    return decidedSatisfied.upTo(maximumHorizon);
  }

  /** Episodes whose verdict became known to stay violated at t. */
  public long[] decidedViolated() {
    return decidedViolated.upTo(maximumHorizon);
  }

  /**
   * The {@code rank}-th lowest robustness at the certified horizon, from 0. Undecided episodes come
   * first, with minus infinity: nothing is known of them, and they count as violations.
   *
   * @throws IllegalArgumentException if the rank is not below the episodes, or more were asked for
   *     than are kept
   */
  public double orderStatistic(long rank) {
    long undecided = count(Outcome.UNDECIDED, certifiedHorizon);
    if (rank < 0 || rank >= episodes || rank - undecided >= lowest.capacity()) {
      throw new IllegalArgumentException(
          "rank " + rank + " of " + episodes + " episodes, " + lowest.capacity() + " kept");
    }
    return rank < undecided
        ? Double.NEGATIVE_INFINITY
        : lowest.ascending().get((int) (rank - undecided)).robustness();
  }

  /** The episodes of lowest robustness among those decided, lowest first, ties by number. */
  public List<WorstEpisode> worst() {
    return lowest.ascending();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Tally other
        && maximumHorizon == other.maximumHorizon
        && certifiedHorizon == other.certifiedHorizon
        && episodes == other.episodes
        && decisions == other.decisions
        && change.equals(other.change)
        && decidedSatisfied.equals(other.decidedSatisfied)
        && decidedViolated.equals(other.decidedViolated)
        && lowest.capacity() == other.lowest.capacity()
        && worst().equals(other.worst());
  }

  @Override
  public int hashCode() {
    return 31 * change.hashCode() + worst().hashCode();
  }
}
