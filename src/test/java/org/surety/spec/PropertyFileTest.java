package org.surety.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.surety.base.Sha256;
import org.surety.logic.LtlParser;

class PropertyFileTest {
  private static final String EXAMPLE =
      """
      log       { episode = eps_id; step = t; autoreset = none }     # only where needed
      signal    x = observations[0]
      signal    y = observations[1]
      signal    lidar = observations[12:28]
      step      0.2 s
      predicate hazard := hypot(x + 0.12215, y - 0.91048) <= 0.5
      predicate goal   := hypot(x + 0.16202, y - 2.11377) <= 0.3
      property  reach_avoid := (!hazard) U goal
      property  cost_ok     := G (sum(cost) <= 25)
      horizon   22                                                   # decisions
      """;

  @Test
  void readsWhatEachStatementDeclares() {
    PropertyFile file = PropertyFile.parse("example.spec", EXAMPLE);
    assertEquals(
        Map.of("episode", "eps_id", "step", "t", "autoreset", "none"), file.layout().entries());
    assertEquals(OptionalDouble.of(0.2), file.step());
    assertEquals(OptionalInt.of(22), file.horizon());
    assertEquals(
        List.of("reach_avoid", "cost_ok"), file.properties().stream().map(Property::name).toList());
    assertSame(LtlParser.parse("!hazard U goal"), file.property("reach_avoid").formula());
    assertSame(LtlParser.parse("G \"sum(cost) <= 25\""), file.property("cost_ok").formula());
    assertEquals(
        "hypot(x + 0.12215, y - 0.91048) <= 0.5",
        file.property("reach_avoid").definition("hazard"));
    assertEquals(Sha256.of(EXAMPLE), file.sha256());
    assertEquals(
        List.of(
            new ColumnAddress("observations", 0),
            new ColumnAddress("observations", 1),
            new ColumnAddress("cost", ColumnAddress.SCALAR)),
        Property.program(List.of(file.property("reach_avoid"), file.property("cost_ok")))
            .columns());
  }

  @Test
  void canonicalTextParsesToTheSameProperty() throws IOException {
    for (Path path : exampleFiles()) {
      PropertyFile file = PropertyFile.read(path);
      assertEquals(file.toString(), PropertyFile.parse("canonical", file.toString()).toString());
      for (Property property : file.properties()) {
        String text = file.canonicalText(property);
        PropertyFile again = PropertyFile.parse("canonical", text);
        assertSame(property.formula(), again.property(property.name()).formula());
        assertEquals(property.program().columns(), again.program().columns());
        assertEquals(text, again.canonicalText(again.property(property.name())));
        assertEquals(file.horizon(), again.horizon());
        assertEquals(file.step(), again.step());
      }
    }
  }

  @Test
  void canonicalTextKeepsTheLogBlockAndTheMargin() {
    PropertyFile file =
        PropertyFile.parse("f", EXAMPLE + "signal z = \"my odd # column\"[3]\nmargin 5e-2\n");
    assertTrue(file.toString().contains("signal z = \"my odd # column\"[3]\n"), file.toString());
    assertTrue(file.toString().contains("margin 0.05\n"), file.toString());
    assertTrue(file.toString().startsWith("log { autoreset = none; episode = eps_id; step = t }"));
    assertEquals(file.toString(), PropertyFile.parse("g", file.toString()).toString());
    PropertyFile odd =
        PropertyFile.parse(
            "f", "log { episode = \"a; b # c\" # d\n step = \"\\\"t\" }\nproperty p := (cost<1)");
    assertEquals(Map.of("episode", "a; b # c", "step", "\"t"), odd.layout().entries());
    assertEquals(odd.layout(), PropertyFile.parse("g", odd.toString()).layout());
  }

  @Test
  void canonicalTextIgnoresOrderCommentsAndWhatThePropertyDoesNotUse() {
    String shuffled =
        """
        property reach_avoid := ( !  hazard  # not
           U goal )
        horizon 22
        predicate goal := hypot((x + 0.162020), y - 2.11377) <= 3e-1
        predicate hazard := hypot(x + 0.12215,   # over
                                  y - 0.91048) <= 0.5
        predicate unused := x > 3
        signal y = observations[1]
        signal x = observations[0]
        step 0.20 s
        log { step = t
              episode = eps_id;; autoreset = none;
        }
        """;
    PropertyFile one = PropertyFile.parse("one", EXAMPLE);
    PropertyFile two = PropertyFile.parse("two", shuffled);
    assertEquals(
        one.canonicalText(one.property("reach_avoid")),
        two.canonicalText(two.property("reach_avoid")));
    assertNotEquals(one.sha256(), two.sha256());
  }

  @Test
  void aDeclaredNameIsThatAtomBeforeAnySplitting() {
    PropertyFile file =
        PropertyFile.parse(
            "f",
            """
            predicate Goal := observations[0] <= 1
            predicate oal := observations[1] <= 1
            property p := F Goal
            property q := G oal
            """);
    assertEquals(List.of("Goal"), file.property("p").atoms());
    assertEquals(List.of("oal"), file.property("q").atoms());
    assertEquals(file.toString(), PropertyFile.parse("g", file.toString()).toString());
  }

  @Test
  void comparisonsInParenthesesAreAtomsAndArrowsAreNot() {
    assertEquals(
        List.of("reward < 1", "sum(cost) <= 25"),
        propertyOf("G ((sum( cost )<=25) <-> (reward < 1))").atoms());
    assertEquals(List.of("a", "b"), propertyOf("(a -> b) & (a <-> b) & (a=>b) & (<>a)").atoms());
    assertEquals(List.of("cost < 1 & a"), propertyOf("F[0,5] (cost < 1 & a)").atoms());
    assertEquals(List.of("0 < cost & cost <= 2"), propertyOf("X[?] (0 < cost <= 2)").atoms());
    assertEquals(
        List.of("min(actions[0:3]) > -1"), propertyOf("((min(actions[0:3]) > -1))").atoms());
    assertEquals(List.of("a", "cost < 1"), propertyOf("(!(cost < 1)) U[2,3] a").atoms());
  }

  @Test
  void aSignalMayTakeTheNameOfAnArray() {
    PropertyFile file =
        PropertyFile.parse("f", "signal cost = infos.cost\nproperty p := G (sum(cost) <= 25)");
    assertEquals(
        List.of(new ColumnAddress("infos.cost", ColumnAddress.SCALAR)), file.program().columns());
  }

  @Test
  void aHorizonInTimeIsAWholeNumberOfSteps() {
    assertEquals(OptionalInt.of(22), withTimes("step 0.2 s", "horizon 4.4 s").horizon());
    assertEquals(OptionalInt.of(22), withTimes("horizon 4400 ms", "step 5 Hz").horizon());
    assertEquals(OptionalInt.of(18000), withTimes("step 20000 us", "horizon 0.1 h").horizon());
    assertEquals(OptionalInt.of(180), withTimes("step 3 Hz", "horizon 1 min").horizon());
    assertEquals(OptionalInt.of(7), withTimes("", "horizon 7 decisions").horizon());
    assertEquals(OptionalInt.empty(), withTimes("", "").horizon());
    PropertyFile file = withTimes("step 0.2 s", "horizon 22");
    assertEquals(30, file.horizonFrom("--horizon", "6 s"));
    assertEquals(30, file.horizonFrom("--horizon", "30"));
  }

  @Test
  void lineEndsMayBeThoseOfWindows() {
    PropertyFile file = PropertyFile.parse("f", EXAMPLE.replace("\n", "\r\n"));
    assertEquals(PropertyFile.parse("f", EXAMPLE).toString(), file.toString());
  }

  @Test
  void everyExampleFileIsExplainedAndParses() throws IOException {
    List<Path> files = exampleFiles();
    assertTrue(files.size() >= 4, files.toString());
    for (Path path : files) {
      assertTrue(
          PropertyFile.read(path).text().startsWith("# "), path + " does not say its meaning");
    }
  }

  @Test
  void marginsArePrintedTheSameByEveryJdk() {
    assertEquals("0.002", PropertyFile.number(2e-3));
    assertEquals("2E+23", PropertyFile.number(2e23));
    assertEquals("0.30000000000000004", PropertyFile.number(0.1 + 0.2));
    assertEquals(Double.MIN_VALUE, Double.parseDouble(PropertyFile.number(Double.MIN_VALUE)));
  }

  private static Property propertyOf(String formula) {
    return PropertyFile.parse(
            "f",
            "predicate a := cost > 0\npredicate b := reward > 0\nproperty p := " + formula + "\n")
        .property("p");
  }

  private static PropertyFile withTimes(String first, String second) {
    return PropertyFile.parse("f", first + "\n" + second + "\nproperty p := G (cost < 1)");
  }

  private static List<Path> exampleFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("spec"))) {
      return files.filter(f -> f.toString().endsWith(".spec")).sorted().toList();
    }
  }
}
