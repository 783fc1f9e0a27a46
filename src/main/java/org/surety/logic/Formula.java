package org.surety.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.surety.base.InputException;

/**
 * A formula of linear temporal logic, read on finite non-empty words (LTLf).
 *
 * <p>Formulas are immutable and hash-consed: two formulas of the same structure are the same
 * object, so {@code ==} and {@code equals} are structural equality. They may be built and shared by
 * any number of threads. Formulas nobody refers to any more are collected.
 *
 * <p>The factories apply the trivial identities of Spot ("Spot's Temporal Logic Formulas", section
 * 5.1) as far as they hold on finite words. There {@code X[!] true} says "this is not the last
 * position" and {@code X[?] false} says "this is the last position", so neither is folded. {@code
 * AND} and {@code OR} are n-ary, flattened, sorted and free of duplicates.
 *
 * <p>A window {@code [a,b]} of an operator counts steps from the current position, both ends
 * included. {@code F[a,b] f} holds at i if f holds at some position of i+a..i+b within the word: it
 * is false when the window lies past the end. {@code G[a,b] f} is its dual, true past the end.
 * {@code f U[a,b] g} wants a position j of the window with g, and f at i..j-1; {@code f R[a,b] g}
 * is its dual.
 */
public final class Formula {

  /** What a formula is at its top. */
  public enum Kind {
    TRUE,
    FALSE,
    ATOM,
    NOT,
    AND,
    OR,
    IMPLIES,
    IFF,
    XOR,
    NEXT,
    WEAK_NEXT,
    FINALLY,
    GLOBALLY,
    UNTIL,
    RELEASE,
    WEAK_UNTIL,
    STRONG_RELEASE
  }

  /** The upper end of a window that has none. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /**
   * The greatest height of a formula. Everything that walks a formula may recurse, and this keeps
   * it within the stack of an ordinary thread.
   */
  public static final int MAX_HEIGHT = 1000;

  private static final FormulaInterner INTERNER = new FormulaInterner();

  /** Holds at every position. */
  public static final Formula TRUE = INTERNER.intern(Kind.TRUE, "", 0, UNBOUNDED);

  /** Holds at no position. */
  public static final Formula FALSE = INTERNER.intern(Kind.FALSE, "", 0, UNBOUNDED);

  private final Kind kind;
  private final int id;
  private final String atom;
  private final int lower;
  private final int upper;
  private final Formula[] operands;
  private final int height;

  /** For the interner alone, which makes each structure once. */
  Formula(int id, Kind kind, String atom, int lower, int upper, Formula[] operands) {
    this.id = id;
    this.kind = kind;
    this.atom = atom;
    this.lower = lower;
    this.upper = upper;
    this.operands = operands;
    int tallest = -1;
    for (Formula operand : operands) {
      tallest = Math.max(tallest, operand.height);
    }
    this.height = tallest + 1;
    if (height > MAX_HEIGHT) {
      throw new InputException(
          "formula",
          "operators are nested more than " + MAX_HEIGHT + " deep",
          "write repeated steps with a window, such as F[500,500] p");
    }
  }

  // --- What it is ---------------------------------------------------------------------------

  public Kind kind() {
    return kind;
  }

  /** A number of this formula's own within this process; its order means nothing. */
  public int id() {
    return id;
  }

  /** The operands, in order; AND, OR, IFF and XOR keep theirs sorted. */
  public List<Formula> operands() {
    return Collections.unmodifiableList(Arrays.asList(operands));
  }

  /** The only operand of a unary operator, the left one of a binary one. */
  public Formula left() {
    return operands[0];
  }

  /** The right operand of a binary operator. */
  public Formula right() {
    return operands[1];
  }

  /**
   * The name of an atom.
   *
   * @throws IllegalStateException if this is not an atom
   */
  public String atom() {
    if (kind != Kind.ATOM) {
      throw new IllegalStateException("not an atom: " + this);
    }
    return atom;
  }

  /** First step of the window of FINALLY, GLOBALLY, UNTIL or RELEASE; otherwise 0. */
  public int lower() {
    return lower;
  }

  /** Last step of the window, {@link #UNBOUNDED} if it has none. */
  public int upper() {
    return upper;
  }

  /** Whether the top operator carries a window other than the default [0, unbounded]. */
  public boolean hasWindow() {
    return lower != 0 || upper != UNBOUNDED;
  }

  /** Names of all atoms, sorted. */
  public SortedSet<String> atoms() {
    SortedSet<String> names = new TreeSet<>();
    for (Formula f : Subformulas.of(this)) {
      if (f.kind == Kind.ATOM) {
        names.add(f.atom);
      }
    }
    return names;
  }

  /** Longest chain of operators above an atom or constant; 0 for those themselves. */
  public int height() {
    return height;
  }

  // --- Propositional connectives -------------------------------------------------------------

  /** An atomic proposition. Any non-empty name will do; the printer quotes where it must. */
  public static Formula atom(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an atom needs a name");
    }
    return INTERNER.intern(Kind.ATOM, name, 0, UNBOUNDED);
  }

  public static Formula not(Formula f) {
    return switch (f.kind) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case NOT -> f.operands[0];
      default -> make(Kind.NOT, f);
    };
  }

  public static Formula and(Formula... operands) {
    return and(Arrays.asList(operands));
  }

  /** The conjunction; TRUE if there is no operand. */
  public static Formula and(Collection<Formula> operands) {
    return lattice(Kind.AND, operands, TRUE, FALSE);
  }

  public static Formula or(Formula... operands) {
    return or(Arrays.asList(operands));
  }

  /** The disjunction; FALSE if there is no operand. */
  public static Formula or(Collection<Formula> operands) {
    return lattice(Kind.OR, operands, FALSE, TRUE);
  }

  public static Formula implies(Formula f, Formula g) {
    if (f == TRUE) {
      return g;
    }
    if (f == FALSE || g == TRUE || f == g) {
      return TRUE;
    }
    return g == FALSE ? not(f) : make(Kind.IMPLIES, f, g);
  }

  public static Formula iff(Formula f, Formula g) {
    if (f == g) {
      return TRUE;
    }
    if (f.isConstant()) {
      return f == TRUE ? g : not(g);
    }
    if (g.isConstant()) {
      return g == TRUE ? f : not(f);
    }
    return sortedPair(Kind.IFF, f, g);
  }

  public static Formula xor(Formula f, Formula g) {
    if (f == g) {
      return FALSE;
    }
    if (f.isConstant()) {
      return f == TRUE ? not(g) : g;
    }
    if (g.isConstant()) {
      return g == TRUE ? not(f) : f;
    }
    return sortedPair(Kind.XOR, f, g);
  }

  // --- Temporal operators ----------------------------------------------------------------------

  /** Strong next: there is a next position and f holds there. */
  public static Formula next(Formula f) {
    return f == FALSE ? FALSE : make(Kind.NEXT, f);
  }

  /** Weak next: this is the last position, or f holds at the next one. */
  public static Formula weakNext(Formula f) {
    return f == TRUE ? TRUE : make(Kind.WEAK_NEXT, f);
  }

  public static Formula eventually(Formula f) {
    return eventually(0, UNBOUNDED, f);
  }

  /**
   * {@code F[lower,upper] f}.
   *
   * @throws IllegalArgumentException unless {@code 0 <= lower <= upper} and lower is bounded
   */
  public static Formula eventually(int lower, int upper, Formula f) {
    checkWindow(lower, upper);
    if (f == FALSE || (f == TRUE && lower == 0) || upper == 0) {
      return f;
    }
    boolean plain = lower == 0 && upper == UNBOUNDED;
    if (plain && f.kind == Kind.FINALLY && !f.hasWindow()) {
      return f;
    }
    return INTERNER.intern(Kind.FINALLY, "", lower, upper, f);
  }

  public static Formula always(Formula f) {
    return always(0, UNBOUNDED, f);
  }

  /** {@code G[lower,upper] f}, the dual of {@link #eventually(int, int, Formula)}. */
  public static Formula always(int lower, int upper, Formula f) {
    checkWindow(lower, upper);
    if (f == TRUE || (f == FALSE && lower == 0) || upper == 0) {
      return f;
    }
    boolean plain = lower == 0 && upper == UNBOUNDED;
    if (plain && f.kind == Kind.GLOBALLY && !f.hasWindow()) {
      return f;
    }
    return INTERNER.intern(Kind.GLOBALLY, "", lower, upper, f);
  }

  public static Formula until(Formula f, Formula g) {
    return until(0, UNBOUNDED, f, g);
  }

  /** {@code f U[lower,upper] g}; bounds as in {@link #eventually(int, int, Formula)}. */
  public static Formula until(int lower, int upper, Formula f, Formula g) {
    checkWindow(lower, upper);
    if (g == FALSE || upper == 0) {
      return g;
    }
    if (lower == 0 && (g == TRUE || f == FALSE || f == g)) {
      return g;
    }
    if (f == FALSE) {
      return FALSE;
    }
    return INTERNER.intern(Kind.UNTIL, "", lower, upper, f, g);
  }

  public static Formula release(Formula f, Formula g) {
    return release(0, UNBOUNDED, f, g);
  }

  /** {@code f R[lower,upper] g}, that is {@code !(!f U[lower,upper] !g)}. */
  public static Formula release(int lower, int upper, Formula f, Formula g) {
    checkWindow(lower, upper);
    if (g == TRUE || upper == 0) {
      return g;
    }
    if (lower == 0 && (g == FALSE || f == TRUE || f == g)) {
      return g;
    }
    if (f == TRUE) {
      return TRUE;
    }
    return INTERNER.intern(Kind.RELEASE, "", lower, upper, f, g);
  }

  /** {@code f W g}: {@code f U g}, or f until the end of the word. */
  public static Formula weakUntil(Formula f, Formula g) {
    if (f == TRUE || g == TRUE) {
      return TRUE;
    }
    return f == FALSE || f == g ? g : make(Kind.WEAK_UNTIL, f, g);
  }

  /** {@code f M g}: g up to and including a position with f, which must come. */
  public static Formula strongRelease(Formula f, Formula g) {
    if (f == FALSE || g == FALSE) {
      return FALSE;
    }
    return f == TRUE || f == g ? g : make(Kind.STRONG_RELEASE, f, g);
  }

  // --- Rewriting, printing, order
  // ------------------------------------------------------------------

  /**
   * The equivalent formula (on finite words) in which negation stands before atoms only and
   * IMPLIES, IFF and XOR do not occur. Linear in the number of distinct subformulas.
   */
  public Formula negationNormalForm() {
    return new NegationNormalForm().of(this);
  }

  /**
   * The equivalent formula without windows, for tools that have none: {@code F[1,3] f} becomes
   * {@code X[!](f | X[!](f | X[!] f))}. Its size is that of the windows.
   *
   * @throws InputException if the windows are longer than {@link #MAX_HEIGHT}
   */
  public Formula withoutWindows() {
    return new WindowExpansion().of(this);
  }

  /**
   * Spot's syntax with explicit {@code X[!]} and {@code X[?]}, parenthesized wherever operators
   * mix, so that every dialect reads it alike. The parser reads it back as this very object.
   */
  @Override
  public String toString() {
    return FormulaPrinter.print(this);
  }

  /** The name of an atom, empty for everything else. */
  String name() {
    return atom;
  }

  boolean isConstant() {
    return kind == Kind.TRUE || kind == Kind.FALSE;
  }

  /** Whether this is the node with exactly these parts; operands are compared by identity. */
  boolean is(Kind otherKind, String otherAtom, int otherLower, int otherUpper, Formula[] others) {
    return kind == otherKind
        && lower == otherLower
        && upper == otherUpper
        && atom.equals(otherAtom)
        && Arrays.equals(operands, others);
  }

  static int hash(Kind kind, String atom, int lower, int upper, Formula[] operands) {
    return 31 * Objects.hash(kind, atom, lower, upper) + Arrays.hashCode(operands);
  }

  private static Formula make(Kind kind, Formula... operands) {
    return INTERNER.intern(kind, "", 0, UNBOUNDED, operands);
  }

  private static Formula sortedPair(Kind kind, Formula f, Formula g) {
    return OperandOrder.compareStructure(f, g) <= 0 ? make(kind, f, g) : make(kind, g, f);
  }

  private static Formula lattice(
      Kind kind, Collection<Formula> operands, Formula neutral, Formula absorbing) {
    TreeSet<Formula> sorted = new TreeSet<>(OperandOrder::compareStructure);
    for (Formula f : operands) {
      if (f == absorbing) {
        return absorbing;
      }
      if (f.kind == kind) {
        Collections.addAll(sorted, f.operands);
      } else if (f != neutral) {
        sorted.add(f);
      }
    }
    if (sorted.isEmpty()) {
      return neutral;
    }
    return sorted.size() == 1
        ? sorted.first()
        : make(kind, new ArrayList<>(sorted).toArray(new Formula[0]));
  }

  private static void checkWindow(int lower, int upper) {
    if (lower < 0 || upper < lower || lower == UNBOUNDED) {
      throw new IllegalArgumentException("window [" + lower + "," + upper + "]");
    }
  }
}
