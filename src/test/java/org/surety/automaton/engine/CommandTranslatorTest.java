package org.surety.automaton.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

class CommandTranslatorTest {
  private static final String ALWAYS_P0 =
      "HOA: v1 States: 1 Start: 0 AP: 1 \"p0\" Acceptance: 0 t --BODY-- State: 0 [0] 0 --END--";

  @TempDir private Path folder;

  private static Limits seconds(double seconds) {
    return Limits.startingNow(1000, Duration.ofMillis((long) (seconds * 1000)));
  }

  private CommandTranslator shell(String script) {
    return CommandTranslator.of("sh -c '" + script + "' sh %f");
  }

  @Test
  void formulaIsOneArgumentWhateverIsInIt() throws IOException {
    Path seen = folder.resolve("seen");
    Path hoa = Files.writeString(folder.resolve("a.hoa"), ALWAYS_P0);
    CommandTranslator command = shell("printf %s \"$1\" > " + seen + "; cat " + hoa);
    Formula f = LtlParser.parse("G \"$(touch x); it's | <odd>\"");
    OmegaAutomaton automaton = command.translate(f, seconds(20));
    assertEquals(List.of("$(touch x); it's | <odd>"), automaton.atoms());
    assertEquals("G(p0)", Files.readString(seen));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "echo rubbish ~ output of command",
        "true ~ it printed no automaton for G a",
        "exit 7 ~ it ended with exit code 7",
        "kill -9 $$ ~ it ended with exit code 137",
        "echo HOA: v1; echo --ABORT-- ~ it printed no automaton",
        "echo no such option >&2; exit 2 ~ saying: no such option"
      })
  void whateverElseAProgramDoesIsOneSentence(String script, String expected) {
    String message =
        assertThrows(
                InputException.class,
                () -> shell(script).translate(LtlParser.parse("G a"), seconds(20)))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void hangingProgramsDieWithTheirChildren() throws IOException {
    Path alive = folder.resolve("alive");
    long start = System.nanoTime();
    TooManyStatesException e =
        assertThrows(
            TooManyStatesException.class,
            () -> shell("sleep 30; touch " + alive).translate(Formula.TRUE, seconds(2)));
    assertTrue(e.reached().startsWith("waiting"), e.reached());
    assertTrue(System.nanoTime() - start < 25_000_000_000L, "it was not waited for");
    assertTrue(Files.notExists(alive));
  }

  @Test
  void endlessOutputIsCutOffInTime() {
    assertThrows(
        TooManyStatesException.class,
        () ->
            shell("while true; do echo x; sleep 0.01; done").translate(Formula.TRUE, seconds(0.3)));
  }

  @Test
  void endlessOutputIsCutOffBeforeItFillsTheMemory() {
    String message =
        assertThrows(
                InputException.class,
                () -> CommandTranslator.of("yes %f").translate(Formula.TRUE, seconds(100)))
            .getMessage();
    assertTrue(message.contains("more than 128 million characters"), message);
  }

  @Test
  void programThatDoesNotExistIsNamed() {
    String message =
        assertThrows(
                InputException.class,
                () ->
                    CommandTranslator.of("no-such-program %f").translate(Formula.TRUE, seconds(20)))
            .getMessage();
    assertTrue(message.contains("it cannot be started"), message);
  }

  @Test
  void wordsAreSplitAtSpacesOutsideQuotes() {
    assertEquals(
        List.of("a b", "c\"d", "e\\f", "", "x%fy"),
        CommandTranslator.of("'a b'  \"c\\\"d\" 'e\\f' '' x%fy").words());
    assertThrows(InputException.class, () -> CommandTranslator.of("ltl2tgba 'x %f"));
    assertThrows(InputException.class, () -> CommandTranslator.of("ltl2tgba -D"));
  }
}
