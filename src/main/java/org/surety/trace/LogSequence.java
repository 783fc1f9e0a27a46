package org.surety.trace;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/** Several logs read as one, one after the other. */
final class LogSequence implements EpisodeReader {
  private final List<LogFormats.Log> logs;
  private final LogLayout layout;
  private final List<ColumnAddress> wanted;
  private int position;
  private EpisodeReader current;
  private boolean currentHasEpisode;
  private long episodes;
  private LogFacts facts;

  LogSequence(List<LogFormats.Log> logs, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    this.logs = logs;
    this.layout = layout;
    this.wanted = List.copyOf(wanted);
    current = openAt(0);
    facts = current.facts();
  }

  private EpisodeReader openAt(int index) throws IOException {
    LogFormats.Log log = logs.get(index);
    return log.format().open(log.path(), episodes, layout, wanted);
  }

  @Override
  public @Nullable Episode next() throws IOException {
    while (true) {
      Episode episode = current.next();
      if (episode != null) {
        currentHasEpisode = true;
        episodes++;
        return episode;
      }
      if (!currentHasEpisode) {
        throw new InputException(
            logs.get(position).path().toString(),
            "the log holds no episode",
            "leave it out, or name a log with episodes");
      }
      if (position + 1 == logs.size()) {
        return null;
      }
      current.close();
      position++;
      current = openAt(position);
      currentHasEpisode = false;
      join(current.facts());
    }
  }

  private void join(LogFacts other) {
    if (!other.format().equals(facts.format())
        || !other.autoreset().equals(facts.autoreset())
        || !other.endFlags().equals(facts.endFlags())) {
      throw new InputException(
          logs.get(position).path().toString(),
          "is " + describe(other) + ", but the logs before it are " + describe(facts),
          "give logs of one kind together");
    }
    facts =
        new LogFacts(
            facts.format(),
            facts.lastObservation() && other.lastObservation(),
            facts.autoreset(),
            facts.endFlags());
  }

  private static String describe(LogFacts facts) {
    return facts.format()
        + " (end flags "
        + facts.endFlags()
        + ", autoreset "
        + facts.autoreset()
        + ")";
  }

  @Override
  public LogFacts facts() {
    return facts;
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
