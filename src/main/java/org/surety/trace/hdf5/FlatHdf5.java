package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormat;
import org.surety.trace.RowEpisodeReader;

/**
 * D4RL's and DSRL's files: one array per quantity over all decisions of all episodes, cut where
 * {@code terminals} or {@code timeouts} is set. What stands after the last cut is an episode that
 * the log ended.
 *
 * <p>D4RL does not store the observation after an episode's last decision; DSRL does, in {@code
 * next_observations}. D4RL's {@code infos} (the simulator's {@code qpos}, {@code qvel}, {@code
 * goal}) were taken with the observation, before the decision; {@code infos.action_log_probs}
 * belongs to the action.
 *
 * <p>Sources: D4RL {@code d4rl/offline_env.py}; DSRL {@code dsrl/offline_env.py} (Z. Liu et al.,
 * Datasets and benchmarks for offline safe reinforcement learning, 2023).
 */
public final class FlatHdf5 implements LogFormat {
  private static final String INFOS = "infos.";

  private final String name;
  private final Set<String> required;

  private FlatHdf5(String name, Set<String> required) {
    this.name = name;
    this.required = required;
  }

  /** D4RL: observations, actions, rewards, terminals; timeouts in newer files. */
  public static FlatHdf5 d4rl() {
    return new FlatHdf5("d4rl-hdf5", Set.of("observations", "actions", "rewards", "terminals"));
  }

  /** DSRL: as D4RL's, with costs, next_observations and timeouts. */
  public static FlatHdf5 dsrl() {
    return new FlatHdf5(
        "dsrl-hdf5",
        Set.of(
            "observations",
            "actions",
            "rewards",
            "terminals",
            "costs",
            "next_observations",
            "timeouts"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    if (!Hdf5File.hasSignature(path)) {
      return false;
    }
    return Guard.guard(
        path,
        () -> {
          try (Hdf5File file = new Hdf5File(path)) {
            return file.root().members().keySet().containsAll(required);
          }
        });
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    FlatHdf5Source source = Guard.guard(path, () -> new FlatHdf5Source(path, required, INFOS));
    boolean opened = false;
    try {
      if (!source.columns().has("timeouts")
          && layout.get("truncated").isEmpty()
          && layout.get("max_steps").isEmpty()) {
        throw new InputException(
            path.toString(),
            "has no timeouts, so nothing says where a time limit ended an episode",
            "give the environment's limit in the property file: log { max_steps = 1000 }");
      }
      EpisodeReader reader =
          RowEpisodeReader.open(
              source,
              name,
              completed(layout),
              wanted.stream().map(FlatHdf5::stored).toList(),
              firstNumber);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        source.close();
      }
    }
  }

  /** The arrays hold nothing but decisions: no reset steps, no final states. */
  private static LogLayout completed(LogLayout layout) {
    Map<String, String> entries = new TreeMap<>(layout.entries());
    entries.putIfAbsent("autoreset", "none");
    entries.putIfAbsent("rows", "decisions");
    return LogLayout.of(entries);
  }

  /** The source's name of a column: without {@code infos.}, whose timing is another elsewhere. */
  private static ColumnAddress stored(ColumnAddress address) {
    String path = address.path().replace('/', '.');
    return path.startsWith(INFOS)
        ? new ColumnAddress(
            path.substring(INFOS.length()), address.component(), address.decisionWidth())
        : address;
  }
}
