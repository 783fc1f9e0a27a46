package org.surety.automaton.translate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.surety.automaton.Dfa;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Minimization;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.TooManyStatesException;
import org.surety.logic.Formula;

/**
 * Explores the derivatives of a formula. A state is the lower part of a diagram, below the atoms:
 * whether the word satisfies the formula if it ends here, and what must hold if it goes on.
 */
final class DerivativeAutomaton {
  /** Steps on diagrams a state may cost before the construction is taken to have exploded. */
  private static final int STEPS_PER_STATE = 40;

  private static final int LEAST_STEPS = 200_000;

  private final ObligationDiagrams diagrams;
  private final Derivatives derivatives;
  private final Mtbdd trees = new Mtbdd();
  private final IntPairMap stateOf = new IntPairMap();
  private final IntPairMap copied = new IntPairMap();
  private int[] diagramOf = new int[16];
  private int[] roots = new int[16];
  private int count = 1;
  private final Limits limits;
  private final BitSet accepting = new BitSet();

  private DerivativeAutomaton(List<String> atoms, Formula f, Limits limits) {
    int maxStates = limits.maxStates();
    ObligationTable table = new ObligationTable(f, Math.max(maxStates, 1));
    int stepLimit =
        (int) Math.max(LEAST_STEPS, Math.min((long) STEPS_PER_STATE * maxStates, 1 << 28));
    this.diagrams = ObligationDiagrams.forFiniteWords(atoms.size(), table, stepLimit);
    this.derivatives = new Derivatives(atoms, table, diagrams);
    this.limits = limits;
  }

  /**
   * The minimal automaton of a formula.
   *
   * @param atoms the order of variables; all atoms of the formula are among them
   * @param f in negation normal form
   * @param limits on the number of derivatives
   * @throws TooManyStatesException if the limits are reached
   */
  static Dfa minimal(List<String> atoms, Formula f, Limits limits) {
    DerivativeAutomaton automaton = new DerivativeAutomaton(atoms, f, limits);
    automaton.explore(f);
    return Minimization.minimize(
        atoms,
        automaton.trees,
        Arrays.copyOf(automaton.roots, automaton.count),
        automaton.accepting);
  }

  private void explore(Formula f) {
    int first = transitions(derivatives.of(f));
    roots[0] = first;
    for (int s = 1; s < count; s++) {
      int rest = diagrams.nodes().lowAt(diagrams.endLevel(), diagramOf[s]);
      int ifEnd = diagrams.nodes().highAt(diagrams.endLevel(), diagramOf[s]);
      accepting.set(s, ifEnd == ObligationDiagrams.TRUE);
      int tree = transitions(derivatives.ofRest(rest)); // may move the arrays
      roots[s] = tree;
    }
  }

  /** Copies the part of a diagram over the atoms; what is below becomes a state. */
  private int transitions(int diagram) {
    if (diagrams.nodes().level(diagram) >= diagrams.endLevel()) {
      return Mtbdd.leaf(state(diagram));
    }
    int known = copied.get(diagram, 0);
    if (known == IntPairMap.MISSING) {
      int low = transitions(diagrams.nodes().low(diagram));
      int high = transitions(diagrams.nodes().high(diagram));
      known = trees.node(diagrams.nodes().level(diagram), low, high);
      copied.put(diagram, 0, known);
    }
    return known;
  }

  private int state(int diagram) {
    int known = stateOf.get(diagram, 0);
    if (known != IntPairMap.MISSING) {
      return known;
    }
    limits.check(count + 1);
    if (count == roots.length) {
      roots = Arrays.copyOf(roots, 2 * count);
      diagramOf = Arrays.copyOf(diagramOf, 2 * count);
    }
    diagramOf[count] = diagram;
    stateOf.put(diagram, 0, count);
    count++;
    return count - 1;
  }
}
