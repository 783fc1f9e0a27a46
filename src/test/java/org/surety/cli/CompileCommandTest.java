package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.automaton.hoa.HoaReader;
import org.surety.cli.SuretyCli.Run;

/** {@code surety compile}, as scripts call it. */
class CompileCommandTest {
  @TempDir private Path folder;

  private Path formulas(String... lines) throws IOException {
    return Files.write(folder.resolve("f.ltl"), List.of(lines));
  }

  private static String error(String... arguments) {
    Run run = SuretyCli.run(arguments);
    assertEquals(2, run.code(), run.toString());
    assertFalse(run.err().contains("\tat "), run.err());
    return run.err();
  }

  @Test
  void formulaBecomesAnAutomatonOnFiniteTraces() {
    String hoa = SuretyCli.ok("compile", "!hazard U goal");
    assertEquals(3, HoaReader.readAll(hoa, "test").get(0).states());
  }

  @Test
  void fileBecomesAStreamOfAutomataInItsOrder() throws IOException {
    Path file = formulas("a U b", "", "# a remark", "G a");
    String hoa = SuretyCli.ok("compile", "--file", file.toString());
    assertEquals(
        List.of("a U b", "G a"),
        HoaReader.readAll(hoa, "test").stream().map(a -> a.name().orElse("")).toList());
  }

  @Test
  void tableCountsStatesAndAddsThemUp() throws IOException {
    String table =
        SuretyCli.ok("compile", "--file", formulas("a U b", "G a").toString(), "--format", "table");
    List<String> lines = table.lines().toList();
    assertEquals("states  milliseconds  formula", lines.get(0));
    assertTrue(lines.get(3).strip().startsWith("6 ") && lines.get(3).endsWith("all 2"), table);
  }

  @Test
  void jsonRowsHaveTheFieldsOfTheContract() throws IOException {
    String json =
        SuretyCli.ok(
            "compile", "--file", formulas("a U b").toString(), "--format", "table", "--json");
    for (String field : List.of("formula", "states", "acceptance", "milliseconds")) {
      assertTrue(json.contains('"' + field + '"'), json);
    }
    assertTrue(SuretyCli.ok("compile", "a", "--json").contains("\"hoa\""));
  }

  @Test
  void picturesAreDrawn() {
    assertTrue(SuretyCli.ok("compile", "a U b", "--format", "svg").startsWith("<svg "));
    assertTrue(SuretyCli.ok("compile", "a U b", "--format", "dot").startsWith("digraph "));
  }

  @Test
  void formulasOnInfiniteTracesBecomeEveryKindOfAutomaton() {
    for (String kind : List.of("nba", "ldba", "dpa", "dela")) {
      String hoa = SuretyCli.ok("compile", "G (a -> F b) & F G c", "--to", kind);
      assertEquals(1, HoaReader.readAll(hoa, "test").size());
      assertTrue(
          SuretyCli.ok("compile", "G F a", "--to", kind, "--format", "table").contains("G F a"));
    }
  }

  @Test
  void monitorsNameTheirVerdicts() {
    String hoa = SuretyCli.ok("compile", "!a U b", "--to", "monitor");
    assertEquals(3, HoaReader.readAll(hoa, "test").get(0).states());
    assertTrue(hoa.contains("inconclusive, monitorable") && hoa.contains("violated, decided"), hoa);
    String four =
        SuretyCli.ok(
            "compile", "!a U b", "--to", "monitor", "--verdicts", "four", "--format", "dot");
    assertTrue(four.contains("0 -") && four.contains(" T\""), four);
    assertTrue(
        SuretyCli.ok("compile", "!a U b", "--to", "monitor", "--format", "svg").contains("0 ?"));
  }

  @Test
  void malformedFormulaIsNamedWithItsPosition() throws IOException {
    String message = error("compile", "--file", formulas("a", "b U").toString(), "--quiet");
    assertTrue(message.contains("f.ltl:2:4"), message);
  }

  @Test
  void automatonPastItsLimitsSaysHowFarItGot() {
    String message = error("compile", "G (a -> F[10,40] b)", "--max-states", "500");
    assertTrue(message.contains("stopped after 500 states"), message);
    String late = error("compile", "G (a -> F[10,40] b)", "--timeout", "0.000001");
    assertTrue(late.contains(" states in 0.0 s"), late);
    assertTrue(error("compile", "a", "--timeout", "0").contains("no length of time"));
    assertTrue(error("compile", "a", "--max-states", "0").contains("less than 1"));
  }

  @Test
  void tooManyAtomsAreCounted() {
    String many = IntStream.range(0, 63).mapToObj(k -> "x" + k).collect(Collectors.joining(" & "));
    assertTrue(error("compile", many).contains("63 atoms"));
  }

  @Test
  void unknownEnginesAndThoseNotInstalledAreNamed() {
    assertTrue(error("compile", "a", "--to", "dpa", "--engine", "spod").contains("'spot'"));
    String absent =
        error("compile", "a", "--to", "dpa", "--engine", "owl", "--owl-home", folder.toString());
    assertTrue(absent.contains("holds neither an executable owl nor its jar"), absent);
    String bridge =
        error(
            "compile",
            "a",
            "--to",
            "dpa",
            "--engine",
            "spot",
            "--spot-bridge",
            folder.resolve("absent.so").toString());
    assertTrue(bridge.contains("-Pspot"), bridge);
  }

  @Test
  void formulasComeFromOnePlace() throws IOException {
    assertTrue(error("compile").contains("no formula is given"));
    assertTrue(
        error("compile", "a", "--file", formulas("a").toString()).contains("more than one way"));
    assertTrue(error("compile", "--file", formulas("").toString()).contains("holds no formula"));
  }
}
