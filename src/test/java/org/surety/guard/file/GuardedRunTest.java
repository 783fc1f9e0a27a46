package org.surety.guard.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.guard.CouplingCharge;
import org.surety.guard.GuardSetting;
import org.surety.guard.GuardedAction;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.ReleaseTerms;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.ratio.DiagonalGaussian;

/** A guarded policy as a folder is the policy that was written. */
class GuardedRunTest {
  @TempDir Path folder;

  @BeforeEach
  void policies() throws IOException {
    Random random = new Random(7);
    write("base.st", random, 2, new Head.ConstantDeviation(new double[] {-0.5, 0.2}));
    write("task.st", random, 2, new Head.ConstantDeviation(new double[] {-0.3, 0.1}));
    write("aware.st", random, 3, new Head.ConstantDeviation(new double[] {-0.3, 0.1}));
    Policies.writeSafetensors(
        new Policy(
            2,
            null,
            Network.NONE,
            new Head.RatioBounded(network(random, 2, 7)),
            ActionScaling.tanh()),
        folder.resolve("head.st"));
  }

  private void write(String name, Random random, int inputs, Head.Deviation deviation)
      throws IOException {
    Policies.writeSafetensors(
        new Policy(
            inputs,
            null,
            Network.NONE,
            new Head.Gaussian(network(random, inputs, 2), deviation),
            ActionScaling.tanh()),
        folder.resolve(name));
  }

  private static Network network(Random random, int inputs, int outputs) {
    return new Network(
        List.of(
            new DenseLayer(
                inputs,
                random.doubles((long) inputs * outputs, -2, 2).toArray(),
                random.doubles(outputs, -1, 1).toArray(),
                Activation.IDENTITY)));
  }

  private GuardedRun run(String task, boolean observesRemaining, GuardSetting setting)
      throws IOException {
    return GuardedRun.of(
        new GuardedRun.PolicyFile(folder.resolve("base.st"), PolicyHints.NONE),
        new GuardedRun.PolicyFile(folder.resolve(task), PolicyHints.NONE),
        observesRemaining,
        setting,
        Optional.empty());
  }

  private static GuardSetting setting(GuardSetting.Kind kind, String limit) {
    return GuardSetting.of(kind, new BigDecimal(limit), 30);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    GuardSetting setting =
        new GuardSetting(
            GuardSetting.Kind.BUDGET,
            new BigDecimal("2.3"),
            Optional.of(new BigDecimal("0.4")),
            22,
            Optional.of(new ReleaseTerms("a".repeat(64), "the \"lidar\" \\ pipeline")));
    GuardedRun made =
        GuardedRun.of(
            new GuardedRun.PolicyFile(folder.resolve("base.st"), PolicyHints.NONE),
            new GuardedRun.PolicyFile(folder.resolve("aware.st"), PolicyHints.NONE),
            true,
            setting,
            Optional.of(new CouplingCharge("torch", "surety", 1e-7)));
    made.write(folder.resolve("run"));
    GuardedRun read = GuardedRun.read(folder.resolve("run"));
    assertEquals(made.manifest(), read.manifest());
    assertEquals(made.manifest().digest(), read.manifest().digest());
    assertEquals(made.base(), read.base());
    assertEquals(made.task(), read.task());
    assertEquals(setting, read.manifest().setting());
    assertTrue(read.manifest().observesRemaining());
    assertEquals("run", read.name());
    assertEquals(read.manifest(), GuardedRun.read(folder.resolve("run/guard.json")).manifest());
    GuardedRun.read(folder.resolve("run")).write(folder.resolve("run")); // nothing to change
    Files.writeString(folder.resolve("run/base.st"), "another");
    assertThrows(InputException.class, () -> made.write(folder.resolve("run")));
  }

  @Test
  void noDecisionOfAGuardedFolderGoesBeyondItsLimit() throws IOException {
    double limit = Math.log(1.05);
    for (String task : List.of("task.st", "head.st")) {
      GuardedPolicy policy =
          run(task, false, setting(GuardSetting.Kind.PER_STEP, "1.05")).policy(1);
      Random random = new Random(2);
      boolean deviates = false;
      for (int e = 0; e < 20; e++) {
        policy.start(e);
        for (int t = 0; t < 30; t++) {
          GuardedAction action = policy.act(random.doubles(2, -3, 3).toArray());
          assertTrue(action.played().maxLogRatioUpper(action.base()) <= limit);
          deviates |= !action.played().equals(action.base());
        }
      }
      assertTrue(deviates, task);
    }
  }

  /** The head is inside the limit already, so the guard leaves it as it is. */
  @Test
  void aRatioBoundedHeadIsPlayedAsItIs() throws IOException {
    GuardedRun run = run("head.st", false, setting(GuardSetting.Kind.PER_STEP, "1.2"));
    GuardedPolicy policy = run.policy(1);
    double[] observation = {0.4, -1};
    GuardedAction action = policy.act(observation);
    DiagonalGaussian base = (DiagonalGaussian) run.base().evaluator(1).distribution(observation);
    DiagonalGaussian head =
        run.task()
            .evaluator(1)
            .distribution(observation, base, run.manifest().setting().guard().remaining());
    DiagonalGaussian played = (DiagonalGaussian) action.played();
    assertArrayEquals(head.means(), played.means());
    assertArrayEquals(head.stds(), played.stds());
  }

  @Test
  void aTaskPolicyMayObserveWhatIsLeft() throws IOException {
    GuardedRun run = run("aware.st", true, setting(GuardSetting.Kind.BUDGET, "1"));
    var task = run.taskPolicy();
    double[] observation = {0.1, 0.2};
    assertEquals(
        task.at(observation, 1), run.task().evaluator(1).distribution(0.1, 0.2, 1), "full");
    assertEquals(task.at(observation, 0.5), run.task().evaluator(1).distribution(0.1, 0.2, 0.5));
    assertEquals(task.at(observation, 7), task.at(observation, 1), "refunds are clipped");
    assertThrows(
        InputException.class, () -> run("aware.st", false, setting(GuardSetting.Kind.BUDGET, "1")));
  }

  @Test
  void aHeadUnderAGuardThatCannotLimitItIsRefused() {
    assertThrows(
        InputException.class, () -> run("head.st", false, setting(GuardSetting.Kind.BUDGET, "1")));
    assertThrows(
        InputException.class,
        () -> run("head.st", false, setting(GuardSetting.Kind.MEAN_ONLY, "1")));
  }
}
