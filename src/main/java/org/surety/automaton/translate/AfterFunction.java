package org.surety.automaton.translate;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.omega.Alphabet;
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

  /** In the place of a diagram: none. */
  private static final int NONE = Integer.MIN_VALUE;

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
  private final Set<Integer> starts = new LinkedHashSet<>();
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

  /**
   * The class of a formula of which nothing but {@link #successor} and {@link #granting} is asked:
   * its literals make no obligations, so that a conjunction of many does not split the letters.
   */
  int ofStart(Formula f) {
    Formula normal = f.negationNormalForm();
    table.add(normal);
    int unfolding = derivatives.of(normal);
    starts.add(unfolding);
    return classUnfolding(unfolding);
  }

  /** The class of the conjunction. */
  public int and(int c, int d) {
    return classOf(diagrams.and(rest(c), rest(d)));
  }

  /** The class of the disjunction. */
  public int or(int c, int d) {
    return classOf(diagrams.or(rest(c), rest(d)));
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
    return formulaOf(rest(c));
  }

  /** The temporal formulas and literals of which {@link #formula} is a monotone combination. */
  public Set<Formula> support(int c) {
    Set<Formula> support = new LinkedHashSet<>();
    collectSupport(rest(c), support, new IntPairMap());
    return support;
  }

  /** The class of the formula in which all these members of {@link #support} are true. */
  public int assuming(int c, Predicate<Formula> supported) {
    return classOf(replace(rest(c), supported, ObligationDiagrams.TRUE, new IntPairMap()));
  }

  /** The class of the formula in which all these members of {@link #support} are false. */
  public int refuting(int c, Predicate<Formula> supported) {
    return classOf(replace(rest(c), supported, ObligationDiagrams.FALSE, new IntPairMap()));
  }

  /**
   * What is left if some of what must hold from the next position on does hold. Unlike {@link
   * #assuming}, this does not depend on which formula of the class was met first.
   *
   * @param granted asked of temporal formulas and literals
   */
  int granting(int c, Predicate<Formula> granted) {
    return classUnfolding(
        replace(unfoldings[c], granted, ObligationDiagrams.TRUE, new IntPairMap()));
  }

  /**
   * The letters up to what any class tells apart that arises from the formulas met so far.
   *
   * @throws org.surety.automaton.TooManyStatesException if {@code most} are not enough
   */
  public Alphabet alphabet(int most) {
    Alphabet.Builder alphabet = new Alphabet.Builder(atoms.size(), most);
    starts.forEach(start -> alphabet.refine(diagrams.nodes(), start));
    for (int number = 0; number < table.size(); number++) {
      alphabet.refine(diagrams.nodes(), derivatives.ofRest(diagrams.obligation(number)));
    }
    return alphabet.build();
  }

  private int replace(int diagram, Predicate<Formula> replaced, int value, IntPairMap known) {
    if (Mtbdd.isLeaf(diagram)) {
      return diagram;
    }
    int result = known.get(diagram, 0);
    if (result == IntPairMap.MISSING) {
      int low = replace(diagrams.nodes().low(diagram), replaced, value, known);
      int high = replace(diagrams.nodes().high(diagram), replaced, value, known);
      int level = diagrams.nodes().level(diagram);
      if (level < atoms.size()) {
        result =
            diagrams.or(
                diagrams.and(diagrams.negatedAtom(level), low),
                diagrams.and(diagrams.atom(level), high));
      } else {
        int number = diagrams.numberAtTop(diagram);
        boolean isReplaced = replaced.test(table.get(number).formula());
        int top = isReplaced ? value : diagrams.obligation(number);
        // Monotone: low implies high.
        result = diagrams.or(low, diagrams.and(top, high));
      }
      known.put(diagram, 0, result);
    }
    return result;
  }

  /** The first formula of the class as a demand on the word; if none was met, its unfolding. */
  private int rest(int c) {
    if (rests[c] == NONE) {
      Formula f = unfolded(unfoldings[c]);
      table.addDemand(f);
      int rest = derivatives.rest(f);
      classOfRest.put(rest, 0, c);
      rests[c] = rest;
    }
    return rests[c];
  }

  private int classOf(int rest) {
    int known = classOfRest.get(rest, 0);
    if (known == IntPairMap.MISSING) {
      known = classUnfolding(derivatives.ofRest(rest));
      if (rests[known] == NONE) {
        rests[known] = rest;
      }
      classOfRest.put(rest, 0, known);
    }
    return known;
  }

  private int classUnfolding(int unfolding) {
    int known = classOfUnfolding.get(unfolding, 0);
    if (known == IntPairMap.MISSING) {
      limits.check(count + 1);
      if (count == unfoldings.length) {
        rests = Arrays.copyOf(rests, 2 * count);
        unfoldings = Arrays.copyOf(unfoldings, 2 * count);
      }
      known = count++;
      rests[known] = NONE;
      unfoldings[known] = unfolding;
      classOfUnfolding.put(unfolding, 0, known);
    }
    return known;
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

  private Formula unfolded(int diagram) {
    int level = diagrams.nodes().level(diagram);
    if (level >= atoms.size()) {
      Formula rest = formulaOf(diagram);
      return rest == Formula.TRUE || rest == Formula.FALSE ? rest : Formula.next(rest);
    }
    Formula atom = Formula.atom(atoms.get(level));
    return Formula.or(
        Formula.and(Formula.not(atom), unfolded(diagrams.nodes().low(diagram))),
        Formula.and(atom, unfolded(diagrams.nodes().high(diagram))));
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

  private void collectSupport(int diagram, Set<Formula> support, IntPairMap seen) {
    if (Mtbdd.isLeaf(diagram) || seen.get(diagram, 0) != IntPairMap.MISSING) {
      return;
    }
    seen.put(diagram, 0, 1);
    if (diagrams.nodes().level(diagram) >= atoms.size()) {
      support.add(table.get(diagrams.numberAtTop(diagram)).formula());
    }
    collectSupport(diagrams.nodes().low(diagram), support, seen);
    collectSupport(diagrams.nodes().high(diagram), support, seen);
  }
}
