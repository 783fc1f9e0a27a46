package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.logic.Formula;

/**
 * What is left of a formula after a letter of an infinite word, {@code af(f, letter)} (Esparza,
 * Křetínský and Sickert, "One theorem to rule them all", LICS 2018): a word {@code a w} satisfies f
 * if and only if w satisfies af(f, a). Formulas are taken up to a propositional equivalence, so
 * that only finitely many arise from one formula.
 *
 * <p>A <em>class</em> is a number. Formulas are in the same class if one step of unfolding makes
 * them propositionally equivalent over atoms and temporal formulas that hold from the next position
 * on; they are then equivalent. {@link #FALSE} and {@link #TRUE} are absorbing. Windows count as
 * operators: G (p -> F[0,5] q) has six classes.
 *
 * <p>Classes are found as they are asked for; at most doubly exponentially many arise. Not
 * thread-safe.
 */
public final class AfterFunction {
  /** The class of the formulas that no word satisfies, as far as propositional reasoning sees. */
  public static final int FALSE = 0;

  /** The class of the formulas that all words satisfy, as far as propositional reasoning sees. */
  public static final int TRUE = 1;

  /** Steps on diagrams after which a construction is taken to have exploded. */
  private static final int STEP_LIMIT = 1 << 25;

  private static final int OBLIGATION_LIMIT = 100_000;

  private final List<String> atoms;
  private final Limits limits;
  private final ObligationTable table = new ObligationTable(OBLIGATION_LIMIT);
  private final ObligationDiagrams diagrams;
  private final Derivatives derivatives;
  private final Mtbdd trees = new Mtbdd();
  private final IntPairMap classOfRest = new IntPairMap();
  private final IntPairMap classOfUnfolding = new IntPairMap();
  private final IntPairMap treeOfUnfolding = new IntPairMap();
  private final List<Formula> formulas = new ArrayList<>();
  private int[] rests = new int[16];
  private int[] unfoldings = new int[16];
  private int count;

  /**
   * No classes but {@link #FALSE} and {@link #TRUE} yet.
   *
   * @param atoms the order of the variables in {@link #trees}; all atoms of all formulas to come
   * @param limits for the number of classes
   */
  public AfterFunction(List<String> atoms, Limits limits) {
    this.atoms = List.copyOf(atoms);
    this.limits = limits;
    diagrams = ObligationDiagrams.forInfiniteWords(atoms.size(), table, STEP_LIMIT);
    derivatives = new Derivatives(this.atoms, table, diagrams);
    classOf(ObligationDiagrams.FALSE);
    classOf(ObligationDiagrams.TRUE);
  }

  /** The order of the variables. */
  public List<String> atoms() {
    return atoms;
  }

  /** Number of classes found so far; they are numbered from 0. */
  public int classes() {
    return count;
  }

  /**
   * The class of a formula.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public int of(Formula f) {
    Formula normal = f.negationNormalForm();
    table.addDemand(normal);
    return classOf(derivatives.rest(normal));
  }

  /** The class of the conjunction. */
  public int and(int c, int d) {
    return classOf(diagrams.and(rests[c], rests[d]));
  }

  /** The class of the disjunction. */
  public int or(int c, int d) {
    return classOf(diagrams.or(rests[c], rests[d]));
  }

  /**
   * The successors by all letters: a diagram of {@link #trees} whose leaves are classes.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public int successors(int c) {
    return tree(unfoldings[c]);
  }

  /** Holds the diagrams that {@link #successors} answers; level k tests the k-th atom. */
  public Mtbdd trees() {
    return trees;
  }

  /**
   * The successor by one letter.
   *
   * @param letter bit k: the k-th atom holds
   */
  public int successor(int c, long letter) {
    int diagram = unfoldings[c];
    Mtbdd nodes = diagrams.nodes();
    while (nodes.level(diagram) < atoms.size()) {
      boolean holds = (letter >> nodes.level(diagram) & 1) == 1;
      diagram = holds ? nodes.high(diagram) : nodes.low(diagram);
    }
    return classOf(diagram);
  }

  /** A formula of the class: the first that was met, as a combination of {@link #support}. */
  public Formula formula(int c) {
    while (formulas.size() <= c) {
      formulas.add(formulaOf(rests[formulas.size()]));
    }
    return formulas.get(c);
  }

  /** The temporal formulas and literals of which {@link #formula} is a monotone combination. */
  public Set<Formula> support(int c) {
    Set<Formula> support = new LinkedHashSet<>();
    collectSupport(rests[c], support, new IntPairMap());
    return support;
  }

  /** The class of the formula in which all these members of {@link #support} are true. */
  public int assuming(int c, Predicate<Formula> supported) {
    return classOf(assume(rests[c], supported, ObligationDiagrams.TRUE, new IntPairMap()));
  }

  /** The class of the formula in which all these members of {@link #support} are false. */
  public int refuting(int c, Predicate<Formula> supported) {
    return classOf(assume(rests[c], supported, ObligationDiagrams.FALSE, new IntPairMap()));
  }

  /**
   * The letters up to what any class tells apart that arises from the formulas met so far.
   *
   * @throws org.surety.automaton.TooManyStatesException if {@code most} are not enough
   */
  Alphabet alphabet(int most) {
    Alphabet.Builder alphabet = new Alphabet.Builder(atoms.size(), most);
    for (int number = 0; number < table.size(); number++) {
      alphabet.refine(diagrams.nodes(), derivatives.ofRest(diagrams.obligation(number)));
    }
    return alphabet.build();
  }

  private int assume(int rest, Predicate<Formula> supported, int value, IntPairMap known) {
    if (Mtbdd.isLeaf(rest)) {
      return rest;
    }
    int result = known.get(rest, 0);
    if (result == IntPairMap.MISSING) {
      int number = diagrams.numberAtTop(rest);
      int low = assume(diagrams.nodes().low(rest), supported, value, known);
      int high = assume(diagrams.nodes().high(rest), supported, value, known);
      int top = diagrams.obligation(number);
      if (supported.test(table.get(number).formula())) {
        top = value;
      }
      result = diagrams.or(low, diagrams.and(top, high));
      known.put(rest, 0, result);
    }
    return result;
  }

  private int classOf(int rest) {
    int known = classOfRest.get(rest, 0);
    if (known == IntPairMap.MISSING) {
      int unfolding = derivatives.ofRest(rest);
      known = classOfUnfolding.get(unfolding, 0);
      if (known == IntPairMap.MISSING) {
        known = newClass(rest, unfolding);
      }
      classOfRest.put(rest, 0, known);
    }
    return known;
  }

  private int newClass(int rest, int unfolding) {
    limits.check(count + 1);
    if (count == rests.length) {
      rests = Arrays.copyOf(rests, 2 * count);
      unfoldings = Arrays.copyOf(unfoldings, 2 * count);
    }
    rests[count] = rest;
    unfoldings[count] = unfolding;
    classOfUnfolding.put(unfolding, 0, count);
    return count++;
  }

  private int tree(int diagram) {
    Mtbdd nodes = diagrams.nodes();
    if (nodes.level(diagram) >= atoms.size()) {
      return Mtbdd.leaf(classOf(diagram));
    }
    int known = treeOfUnfolding.get(diagram, 0);
    if (known == IntPairMap.MISSING) {
      int low = tree(nodes.low(diagram));
      int high = tree(nodes.high(diagram));
      known = trees.node(nodes.level(diagram), low, high);
      treeOfUnfolding.put(diagram, 0, known);
    }
    return known;
  }

  private Formula formulaOf(int rest) {
    if (rest == ObligationDiagrams.FALSE) {
      return Formula.FALSE;
    }
    if (rest == ObligationDiagrams.TRUE) {
      return Formula.TRUE;
    }
    Formula obligation = table.get(diagrams.numberAtTop(rest)).formula();
    Formula high = formulaOf(diagrams.nodes().high(rest));
    // Monotone: low implies high.
    return Formula.or(formulaOf(diagrams.nodes().low(rest)), Formula.and(obligation, high));
  }

  private void collectSupport(int rest, Set<Formula> support, IntPairMap seen) {
    if (Mtbdd.isLeaf(rest) || seen.get(rest, 0) != IntPairMap.MISSING) {
      return;
    }
    seen.put(rest, 0, 1);
    support.add(table.get(diagrams.numberAtTop(rest)).formula());
    collectSupport(diagrams.nodes().low(rest), support, seen);
    collectSupport(diagrams.nodes().high(rest), support, seen);
  }
}
