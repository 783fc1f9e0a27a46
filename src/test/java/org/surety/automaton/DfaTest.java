package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

class DfaTest {

  @Test
  void reachAvoidIsThreeStates() {
    Dfa dfa = Automata.dfa("!hazard U goal");
    assertEquals(List.of("hazard", "goal"), dfa.atoms());
    assertEquals(3, dfa.states());
    long goal = 2;
    long hazard = 1;
    assertFalse(dfa.accepting(dfa.initial()));
    int waiting = dfa.successor(dfa.initial(), 0);
    assertFalse(dfa.accepting(waiting));
    assertTrue(dfa.satisfiedForGood(dfa.successor(waiting, goal)));
    assertTrue(dfa.satisfiedForGood(dfa.successor(waiting, goal | hazard)));
    assertTrue(dfa.violatedForGood(dfa.successor(waiting, hazard)));
    assertFalse(dfa.satisfiedForGood(waiting) || dfa.violatedForGood(waiting));
  }

  @Test
  void settledStatesAreExactlyThoseThatCannotChange() {
    RandomFormulas random = new RandomFormulas(51, List.of("a", "b"), 3);
    for (int i = 0; i < 1500; i++) {
      Dfa dfa = Automata.dfa(random.formula(8));
      for (int s = 0; s < dfa.states(); s++) {
        boolean accepting = false;
        boolean rejecting = false;
        for (int t : reachable(dfa, s)) {
          accepting |= dfa.accepting(t);
          rejecting |= !dfa.accepting(t);
        }
        assertEquals(!rejecting, dfa.satisfiedForGood(s));
        assertEquals(!accepting, dfa.violatedForGood(s));
      }
    }
  }

  private static Iterable<Integer> reachable(Dfa dfa, int state) {
    return () -> new org.jgrapht.traverse.BreadthFirstIterator<>(DfaGraph.of(dfa), state);
  }

  @Test
  void automataAreEqualExactlyIfTheirLanguagesAre() {
    RandomFormulas random = new RandomFormulas(52, List.of("a", "b"), 1);
    List<FiniteWord> words = Automata.words(List.of("a", "b"), 4);
    List<String> atoms = List.of("a", "b");
    int equal = 0;
    for (int i = 0; i < 1500; i++) {
      Dfa f = AtomOrder.reordered(Automata.dfa(random.formula(4)), atoms);
      Dfa g = AtomOrder.reordered(Automata.dfa(random.formula(4)), atoms);
      if (f.equals(g)) {
        equal++;
        assertEquals(f.hashCode(), g.hashCode());
        words.forEach(word -> assertEquals(f.accepts(word), g.accepts(word)));
      } else {
        FiniteWord word = DfaLanguages.difference(f, g).orElseThrow();
        assertNotEquals(f.accepts(word), g.accepts(word));
      }
    }
    assertTrue(equal > 10, "some of the pairs are equivalent: " + equal);
  }

  @Test
  void minimalAutomataHaveOneStatePerResidual() {
    // Myhill and Nerode: count the distinct futures of all short words, the empty one included.
    RandomFormulas random = new RandomFormulas(53, List.of("a"), 2);
    List<FiniteWord> prefixes = Automata.words(List.of("a"), 6);
    List<FiniteWord> futures = Automata.words(List.of("a"), 6);
    for (int i = 0; i < 300; i++) {
      Formula f = random.formula(5);
      Dfa dfa = AtomOrder.reordered(Automata.dfa(f), List.of("a"));
      Set<String> residuals = new HashSet<>();
      residuals.add(residual(dfa, dfa.initial(), futures));
      for (FiniteWord prefix : prefixes) {
        int state = dfa.initial();
        for (int p = 0; p < prefix.length(); p++) {
          state = dfa.successor(state, dfa.letter(prefix, p));
        }
        residuals.add(residual(dfa, state, futures));
      }
      assertEquals(residuals.size(), dfa.states(), f.toString());
    }
  }

  private static String residual(Dfa dfa, int state, List<FiniteWord> futures) {
    StringBuilder verdicts = new StringBuilder(dfa.accepting(state) ? "1" : "0");
    for (FiniteWord future : futures) {
      int s = state;
      for (int p = 0; p < future.length(); p++) {
        s = dfa.successor(s, dfa.letter(future, p));
      }
      verdicts.append(dfa.accepting(s) ? '1' : '0');
    }
    return verdicts.toString();
  }

  @Test
  void longCountersAreMinimizedInLinearRounds() {
    Dfa dfa = Automata.dfa("F[0,20000] a");
    assertEquals(20_003, dfa.states());
    Dfa deadline = Automata.dfa(LtlParser.parse("G (a -> F[0,5000] b)"));
    assertEquals(5003, deadline.states());
  }
}
