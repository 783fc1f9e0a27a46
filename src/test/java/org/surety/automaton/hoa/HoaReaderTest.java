package org.surety.automaton.hoa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;

class HoaReaderTest {
  private static final String ONE_STATE =
      """
      HOA: v1
      Start: 0
      AP: 2 "a" "b"
      Acceptance: 1 Inf(0)
      --BODY--
      State: 0
      [0 & !1] 0 {0}
      --END--
      """;

  private static OmegaAutomaton read(String text) {
    List<OmegaAutomaton> automata = HoaReader.readAll(text, "a.hoa");
    assertEquals(1, automata.size());
    return automata.get(0);
  }

  private static String refusal(String text) {
    return assertThrows(InputException.class, () -> HoaReader.readAll(text, "a.hoa")).getMessage();
  }

  @ParameterizedTest
  @EnumSource
  void everythingThatSpotAndOwlPrintIsReadAndWrittenBackUnchanged(PrintedAutomata printed) {
    String text = printed.text();
    List<OmegaAutomaton> automata = printed.all();
    assertEquals(217, automata.size());
    assertEquals(count(text, "State: "), automata.stream().mapToInt(OmegaAutomaton::states).sum());
    assertEquals(count(text, "["), automata.stream().mapToInt(OmegaAutomaton::edges).sum());
    assertEquals(count(text, "Start: "), automata.stream().mapToInt(a -> a.initial().size()).sum());
    assertEquals(
        text.lines().filter(l -> l.startsWith("acc-name: ")).toList(),
        automata.stream()
            .flatMap(a -> a.acceptance().name().stream())
            .map(name -> "acc-name: " + name)
            .toList());
    String written = automata.stream().map(HoaWriter::write).collect(Collectors.joining());
    String again =
        HoaReader.readAll(written, "again").stream()
            .map(HoaWriter::write)
            .collect(Collectors.joining());
    assertEquals(written, again);
  }

  private static long count(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start)).count();
  }

  @Test
  void writingKeepsStatesEdgesMarksAcceptanceAtomsNamesAndProperties() {
    String text =
        """
        HOA: v1
        name: "a \\"quoted\\" \\\\ name"
        tool: "tool" "1.2"
        States: 3
        Start: 0
        Start: 2
        AP: 2 "a" "p.x > 0"
        acc-name: Rabin 1
        Acceptance: 2 Fin(0) & Inf(1)
        properties: trans-labels explicit-labels trans-acc stutter-invariant
        --BODY--
        State: 0 "first"
        [0&!1 | 1] 1 {0 1}
        State: 1
        [t] 1 {1}
        [!0] 2
        State: 2
        --END--
        """;
    assertEquals(text, HoaWriter.write(read(text)));
  }

  @Test
  void stateAcceptanceBecomesMarksOnEdgesAndIsWrittenBackOnStates() {
    String text =
        """
        HOA: v1
        States: 2
        Start: 0
        AP: 1 "a"
        acc-name: Buchi
        Acceptance: 1 Inf(0)
        properties: trans-labels explicit-labels state-acc
        --BODY--
        State: 0 {0}
        [0] 1
        [!0] 0
        State: 1
        [t] 0
        --END--
        """;
    OmegaAutomaton automaton = read(text);
    assertEquals(1, automaton.marks(0));
    assertEquals(1, automaton.marks(1));
    assertEquals(0, automaton.marks(2));
    assertEquals(text, HoaWriter.write(automaton));
  }

  @Test
  void aliasesCommentsImplicitLabelsAndStateLabelsAreUnderstood() {
    OmegaAutomaton automaton =
        read(
            """
            /* before /* nested */ still */ HOA: v1 foo: "ignored" 1 x
            Acceptance: 1 Inf(0) Alias: @x 0&!1
            Alias: @y-2 !@x
            AP: 2 "a" "b" Start: 0
            --BODY--
            State: 0 0 1 0 1
            State: [@y-2] 1 {0} 0
            --END--
            """);
    assertEquals(5, automaton.edges());
    assertEquals(Label.letter(2, 2), automaton.label(2));
    assertEquals(1, automaton.target(3));
    assertFalse(automaton.label(4).contains(1));
    assertTrue(automaton.label(4).contains(0));
    assertEquals(1, automaton.marks(4));
  }

  @Test
  void negatedAcceptanceSetsBecomeSetsOfTheirOwn() {
    OmegaAutomaton automaton =
        read(ONE_STATE.replace("1 Inf(0)", "1 Fin(!0) | Inf(0)").replace("[0 & !1]", "[1] 0 [0]"));
    assertEquals("Fin(1) | Inf(0)", automaton.acceptance().condition().toString());
    assertEquals(2, automaton.acceptance().sets());
    assertEquals(2, automaton.marks(0));
    assertEquals(1, automaton.marks(1));
  }

  @Test
  void abortedAutomataArePassedOver() {
    String text =
        "HOA: v1 Acceptance: 0 --ABORT--\n"
            + ONE_STATE
            + "HOA: v1 Acceptance: 0 t --BODY-- State: 0 [t --ABORT-- "
            + ONE_STATE;
    assertEquals(2, HoaReader.readAll(text, "a.hoa").size());
  }

  @Test
  void anAutomatonIsReturnedBeforeTheNextOneIsWritten() {
    Reader stream =
        new Reader() {
          private int position;

          @Override
          public int read() {
            assertTrue(position < ONE_STATE.length() - 1, "reads past --END--");
            return ONE_STATE.charAt(position++);
          }

          @Override
          public int read(char[] buffer, int offset, int length) {
            buffer[offset] = (char) read();
            return 1;
          }

          @Override
          public void close() {}
        };
    assertEquals(1, new HoaReader(stream, "pipe").next().states());
  }

  @Test
  void acceptanceWithoutANameIsRecognized() {
    OmegaAutomaton automaton = read(ONE_STATE.replace("1 Inf(0)", "3 Fin(0) & (Inf(1) | Fin(2))"));
    assertEquals(
        Optional.of("parity min odd 3"), automaton.acceptance().name().map(Object::toString));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "HOA: v1 ~ HOA: v2 ~ a.hoa:1:6: found version 'v2', expected 'v1'",
        "Start: 0 ~ Start: 0&1 ~ a.hoa:2:9: found '&' after a state: this automaton is alternating",
        "1] 0 ~ 1] 0&0 ~ a.hoa:7:11: found '&' after a state: this automaton is alternating",
        "Start: 0 ~ States: 1 States: 1 ~ a.hoa:2:11: found 'States:' a second time",
        "Start: 0 ~ Starts: 0 ~ a.hoa:2:1: 'Starts:' is not a header item",
        "1 Inf(0) ~ 1 Inf(1) ~ a.hoa:4:19: found acceptance set 1, expected one below 1",
        "1 Inf(0) ~ 65 Inf(1) ~ found 65 acceptance sets, expected at most 64",
        "1 Inf(0) ~ 1 Inf(0) acc-name: co-Buchi ~ the name 'co-Buchi' for 'Acceptance: 1 Inf(0)'",
        "1 Inf(0) ~ 2 Inf(1) & Fin(0) acc-name: Rabin 1 ~ correct the formula to '2 Fin(0) & Inf(1)'",
        "1 Inf(0) ~ 1 Inf(0) acc-name: Rabin ~ with parameters []",
        "1 Inf(0) ~ 1 Inf 0 ~ a.hoa:4:19: found '0', expected '('",
        "Acceptance: 1 Inf(0) ~ name: \"x\" ~ found no 'Acceptance:' in the header",
        "{0} ~ {1} ~ found acceptance set 1, expected one below 1",
        "[0 & !1] ~ [0 & !2] ~ a.hoa:7:7: found atom 2, expected one below 2",
        "[0 & !1] ~ [0 & @x] ~ '@x' is not an alias defined before",
        "[0 & !1] ~ '' ~ found only 1 edges without labels in state 0, expected 4",
        "[0 & !1] ~ [0 & !1] 0 0 ~ found an edge of state 0 without a label, expected '['",
        "State: 0 ~ State: [t] 0 ~ found a label on an edge of state 0, expected none",
        "State: 0 ~ State: 0 State: 0 ~ state 0 was described in line 6 already",
        "AP: 2 ~ AP: 3 ~ found 'Acceptance:', expected the name of atom 2 of 3 in double quotes",
        "AP: 2 ~ States: 1 AP: 02 ~ without leading zeros",
        "1] 0 ~ 1] 2147483648 ~ write a number below 2147483648",
        "\"a\" ~ \"b\" ~ found atom \"b\" twice",
        "--END-- ~ '' ~ found the end of the text, expected an edge, 'State:' or '--END--'",
        "--END-- ~ /* --END-- ~ a.hoa:8:1: this comment has no end",
        "\"b\" ~ \"b ~ a.hoa:3:11: this string has no end",
        "AP: 2 ~ properties: complete AP: 2 ~ a.hoa:3:13: the automaton is said to be 'complete'",
        "[0 & !1] ~ [0] 0 [0] ~ is said to be 'deterministic' and is not",
        "AP: 2 ~ # AP: 2 ~ a.hoa:3:1: found '#'",
        "AP: 2 \"a\" \"b\" ~ States: 1 AP: 1 \"a\" ~ found atom 1, expected one below 1",
        "1] 0 ~ 1] 7 {0} State: 6 [t] 0 ~ found state 7, expected one below 1",
      })
  void mistakesAreNamedWithTheirPlaceAndWhatWasExpected(String old, String mistake, String said) {
    String text = ONE_STATE;
    if (said.contains("deterministic")) {
      text = text.replace("Start: 0", "Start: 0 properties: deterministic");
    }
    if (said.contains("state 7")) {
      text = text.replace("Start: 0", "Start: 0 States: 1");
    }
    String message = refusal(text.replace(old, mistake));
    assertTrue(message.contains(said), message);
  }

  @Test
  void tooManyAtomsAreRefused() {
    String names =
        IntStream.range(0, 63).mapToObj(k -> "\"p" + k + "\"").collect(Collectors.joining(" "));
    String message = refusal(ONE_STATE.replace("2 \"a\" \"b\"", "63 " + names));
    assertTrue(message.contains("a.hoa:3:5: found 63 atoms, expected at most 62"), message);
  }

  @Test
  void absurdLabelsAreRefusedAndNotExpanded() {
    String label =
        "t"
            + IntStream.range(0, 30)
                .mapToObj(k -> " & (" + 2 * k + " | " + (2 * k + 1) + ")")
                .collect(Collectors.joining());
    String names =
        IntStream.range(0, 60).mapToObj(k -> "\"p" + k + "\"").collect(Collectors.joining(" "));
    String message =
        refusal(ONE_STATE.replace("2 \"a\" \"b\"", "60 " + names).replace("0 & !1", label));
    assertTrue(message.contains("conjunctions"), message);
    String deep = "(".repeat(100_000) + "0";
    assertTrue(refusal(ONE_STATE.replace("0 & !1", deep)).contains("500 deep"));
  }

  @Test
  void completenessOfAThousandImplicitEdgesIsCheckedAtOnce() {
    String names =
        IntStream.range(0, 10).mapToObj(k -> "\"p" + k + "\"").collect(Collectors.joining(" "));
    String text =
        "HOA: v1 Start: 0 Acceptance: 0 t properties: complete deterministic AP: 10 "
            + names
            + " --BODY-- State: 0 "
            + "0 ".repeat(1024)
            + "--END--";
    OmegaAutomaton automaton = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(text));
    assertEquals(1024, automaton.edges());
  }

  @Test
  void theConditionsOfTheFormatHaveTheirNames() {
    for (String line :
        List.of(
            "all=0 t",
            "none=0 f",
            "Buchi=1 Inf(0)",
            "co-Buchi=1 Fin(0)",
            "generalized-Buchi 3=3 Inf(0) & Inf(1) & Inf(2)",
            "generalized-co-Buchi 2=2 Fin(0) | Fin(1)",
            "Streett 2=4 (Fin(0) | Inf(1)) & (Fin(2) | Inf(3))",
            "Rabin 2=4 (Fin(0) & Inf(1)) | (Fin(2) & Inf(3))",
            "generalized-Rabin 2 3 2=7 (Fin(0) & Inf(1) & Inf(2) & Inf(3)) | "
                + "(Fin(4) & Inf(5) & Inf(6))",
            "parity min odd 5=5 Fin(0) & (Inf(1) | (Fin(2) & (Inf(3) | Fin(4))))",
            "parity max odd 5=5 Fin(4) & (Inf(3) | (Fin(2) & (Inf(1) | Fin(0))))",
            "parity min even 5=5 Inf(0) | (Fin(1) & (Inf(2) | (Fin(3) & Inf(4))))",
            "parity max even 5=5 Inf(4) | (Fin(3) & (Inf(2) | (Fin(1) & Inf(0))))")) {
      String[] sides = line.split("=");
      OmegaAutomaton automaton = read(ONE_STATE.replace("1 Inf(0)", sides[1]).replace("{0}", ""));
      Acceptance acceptance = automaton.acceptance();
      assertEquals(Optional.of(sides[0]), acceptance.name().map(Object::toString));
      assertEquals(sides[1], acceptance.sets() + " " + acceptance.condition());
      read(ONE_STATE.replace("1 Inf(0)", sides[1] + " acc-name: " + sides[0]).replace("{0}", ""));
    }
  }
}
