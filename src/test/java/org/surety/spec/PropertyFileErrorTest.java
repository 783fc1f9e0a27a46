package org.surety.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;

/** What a person is told who made a mistake in a property file. */
class PropertyFileErrorTest {
  private static final String PROPERTY = "\nproperty p := G (cost < 1)\n";

  @Test
  void anErrorPointsToItsPlace() {
    assertMessage(
        """
        predicate hazard := hypot(x) <= 0.5
        """,
        """
        f.spec:1:27: 'x' is not declared; add 'signal x = ...'; known: hazard
          predicate hazard := hypot(x) <= 0.5
                                    ^\
        """);
    assertMessage(
        "signal speed = observations[0]\n\tpredicate p := (\n\t\tsped <= 3)\n",
        "f.spec:3:3: 'sped' is not declared; did you mean 'speed'?\n  \t\tsped <= 3)\n  \t\t^");
  }

  @Test
  void unknownWordsAreMetWithTheNearestKnownOne() {
    assertStarts(
        "predicat p := cost < 1",
        "f.spec:1:1: a statement cannot begin with 'predicat'; did you mean 'predicate'?");
    assertStarts(
        "log { autorest = none }",
        "f.spec:1:7: the log block has no key 'autorest'; did you mean 'autoreset'?");
    assertStarts(
        "log { autoreset = next_step }",
        "f.spec:1:19: 'autoreset' cannot be 'next_step'; did you mean 'next-step'?");
    assertStarts(
        "log { max_steps = many }",
        "f.spec:1:19: 'max_steps' cannot be 'many'; give a whole number from 1");
    assertStarts("log { done = }", "f.spec:1:14: 'done' has no value");
    assertStarts("log { done = d; done = e }", "f.spec:1:17: 'done' is given twice");
    assertStarts("log episode = e", "f.spec:1:5: expected '{' after 'log'");
    assertStarts(
        "predicate p := sqt(cost) < 1",
        "f.spec:1:16: there is no function 'sqt'; did you mean 'sqrt'?");
    assertStarts(
        "predicate p := cost < 1\nproperty q := G pp",
        "f.spec:2:17: no atom is called 'pp'; did you mean 'p'?");
    assertStarts(
        "step 0.2 sec" + PROPERTY,
        "f.spec:1:10: expected a unit of time, found 'sec'; known: s, ms, us, min, h, Hz");
  }

  @Test
  void namesAreDeclaredOnceAndAreNoWordsOfTheLanguage() {
    assertStarts(
        "signal a = reward\npredicate a := cost < 1",
        "f.spec:2:11: 'a' is already declared in line 1; choose another name");
    assertStarts("predicate G := cost < 1", "f.spec:1:11: 'G' is a word of the language");
    assertStarts("signal max = cost", "f.spec:1:8: 'max' is a function of the language");
    assertStarts(
        "signal a.b = cost", "f.spec:1:8: 'a.b' is not made of letters, digits and '_' alone");
    assertStarts(
        "horizon 3\nhorizon 4" + PROPERTY,
        "f.spec:2:1: 'horizon' is given twice, first in line 1; keep one of them");
    assertStarts("step 1 s\nstep 2 s" + PROPERTY, "f.spec:2:1: 'step' is given twice");
  }

  @Test
  void definitionsDoNotGoInCircles() {
    assertStarts(
        "predicate a := !b\npredicate b := c & cost < 1\npredicate c := a" + PROPERTY,
        "f.spec:1:11: 'a' is defined by itself: a -> b -> c -> a; define it by comparisons");
    assertStarts(
        "predicate a := count(a) < 3" + PROPERTY, "f.spec:1:11: 'a' is defined by itself: a -> a");
  }

  @Test
  void functionsGetTheArgumentsTheyTake() {
    assertStarts(
        condition("hypot(cost) < 1"),
        "f.spec:1:16: 'hypot' cannot take 1 arguments; call it as hypot(x, y, ...)");
    assertStarts(condition("abs() < 1"), "f.spec:1:16: 'abs' cannot take 0 arguments");
    assertStarts(
        condition("min(cost) < 1"),
        "f.spec:1:16: cost is one number, so min has nothing to combine");
    assertStarts(condition("abs < 1"), "f.spec:1:16: 'abs' is a function; call it: abs(x)");
    assertStarts(
        condition("count(cost) < 1"),
        "f.spec:1:22: count needs a comparison, found the number cost");
    assertStarts(
        condition("abs(cost < 1) < 1"),
        "f.spec:1:20: abs needs a number, found the predicate cost < 1");
    assertStarts(condition("count() < 1"), "f.spec:1:16: 'count' cannot take 0 arguments");
  }

  @Test
  void slicesAreNotNumbers() {
    String slice = "signal lidar = observations[2:6]\n";
    assertStarts(
        slice + condition("lidar < 1"),
        "f.spec:2:16: lidar is a slice of 4 numbers, and a comparison needs one number; use min(...)");
    assertStarts(
        slice + condition("sum(lidar) < 1"),
        "f.spec:2:20: sum(x) adds up one number over time, and lidar is a slice of 4; for its components at one letter write mean(lidar) * 4");
    assertStarts(
        slice + condition("lidar[4] < 1"),
        "f.spec:2:16: 'lidar' has components 0 to 3, not 4; it is declared by 'signal lidar = observations[2:6]'");
    assertStarts(
        slice + condition("norm(lidar - actions[0:2]) < 1"),
        "f.spec:2:27: slices of 4 and 2 components do not combine");
    assertStarts(
        "signal v = cost\n" + condition("v[0] < 1"), "f.spec:2:16: 'v' is one number, not a slice");
    assertStarts("signal v = observations[6:2]", "f.spec:1:24: the slice [6:2] has no components");
    assertStarts(
        "signal v = observations[0:99999999]",
        "f.spec:1:24: the slice [0:99999999] has too many components");
    assertStarts(
        "signal v = observations[-1]",
        "f.spec:1:25: expected a component as a whole number, found '-'");
    assertStarts(
        "signal v = observations[1][2]",
        "f.spec:1:27: an array has one index here; an array of several dimensions is flattened row by row");
    assertStarts(
        "signal v = 3", "f.spec:1:12: expected the name of an array of the log, found '3'");
    assertStarts(
        "signal v = cost + 1", "f.spec:1:17: expected the end of the statement, found '+'");
  }

  @Test
  void predicatesAreComparisons() {
    assertStarts(
        condition("cost"),
        "f.spec:1:16: the predicate 'a' needs a comparison, found the number cost; compare it; a flag f is 'f >= 0.5'");
    assertStarts(
        condition("cost = 1"), "f.spec:1:21: '=' does not compare; write '==' for equal numbers");
    assertStarts(
        condition("!cost < 1"),
        "f.spec:1:17: '!' needs a predicate, found the number cost; put the comparison that is negated in parentheses");
    assertStarts(
        condition("cost < 1 and reward < 1"),
        "f.spec:1:25: expected the end of the statement, found 'and'; a predicate is a comparison, or several joined by & and |");
    assertStarts(condition("G (cost < 1)"), "f.spec:1:16: there is no function 'G'");
    assertStarts(
        condition("2cost < 1"),
        "f.spec:1:17: a name cannot follow a number directly; write 2 * cost");
    assertStarts(
        condition("cost ** 2 < 1"), "f.spec:1:21: '**' is no operator; write '^' or pow(x, y)");
    assertStarts(
        condition("cost <"),
        "f.spec:1:22: expected a number, a name or '(', found the end of the statement");
    assertStarts(condition("1e999 > cost"), "f.spec:1:16: 1e999 is outside the range of doubles");
    assertStarts(condition("cost @ 3"), "f.spec:1:21: '@' has no meaning here");
    assertStarts(
        condition("(".repeat(300) + "cost" + ")".repeat(300) + " < 1"),
        "f.spec:1:216: operators are nested more than 200 deep");
    assertStarts(
        condition("cost" + "+1".repeat(1001) + " < 1"),
        "f.spec:1:2020: more than 1000 operators in one predicate");
  }

  @Test
  void inAPropertyEachComparisonHasItsParentheses() {
    assertStarts(
        "property p := (cost < 1 U reward > 2)",
        "f.spec:1:25: expected the end of the statement, found 'U'; in a property, each comparison stands in parentheses of its own: (x <= 1) U (y > 2)");
    assertStarts("property p := G (sum(cst) <= 25)", "f.spec:1:22: 'cst' is not declared");
    assertStarts(
        "property p = G (cost < 1)",
        "f.spec:1:12: expected ':=' after the name, found '='; write 'property p := ...'");
    assertStarts(
        "property := G (cost < 1)", "f.spec:1:10: expected the name of the property, found ':='");
    assertStarts(
        "signal x = reward\nproperty p := G !x",
        "f.spec:2:18: 'x' is a signal, not a predicate; compare it, in parentheses: (x <= 1)");
  }

  @Test
  void bracketsAreClosed() {
    assertStarts(
        condition("abs(cost < 1\n" + PROPERTY), "f.spec:1:19: this '(' is not closed; add ')'");
    assertStarts(condition("cost) < 1"), "f.spec:1:20: nothing is open that this ')' could close");
    assertStarts("log { episode = e ]", "f.spec:1:19: ']' cannot close the '{' of line 1");
    assertStarts("signal s = \"abc", "f.spec:1:12: this quote is not closed on its line");
  }

  @Test
  void timesMakeSense() {
    assertStarts(
        "step 0.2 s\nhorizon 4.5 s" + PROPERTY,
        "f.spec:2:9: 4.5 s is 22.5 decisions of 0.2 s, not a whole number; write 4.4 s (22 decisions) or 4.6 s (23 decisions)");
    assertStarts(
        "step 0.2 s\nhorizon 100 ms" + PROPERTY,
        "f.spec:2:9: 100 ms is 0.5 decisions of 0.2 s, not a whole number; write 0.2 s (1 decisions)");
    assertStarts(
        "horizon 4.4 s" + PROPERTY,
        "f.spec:1:9: a horizon in time needs the time between decisions; add 'step 0.2 s'");
    assertStarts("horizon 0" + PROPERTY, "f.spec:1:9: the horizon cannot be 0");
    assertStarts(
        "horizon -3" + PROPERTY,
        "f.spec:1:9: expected the horizon as a positive number, found '-'");
    assertStarts(
        "horizon 2.5" + PROPERTY,
        "f.spec:1:9: a horizon counts decisions, and 2.5 is not a whole number");
    assertStarts(
        "horizon 1e9" + PROPERTY,
        "f.spec:1:9: a horizon of 1000000000 decisions is too long; the longest is 100000000");
    assertStarts("horizon 1e999999999" + PROPERTY, "f.spec:1:9: the horizon cannot be 1e999999999");
    assertStarts("step 0 s" + PROPERTY, "f.spec:1:6: the time between decisions cannot be 0");
    assertStarts(
        "step 0.2" + PROPERTY,
        "f.spec:1:9: expected a unit of time, found the end of the statement; units are s, ms, us, min, h, Hz");
    assertStarts(
        "horizon 22 Hz\nstep 1 s" + PROPERTY, "f.spec:1:12: expected a unit of time, found 'Hz'");
    PropertyFile file = PropertyFile.parse("f.spec", PROPERTY);
    assertEquals(
        "--horizon:1:1: a horizon in time needs the time between decisions",
        message(() -> file.horizonFrom("--horizon", "3 s")).split(";")[0]);
  }

  /**
   * Pieces of a file are dropped, doubled, swapped and replaced; nothing but a message comes out.
   */
  @Test
  void damagedFilesGiveMessages() throws Exception {
    String[] pieces =
        (Files.readString(Path.of("spec/lidar-clearance.spec"))
                + "log { episode = e; step = \"t\" }\npredicate q := count(x < 1) == 2 xor clear\n"
                + "signal x = a.b[3]\nproperty r := X[!] (x ^ 2 <= -1e-3) R (clear <-> q)\nmargin 0\n")
            .split("(?<=\\W)|(?=\\W)");
    PropertyFile.parse("f.spec", String.join("", pieces));
    String[] strays = {
      "(", ")", "[", "]", "{", "}", "\"", "\\", ":=", "<", "-", "U", "9e99", "\n", "é", "#", ";"
    };
    SplittableRandom random = new SplittableRandom(1);
    int rejected = 0;
    for (int round = 0; round < 2000; round++) {
      String[] damaged = pieces.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        int at = random.nextInt(damaged.length);
        damaged[at] =
            switch (random.nextInt(4)) {
              case 0 -> "";
              case 1 -> damaged[at] + damaged[at];
              case 2 -> pieces[random.nextInt(pieces.length)];
              default -> strays[random.nextInt(strays.length)];
            };
      }
      try {
        PropertyFile.parse("f.spec", String.join("", damaged)).program();
      } catch (InputException e) {
        rejected++;
      }
    }
    assertTrue(rejected > 500 && rejected < 2000, "rejected " + rejected);
  }

  @Test
  void extremeNestingGivesAMessage() {
    String open = "(".repeat(100_000);
    String close = ")".repeat(100_000);
    assertTrue(
        message(() -> PropertyFile.parse("f", "property p := " + open + "cost < 1" + close))
            .contains("deep"));
    assertTrue(
        message(() -> PropertyFile.parse("f", "predicate p := " + open + "cost < 1" + close))
            .contains("deep"));
    StringBuilder chain = new StringBuilder("predicate p0 := cost < 1\nproperty q := G p5000\n");
    for (int i = 1; i <= 5000; i++) {
      chain.append("predicate p" + i + " := !p" + (i - 1) + "\n");
    }
    assertTrue(
        message(() -> PropertyFile.parse("f", chain.toString()))
            .contains("is defined through 200 other predicates"));
  }

  @Test
  void aFileDeclaresAProperty(@TempDir Path folder) throws Exception {
    assertStarts(
        "signal x = cost\n", "f.spec: it declares no property; add 'property NAME := FORMULA'");
    PropertyFile file = PropertyFile.parse("f.spec", PROPERTY);
    assertEquals(
        "f.spec: it declares no property 'q'; did you mean 'p'?",
        message(() -> file.property("q")));
    assertEquals(
        "margin: -1.0 is not a margin; give a number from 0", message(() -> file.withMargin(-1)));
    Path missing = folder.resolve("missing.spec");
    assertEquals(
        missing + ": there is no such property file; check the path",
        message(() -> PropertyFile.read(missing)));
    Path binary = Files.write(folder.resolve("b.spec"), new byte[] {(byte) 0xff, 0, 1});
    assertEquals(
        binary + ": is not text in UTF-8; name a property file",
        message(() -> PropertyFile.read(binary)));
  }

  @Test
  void aMarginCannotReachWhatIsCounted() {
    PropertyFile file =
        PropertyFile.parse("f", "predicate a := count(cost > 0) < 3\nproperty p := G a\n");
    assertEquals(
        "property 'p': it counts letters with count(...), and a margin cannot reach what is counted;"
            + " use it without a margin, or tighten the counted predicate by hand",
        message(() -> file.withMargin(0.1)));
    assertEquals(0, file.withMargin(0).margin());
  }

  private static String condition(String text) {
    return "predicate a := " + text;
  }

  private static void assertMessage(String text, String expected) {
    assertEquals(expected, message(() -> PropertyFile.parse("f.spec", text)));
  }

  private static void assertStarts(String text, String expected) {
    String message = message(() -> PropertyFile.parse("f.spec", text));
    assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
  }

  private static String message(org.junit.jupiter.api.function.Executable action) {
    return String.valueOf(assertThrows(InputException.class, action).getMessage());
  }
}
