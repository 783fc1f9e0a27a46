package org.surety.guard;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;

/** What all guards share: the order of calls, the horizon, the release, and the ledger. */
abstract class LedgeredGuard {
  /** Below this much of a budget the base distribution is played, bit for bit. */
  static final double SPENT = 1e-12;

  private final String name;
  private final List<Double> parameters;
  private final int horizon;
  private final double full;
  private final Optional<ReleaseTerms> terms;

  private int decisions;
  private double remaining;
  private boolean released;
  private @Nullable ActionDistribution base; // of the pending decision
  private @Nullable ActionDistribution played;
  private Fallback fallback = Fallback.NONE;

  LedgeredGuard(
      String name,
      List<Double> parameters,
      int horizon,
      double full,
      Optional<ReleaseTerms> terms) {
    if (horizon < 1) {
      throw new InputException(
          "guard", "has a horizon of " + horizon + " decisions", "give 1 or more");
    }
    this.name = name;
    this.parameters = parameters;
    this.horizon = horizon;
    this.full = full;
    this.terms = terms;
    remaining = full;
  }

  /** The limited task distribution; empty where the numbers are out of range. */
  abstract Optional<ActionDistribution> limit(
      ActionDistribution base, ActionDistribution task, double remaining);

  /** The size of the set that {@link #limit} projects onto. */
  abstract double size(double left);

  /** What the decision costs, at most what {@link #limit} allowed it. */
  abstract double charge(ActionDistribution base, ActionDistribution played, double[] rawAction);

  /** What is left after a charge. */
  abstract double after(double left, double charge);

  /** Whether nothing may be spent anymore. */
  abstract boolean spent(double left);

  /** Whether the next decision is taken where only base may be played. */
  boolean outside() {
    return false;
  }

  /** Forgets what was observed: the decision is taken, or another episode has begun. */
  void passed() {}

  public final String name() {
    return name;
  }

  public final int horizon() {
    return horizon;
  }

  public final int decisions() {
    return decisions;
  }

  public final double remaining() {
    return remaining;
  }

  public final double remainingShare() {
    return full == 0 ? 0 : remaining / full;
  }

  public final double nextLimit() {
    return decisions >= horizon || spent(remaining) ? 0 : size(remaining);
  }

  public final boolean released() {
    return released;
  }

  public final void reset() {
    decisions = 0;
    remaining = full;
    released = false;
    base = null;
    played = null;
    passed();
  }

  public final ActionDistribution restrict(
      ActionDistribution newBase, @Nullable ActionDistribution task) {
    if (played != null) {
      throw new IllegalStateException("the previous decision was not accounted for");
    }
    checkKind(newBase);
    if (task != null && (task.getClass() != newBase.getClass() || size(task) != size(newBase))) {
      throw new IllegalArgumentException("not comparable: " + newBase + " and " + task);
    }
    ActionDistribution choice = newBase;
    if (task == null) {
      fallback = Fallback.TASK_INVALID;
    } else if (released) {
      fallback = Fallback.RELEASED;
      choice = task;
    } else if (decisions >= horizon) {
      fallback = Fallback.HORIZON_PASSED;
    } else if (spent(remaining)) {
      fallback = Fallback.BUDGET_SPENT;
    } else if (outside()) {
      fallback = Fallback.OUTSIDE_BOX;
    } else {
      Optional<ActionDistribution> limited = limit(newBase, task, remaining);
      fallback = limited.isPresent() ? Fallback.NONE : Fallback.TASK_INVALID;
      choice = limited.orElse(newBase);
    }
    base = newBase;
    played = choice;
    return choice;
  }

  public final LedgerEntry account(double[] rawAction) {
    ActionDistribution from = base;
    ActionDistribution drawn = played;
    if (from == null || drawn == null) {
      throw new IllegalStateException("no distribution was handed out for this decision");
    }
    if (rawAction.length != drawn.dimension()) {
      throw new IllegalArgumentException(
          "an action of " + drawn.dimension() + " numbers is expected, got " + rawAction.length);
    }
    for (double a : rawAction) {
      if (!Double.isFinite(a)) {
        throw new IllegalArgumentException("no distribution draws the action " + a);
      }
    }
    if (drawn instanceof Categorical c && !isIndex(rawAction[0], c.categories())) {
      throw new IllegalArgumentException(
          rawAction[0] + " is none of " + c.categories() + " categories");
    }
    double charge = 0;
    if (fallback == Fallback.NONE) {
      charge = charge(from, drawn, rawAction);
      remaining = after(remaining, charge);
    }
    base = null;
    played = null;
    passed();
    return new LedgerEntry(decisions++, charge, remaining, fallback);
  }

  public final void release(CertifiedDecision decision) {
    terms
        .orElseThrow(
            () ->
                new InputException(
                    "release",
                    "was not agreed when the guard was made",
                    "make the guard with ReleaseTerms, or keep it to the end of the episode"))
        .check(decision);
    released = true;
  }

  public final GuardState state() {
    if (played != null) {
      throw new IllegalStateException("the previous decision was not accounted for");
    }
    return new GuardState(name, parameters, horizon, decisions, remaining, released, 0, 0);
  }

  public final void resume(GuardState state) {
    if (!state.guard().equals(name)
        || !state.parameters().equals(parameters)
        || state.horizon() != horizon) {
      throw new InputException(
          "guard state",
          "is of a "
              + state.guard()
              + " guard with "
              + state.parameters()
              + " over "
              + state.horizon()
              + " decisions, not of the "
              + name
              + " guard with "
              + parameters
              + " over "
              + horizon,
          "resume with the guard that saved it");
    }
    if (state.released() && terms.isEmpty()) {
      throw new InputException(
          "guard state",
          "is released, which this guard may not be",
          "resume with the guard that saved it");
    }
    if (!Double.isFinite(state.remaining())) {
      throw new InputException("guard state", "has no number left to spend", "start a new episode");
    }
    decisions = state.decisions();
    remaining = state.remaining();
    released = state.released();
    base = null;
    played = null;
    passed();
  }

  void checkKind(ActionDistribution distribution) {
    if (!(distribution instanceof DiagonalGaussian) && !(distribution instanceof Categorical)) {
      throw new IllegalArgumentException(
          "a guard takes diagonal Gaussians before squashing, or categories; got " + distribution);
    }
  }

  private static boolean isIndex(double value, int size) {
    return value >= 0 && value < size && value == Math.rint(value);
  }

  private static int size(ActionDistribution distribution) {
    return distribution instanceof Categorical c ? c.categories() : distribution.dimension();
  }

  static InputException wrong(String name, double value, String expected) {
    return new InputException("guard", name + " = " + value + " is out of range", expected);
  }
}
