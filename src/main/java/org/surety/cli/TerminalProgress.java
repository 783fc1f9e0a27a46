package org.surety.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.surety.base.Progress;

/** One line on a terminal, rewritten a few times a second and erased when the stage is done. */
final class TerminalProgress implements Progress {
  private static final long INTERVAL_NANOS = 200_000_000L;
  private static final int WIDTH = 20;
  private final PrintWriter terminal;
  private long last = System.nanoTime();
  private String stage = "";
  private long begun;
  private long doneBefore;

  TerminalProgress(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void report(String now, long done, long total) {
    long time = System.nanoTime();
    if (!now.equals(stage)) {
      stage = now;
      begun = time;
      doneBefore = done;
    }
    boolean finished = done == total;
    if (!finished && time - last < INTERVAL_NANOS) {
      return;
    }
    last = time;
    terminal.print("\r\u001b[K" + (finished ? "" : line(done, total, (time - begun) * 1e-9)));
    terminal.flush();
  }

  /** A bar, where the end is known, and how long it will take if it goes on like this. */
  private String line(long done, long total, double seconds) {
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s: %,d", stage, done);
    }
    int filled = (int) Math.max(0, Math.min(WIDTH, (double) done / total * WIDTH));
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    String line = String.format(Locale.ROOT, "%s [%s] %,d of %,d", stage, bar, done, total);
    if (done <= doneBefore || seconds < 1) {
      return line;
    }
    long left = (long) (seconds / (done - doneBefore) * (total - done));
    return line
        + (left < 60
            ? ", " + left + " s left"
            : String.format(
                Locale.ROOT, ", %d:%02d:%02d left", left / 3600, left / 60 % 60, left % 60));
  }
}
