package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DfaGraphTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "F[0,22] goal; 22",
        "G[3,9] a; 9",
        "a U[1,4] b; 4",
        "X[!] X[!] a; 2",
        "a; 0",
        "a | !a; 0",
        "G[0,2] F[0,3] a; 5",
      })
  void windowedPropertiesSettleAtTheirLastStep(String formula, int horizon) {
    assertEquals(OptionalInt.of(horizon), DfaGraph.settlingHorizon(Automata.dfa(formula)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F goal", "G !hazard", "!hazard U goal", "G F a", "F[3,inf] a"})
  void openEndedPropertiesDoNotSettle(String formula) {
    assertEquals(OptionalInt.empty(), DfaGraph.settlingHorizon(Automata.dfa(formula)));
  }

  @Test
  void componentsAreTheRecurrentSets() {
    Dfa dfa = Automata.dfa("G F a");
    assertEquals(List.of(Set.of(0, 1)), DfaGraph.components(dfa));
    assertEquals(Set.of(0, 1), DfaGraph.successors(dfa, 0));
    assertEquals(3, DfaGraph.components(Automata.dfa("!h U g")).size());
  }
}
