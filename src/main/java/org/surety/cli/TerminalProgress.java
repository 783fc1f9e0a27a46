package org.surety.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.surety.base.Progress;

/** One line on a terminal, rewritten a few times a second and erased when the stage is done. */
final class TerminalProgress implements Progress {
  private static final long INTERVAL_NANOS = 200_000_000L;
  private final PrintWriter terminal;
  private long last = System.nanoTime();

  TerminalProgress(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void report(String stage, long done, long total) {
    long now = System.nanoTime();
    boolean finished = done == total;
    if (!finished && now - last < INTERVAL_NANOS) {
      return;
    }
    last = now;
    String line =
        finished
            ? ""
            : total > 0
                ? String.format(Locale.ROOT, "%s: %,d of %,d", stage, done, total)
                : String.format(Locale.ROOT, "%s: %,d", stage, done);
    terminal.print("\r\u001b[K" + line);
    terminal.flush();
  }
}
