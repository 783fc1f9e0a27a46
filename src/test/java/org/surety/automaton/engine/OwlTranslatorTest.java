package org.surety.automaton.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.HoaWriter;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.Condition;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

/** Owl as it is installed, and programs that behave as Owl might on a bad day. */
class OwlTranslatorTest {
  @TempDir private Path folder;

  private static OwlTranslator installed() {
    try {
      return OwlTranslator.find(Optional.empty());
    } catch (InputException e) {
      return Assumptions.abort("Owl is not installed: " + e.getMessage());
    }
  }

  private OwlTranslator script(String... lines) throws IOException {
    Path program = folder.resolve("owl");
    Files.write(program, List.of("#!/bin/sh", String.join("\n", lines)));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return OwlTranslator.find(Optional.of(folder));
  }

  private static Limits soon() {
    return Limits.startingNow(1000, Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @EnumSource(names = {"OWL_DPA", "OWL_LDBA", "OWL_NBA"})
  void installedOwlPrintsTheCommittedAutomata(PrintedAutomata printed) {
    Target target =
        switch (printed) {
          case OWL_DPA -> Target.DPA;
          case OWL_LDBA -> Target.LDBA;
          default -> Target.NBA;
        };
    try (OwlTranslator owl = installed()) {
      List<String> differing = new ArrayList<>();
      List<OmegaAutomaton> expected = printed.all();
      List<LiteratureFormulas.Line> lines = LiteratureFormulas.all();
      for (int k = 0; k < expected.size(); k++) {
        Formula f = LtlParser.parse(lines.get(k).formula());
        OmegaAutomaton found = owl.translate(f, target, soon());
        if (found.states() != expected.get(k).states()) {
          differing.add(f + ": " + found.states() + " and not " + expected.get(k).states());
        }
      }
      assertEquals(List.of(), differing);
    }
  }

  @Test
  void atomsOfAnyNameAndOperatorsOfAnyKindReachOwl() {
    Formula f =
        LtlParser.parse(
            "(G \"is hot\" xor F[0,3] \"Goal\") & (x1 M \"Until\") & (a W b) & (a R b) & X[?] c -> \"p0\"");
    try (OwlTranslator owl = installed()) {
      OmegaAutomaton automaton = owl.translate(f, Target.DPA, soon());
      assertTrue(automaton.atoms().contains("is hot"), automaton.atoms().toString());
      assertEquals(Optional.of(f.toString()), automaton.name());
      assertTrue(owl.version().contains("owl"), owl.version());
    }
  }

  @Test
  void deathOfTheProgramIsOneSentenceWithItsLastWords() throws IOException {
    try (OwlTranslator owl = script("echo 'no native image' >&2; exit 3")) {
      String message =
          assertThrows(InputException.class, () -> owl.translate(Formula.TRUE, Target.DPA, soon()))
              .getMessage();
      assertEquals(
          "owl: it ended with exit code 3 before it printed an automaton, saying: no native image;"
              + " try it on the formula by hand",
          message);
    }
  }

  @Test
  void rubbishIsRefusedWithItsPosition() throws IOException {
    try (OwlTranslator owl = script("echo 'HOA: v1'; echo 'States: many'; echo '--END--'; cat")) {
      String message =
          assertThrows(InputException.class, () -> owl.translate(Formula.TRUE, Target.DPA, soon()))
              .getMessage();
      assertTrue(message.contains("output of owl") && message.contains("2"), message);
    }
  }

  @Test
  void automatonOfAnotherFormulaIsRefused() throws IOException {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(List.of("z"), Acceptance.of(0, Condition.Constant.TRUE));
    builder.addState();
    Path hoa = folder.resolve("z.hoa");
    Files.writeString(hoa, HoaWriter.write(builder.build()));
    try (OwlTranslator owl = script("cat '" + hoa + "'; cat > /dev/null")) {
      String message =
          assertThrows(
                  InputException.class, () -> owl.translate(Formula.atom("a"), Target.DPA, soon()))
              .getMessage();
      assertTrue(message.contains("reads the atom 'z'"), message);
    }
  }

  @Test
  void silenceIsWaitedForNoLongerThanAgreed() throws IOException {
    try (OwlTranslator owl = script("sleep 60")) {
      long start = System.nanoTime();
      Limits limits = Limits.startingNow(10, Duration.ofMillis(300));
      TooManyStatesException e =
          assertThrows(
              TooManyStatesException.class, () -> owl.translate(Formula.TRUE, Target.DPA, limits));
      assertTrue(e.reached().endsWith("s for owl"), e.reached());
      assertTrue(System.nanoTime() - start < 10_000_000_000L);
    }
  }

  @Test
  void folderWithoutOwlSaysHowToGetIt() {
    String message =
        assertThrows(InputException.class, () -> OwlTranslator.find(Optional.of(folder)))
            .getMessage();
    assertTrue(message.endsWith(OwlTranslator.INSTALL), message);
  }

  @Test
  void jarThatIsNotOwlIsSaidToBeNone() throws IOException {
    Files.writeString(folder.resolve("owl.jar"), "not a jar");
    assertThrows(InputException.class, () -> OwlTranslator.find(Optional.of(folder)));
  }
}
