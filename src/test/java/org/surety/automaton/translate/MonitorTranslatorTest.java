package org.surety.automaton.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.surety.automaton.FiniteWord;
import org.surety.automaton.Limits;
import org.surety.automaton.Monitor;
import org.surety.automaton.Monitor.Monitorability;
import org.surety.automaton.Monitor.Verdict;
import org.surety.automaton.hoa.MonitorWriter;
import org.surety.automaton.omega.Emptiness;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

class MonitorTranslatorTest {
  private static final Map<Formula, Boolean> UNSATISFIABLE = new HashMap<>();

  private static Monitor three(String f) {
    return MonitorTranslator.threeValued(LtlParser.parse(f), Limits.NONE);
  }

  private static Monitor four(String f) {
    return MonitorTranslator.fourValued(LtlParser.parse(f), Limits.NONE);
  }

  // --- Known machines
  // -----------------------------------------------------------------------------

  @Test
  void textbookMonitorsHaveTheirStates() {
    assertEquals(2, three("G a").states());
    assertEquals(2, three("F a").states());
    assertEquals(3, three("!h U g").states());
    assertEquals(1, three("a | !a").states());
    assertEquals(1, three("F G a & G F !a").states());
    assertEquals(Verdict.VIOLATED, three("F G a & G F !a").verdict(0));
    assertEquals(1, three("G(a -> F b)").states());
    // Before a final verdict the prefix as a trace decides, so the machine has to know it.
    assertEquals(3, four("G(a -> F b)").states());
  }

  @Test
  void reachAvoidIsDecidedByGoalAndHazard() {
    Monitor monitor = three("!h U g");
    assertEquals(List.of("g", "h"), monitor.atoms());
    assertEquals(Verdict.INCONCLUSIVE, monitor.verdict(0));
    assertEquals(Monitorability.MONITORABLE, monitor.monitorability(0));
    assertEquals(0, monitor.successor(0, 0));
    assertEquals(Verdict.SATISFIED, monitor.verdict(monitor.successor(0, 1)));
    assertEquals(Verdict.VIOLATED, monitor.verdict(monitor.successor(0, 2)));
    assertEquals(Monitorability.DECIDED, monitor.monitorability(monitor.successor(0, 2)));
  }

  @Test
  void whereNoVerdictCanComeTheStateIsUgly() {
    assertEquals(Monitorability.UGLY, three("G F a").monitorability(0));
    assertEquals(Monitorability.UGLY, four("G(a -> F b)").monitorability(0));
    Monitor mixed = three("(a & G F b) | (!a & X b)");
    assertEquals(Monitorability.PARTLY_MONITORABLE, mixed.monitorability(0));
    assertEquals(Monitorability.UGLY, mixed.monitorability(mixed.successor(0, 1)));
    assertEquals(Monitorability.MONITORABLE, mixed.monitorability(mixed.successor(0, 0)));
    // A conjunct of safety can still be violated, but what is unmonitorable beside it stays open.
    assertEquals(Monitorability.MONITORABLE, three("G F a & G !h").monitorability(0));
  }

  // --- The definition
  // -----------------------------------------------------------------------------

  /**
   * Words of up to three letters, by progression of the formula and emptiness of the
   * nondeterministic automaton of what is left.
   */
  @Test
  void verdictsOfRandomFormulasAreThoseOfTheDefinition() {
    Random random = new Random(20261120);
    Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
    for (int n = 0; n < 2000; n++) {
      Formula f = RandomFormulas.formula(1 + random.nextInt(10), 3, random).negationNormalForm();
      Monitor monitor = MonitorTranslator.threeValued(f, Limits.states(10_000));
      Monitor fourValued = MonitorTranslator.fourValued(f, Limits.states(10_000));
      List<Set<String>> letters = new ArrayList<>();
      Formula left = f;
      for (int i = 0; i < 4; i++) {
        FiniteWord prefix = FiniteWord.of(letters);
        Verdict expected = verdict(left);
        seen.add(expected);
        assertEquals(expected, monitor.verdict(prefix), f + " after " + prefix);
        if (!letters.isEmpty()) {
          assertEquals(
              expected == Verdict.INCONCLUSIVE
                  ? FiniteWords.holds(f, prefix)
                      ? Verdict.PRESUMABLY_SATISFIED
                      : Verdict.PRESUMABLY_VIOLATED
                  : expected,
              fourValued.verdict(prefix),
              f + " after " + prefix);
        }
        Set<String> letter =
            monitor.atoms().stream()
                .filter(atom -> random.nextBoolean())
                .collect(Collectors.toCollection(TreeSet::new));
        letters.add(letter);
        left = progressed(left, letter);
      }
    }
    assertEquals(EnumSet.of(Verdict.SATISFIED, Verdict.VIOLATED, Verdict.INCONCLUSIVE), seen);
  }

  private static Verdict verdict(Formula f) {
    if (isUnsatisfiable(f)) {
      return Verdict.VIOLATED;
    }
    return isUnsatisfiable(Formula.not(f)) ? Verdict.SATISFIED : Verdict.INCONCLUSIVE;
  }

  private static boolean isUnsatisfiable(Formula f) {
    return UNSATISFIABLE.computeIfAbsent(
        f, g -> Emptiness.isEmpty(NbaTranslator.generalized(g, Limits.states(10_000))));
  }

  /** What has to hold from the next position on (Bacchus and Kabanza, AIJ 2000). */
  private static Formula progressed(Formula f, Set<String> letter) {
    return switch (f.kind()) {
      case TRUE, FALSE -> f;
      case ATOM -> letter.contains(f.atom()) ? Formula.TRUE : Formula.FALSE;
      case NOT -> Formula.not(progressed(f.left(), letter));
      case AND -> Formula.and(f.operands().stream().map(g -> progressed(g, letter)).toList());
      case OR -> Formula.or(f.operands().stream().map(g -> progressed(g, letter)).toList());
      case NEXT, WEAK_NEXT -> f.left();
      case FINALLY -> Formula.or(progressed(f.left(), letter), f);
      case GLOBALLY -> Formula.and(progressed(f.left(), letter), f);
      case UNTIL, WEAK_UNTIL ->
          Formula.or(progressed(f.right(), letter), Formula.and(progressed(f.left(), letter), f));
      case RELEASE, STRONG_RELEASE ->
          Formula.and(progressed(f.right(), letter), Formula.or(progressed(f.left(), letter), f));
      default -> throw new AssertionError(f);
    };
  }

  // --- Minimality
  // ---------------------------------------------------------------------------------

  @Test
  void noTwoStatesGiveTheSameVerdictsForEver() {
    Random random = new Random(7);
    for (int n = 0; n < 200; n++) {
      Formula f = RandomFormulas.formula(1 + random.nextInt(12), 3, random);
      Monitor monitor = MonitorTranslator.fourValued(f, Limits.states(10_000));
      assertEquals(monitor.states(), distinguishable(monitor), f.toString());
    }
  }

  /** Moore's partition refinement, letter by letter. */
  private static int distinguishable(Monitor monitor) {
    int[] block =
        IntStream.range(0, monitor.states()).map(s -> monitor.verdict(s).ordinal()).toArray();
    int blocks = 0;
    while (true) {
      Map<List<Integer>, Integer> numbers = new HashMap<>();
      int[] next = new int[block.length];
      for (int s = 0; s < block.length; s++) {
        List<Integer> signature = new ArrayList<>(List.of(block[s]));
        for (long letter = 0; letter < 1L << monitor.atoms().size(); letter++) {
          signature.add(block[monitor.successor(s, letter)]);
        }
        next[s] = numbers.computeIfAbsent(signature, key -> numbers.size());
      }
      block = next;
      if (numbers.size() == blocks) {
        return blocks;
      }
      blocks = numbers.size();
    }
  }

  // --- Writing
  // ------------------------------------------------------------------------------------

  @Test
  void monitorsAreWrittenAsTableAndDrawing() {
    assertEquals(
        """
        state\tverdict\tmonitorability\tletters\tnext
        0\tinconclusive\tmonitorable\t!h\t0
        0\tinconclusive\tmonitorable\th\t1
        1\tviolated\tdecided\ttrue\t1
        """,
        MonitorWriter.table(three("G !h")));
    String dot = MonitorWriter.dot(four("G F a"), "G F a");
    assertTrue(dot.startsWith("digraph {"), dot);
    assertTrue(dot.contains("presumably satisfied") && dot.contains("dashed"), dot);
  }
}
