package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The line that tells how far a command is. */
class TerminalProgressTest {
  private final StringWriter terminal = new StringWriter();

  private String last() {
    String all = terminal.toString();
    return all.substring(all.lastIndexOf('\r') + 1);
  }

  @Test
  void aBarSaysHowMuchIsDoneAndHowLongItWillTake() throws InterruptedException {
    TerminalProgress progress = new TerminalProgress(new PrintWriter(terminal));
    progress.report("training", 0, 4000);
    Thread.sleep(1_100);
    progress.report("training", 1000, 4000);
    assertTrue(
        last().startsWith("\u001b[Ktraining [#####...............] 1,000 of 4,000, "), last());
    assertTrue(last().matches(".*, \\d+ s left$"), last());
    progress.report("training", 4000, 4000);
    assertEquals("\u001b[K", last(), "erased when done");
  }

  @Test
  void withoutAnEndThereIsOnlyACount() throws InterruptedException {
    TerminalProgress progress = new TerminalProgress(new PrintWriter(terminal));
    Thread.sleep(250);
    progress.report("reading", 7, -1);
    assertEquals("\u001b[Kreading: 7", last());
  }
}
