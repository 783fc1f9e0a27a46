package org.surety.logic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The semantics of LTL on ultimately periodic words u·vvv… (Pnueli, FOCS 1977): the reference that
 * automata on infinite words are tested against. A word has |u| + |v| different suffixes; each
 * unbounded operator is its least or greatest fixpoint over them. On infinite words both readings
 * of X are the same. Time O(|f| n) for n = |u| + |v|, and O(|f| n w) for windows of w steps.
 */
public final class LassoWords {
  private final Letters prefix;
  private final Letters cycle;
  private final int length;
  private final Map<Formula, boolean[]> known = new HashMap<>();

  private LassoWords(Letters prefix, Letters cycle) {
    this.prefix = prefix;
    this.cycle = cycle;
    this.length = prefix.length() + cycle.length();
  }

  /**
   * Whether the formula holds of the word at its first position.
   *
   * @param prefix what comes first; may have no letters
   * @param cycle what is repeated for ever; at least one letter
   * @throws IllegalArgumentException if the cycle has no letters
   */
  public static boolean holds(Formula f, Letters prefix, Letters cycle) {
    if (cycle.length() == 0) {
      throw new IllegalArgumentException("a cycle without letters");
    }
    return new LassoWords(prefix, cycle).of(f)[0];
  }

  /** At each position of the prefix and of the cycle's first turn. */
  private boolean[] of(Formula f) {
    boolean[] found = known.get(f);
    if (found == null) {
      found = define(f);
      known.put(f, found);
    }
    return found;
  }

  private boolean[] define(Formula f) {
    return switch (f.kind()) {
      case TRUE -> pointwise(i -> true);
      case FALSE -> pointwise(i -> false);
      case ATOM -> pointwise(i -> letter(f.atom(), i));
      case NOT -> pointwise(i -> !of(f.left())[i]);
      case AND -> pointwise(i -> f.operands().stream().allMatch(g -> of(g)[i]));
      case OR -> pointwise(i -> f.operands().stream().anyMatch(g -> of(g)[i]));
      case IMPLIES -> pointwise(i -> !of(f.left())[i] || of(f.right())[i]);
      case IFF -> pointwise(i -> of(f.left())[i] == of(f.right())[i]);
      case XOR -> pointwise(i -> of(f.left())[i] != of(f.right())[i]);
      case NEXT, WEAK_NEXT -> pointwise(i -> of(f.left())[after(i)]);
      case FINALLY -> until(f, pointwise(i -> true), of(f.left()));
      case GLOBALLY -> release(f, pointwise(i -> false), of(f.left()));
      case UNTIL -> until(f, of(f.left()), of(f.right()));
      case RELEASE -> release(f, of(f.left()), of(f.right()));
      // p W q = q R (p | q), and p M q = q U (p & q)
      case WEAK_UNTIL ->
          greatest(of(f.right()), pointwise(i -> of(f.left())[i] || of(f.right())[i]));
      case STRONG_RELEASE ->
          least(of(f.right()), pointwise(i -> of(f.left())[i] && of(f.right())[i]));
    };
  }

  private boolean[] until(Formula f, boolean[] hold, boolean[] goal) {
    return f.hasWindow() ? pointwise(i -> untilWithin(f, hold, goal, i)) : least(hold, goal);
  }

  private boolean[] release(Formula f, boolean[] releasing, boolean[] held) {
    return f.hasWindow()
        ? pointwise(i -> !untilWithin(f, negated(releasing), negated(held), i))
        : greatest(releasing, held);
  }

  /** Least solution of x(i) = goal(i) or (hold(i) and x(i + 1)). */
  private boolean[] least(boolean[] hold, boolean[] goal) {
    boolean[] x = new boolean[length];
    for (int turn = 0; turn < 2; turn++) {
      for (int i = length - 1; i >= 0; i--) {
        x[i] = goal[i] || (hold[i] && x[after(i)]);
      }
    }
    return x;
  }

  /** Greatest solution of x(i) = held(i) and (releasing(i) or x(i + 1)). */
  private boolean[] greatest(boolean[] releasing, boolean[] held) {
    return negated(least(negated(releasing), negated(held)));
  }

  private boolean untilWithin(Formula f, boolean[] hold, boolean[] goal, int i) {
    // Past one turn behind the lower end, no step shows a suffix not seen before.
    long last = f.upper() == Formula.UNBOUNDED ? (long) f.lower() + length : (long) f.upper();
    int position = i;
    for (long step = 0; step <= last; step++) {
      if (step >= f.lower() && goal[position]) {
        return true;
      }
      if (!hold[position]) {
        return false;
      }
      position = after(position);
    }
    return false;
  }

  private boolean[] pointwise(IntPredicate value) {
    boolean[] result = new boolean[length];
    for (int i = 0; i < length; i++) {
      result[i] = value.test(i);
    }
    return result;
  }

  private static boolean[] negated(boolean[] values) {
    boolean[] result = Arrays.copyOf(values, values.length);
    for (int i = 0; i < result.length; i++) {
      result[i] = !result[i];
    }
    return result;
  }

  private int after(int i) {
    return i + 1 == length ? prefix.length() : i + 1;
  }

  private boolean letter(String atom, int i) {
    return i < prefix.length() ? prefix.holds(atom, i) : cycle.holds(atom, i - prefix.length());
  }
}
