package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.policy.file.PolicyHints;
import org.surety.train.tensor.GaussianActor;

class RunFolderTest {
  private static final List<Settings.Key> KEYS =
      List.of(
          Settings.Key.count("steps", "9", 1, 100, "Steps"),
          Settings.Key.text("base", "", List.of(), "Base"),
          Settings.Key.text("base_hints", "", List.of(), "Of it"));
  private static final Policy POLICY =
      GaussianActor.fresh(2, 1, List.of(2), Activation.TANH, 0.5, ActionScaling.none(), 1);

  @TempDir Path folder;

  /** Counts; one of its updates goes wrong. */
  private static final class Counting implements Learner {
    private final long broken;
    private long updates;

    Counting(long broken) {
      this.broken = broken;
    }

    @Override
    public Report advance() {
      updates++;
      EpisodeTotals episodes = new EpisodeTotals();
      episodes.add(new EpisodeTotals.Episode(3, 0.5, updates % 2 == 0, false, false, true, 0));
      return new Report(updates != broken, episodes, Map.of("loss", 1.0 * updates));
    }

    @Override
    public long updates() {
      return updates;
    }

    @Override
    public long steps() {
      return 10 * updates;
    }

    @Override
    public Policy policy() {
      return POLICY;
    }

    @Override
    public String device() {
      return "cpu()";
    }

    @Override
    public Checkpoint checkpoint() {
      Checkpoint saved = new Checkpoint();
      saved.put("updates", new double[] {updates});
      return saved;
    }

    @Override
    public void restore(Checkpoint saved) {
      updates = (long) saved.doubles("updates", 1)[0];
    }

    @Override
    public void close() {}
  }

  private RunFolder.Outcome train(long broken, long stopAt) throws IOException {
    Counting learner = new Counting(broken);
    return RunFolder.of(folder)
        .train(
            learner,
            new RunFolder.Plan(
                7, 100, 3, RunFolder.POLICY, RunFolder.Publication.NONE, "do something else"),
            Progress.NONE,
            () -> learner.updates() >= stopAt);
  }

  @Test
  void numbersThatAreNotFiniteStopTheRunAndKeepTheLastGoodCheckpoint() throws IOException {
    InputException stopped = assertThrows(InputException.class, () -> train(8, 99));
    assertTrue(stopped.getMessage().contains("in update 8"), stopped.getMessage());
    assertTrue(stopped.getMessage().contains("checkpoint of update 6 is kept; do something else"));
    Checkpoint kept = Checkpoint.read(folder.resolve(RunFolder.CHECKPOINT));
    assertEquals(6, kept.doubles("updates", 1)[0]);
    assertTrue(Files.exists(folder.resolve(RunFolder.POLICY)));
  }

  @Test
  void aStoppedRunGoesOnWhereItWas() throws IOException {
    RunFolder.Outcome part = train(-1, 4);
    assertFalse(part.finished());
    assertEquals(4, part.updates());
    RunFolder.Outcome whole = train(-1, 99);
    assertTrue(whole.finished());
    assertEquals(100, whole.steps());
    assertEquals(7, whole.seed());
    assertEquals(10, whole.totals().episodes(), "of both parts");
    assertEquals(5, whole.totals().costly());
    assertEquals(1, whole.recent().episodes());
    assertEquals(3, whole.totals().meanLength());
    assertEquals(11, Files.readAllLines(folder.resolve(RunTable.NAME)).size());
  }

  @Test
  void theFolderHoldsTheBaseByteForByteAndIsNotBegunTwice() throws IOException {
    Settings settings = Settings.parse("steps = 5".getBytes(StandardCharsets.UTF_8), "x", KEYS);
    Path base = Files.writeString(folder.resolve("p.onnx"), "any bytes");
    Path run = folder.resolve("run");
    assertFalse(RunFolder.isBegun(run));
    PolicyHints hints = PolicyHints.NONE.withActivation(Activation.ELU);
    RunFolder.begin(run, settings, new GuardedRun.PolicyFile(base, hints), null);
    assertArrayEquals(Files.readAllBytes(base), Files.readAllBytes(run.resolve("base.onnx")));
    Settings kept = RunFolder.settings(run, KEYS);
    assertEquals("base.onnx", kept.text("base"));
    assertEquals(hints, PolicyHints.read(run.resolve(kept.text("base_hints"))));
    assertEquals(5, kept.count("steps"));
    assertThrows(InputException.class, () -> RunFolder.begin(run, settings, null, null));
    assertThrows(InputException.class, () -> RunFolder.settings(folder, KEYS));
  }
}
