package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.surety.automaton.AtomOrder;
import org.surety.automaton.Dfa;
import org.surety.automaton.Limits;
import org.surety.automaton.Monitor;
import org.surety.automaton.Monitor.Verdict;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.TooManyStatesException;
import org.surety.logic.Formula;

/**
 * LTL to monitors: minimal Moore machines for the three-valued semantics LTL3 (Bauer, Leucker and
 * Schallhart, "Runtime verification for LTL and TLTL", ACM TOSEM 20, 2011) and the four-valued
 * RV-LTL (the same, "Comparing LTL semantics for runtime verification", J. Logic Comput. 20, 2010).
 *
 * <p>A prefix is bad if no continuation satisfies the formula: if the run on it of a deterministic
 * automaton whose states accept something gets stuck. The waiting part of a limit-deterministic
 * automaton is one, with its jumps counted among what a state accepts. A prefix is good if it is
 * bad for the negation.
 */
public final class MonitorTranslator {
  private static final int STUCK = -1;

  /** Where a prefix leads in the automata of formula, negation and finite words. */
  private record Place(int formula, int negation, int finite) {}

  private final JumpGraph formula;
  private final JumpGraph negation;
  private final Optional<Dfa> finite;
  private final Limits limits;
  private final Mtbdd trees = new Mtbdd();
  private final Map<Place, Integer> numbers = new HashMap<>();
  private final List<Place> places = new ArrayList<>();

  private MonitorTranslator(
      JumpGraph formula, JumpGraph negation, Optional<Dfa> finite, Limits limits) {
    this.formula = formula;
    this.negation = negation;
    this.finite = finite;
    this.limits = limits;
  }

  /**
   * The monitor that says satisfied, violated or inconclusive.
   *
   * @param f read on infinite words
   * @throws TooManyStatesException if the limits are met
   */
  public static Monitor threeValued(Formula f, Limits limits) {
    return translate(f, Optional.empty(), limits);
  }

  /**
   * The monitor that, where LTL3 is inconclusive, says whether the prefix as a whole trace
   * satisfies the formula: presumably satisfied, or presumably violated. The empty prefix satisfies
   * nothing. {@code X[!]} wants a next position, {@code X[?]} does not.
   *
   * @param f read on infinite words, and on finite ones
   * @throws TooManyStatesException if the limits are met
   * @throws org.surety.base.InputException if the automaton on finite words grows too large
   */
  public static Monitor fourValued(Formula f, Limits limits) {
    Dfa dfa = LtlfTranslator.translate(f, limits.maxStates());
    return translate(f, Optional.of(AtomOrder.reordered(dfa, List.copyOf(f.atoms()))), limits);
  }

  private static Monitor translate(Formula f, Optional<Dfa> finite, Limits limits) {
    List<String> atoms = List.copyOf(f.atoms());
    MonitorTranslator translator =
        new MonitorTranslator(
            live(atoms, f, limits), live(atoms, Formula.not(f), limits), finite, limits);
    return translator.monitor(atoms);
  }

  private static JumpGraph live(List<String> atoms, Formula f, Limits limits) {
    return LdbaTranslator.graph(atoms, f, limits);
  }

  private Monitor monitor(List<String> atoms) {
    number(start(formula), start(negation), finite.map(Dfa::initial).orElse(0));
    List<Integer> roots = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (int n = 0; n < places.size(); n++) {
      limits.check(places.size());
      Place place = places.get(n);
      verdicts.add(verdict(place));
      roots.add(
          verdict(place).isFinal()
              ? Mtbdd.leaf(n)
              : tree(
                  formula.tree(place.formula),
                  negation.tree(place.negation),
                  finite.map(dfa -> dfa.tree(place.finite)).orElse(Mtbdd.leaf(0)),
                  new HashMap<>()));
    }
    return Monitor.minimal(
        atoms, trees, roots.stream().mapToInt(Integer::intValue).toArray(), verdicts);
  }

  private static int start(JumpGraph graph) {
    return graph.states() == 0 ? STUCK : 0;
  }

  private int number(int inFormula, int inNegation, int inFinite) {
    return numbers.computeIfAbsent(
        new Place(inFormula, inNegation, inFinite),
        place -> {
          places.add(place);
          return places.size() - 1;
        });
  }

  private Verdict verdict(Place place) {
    if (place.formula == STUCK) {
      return Verdict.VIOLATED;
    }
    if (place.negation == STUCK) {
      return Verdict.SATISFIED;
    }
    return finite
        .map(
            dfa ->
                dfa.accepting(place.finite)
                    ? Verdict.PRESUMABLY_SATISFIED
                    : Verdict.PRESUMABLY_VIOLATED)
        .orElse(Verdict.INCONCLUSIVE);
  }

  /** The product of three transition trees. */
  private int tree(int ofFormula, int ofNegation, int ofFinite, Map<List<Integer>, Integer> known) {
    List<Integer> key = List.of(ofFormula, ofNegation, ofFinite);
    Integer found = known.get(key);
    if (found != null) {
      return found;
    }
    int level =
        Math.min(
            Math.min(formula.trees().level(ofFormula), negation.trees().level(ofNegation)),
            level(ofFinite));
    int result;
    if (level == Mtbdd.LEAF_LEVEL) {
      result =
          Mtbdd.leaf(
              number(
                  target(formula, ofFormula), target(negation, ofNegation), Mtbdd.value(ofFinite)));
    } else {
      int low =
          tree(
              formula.trees().lowAt(level, ofFormula),
              negation.trees().lowAt(level, ofNegation),
              finite
                  .filter(dfa -> dfa.level(ofFinite) == level)
                  .map(d -> d.low(ofFinite))
                  .orElse(ofFinite),
              known);
      int high =
          tree(
              formula.trees().highAt(level, ofFormula),
              negation.trees().highAt(level, ofNegation),
              finite
                  .filter(dfa -> dfa.level(ofFinite) == level)
                  .map(d -> d.high(ofFinite))
                  .orElse(ofFinite),
              known);
      result = trees.node(level, low, high);
    }
    known.put(key, result);
    return result;
  }

  private int level(int ofFinite) {
    return finite.map(dfa -> dfa.level(ofFinite)).orElse(Mtbdd.LEAF_LEVEL);
  }

  private static int target(JumpGraph graph, int leaf) {
    return leaf == JumpGraph.NO_EDGE ? STUCK : graph.edge(leaf).target();
  }
}
