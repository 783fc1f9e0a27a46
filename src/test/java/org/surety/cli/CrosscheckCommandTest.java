package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.cli.SuretyCli.Run;

/** {@code surety crosscheck} with programs that translate {@code G p0} and its negation. */
class CrosscheckCommandTest {
  private static final String ALWAYS =
      "HOA: v1 States: 1 Start: 0 AP: 1 \"p0\" Acceptance: 0 t --BODY--"
          + " State: 0 [0] 0 --END--";
  private static final String SOMETIMES_NOT =
      "HOA: v1 States: 2 Start: 0 AP: 1 \"p0\" Acceptance: 1 Inf(0) --BODY--"
          + " State: 0 [0] 0 [!0] 1 State: 1 [t] 1 {0} --END--";

  @TempDir private Path folder;
  private Path formulas;

  @BeforeEach
  void write() throws IOException {
    formulas = Files.writeString(folder.resolve("f.ltl"), "G safe\n");
    Files.writeString(folder.resolve("always.hoa"), ALWAYS);
    Files.writeString(folder.resolve("not.hoa"), SOMETIMES_NOT);
  }

  /** A program that prints one file for formulas that start with a negation, another for others. */
  private String program(String negation, String other) throws IOException {
    Path script = folder.resolve(negation + "-" + other + ".sh");
    Files.writeString(
        script,
        "case \"$1\" in '!'*) cat '"
            + folder.resolve(negation)
            + "';; *) cat '"
            + folder.resolve(other)
            + "';; esac\n");
    return "sh '" + script + "' %f";
  }

  private Run crosscheck(String engines, String... more) {
    String[] arguments = new String[5 + more.length];
    System.arraycopy(
        new String[] {"crosscheck", "--file", formulas.toString(), "--engines", engines},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return SuretyCli.run(arguments);
  }

  @Test
  void rightTranslationsPass() throws IOException {
    Run run = crosscheck(program("not.hoa", "always.hoa"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("no difference in 1 formulas"), run.out());
  }

  /** As in {@code --engines "embedded,'ltl2tgba -D %f'"}. */
  @Test
  void quotesAroundACommandKeepItTogether() throws IOException {
    String program = program("not.hoa", "always.hoa").replace("'", "");
    for (String quote : new String[] {"'", "\""}) {
      Run run = crosscheck("embedded/dpa," + quote + program + quote);
      assertEquals(0, run.code(), run.toString());
      assertTrue(run.out().contains("no difference in 1 formulas"), run.out());
    }
  }

  @Test
  void wrongTranslationsAreShownWithAWordAndExitCodeOne() throws IOException {
    String right = program("not.hoa", "always.hoa");
    String wrong = program("not.hoa", "not.hoa");
    Run run = crosscheck(right + "," + wrong);
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("difference: G safe\n  it "), run.out());
    assertTrue(run.out().contains("hold of ") || run.out().contains("holds of "), run.out());
    assertTrue(run.out().contains("wrong: sh"), run.out());
    Run json = crosscheck(right + "," + wrong, "--json");
    assertEquals(1, json.code());
    assertTrue(json.out().contains("\"wrong\""), json.out());
  }

  @Test
  void deadProgramsAreToldAndExitCodeIsTwo() {
    Run run = crosscheck("sh -c 'exit 5' %f");
    assertEquals(2, run.code(), run.toString());
    assertTrue(run.out().contains("ended with exit code 5"), run.out());
  }

  @Test
  void slowProgramsAreCountedOnly() throws IOException {
    Run run =
        crosscheck("sh -c 'sleep 9' %f," + program("not.hoa", "always.hoa"), "--timeout", "1.5");
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("given up: G safe"), run.out());
  }

  @Test
  void commasWithinQuotesBelongToTheCommand() throws IOException {
    Run run = crosscheck("sh -c 'echo a,b >&2; exit 4' %f");
    assertTrue(run.out().contains("saying: a,b"), run.toString());
  }

  @Test
  void malformedRequestsAreOneSentence() {
    assertTrue(crosscheck("embeded").err().contains("did you mean 'embedded'?"));
    assertTrue(crosscheck("embedded/xyz").err().contains("no kind of automata"));
    assertTrue(crosscheck("embedded", "--random", "5").err().contains("a file and --random"));
    assertTrue(crosscheck("embedded", "--words", "-1").err().contains("out of range"));
    assertEquals(2, SuretyCli.run("crosscheck", "--engines", "embedded").code());
  }
}
