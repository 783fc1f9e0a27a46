package org.surety.trace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * Cuts the rows of a log into episodes.
 *
 * <p>Row t of an episode holds the state s_t, the action a_t chosen there, and the reward, cost and
 * flags that followed. A row in which all of the latter are empty is the final state, from which
 * nothing was chosen. Layout {@code rows = states} says that each episode's last row is its final
 * state even if padded; {@code rows = decisions} that none is; without any column of actions or
 * results all rows are states. Where the final state has no row it is taken from {@code
 * next_observations} if the log has them, else it is missing.
 *
 * <p>An episode column separates episodes; episodes that run side by side are told apart by it if
 * there is an {@code environment} column or a step column to check the order by. Without an episode
 * column the flags separate, in each environment for itself, and the layout must name the autoreset
 * convention: with {@code none} and {@code same-step} the row after a flagged one starts the next
 * episode (or is a final state row); with {@code next-step} it is a reset step, whose observation
 * is the final state and whose action is not a decision. A flag {@code done} alone does not say why
 * the episode ended and counts as truncation, unless the layout says {@code terminated = done}.
 *
 * <p>Episodes are numbered and delivered in order of their first row.
 */
public final class RowEpisodeReader implements EpisodeReader {
  /**
   * Doubles held in episodes that were begun and not delivered before the older half of those that
   * others have interrupted is closed: 32 MiB. A log that never says how episodes end is read in
   * bounded memory; one whose interrupted episodes still go on is then refused.
   */
  private static final long MAX_HELD = 1L << 22;

  /** A stream silent for so many rows is closed, or it would hold back all that started later. */
  private static final long MAX_SILENT_ROWS = 1L << 18;

  private final RowSource source;
  private final RowRoles roles;
  private final RowIntake intake;
  private final int episodeCell;
  private final int environmentCell;
  private final ArrayDeque<RowEpisode> started = new ArrayDeque<>();
  private final Map<Long, Stream> streams = new HashMap<>();
  private final Stream onlyStream = new Stream();
  private final Map<Long, RowEpisode> suspended = new LinkedHashMap<>();
  private final SeenKeys seen = new SeenKeys();
  private final LogFacts facts;
  private @Nullable Episode first;
  private long held;
  private long nextNumber;
  private long rows;
  private boolean ended;

  /** One environment's rows. */
  private static final class Stream {
    @Nullable RowEpisode current;
    long lastRow;
    boolean givenUp;
  }

  /**
   * Reads up to the end of the first episode. On failure the source is closed.
   *
   * @param source the rows; closed with this reader
   * @param format name of the format
   * @param layout what the property file says
   * @param wanted the columns to deliver
   * @param firstNumber number of the first episode
   */
  public static RowEpisodeReader open(
      RowSource source,
      String format,
      LogLayout layout,
      List<ColumnAddress> wanted,
      long firstNumber)
      throws IOException {
    boolean opened = false;
    try {
      RowEpisodeReader reader = new RowEpisodeReader(source, format, layout, wanted, firstNumber);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        source.close();
      }
    }
  }

  private RowEpisodeReader(
      RowSource source,
      String format,
      LogLayout layout,
      List<ColumnAddress> wanted,
      long firstNumber)
      throws IOException {
    this.source = source;
    Columns columns = source.columns();
    roles = new RowRoles(columns, layout);
    intake = new RowIntake(source, roles, wanted);
    episodeCell = roles.episode < 0 ? -1 : columns.offset(roles.episode);
    environmentCell = roles.environment < 0 ? -1 : columns.offset(roles.environment);
    if (episodeCell >= 0) {
      source.useAsKey(episodeCell);
    }
    if (environmentCell >= 0) {
      source.useAsKey(environmentCell);
    }
    nextNumber = firstNumber;
    first = advance();
    if (first == null) {
      throw new InputException(
          columns.place(), "the log holds no episode", "leave it out, or name a log with episodes");
    }
    facts =
        new LogFacts(
            format, first.letters() > first.decisions(), roles.autoresetName(), roles.endFlags());
  }

  @Override
  public LogFacts facts() {
    return facts;
  }

  @Override
  public @Nullable Episode next() throws IOException {
    Episode episode = first;
    if (episode != null) {
      first = null;
      return episode;
    }
    return advance();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private @Nullable Episode advance() throws IOException {
    while (true) {
      RowEpisode head = started.peekFirst();
      if (head != null && head.built != null) {
        started.removeFirst();
        held -= head.cost;
        return head.built;
      }
      if (ended) {
        return null;
      }
      if (source.next()) {
        accept();
      } else {
        ended = true;
        for (RowEpisode open : started) {
          close(open);
        }
      }
    }
  }

  private void accept() {
    rows++;
    long environment = environmentCell < 0 ? 0 : key(environmentCell);
    Stream stream = environmentCell < 0 ? onlyStream : stream(environment);
    if (environmentCell >= 0) {
      stream.lastRow = rows;
      if (rows % MAX_SILENT_ROWS == 0) {
        giveUpSilentStreams();
      }
    }
    boolean finalState = intake.isFinalState();
    RowEpisode episode = stream.current;
    if (episodeCell >= 0) {
      long key = key(episodeCell);
      if (episode == null || episode.key != key) {
        episode = switchTo(stream, environment, key);
      }
    } else {
      if (episode != null && episode.flagged()) {
        if (roles.autoreset == RowRoles.Autoreset.NEXT_STEP) {
          intake.addState(episode);
          close(episode);
          stream.current = null;
          return;
        }
        if (!finalState) {
          close(episode);
          episode = null;
        } else if (roles.autoreset == RowRoles.Autoreset.SAME_STEP) {
          throw new InputException(
              source.place(),
              "a state without action follows a flagged row, but under autoreset = same-step it"
                  + " belongs to the next episode",
              "leave the row out, or say autoreset = none if it is the final state");
        }
      }
      if (episode == null) {
        if (finalState || stream.givenUp) {
          throw new InputException(
              source.place(),
              stream.givenUp
                  ? "its environment was silent for " + MAX_SILENT_ROWS + " rows"
                  : "a row without action and reward belongs to no episode",
              "sort the log by environment and time");
        }
        episode = begin(stream, 0);
      }
    }
    intake.add(episode, finalState);
    if (finalState) {
      close(episode);
      stream.current = null;
    }
  }

  private Stream stream(long environment) {
    Stream stream = streams.get(environment);
    if (stream == null) {
      stream = new Stream();
      streams.put(environment, stream);
    }
    return stream;
  }

  private RowEpisode switchTo(Stream stream, long environment, long key) {
    if (stream.current != null) {
      leave(stream.current);
      stream.current = null;
    }
    long pair = environment * 0x9E3779B97F4A7C15L + key;
    if (seen.add(pair)) {
      return begin(stream, key);
    }
    RowEpisode back = suspended.remove(key);
    if (back == null || environmentCell >= 0) {
      throw new InputException(
          source.place(),
          "episode " + id() + " comes back after it was over or another had begun",
          roles.step < 0
              ? "sort the log by episode, or add a step column so that interleaved episodes can be"
                  + " told from repeated ids"
              : "sort the log by episode and step, give every episode its own id, or name the column"
                  + " of parallel environments: log { environment = ... }");
    }
    stream.current = back;
    return back;
  }

  /** The stream's current episode is left for another one. */
  private void leave(RowEpisode episode) {
    if (episode.flagged() || environmentCell >= 0 || roles.step < 0) {
      close(episode);
      return;
    }
    suspended.put(episode.key, episode);
    charge(episode);
    if (held > MAX_HELD) {
      var oldest = suspended.values().iterator();
      for (int remaining = suspended.size() / 2; remaining >= 0; remaining--) {
        RowEpisode closing = oldest.next();
        oldest.remove();
        close(closing);
      }
    }
  }

  /** Counts what the episode holds by now. */
  private void charge(RowEpisode episode) {
    long cost = intake.cost(episode);
    held += cost - episode.cost;
    episode.cost = cost;
  }

  private void giveUpSilentStreams() {
    for (Stream stream : streams.values()) {
      RowEpisode episode = stream.current;
      if (episode != null && rows - stream.lastRow >= MAX_SILENT_ROWS) {
        close(episode);
        stream.current = null;
        stream.givenUp = true;
      }
    }
  }

  private RowEpisode begin(Stream stream, long key) {
    RowEpisode episode = intake.begin(nextNumber++, id(), key);
    started.addLast(episode);
    stream.current = episode;
    return episode;
  }

  private void close(RowEpisode episode) {
    if (episode.built == null) {
      intake.build(episode);
      charge(episode);
    }
  }

  private long key(int cell) {
    if (source.kinds[cell] == RowSource.EMPTY) {
      throw new InputException(
          source.place(),
          "'" + nameOf(cell) + "' is empty",
          "every row must say which episode it belongs to");
    }
    long bits = Double.doubleToLongBits(source.values[cell] + 0.0);
    return source.kinds[cell] == RowSource.TEXT ? ~bits : bits;
  }

  private String nameOf(int cell) {
    return source.columns().name(cell == episodeCell ? roles.episode : roles.environment);
  }

  /** The log's own name of the current row's episode. */
  private String id() {
    if (roles.episodeIsFile) {
      return source.columns().place();
    }
    if (episodeCell < 0) {
      return nextNumber
          - 1
          + (environmentCell < 0 ? "" : " (environment " + text(environmentCell) + ")");
    }
    return text(episodeCell);
  }

  private String text(int cell) {
    if (source.kinds[cell] == RowSource.TEXT) {
      return source.text(cell);
    }
    double v = source.values[cell];
    return v == Math.rint(v) && Math.abs(v) < 1e18 ? Long.toString((long) v) : Double.toString(v);
  }

  /** Names of episodes still open, for tests of how much is held. */
  List<String> open() {
    List<String> ids = new ArrayList<>();
    for (RowEpisode episode : started) {
      if (episode.built == null) {
        ids.add(episode.id);
      }
    }
    return ids;
  }
}
