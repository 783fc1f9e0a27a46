package org.surety.audit.box;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.surety.audit.box.BoxAuditResult.Verdict;
import org.surety.base.Progress;
import org.surety.policy.Normalizer;

/**
 * Best-first branch and bound. Boxes are taken from the queue a fixed number at a time and bounded
 * by all cores; what they give is merged in their order, so that the result does not depend on the
 * number of threads, except where time runs out.
 */
final class BranchAndBound {
  private static final int BATCH = 32;
  private static final int MOST_OPEN = 3_000_000;
  private static final int SAMPLES = 256;
  private static final int STARTS = 4;

  /** What one thread needs. */
  record Worker(RatioBounds bounds, StatePoints points) {}

  private record Box(double[] lower, double[] upper, double bound, int split, long id) {}

  private record Outcome(double bound, int split, double estimate, double[] state) {}

  private final Supplier<Worker> workers;
  private final Queue<Worker> idle = new ConcurrentLinkedQueue<>();
  private final @Nullable Normalizer shared;
  private final double limit;
  private final double gap;
  private final PriorityQueue<Box> open =
      new PriorityQueue<>(
          Comparator.comparingDouble(Box::bound).reversed().thenComparingLong(Box::id));

  /** The greatest bound of boxes that are not looked at again. */
  private double closed;

  private double lowerBound;
  private double estimate = -1;
  private double[] witness = new double[0];
  private long boxes;

  BranchAndBound(Supplier<Worker> workers, @Nullable Normalizer shared, double limit, double gap) {
    this.workers = workers;
    this.shared = shared;
    this.limit = limit;
    this.gap = gap;
  }

  /**
   * Runs until decided, within the gap, or out of time.
   *
   * @param lower of observations
   * @param upper of observations
   */
  BoxAuditResult run(double[] lower, double[] upper, Duration time, Progress progress) {
    long start = System.nanoTime();
    Worker own = workers.get();
    sample(own, lower, upper);
    double[] first = StatePoints.coordinates(lower, shared);
    double[] last = StatePoints.coordinates(upper, shared);
    double bound = own.bounds().upper(first, last);
    boxes++;
    put(first, last, bound, own.bounds().split);
    while (!open.isEmpty() && !decided()) {
      progress.report(stage(), boxes, -1);
      if (System.nanoTime() - start >= time.toNanos() || open.size() > MOST_OPEN) {
        break;
      }
      step(own);
    }
    double most = greatest();
    return new BoxAuditResult(
        verdict(most), most, lowerBound, Arrays.stream(witness).boxed().toList(), boxes);
  }

  private String stage() {
    return String.format(
        Locale.ROOT,
        "largest log ratio between %.6g and %.6g, boxes bounded (%d open)",
        lowerBound,
        greatest(),
        open.size());
  }

  private double greatest() {
    Box top = open.peek();
    return Math.max(lowerBound, Math.max(closed, top == null ? 0 : top.bound()));
  }

  private boolean within(double most) {
    return most - lowerBound <= Math.max(gap * lowerBound, 1e-12);
  }

  private boolean decided() {
    return lowerBound > limit
        || lowerBound == Double.POSITIVE_INFINITY
        || (greatest() <= limit && limit < Double.POSITIVE_INFINITY)
        || within(greatest());
  }

  private Verdict verdict(double most) {
    if (lowerBound > limit || lowerBound == Double.POSITIVE_INFINITY) {
      return Verdict.VIOLATED;
    }
    boolean proved = limit < Double.POSITIVE_INFINITY ? most <= limit : within(most);
    return proved ? Verdict.HOLDS : Verdict.UNDECIDED;
  }

  /** A bound at which a box is done with. */
  private double enough() {
    return limit < Double.POSITIVE_INFINITY ? limit : lowerBound * (1 + gap);
  }

  private void put(double[] lower, double[] upper, double bound, int split) {
    double middle = 0.5 * lower[split] + 0.5 * upper[split];
    boolean splits = lower[split] < middle && middle < upper[split];
    if (bound <= enough() || !splits) {
      closed = Math.max(closed, bound);
    } else {
      open.add(new Box(lower, upper, bound, split, boxes));
    }
  }

  private void step(Worker own) {
    List<Box> parents = new ArrayList<>();
    int count = Math.min(BATCH, 1 + open.size() / 4);
    while (parents.size() < count && !open.isEmpty()) {
      parents.add(open.remove());
    }
    double[][] lower = new double[2 * parents.size()][];
    double[][] upper = new double[2 * parents.size()][];
    for (int i = 0; i < parents.size(); i++) {
      Box box = parents.get(i);
      double middle = 0.5 * box.lower()[box.split()] + 0.5 * box.upper()[box.split()];
      lower[2 * i] = box.lower();
      upper[2 * i] = box.upper().clone();
      upper[2 * i][box.split()] = middle;
      lower[2 * i + 1] = box.lower().clone();
      lower[2 * i + 1][box.split()] = middle;
      upper[2 * i + 1] = box.upper();
    }
    Outcome[] outcomes = new Outcome[lower.length];
    IntStream.range(0, lower.length)
        .parallel()
        .forEach(i -> outcomes[i] = outcome(lower[i], upper[i]));
    for (int i = 0; i < outcomes.length; i++) {
      Outcome outcome = outcomes[i];
      boxes++;
      consider(own, outcome.estimate(), outcome.state());
      double bound = Math.min(outcome.bound(), parents.get(i / 2).bound());
      put(lower[i], upper[i], bound, outcome.split());
    }
  }

  private Outcome outcome(double[] lower, double[] upper) {
    Worker taken = idle.poll();
    Worker worker = taken == null ? workers.get() : taken;
    double bound = worker.bounds().upper(lower, upper);
    double[] center = new double[lower.length];
    Arrays.setAll(center, i -> 0.5 * lower[i] + 0.5 * upper[i]);
    double[] state = worker.points().observation(center);
    double value = worker.points().at(state);
    double[] other = worker.points().observation(worker.bounds().corner);
    double second = worker.points().at(other);
    int split = worker.bounds().split;
    idle.add(worker);
    return second > value
        ? new Outcome(bound, split, second, other)
        : new Outcome(bound, split, value, state);
  }

  /** Takes a state for the witness if its ratio is larger beyond doubt. */
  private void consider(Worker own, double value, double[] state) {
    if (!(value > Math.max(estimate, lowerBound))) {
      return;
    }
    boolean leap = value > 1.001 * estimate;
    if (value < Double.POSITIVE_INFINITY) {
      estimate = value;
    }
    confirm(own, state);
    if (leap && lowerBound < Double.POSITIVE_INFINITY) {
      double[] peak = own.points().ascend(state);
      double top = own.points().at(peak);
      if (top > estimate) {
        confirm(own, peak);
      }
    }
  }

  private void confirm(Worker own, double[] state) {
    double proved = own.bounds().lowerAt(StatePoints.coordinates(state, shared));
    if (proved > lowerBound) {
      lowerBound = proved;
      witness = state.clone();
    }
  }

  /** Looks at corners and random states, and climbs from the best. */
  private void sample(Worker own, double[] lower, double[] upper) {
    int n = lower.length;
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> states = new ArrayList<>();
    double[] center = new double[n];
    Arrays.setAll(center, i -> 0.5 * lower[i] + 0.5 * upper[i]);
    states.add(center);
    if (n <= 8) {
      for (int mask = 0; mask < 1 << n; mask++) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
          x[i] = (mask >> i & 1) == 0 ? lower[i] : upper[i];
        }
        states.add(x);
      }
    }
    for (int k = 0; k < SAMPLES; k++) {
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        double t = random.nextDouble();
        x[i] = Math.min(Math.max((1 - t) * lower[i] + t * upper[i], lower[i]), upper[i]);
      }
      states.add(x);
    }
    double[] values = new double[states.size()];
    Arrays.setAll(values, k -> own.points().at(states.get(k)));
    IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer k) -> values[k]).reversed())
        .limit(STARTS)
        .forEach(k -> climb(own, values[k], states.get(k)));
  }

  private void climb(Worker own, double value, double[] state) {
    consider(own, value, state);
    double[] peak = own.points().ascend(state);
    consider(own, own.points().at(peak), peak);
  }
}
