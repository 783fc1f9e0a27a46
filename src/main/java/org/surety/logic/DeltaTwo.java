package org.surety.logic;

import static org.surety.logic.Formula.always;
import static org.surety.logic.Formula.and;
import static org.surety.logic.Formula.eventually;
import static org.surety.logic.Formula.next;
import static org.surety.logic.Formula.not;
import static org.surety.logic.Formula.or;
import static org.surety.logic.Formula.release;
import static org.surety.logic.Formula.strongRelease;
import static org.surety.logic.Formula.until;
import static org.surety.logic.Formula.weakUntil;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.surety.base.InputException;
import org.surety.logic.Formula.Kind;

/**
 * The Δ2 normal form on infinite words: an equivalent Boolean combination of formulas in Σ2 and Π2
 * (Sickert and Esparza, "An efficient normalisation procedure for linear temporal logic", LICS
 * 2020; Esparza, Rubio and Sickert, "Efficient normalization of linear temporal logic", JACM 2024).
 * At most exponentially larger than the formula.
 *
 * <p>Formulas GF g and FG g say the same at all positions, so they are taken out of the formulas
 * they stand in, by cases on whether they hold. Then, where a least fixpoint has a greatest within
 * it and that a least one again, the innermost are decided in the limit: if f U g holds infinitely
 * often it is f W g, and otherwise false from some position on. Formulas in Σ2 or Π2 stay as they
 * are but for what is taken out.
 */
public final class DeltaTwo {
  /** Most operators that are decided in the limit together: each doubles the cases. */
  private static final int MAX_DECISIONS = 12;

  private final SyntacticHierarchy hierarchy;
  private final Map<Formula, Formula> known = new HashMap<>();

  /**
   * @param hierarchy keeps the levels of formulas
   */
  public DeltaTwo(SyntacticHierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /**
   * The normal form: conjunctions and disjunctions of formulas in Σ2 or Π2, in negation normal
   * form, with X below them.
   *
   * @throws org.surety.base.InputException if the formula has too many cases
   */
  public Formula normalForm(Formula f) {
    Formula normal = onInfiniteWords(f.negationNormalForm());
    return of(isFlat(normal) ? normal : onInfiniteWords(normal.withoutWindows()));
  }

  /** Whether the normal form needs no rewriting below a window. */
  private boolean isFlat(Formula f) {
    if (f.kind() == Kind.AND || f.kind() == Kind.OR) {
      return f.operands().stream().allMatch(this::isFlat);
    }
    boolean isLeaf = hierarchy.sigma(f) <= 2 || hierarchy.pi(f) <= 2;
    return Subformulas.of(f).stream().noneMatch(Formula::hasWindow)
        || (isLeaf && Subformulas.of(f).stream().noneMatch(sub -> sub != f && isLimit(sub)));
  }

  /** Reads both kinds of next as one, and folds it over constants. */
  private static Formula onInfiniteWords(Formula f) {
    return new Rewriting() {
      @Override
      Formula rewrite(Formula g) {
        if (g.kind() == Kind.NEXT || g.kind() == Kind.WEAK_NEXT) {
          Formula inner = of(g.left());
          return inner.isConstant() ? inner : next(inner);
        }
        Formula rebuilt = rebuilt(g);
        boolean endless = rebuilt.hasWindow() && rebuilt.left() == Formula.TRUE;
        boolean isEmpty = rebuilt.hasWindow() && rebuilt.left() == Formula.FALSE;
        if (endless && rebuilt.kind() == Kind.FINALLY) {
          return Formula.TRUE;
        }
        return isEmpty && rebuilt.kind() == Kind.GLOBALLY ? Formula.FALSE : rebuilt;
      }
    }.of(f);
  }

  private Formula of(Formula f) {
    Formula found = known.get(f);
    if (found == null) {
      found = compute(f);
      known.put(f, found);
    }
    return found;
  }

  private Formula compute(Formula f) {
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM, NOT -> f;
      case AND -> and(f.operands().stream().map(this::of).toList());
      case OR -> or(f.operands().stream().map(this::of).toList());
      case NEXT -> pushedNext(of(f.left()));
      default -> temporal(f);
    };
  }

  private Formula temporal(Formula f) {
    if (f.kind() == Kind.GLOBALLY && f.left().kind() == Kind.AND) {
      return and(inside(f).stream().map(this::of).toList());
    }
    if (f.kind() == Kind.FINALLY && f.left().kind() == Kind.OR) {
      return or(inside(f).stream().map(this::of).toList());
    }
    Optional<Formula> limit = properLimit(f);
    if (limit.isPresent()) {
      Formula ifTrue = replaced(f, limit.get(), Formula.TRUE);
      Formula ifFalse = replaced(f, limit.get(), Formula.FALSE);
      return or(and(of(limit.get()), of(ifTrue)), of(ifFalse));
    }
    if (hierarchy.sigma(f) <= 2 || hierarchy.pi(f) <= 2) {
      return f;
    }
    if (isRecurrence(f)) {
      return recurrence(f.left().left());
    }
    // FG, and G, W and R, by their duals.
    return isPersistence(f) || isGreatest(f) ? negation(of(negation(f))) : leastFixpoint(f);
  }

  /** G of each conjunct, F of each disjunct. */
  private static List<Formula> inside(Formula f) {
    List<Formula> parts = new ArrayList<>();
    for (Formula part : f.left().operands()) {
      parts.add(
          f.kind() == Kind.GLOBALLY
              ? always(f.lower(), f.upper(), part)
              : eventually(f.lower(), f.upper(), part));
    }
    return parts;
  }

  private static Formula negation(Formula f) {
    return onInfiniteWords(not(f).negationNormalForm());
  }

  private static Formula pushedNext(Formula f) {
    if (f.isConstant() || isLimit(f)) {
      return f;
    }
    return switch (f.kind()) {
      case AND -> and(f.operands().stream().map(DeltaTwo::pushedNext).toList());
      case OR -> or(f.operands().stream().map(DeltaTwo::pushedNext).toList());
      default -> next(f);
    };
  }

  // --- Limits --------------------------------------------------------------------------------

  private static boolean isRecurrence(Formula f) {
    return isPlain(f, Kind.GLOBALLY) && isPlain(f.left(), Kind.FINALLY);
  }

  private static boolean isPersistence(Formula f) {
    return isPlain(f, Kind.FINALLY) && isPlain(f.left(), Kind.GLOBALLY);
  }

  /** Whether the formula is a GF g or FG g: it holds at all positions of a word or at none. */
  public static boolean isLimit(Formula f) {
    return isRecurrence(f) || isPersistence(f);
  }

  private static boolean isPlain(Formula f, Kind kind) {
    return f.kind() == kind && !f.hasWindow();
  }

  /** An outermost limit within the formula that is not the formula or its only operand. */
  private static Optional<Formula> properLimit(Formula f) {
    List<Formula> within = isLimit(f) ? f.left().operands() : f.operands();
    for (Formula operand : within) {
      Optional<Formula> found = isLimit(operand) ? Optional.of(operand) : properLimit(operand);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** GF f, where f is not in Σ1 and holds no limit. */
  private Formula recurrence(Formula f) {
    if (f.kind() == Kind.OR) {
      return or(f.operands().stream().map(g -> of(always(eventually(g)))).toList());
    }
    if (f.kind() == Kind.NEXT) {
      return of(always(eventually(f.left())));
    }
    Formula greatest = outermostGreatest(f).orElseThrow();
    // From some position on the held formula holds always, or weak and strong are the same.
    Formula weak = replaced(f, greatest, Formula.TRUE);
    Formula strong = replaced(f, greatest, strengthened(greatest));
    return or(
        of(always(eventually(strong))),
        and(of(eventually(always(held(greatest)))), of(always(eventually(weak)))));
  }

  private Optional<Formula> outermostGreatest(Formula f) {
    if (isGreatest(f)) {
      return Optional.of(f);
    }
    return f.operands().stream().map(this::outermostGreatest).flatMap(Optional::stream).findFirst();
  }

  // --- Least fixpoints -----------------------------------------------------------------------

  private static boolean isLeast(Formula f) {
    return switch (f.kind()) {
      case UNTIL, STRONG_RELEASE, FINALLY -> f.upper() == Formula.UNBOUNDED;
      default -> false;
    };
  }

  private static boolean isGreatest(Formula f) {
    return switch (f.kind()) {
      case RELEASE, WEAK_UNTIL, GLOBALLY -> f.upper() == Formula.UNBOUNDED;
      default -> false;
    };
  }

  /** What a greatest fixpoint wants at each position for as long as nothing releases it. */
  private static Formula held(Formula greatest) {
    return greatest.kind() == Kind.RELEASE ? greatest.right() : greatest.left();
  }

  private static Formula releasing(Formula greatest) {
    return switch (greatest.kind()) {
      case GLOBALLY -> Formula.FALSE;
      case WEAK_UNTIL -> greatest.right();
      default -> and(greatest.left(), greatest.right());
    };
  }

  private static Formula strengthened(Formula greatest) {
    return switch (greatest.kind()) {
      case GLOBALLY -> Formula.FALSE;
      case WEAK_UNTIL -> until(greatest.left(), greatest.right());
      default -> strongRelease(greatest.left(), greatest.right());
    };
  }

  /** What must hold infinitely often for a least fixpoint to do so. */
  private static Formula goal(Formula least) {
    return switch (least.kind()) {
      case FINALLY -> least.left();
      case UNTIL -> least.right();
      default -> and(least.left(), least.right());
    };
  }

  /** A formula F, U or M outside Σ2 and Π2, without limits within it. */
  private Formula leastFixpoint(Formula f) {
    Set<Formula> pending = new LinkedHashSet<>();
    for (Formula sub : Subformulas.of(f)) {
      if (isGreatest(sub) && hierarchy.pi(sub) > 1) {
        for (Formula inner : Subformulas.of(held(sub))) {
          if (isLeast(inner)) {
            pending.add(inner);
          }
        }
      }
    }
    if (pending.size() > MAX_DECISIONS) {
      throw new InputException(
          "formula " + f,
          "it alternates between U and W too often to be normalized",
          "split it into conjuncts");
    }
    List<Formula> decisions = List.copyOf(pending);
    Map<Integer, Formula> flat = new HashMap<>();
    List<Formula> cases = new ArrayList<>();
    for (int chosen = 0; chosen < 1 << decisions.size(); chosen++) {
      Set<Formula> recurring = new LinkedHashSet<>();
      for (int k = 0; k < decisions.size(); k++) {
        if ((chosen >> k & 1) == 1) {
          recurring.add(decisions.get(k));
        }
      }
      Formula flattened = new Flattening(recurring).of(f);
      flat.put(chosen, flattened);
      boolean subsumed = false;
      for (int k = 0; k < decisions.size() && !subsumed; k++) {
        subsumed = (chosen >> k & 1) == 1 && flattened == flat.get(chosen & ~(1 << k));
      }
      if (!subsumed) {
        List<Formula> all = new ArrayList<>();
        recurring.forEach(g -> all.add(of(always(eventually(goal(g))))));
        all.add(of(flattened));
        cases.add(and(all));
      }
    }
    return or(cases);
  }

  /** Into Σ2: what is held for ever is held from some position on, in the limit. */
  private final class Flattening extends Rewriting {
    private final Rewriting limit;

    Flattening(Set<Formula> recurring) {
      limit =
          new Rewriting() {
            @Override
            Formula rewrite(Formula g) {
              if (hierarchy.pi(g) <= 1) {
                return g;
              }
              if (isLeast(g)) {
                return recurring.contains(g) ? weakened(g, this) : Formula.FALSE;
              }
              return rebuilt(g);
            }
          };
    }

    @Override
    Formula rewrite(Formula g) {
      if (hierarchy.sigma(g) <= 2) {
        return g;
      }
      if (isGreatest(g)) {
        Formula forEver = always(limit.of(held(g)));
        return until(of(held(g)), or(of(releasing(g)), forEver));
      }
      return rebuilt(g);
    }
  }

  private static Formula weakened(Formula least, Rewriting inner) {
    return switch (least.kind()) {
      case FINALLY -> Formula.TRUE;
      case UNTIL -> weakUntil(inner.of(least.left()), inner.of(least.right()));
      default -> release(inner.of(least.left()), inner.of(least.right()));
    };
  }

  private static Formula replaced(Formula f, Formula target, Formula by) {
    return new Rewriting() {
      @Override
      Formula rewrite(Formula g) {
        return g == target ? by : rebuilt(g);
      }
    }.of(f);
  }

  /** Rewrites each distinct subformula once. */
  private abstract static class Rewriting {
    private final Map<Formula, Formula> rewritten = new HashMap<>();

    abstract Formula rewrite(Formula g);

    final Formula of(Formula g) {
      Formula found = rewritten.get(g);
      if (found == null) {
        found = rewrite(g);
        rewritten.put(g, found);
      }
      return found;
    }

    /** The same operator over rewritten operands. */
    final Formula rebuilt(Formula g) {
      UnaryOperator<Formula> inner = this::of;
      return switch (g.kind()) {
        case AND -> and(g.operands().stream().map(inner).toList());
        case OR -> or(g.operands().stream().map(inner).toList());
        case NEXT -> {
          Formula left = of(g.left());
          yield left.isConstant() ? left : next(left);
        }
        case FINALLY -> eventually(g.lower(), g.upper(), of(g.left()));
        case GLOBALLY -> always(g.lower(), g.upper(), of(g.left()));
        case UNTIL -> until(g.lower(), g.upper(), of(g.left()), of(g.right()));
        case RELEASE -> release(g.lower(), g.upper(), of(g.left()), of(g.right()));
        case WEAK_UNTIL -> weakUntil(of(g.left()), of(g.right()));
        case STRONG_RELEASE -> strongRelease(of(g.left()), of(g.right()));
        default -> g;
      };
    }
  }
}
