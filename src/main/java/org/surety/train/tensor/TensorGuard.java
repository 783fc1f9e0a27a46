package org.surety.train.tensor;

import org.jspecify.annotations.Nullable;
import org.surety.guard.Guard;
import org.surety.guard.GuardSetting;
import org.surety.numeric.Decimals;
import org.surety.train.tensor.TensorProjection.Cotangents;
import org.surety.train.tensor.TensorProjection.Projected;
import org.surety.train.tensor.Workspace.Precision;

/**
 * Guards of one kind on a device, one a lane: {@link org.surety.guard.GaussianGuardBatch} with its
 * ledgers as tensors of 64 bits. The order of calls is {@link #reset} of the lanes whose episode
 * begins, then for each step {@link #restrict}, the draws, {@link #account}; sooner or later {@link
 * #check} of every step. Never released.
 *
 * <p>Everything is rounded to the safe side by stated margins, not to the bits of the guards on
 * arrays: a charge up by 16 + d units of 2⁻⁵³ of the numbers it is made of, what is left down by
 * two units. The largest ratio of what was played is computed again, rounded up, for every decision
 * and counted if it exceeds the limit, and so is a ledger that exceeds the budget.
 *
 * <p>Columns are [lanes, 1], distributions and actions [lanes, d].
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorGuard {
  /** Below this much of a budget base is played, as by the guards on arrays. */
  private static final double SPENT = 1e-12;

  private static final double INSIDE = 1 - 1e-12;

  /** By this much our own sum of the charges may exceed the budget: it rounds to nearest. */
  private static final double SUM = 1e-9;

  private final Workspace workspace;
  private final GuardSetting.Kind kind;
  private final double full;
  private final double cap;
  private final int horizon;
  private final Variable decisions;
  private final Variable remaining;
  private final Variable charged;
  private final Variable exceptions;
  private final Variable spent;

  /**
   * What a step may play.
   *
   * @param played mean, deviations and multiplier
   * @param limit of the decision: nats, or standard deviations; 0 where base is played
   * @param active whether the task policy had a say
   * @param baseMean of the certified policy
   * @param baseStd of the certified policy
   */
  public record Decision(
      Projected played, Tensor limit, Tensor active, Tensor baseMean, Tensor baseStd) {}

  /** Guards at the start of an episode. */
  public TensorGuard(Workspace workspace, GuardSetting setting, int lanes) {
    this.workspace = workspace;
    kind = setting.kind();
    if (kind == GuardSetting.Kind.BOX) {
      throw new IllegalArgumentException("a guard of a box limits nothing to train in");
    }
    Guard one = setting.guard();
    full = one.remaining();
    cap = setting.perDecisionCap().map(Decimals::down).orElse(Double.POSITIVE_INFINITY);
    horizon = setting.horizon();
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes, 1);
      decisions = new Variable(none);
      remaining = new Variable(none.plus(full));
      charged = new Variable(none);
      exceptions = new Variable(workspace.number(0));
      spent = new Variable(workspace.number(0));
    }
  }

  /** Decisions after which only base is played. */
  public int horizon() {
    return horizon;
  }

  /** Begins an episode in the lanes of a column of truths. */
  public void reset(Tensor where) {
    try (Workspace.Scope scope = workspace.scope()) {
      decisions.set(where.choose(0, decisions.get()));
      remaining.set(where.choose(full, remaining.get()));
      charged.set(where.choose(0, charged.get()));
    }
  }

  /**
   * The distributions to draw the next actions from.
   *
   * @param baseMean of the certified policy, finite; of 64 bits, as all
   * @param baseStd positive and finite
   * @param taskMean what the task policy would play; a row with a number out of range plays base
   * @param taskStd its standard deviations
   */
  public Decision restrict(Tensor baseMean, Tensor baseStd, Tensor taskMean, Tensor taskStd) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor left = remaining.get();
      Tensor within = decisions.get().below(horizon);
      Tensor rich = left.atLeast(SPENT);
      spent.set(spent.get().plus(within.and(rich.not()).as(Precision.DOUBLE).sum()));
      Tensor size =
          switch (kind) {
            case PER_STEP, BOX -> left;
            case BUDGET -> left.times(INSIDE).min(cap);
            case MEAN_ONLY -> left.max(0).sqrt().times(1 - 0x1p-52).min(cap);
          };
      Tensor allowed = within.and(rich);
      Tensor limit = scope.handOut(allowed.choose(size, 0));
      Projected played = project(kind, limit, baseMean, baseStd, taskMean, taskStd, null);
      Tensor valid = played.multiplier().below(Double.POSITIVE_INFINITY);
      return new Decision(
          new Projected(
              scope.handOut(played.mean()),
              scope.handOut(played.std()),
              scope.handOut(played.multiplier())),
          limit,
          scope.handOut(allowed.and(valid)),
          baseMean,
          baseStd);
    }
  }

  /**
   * What a guard of a kind lets a task play, by row.
   *
   * @param nearby multipliers of these rows when the task was a little different
   */
  public static Projected project(
      GuardSetting.Kind kind,
      Tensor limit,
      Tensor baseMean,
      Tensor baseStd,
      Tensor taskMean,
      Tensor taskStd,
      @Nullable Tensor nearby) {
    return kind == GuardSetting.Kind.MEAN_ONLY
        ? TensorMeanProjection.project(limit, baseMean, baseStd, taskMean, taskStd)
        : TensorProjection.project(limit, baseMean, baseStd, taskMean, taskStd, nearby);
  }

  /** Pulls cotangents of what a guard of a kind lets a task play back to the task, by row. */
  public static Cotangents pullBack(
      GuardSetting.Kind kind,
      Projected played,
      Tensor baseMean,
      Tensor baseStd,
      Tensor taskMean,
      Tensor taskStd,
      Tensor meanBar,
      Tensor stdBar) {
    return kind == GuardSetting.Kind.MEAN_ONLY
        ? TensorMeanProjection.pullBack(played, baseMean, baseStd, taskMean, taskStd, meanBar)
        : TensorProjection.pullBack(played, baseMean, baseStd, taskMean, taskStd, meanBar, stdBar);
  }

  /**
   * Charges the actions drawn. Whether limits were kept is for {@link #check} to say.
   *
   * @param raw actions as drawn, before squashing and clipping; of 64 bits
   * @return our own sum of the running episodes' charges, a column, until the next call
   */
  public Tensor account(Decision decision, Tensor raw) {
    try (Workspace.Scope scope = workspace.scope()) {
      Projected played = decision.played;
      Tensor charge;
      if (kind == GuardSetting.Kind.MEAN_ONLY) {
        charge = TensorRatio.squaredShiftUpper(played.mean(), decision.baseMean, decision.baseStd);
      } else {
        Tensor realized =
            TensorRatio.realizedUpper(
                played.mean(), played.std(), decision.baseMean, decision.baseStd, raw);
        // The ratio's supremum is at most the limit, and so is what was realized.
        charge = realized.below(decision.limit).choose(realized, decision.limit);
      }
      charge = decision.active.choose(charge, 0);
      Tensor sum = charged.get().plus(charge);
      if (kind != GuardSetting.Kind.PER_STEP) {
        remaining.set(
            decision.active.choose(TensorRatio.lessDown(remaining.get(), charge), remaining.get()));
      }
      charged.set(sum);
      decisions.set(decisions.get().plus(1));
      return charged.get();
    }
  }

  /**
   * Checks that no limit was exceeded, and counts the decisions that break what the guard promises:
   * of many decisions at once, so that it costs little for each.
   *
   * @param decision what was played, row by row
   * @param raw actions as drawn
   * @param sums what {@link #account} returned
   */
  public void check(Decision decision, Tensor raw, Tensor sums) {
    try (Workspace.Scope scope = workspace.scope()) {
      Projected played = decision.played;
      Tensor kept;
      if (kind == GuardSetting.Kind.MEAN_ONLY) {
        kept =
            TensorRatio.squaredShiftUpper(played.mean(), decision.baseMean, decision.baseStd)
                .atMost(decision.limit.square().times(1 + 1e-12))
                .and(played.std().is(decision.baseStd).all());
      } else {
        kept =
            TensorRatio.largestUpper(
                    played.mean(), played.std(), decision.baseMean, decision.baseStd)
                .atMost(decision.limit);
      }
      if (kind != GuardSetting.Kind.PER_STEP) {
        kept = kept.and(sums.atMost(full + SUM));
      }
      kept = kept.and(raw.abs().atMost(Double.MAX_VALUE).all());
      exceptions.set(exceptions.get().plus(kept.not().as(Precision.DOUBLE).sum()));
    }
  }

  /** What is left, in the guard's unit, rounded down; a column. */
  public Tensor remaining() {
    return remaining.get();
  }

  /** What is left as a share of what an episode starts with; a column. */
  public Tensor remainingShare() {
    return full == 0 ? remaining.get().times(0) : remaining.get().over(full);
  }

  /** Our own sum of the running episodes' charges; a column. */
  public Tensor charged() {
    return charged.get();
  }

  /** Decisions accounted for in the running episodes; a column. */
  public Tensor decisions() {
    return decisions.get();
  }

  /** Decisions, or ledgers after one, that broke what the guard promises: 0, or a defect. */
  public Tensor exceptions() {
    return exceptions.get();
  }

  /** Decisions at which nothing was left to spend. */
  public Tensor spent() {
    return spent.get();
  }

  /** Sets the counts of {@link #exceptions} and {@link #spent} to 0. */
  public void clearCounts() {
    try (Workspace.Scope scope = workspace.scope()) {
      exceptions.set(workspace.number(0));
      spent.set(workspace.number(0));
    }
  }

  /** Continues episodes that were saved; columns. */
  public void restore(Tensor savedDecisions, Tensor savedRemaining, Tensor savedCharged) {
    decisions.set(savedDecisions);
    remaining.set(savedRemaining);
    charged.set(savedCharged);
  }
}
