package org.surety.automaton.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.engine.SpotTranslator.Effort;
import org.surety.automaton.engine.SpotTranslator.HierarchyClass;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

/** Spot through its bridge, where that has been built by the profile 'spot'. */
class SpotTranslatorTest {
  @TempDir private Path folder;

  private static SpotTranslator installed() {
    try {
      return SpotTranslator.load(Optional.empty());
    } catch (InputException e) {
      return Assumptions.abort("Spot is not installed: " + e.getMessage());
    }
  }

  private static Formula f(String text) {
    return LtlParser.parse(text);
  }

  @ParameterizedTest
  @EnumSource(names = {"SPOT_DELA", "SPOT_DPA", "SPOT_DPA_NEGATED"})
  void installedSpotAgreesWithWhatItPrintedInTheFixtures(PrintedAutomata printed) {
    SpotTranslator spot = installed();
    Target target = printed == PrintedAutomata.SPOT_DELA ? Target.DELA : Target.DPA;
    List<OmegaAutomaton> expected = printed.all();
    List<LiteratureFormulas.Line> lines = LiteratureFormulas.all();
    for (int k = 0; k < expected.size(); k++) {
      Formula formula = f(lines.get(k).formula());
      formula = printed == PrintedAutomata.SPOT_DPA_NEGATED ? Formula.not(formula) : formula;
      OmegaAutomaton found = spot.translate(formula, target, Limits.NONE);
      assertEquals(
          Optional.empty(),
          LanguageComparison.distinguishingWord(found, expected.get(k)),
          formula.toString());
    }
  }

  @Test
  void nondeterministicAutomataHaveTheSizesOfTheFixtures() {
    SpotTranslator spot = installed();
    List<Integer> sizes =
        LiteratureFormulas.all().stream()
            .map(line -> spot.translate(f(line.formula()), Target.NBA, Limits.NONE).states())
            .toList();
    assertEquals(
        PrintedAutomata.SPOT_NBA.all().stream().map(OmegaAutomaton::states).toList(), sizes);
  }

  @Test
  void formulasAreCompared() {
    SpotTranslator spot = installed();
    assertTrue(spot.areEquivalent(f("F G \"a b\""), f("!G F !\"a b\""), Limits.NONE));
    assertFalse(spot.areEquivalent(f("F G a"), f("G F a"), Limits.NONE));
    assertTrue(spot.isContained(f("F G a"), f("G F a"), Limits.NONE));
    assertFalse(spot.isContained(f("G F a"), f("F G a"), Limits.NONE));
    assertTrue(spot.isContained(Formula.FALSE, f("b U c"), Limits.NONE));
  }

  @Test
  void formulasAreSimplifiedAndKeepTheirAtoms() {
    SpotTranslator spot = installed();
    assertEquals(f("F \"a b\""), spot.simplify(f("F \"a b\" & true U \"a b\""), Limits.NONE));
    assertEquals(Formula.TRUE, spot.simplify(f("F G p0 -> G F p0"), Limits.NONE));
  }

  @Test
  void stutteringAndTheHierarchyAreDecided() {
    SpotTranslator spot = installed();
    assertTrue(spot.isStutterInvariant(f("a U b"), Limits.NONE));
    assertFalse(spot.isStutterInvariant(f("G (a -> X b)"), Limits.NONE));
    List<String> formulas =
        List.of("a", "G a", "F a", "G a | F b", "F G a", "G F a", "F G a | G F b");
    for (int k = 0; k < formulas.size(); k++) {
      assertEquals(
          HierarchyClass.values()[k], spot.hierarchyClass(f(formulas.get(k)), Limits.NONE));
    }
  }

  @Test
  void lessEffortIsStillCorrect() {
    SpotTranslator spot = installed();
    for (Effort effort : Effort.values()) {
      OmegaAutomaton automaton = spot.translate(f("G (a -> F b)"), Target.DPA, effort, Limits.NONE);
      assertTrue(automaton.isDeterministic() && automaton.states() <= 2);
      assertEquals(List.of("a", "b"), automaton.atoms());
    }
  }

  @Test
  void formulaThatOutgrowsItsLimitsIsGivenUp() {
    SpotTranslator spot = installed();
    Formula hard =
        Formula.and(
            IntStream.range(0, 5).mapToObj(k -> f("G (a" + k + " -> F b" + k + ")")).toList());
    assertThrows(
        TooManyStatesException.class,
        () -> spot.translate(hard, Target.NBA, Limits.startingNow(1000, Duration.ofMillis(10))));
    assertThrows(
        TooManyStatesException.class, () -> spot.translate(hard, Target.NBA, Limits.states(50)));
    assertEquals(1, spot.translate(f("G a"), Target.NBA, Limits.NONE).states());
  }

  @Test
  void exceptionsCrossTheBridge() {
    SpotTranslator spot = installed();
    assertFalse(spot.version().isEmpty());
    assertThrows(IllegalArgumentException.class, () -> SpotLibrary.simplify("a U", 3));
  }

  @Test
  void absentBridgeIsOneSentenceWithTheInstallLine() {
    String message =
        assertThrows(
                InputException.class,
                () -> SpotLibrary.load(Optional.of(folder.resolve("absent.so"))))
            .getMessage();
    assertTrue(message.endsWith(SpotLibrary.INSTALL), message);
  }

  @Test
  void bridgeThatIsNoLibraryIsOneSentenceWithTheInstallLine() throws IOException {
    Path file = folder.resolve("rubbish.so");
    Files.writeString(file, "rubbish");
    String message =
        assertThrows(InputException.class, () -> SpotLibrary.load(Optional.of(file))).getMessage();
    assertTrue(message.contains("cannot be loaded") && message.endsWith(SpotLibrary.INSTALL));
  }
}
