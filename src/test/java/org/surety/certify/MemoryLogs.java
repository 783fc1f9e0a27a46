package org.surety.certify;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;
import org.surety.certificate.Evidence;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFacts;

/** Logs in memory: {@code columns[episode][c][t]} is the observation's component c at state t. */
public final class MemoryLogs implements LogSource {
  private final List<double[][]> episodes;

  /** The given episodes, each truncated after its last state. */
  public MemoryLogs(List<double[][]> episodes) {
    this.episodes = episodes;
  }

  @Override
  public EpisodeReader open(LogLayout layout, List<ColumnAddress> wanted) {
    Iterator<double[][]> rest = episodes.iterator();
    ColumnTiming[] timings = new ColumnTiming[wanted.size()];
    java.util.Arrays.fill(timings, ColumnTiming.STATE);
    return new EpisodeReader() {
      private long number;

      @Override
      public @Nullable Episode next() {
        if (!rest.hasNext()) {
          return null;
        }
        double[][] recorded = rest.next();
        double[][] columns = new double[wanted.size()][];
        for (int c = 0; c < columns.length; c++) {
          columns[c] = recorded[wanted.get(c).component()];
        }
        int letters = recorded[0].length;
        Episode episode =
            new Episode(
                number,
                Long.toString(number),
                letters - 1,
                letters,
                EpisodeEnd.TRUNCATED,
                columns,
                timings,
                number,
                0,
                false);
        number++;
        return episode;
      }

      @Override
      public LogFacts facts() {
        return new LogFacts("memory", true, "not applicable", "terminated+truncated");
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<Evidence> evidence(LogFacts facts) {
    return List.of(
        new Evidence("memory", Sha256.of("memory"), 0, facts.format(), true, "none", "none"));
  }
}
