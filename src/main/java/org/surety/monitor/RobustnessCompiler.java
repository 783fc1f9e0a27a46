package org.surety.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.logic.Formula;

/**
 * Lowers a formula to a list of passes. All operators become pointwise maximum, windowed maximum
 * and until over signals that may be negated: {@code f & g} is {@code !(!f | !g)}, {@code f R g} is
 * {@code !(!f U !g)}, {@code G} and weak next likewise, and a weak until differs from the strong
 * one in its value after the last letter alone. Equal subterms are computed once.
 *
 * <p>Each pass is restricted to the letters somebody reads. A property judged at letter 0 thereby
 * becomes reductions at its outermost operators, and {@code F[0,10] f} looks no further than f
 * needs.
 */
final class RobustnessCompiler {
  private enum Operator {
    /** The margin column number a. */
    MARGIN,
    LOWEST,
    MAX,
    /** Maximum over [a, b]. */
    WINDOW,
    UNTIL,
    WEAK_UNTIL,
    BOUNDED_UNTIL
  }

  /** A term; x and y are {@code 2 * term + (negated ? 1 : 0)}, or 0 where there is no operand. */
  private record Term(Operator operator, int a, int b, int x, int y) {
    int operands() {
      return switch (operator) {
        case MARGIN, LOWEST -> 0;
        case WINDOW -> 1;
        case MAX, UNTIL, WEAK_UNTIL, BOUNDED_UNTIL -> 2;
      };
    }
  }

  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Term> terms = new ArrayList<>();
  private final Map<Term, Integer> numbers = new HashMap<>();
  private final Map<Formula, Integer> lowered = new HashMap<>();

  RobustnessCompiler(List<String> atoms) {
    for (String atom : atoms) {
      columns.put(atom, columns.size());
    }
  }

  /** The passes that give the robustness at letter 0. */
  RobustnessSchedule atStart(Formula f) {
    return schedule(lower(f), 1);
  }

  /** The passes that give the robustness at every letter. */
  RobustnessSchedule everywhere(Formula f) {
    return schedule(lower(f), Formula.UNBOUNDED);
  }

  // --- Formula to terms ---------------------------------------------------------------------

  private int lower(Formula f) {
    Integer known = lowered.get(f);
    if (known == null) {
      known = define(f);
      lowered.put(f, known);
    }
    return known;
  }

  private int define(Formula f) {
    return switch (f.kind()) {
      case TRUE -> negate(constant());
      case FALSE -> constant();
      case ATOM -> margin(f.atom());
      case NOT -> negate(lower(f.left()));
      case OR -> maximum(f.operands(), false);
      case AND -> negate(maximum(f.operands(), true));
      case IMPLIES -> max(negate(lower(f.left())), lower(f.right()));
      case XOR -> exclusive(lower(f.left()), lower(f.right()));
      case IFF -> negate(exclusive(lower(f.left()), lower(f.right())));
      case NEXT -> window(1, 1, lower(f.left()));
      case WEAK_NEXT -> negate(window(1, 1, negate(lower(f.left()))));
      case FINALLY -> window(f.lower(), f.upper(), lower(f.left()));
      case GLOBALLY -> negate(window(f.lower(), f.upper(), negate(lower(f.left()))));
      case UNTIL -> until(f, lower(f.left()), lower(f.right()));
      case RELEASE -> negate(until(f, negate(lower(f.left())), negate(lower(f.right()))));
      case WEAK_UNTIL -> term(Operator.WEAK_UNTIL, 0, 0, lower(f.left()), lower(f.right()));
      // f M g = !(!f W !g)
      case STRONG_RELEASE ->
          negate(
              term(Operator.WEAK_UNTIL, 0, 0, negate(lower(f.left())), negate(lower(f.right()))));
    };
  }

  private int margin(String atom) {
    Integer column = columns.get(atom);
    if (column == null) {
      throw new IllegalArgumentException("no margins for atom " + atom);
    }
    return term(Operator.MARGIN, column, 0, 0, 0);
  }

  private int constant() {
    return term(Operator.LOWEST, 0, 0, 0, 0);
  }

  private int maximum(List<Formula> operands, boolean negated) {
    int sum = -1;
    for (Formula operand : operands) {
      int x = lower(operand) ^ (negated ? 1 : 0);
      sum = sum < 0 ? x : max(sum, x);
    }
    return sum;
  }

  private int max(int x, int y) {
    return term(Operator.MAX, 0, 0, Math.min(x, y), Math.max(x, y));
  }

  /** max(min(x, -y), min(-x, y)). */
  private int exclusive(int x, int y) {
    return max(negate(max(negate(x), y)), negate(max(x, negate(y))));
  }

  private int window(int a, int b, int x) {
    return term(Operator.WINDOW, a, b, x, 0);
  }

  private int until(Formula f, int x, int y) {
    Operator operator = f.hasWindow() ? Operator.BOUNDED_UNTIL : Operator.UNTIL;
    return term(operator, f.lower(), f.upper(), x, y);
  }

  private static int negate(int signal) {
    return signal ^ 1;
  }

  private int term(Operator operator, int a, int b, int x, int y) {
    Term term = new Term(operator, a, b, x, y);
    Integer number = numbers.get(term);
    if (number == null) {
      number = terms.size();
      terms.add(term);
      numbers.put(term, number);
    }
    return 2 * number;
  }

  // --- Terms to passes ----------------------------------------------------------------------

  private RobustnessSchedule schedule(int root, int letters) {
    int count = root / 2 + 1; // operands have smaller numbers than the terms they stand in
    int[] from = new int[count];
    int[] to = new int[count]; // exclusive; 0 where nobody reads the term
    int[] lastReader = new int[count];
    to[root / 2] = letters;
    lastReader[root / 2] = count;
    java.util.Arrays.fill(from, Formula.UNBOUNDED);
    from[root / 2] = 0;
    for (int t = count - 1; t >= 0; t--) {
      if (to[t] > 0) {
        demand(t, from, to, lastReader);
      }
    }
    Arrays arrays = new Arrays();
    int[] place = new int[count]; // of its signal
    List<RobustnessStep> steps = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      if (to[t] == 0) {
        continue;
      }
      Term term = terms.get(t);
      if (term.operator == Operator.MARGIN) {
        place[t] = term.a;
        continue;
      }
      int out = arrays.take();
      place[t] = ~out;
      steps.add(step(term, place, out, from[t], to[t], arrays));
      release(term, t, place, lastReader, arrays);
    }
    return new RobustnessSchedule(
        steps.toArray(new RobustnessStep[0]), signal(root, place), arrays.size());
  }

  /** Extends the letters at which the operands of term t are read. */
  private void demand(int t, int[] from, int[] to, int[] lastReader) {
    Term term = terms.get(t);
    int rest = Formula.UNBOUNDED;
    switch (term.operator) {
      case MARGIN, LOWEST -> {}
      case MAX -> {
        read(term.x, t, from[t], to[t], from, to, lastReader);
        read(term.y, t, from[t], to[t], from, to, lastReader);
      }
      case WINDOW -> {
        int first = plus(from[t], term.a);
        read(term.x, t, first, plus(to[t], term.b), from, to, lastReader);
      }
      case UNTIL, WEAK_UNTIL -> {
        read(term.x, t, from[t], rest, from, to, lastReader);
        read(term.y, t, from[t], rest, from, to, lastReader);
      }
      case BOUNDED_UNTIL -> {
        int end = plus(to[t], term.b);
        read(term.x, t, from[t], end, from, to, lastReader);
        read(term.y, t, plus(from[t], term.a), end, from, to, lastReader);
      }
    }
  }

  private static void read(
      int signal, int reader, int first, int end, int[] from, int[] to, int[] lastReader) {
    int t = signal / 2;
    from[t] = Math.min(from[t], first);
    to[t] = Math.max(to[t], end);
    lastReader[t] = Math.max(lastReader[t], reader);
  }

  private static int plus(int letter, int steps) {
    return (int) Math.min((long) letter + steps, Formula.UNBOUNDED);
  }

  private static RobustnessStep step(
      Term term, int[] place, int out, int from, int to, Arrays arrays) {
    return switch (term.operator) {
      case MARGIN -> throw new IllegalStateException("margins need no pass");
      case LOWEST -> new RobustnessStep.Lowest(from, to, out);
      case MAX ->
          new RobustnessStep.Max(signal(term.x, place), signal(term.y, place), from, to, out);
      case WINDOW -> {
        int suffix = arrays.take();
        arrays.giveBack(suffix);
        yield new RobustnessStep.Window(
            signal(term.x, place), term.a, term.b, from, to, suffix, out);
      }
      case UNTIL, WEAK_UNTIL ->
          new RobustnessStep.Until(
              signal(term.x, place),
              signal(term.y, place),
              term.operator == Operator.UNTIL ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY,
              from,
              to,
              out);
      case BOUNDED_UNTIL -> {
        int suffix = arrays.take();
        int room = arrays.take();
        arrays.giveBack(suffix);
        arrays.giveBack(room);
        yield new RobustnessStep.BoundedUntil(
            signal(term.x, place),
            signal(term.y, place),
            term.a,
            term.b,
            from,
            to,
            suffix,
            room,
            out);
      }
    };
  }

  private void release(Term term, int t, int[] place, int[] lastReader, Arrays arrays) {
    int x = term.x / 2;
    int y = term.y / 2;
    if (term.operands() > 0) {
      releaseIfLast(x, t, place, lastReader, arrays);
    }
    if (term.operands() > 1 && y != x) {
      releaseIfLast(y, t, place, lastReader, arrays);
    }
  }

  private void releaseIfLast(int operand, int t, int[] place, int[] lastReader, Arrays arrays) {
    if (lastReader[operand] == t && terms.get(operand).operator != Operator.MARGIN) {
      arrays.giveBack(~place[operand]);
    }
  }

  private static RobustnessStep.Signal signal(int signal, int[] place) {
    return new RobustnessStep.Signal(place[signal / 2], factor(signal));
  }

  private static double factor(int signal) {
    return (signal & 1) == 0 ? 1.0 : -1.0;
  }

  /** Hands out temporary arrays, the one most recently given back first: it is still in cache. */
  private static final class Arrays {
    private final Deque<Integer> free = new ArrayDeque<>();
    private int next;

    int take() {
      return free.isEmpty() ? next++ : free.pop();
    }

    void giveBack(int array) {
      free.push(array);
    }

    int size() {
      return next;
    }
  }
}
