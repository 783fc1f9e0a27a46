package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.surety.automaton.SumOfProducts.Cube;
import org.surety.logic.RandomFormulas;

class SumOfProductsTest {

  @Test
  void coversExactlyTheLettersOfATransition() {
    RandomFormulas random = new RandomFormulas(55, List.of("a", "b", "c", "d"), 2);
    for (int i = 0; i < 400; i++) {
      Dfa dfa = Automata.dfa(random.formula(12));
      for (int s = 0; s < dfa.states(); s++) {
        for (int t : DfaGraph.successors(dfa, s)) {
          List<Cube> cubes = SumOfProducts.ofTransition(dfa, s, t);
          for (long letter = 0; letter < 1L << dfa.atoms().size(); letter++) {
            assertEquals(dfa.successor(s, letter) == t, covers(cubes, letter));
          }
        }
      }
    }
  }

  @Test
  void noCubeAndNoLiteralCanBeLeftOut() {
    RandomFormulas random = new RandomFormulas(56, List.of("a", "b", "c", "d"), 0);
    for (int i = 0; i < 300; i++) {
      Dfa dfa = Automata.dfa(random.formula(14));
      for (int t : DfaGraph.successors(dfa, 0)) {
        List<Cube> cubes = SumOfProducts.ofTransition(dfa, 0, t);
        for (int c = 0; c < cubes.size(); c++) {
          List<Cube> others = new ArrayList<>(cubes);
          Cube cube = others.remove(c);
          assertFalse(isCover(dfa, t, others));
          for (int k = 0; k < dfa.atoms().size(); k++) {
            Cube wider = new Cube(cube.positive() & ~(1L << k), cube.negative() & ~(1L << k));
            if (!wider.equals(cube)) {
              List<Cube> widened = new ArrayList<>(others);
              widened.add(wider);
              assertFalse(isCover(dfa, t, widened));
            }
          }
        }
      }
    }
  }

  private static boolean isCover(Dfa dfa, int target, List<Cube> cubes) {
    for (long letter = 0; letter < 1L << dfa.atoms().size(); letter++) {
      if (covers(cubes, letter) != (dfa.successor(0, letter) == target)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(List<Cube> cubes, long letter) {
    return cubes.stream()
        .anyMatch(c -> (c.positive() & ~letter) == 0 && (c.negative() & letter) == 0);
  }
}
