package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.logic.Formula;
import org.surety.logic.RandomFormulas;

class VerdictMonotonicityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "!hazard U goal; NONINCREASING",
        "F goal; NONINCREASING",
        "F[2,9] goal; NONINCREASING",
        "F goal & (!hazard U goal); NONINCREASING",
        "G !hazard; NONDECREASING",
        "G[0,9] !hazard; NONDECREASING",
        "!hazard W goal; NONDECREASING",
        "goal R !hazard; NONDECREASING",
        "G (a -> X[?] b); NONDECREASING",
        "G (a -> X[!] b); NEITHER",
        "G (a -> F b); NEITHER",
        "G F a; NEITHER",
        "G !hazard & F goal; NEITHER",
        "a; BOTH",
        "a | !a; BOTH",
        "X[!] a & X[?] !a; BOTH",
        "X[?] false; NONDECREASING",
        "X[!] true; NONINCREASING",
      })
  void propertiesAreMonotoneAsTheirClassSays(String formula, VerdictMonotonicity expected) {
    assertEquals(expected, VerdictMonotonicity.of(Automata.dfa(formula)));
  }

  @Test
  void itIsExactlyWhatHappensOnAllShortWords() {
    List<String> atoms = List.of("a", "b");
    RandomFormulas random = new RandomFormulas(71, atoms, 2);
    List<FiniteWord> words = Automata.words(atoms, 5);
    for (int i = 0; i < 300; i++) {
      Formula f = random.formula(5);
      Dfa dfa = Automata.dfa(f);
      boolean lost = false;
      boolean won = false;
      for (FiniteWord word : words) {
        if (word.length() == 5) {
          int state = dfa.initial();
          for (int p = 0; p < word.length(); p++) {
            int next = dfa.successor(state, dfa.letter(word, p));
            lost |= p > 0 && dfa.accepting(state) && !dfa.accepting(next);
            won |= p > 0 && !dfa.accepting(state) && dfa.accepting(next);
            state = next;
          }
        }
      }
      VerdictMonotonicity expected =
          lost
              ? (won ? VerdictMonotonicity.NEITHER : VerdictMonotonicity.NONDECREASING)
              : (won ? VerdictMonotonicity.NONINCREASING : VerdictMonotonicity.BOTH);
      if (dfa.states() <= 5) {
        assertEquals(expected, VerdictMonotonicity.of(dfa), f.toString());
      }
    }
  }
}
