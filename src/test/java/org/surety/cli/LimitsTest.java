package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.surety.cli.CertifiedFolder.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time, memory and messages stay small whatever is given. */
class LimitsTest {
  @TempDir static Path folder;
  private static CertifiedFolder files;

  @BeforeAll
  static void certificates() throws IOException {
    files = CertifiedFolder.in(folder);
  }

  @Test
  void aHorizonFarBeyondTheEpisodesIsJudgedInLittleMemory() {
    SuretyCli.ok(files.certify("far.json", "--horizon", "100000000"));
    assertEquals(0, files.verify(files.path("far.json")).code());
    assertEquals(0, files.alpha(files.path("far.json")).code());
    refused(
        SuretyCli.run(files.certify("c.json", "--horizon", "best", "--horizon-max", "100000000")),
        "largest horizon");
  }

  /** A file that never ends, and words that nobody wrote by hand. */
  @Test
  void messagesAndMemoryStaySmallWhateverIsGiven() throws IOException {
    Path endless = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(endless), "no file that never ends");
    refused(files.alpha(endless.toString()), "too long");
    refused(monitor(endless.toString()), "too long");
    Files.writeString(
        folder.resolve("long.spec"), "property p := " + "aU".repeat(1 << 19) + " > 0");
    SuretyCli.Run run = monitor(files.path("long.spec"));
    refused(run, "no atom is called");
    assertTrue(run.err().length() < 3000, run.err().length() + " characters");
  }

  private static SuretyCli.Run monitor(String spec) {
    return SuretyCli.run("monitor", "--spec", spec, "--logs", files.path("log.csv"));
  }
}
