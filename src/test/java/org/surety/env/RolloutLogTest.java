package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.Progress;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.EpisodeWriters;
import org.surety.trace.LogFormats;

class RolloutLogTest {
  private static final Environments.Description ROBOT = Environments.named("point-robot");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"log.csv", "log.jsonl"})
  void aLogReadsBackToTheLastBitWithoutALayout(String name) throws Exception {
    Rollouts rollouts = new Rollouts(ROBOT.batch(), ROBOT.scripted().orElseThrow(), 11, 2, 16);
    Path log = folder.resolve(name);
    try (EpisodeWriter writer = EpisodeWriters.open(log, Optional.empty())) {
      assertEquals(60, rollouts.collect(60, writer, Progress.NONE).episodes());
      writer.finish();
    }
    List<EpisodeRecord> expected = new ArrayList<>();
    rollouts.collect(60, expected::add, Progress.NONE);
    List<ColumnAddress> wanted =
        List.of(
            new ColumnAddress("observations", 0),
            new ColumnAddress("observations", 5),
            new ColumnAddress("mean", 1),
            new ColumnAddress("costs", ColumnAddress.SCALAR));
    try (EpisodeReader reader =
        LogFormats.open(List.of(log), Optional.empty(), LogLayout.UNSPECIFIED, wanted)) {
      for (EpisodeRecord record : expected) {
        Episode episode = Objects.requireNonNull(reader.next());
        assertEquals(record.decisions(), episode.decisions());
        assertEquals(record.decisions() + 1, episode.letters());
        assertEquals(EpisodeEnd.TERMINATED, episode.end());
        assertTrue(episode.continuous());
        double[][] mean = Objects.requireNonNull(record.decisionColumns().get("mean"));
        for (int t = 0; t < episode.letters(); t++) {
          assertEquals(record.observations()[t][0], episode.column(0)[t]);
          assertEquals(record.observations()[t][5], episode.column(1)[t]);
          assertEquals(mean[Math.min(t, record.decisions() - 1)][1], episode.column(2)[t]);
        }
      }
      assertNull(reader.next());
    }
  }
}
