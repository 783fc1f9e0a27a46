package org.surety.automaton.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.PrintedAutomata;

class SemiDeterministicComplementTest {

  /** What Owl prints is complemented, and compared with what Spot prints of the negation. */
  @Test
  void complementsAreEquivalentToAutomataOfNegatedFormulas() {
    List<OmegaAutomaton> owl = PrintedAutomata.OWL_LDBA.all();
    List<OmegaAutomaton> formulas = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> negations = PrintedAutomata.SPOT_DPA_NEGATED.all();
    int small = 0;
    for (int k = 0; k < owl.size(); k++) {
      OmegaAutomaton complement;
      try {
        complement = SemiDeterministicComplement.of(owl.get(k), Limits.states(500));
      } catch (TooManyStatesException e) {
        continue;
      }
      small++;
      assertEquals(Optional.empty(), LanguageComparison.difference(complement, negations.get(k)));
      assertEquals(Optional.empty(), LanguageComparison.commonWord(complement, formulas.get(k)));
      assertTrue(
          Emptiness.isEmpty(
              BooleanOperations.intersection(
                  BooleanOperations.complement(formulas.get(k)),
                  BooleanOperations.complement(negations.get(k)))));
      assertEquals(Emptiness.isEmpty(negations.get(k)), Emptiness.isEmpty(complement), "line " + k);
    }
    assertTrue(small >= 180, small + " of 217");
  }

  @Test
  void onlyLimitDeterministicBuchiAutomataAreComplemented() {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(
            List.of("a"), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)));
    int s = builder.addState();
    int t = builder.addState();
    builder.addInitial(s).addEdge(s, Label.TRUE, s, 1).addEdge(s, Label.atom(0), t, 0);
    OmegaAutomaton choices = builder.build();
    assertThrows(
        IllegalArgumentException.class, () -> SemiDeterministicComplement.of(choices, Limits.NONE));
  }
}
