package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.trace.EpisodeRecord;

class RolloutsTest {
  private static final Environments.Description ROBOT = Environments.named("point-robot");

  private static List<EpisodeRecord> collect(long n, long seed, int threads, int lanes)
      throws IOException {
    List<EpisodeRecord> episodes = new ArrayList<>();
    new Rollouts(ROBOT.batch(), ROBOT.scripted().orElseThrow(), seed, threads, lanes)
        .collect(n, episodes::add, Progress.NONE);
    return episodes;
  }

  /** SHA-256 over the bits of everything recorded. */
  private static String digest(List<EpisodeRecord> episodes) {
    MessageDigest digest = Sha256.newDigest();
    for (EpisodeRecord e : episodes) {
      add(digest, e.observations());
      add(digest, e.actions());
      add(digest, new double[][] {e.rewards(), java.util.Objects.requireNonNull(e.costs())});
      e.decisionColumns().values().forEach(rows -> add(digest, rows));
      digest.update((byte) ((e.terminated() ? 1 : 0) + (e.truncated() ? 2 : 0)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, double[][] rows) {
    for (double[] row : rows) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * row.length);
      for (double value : row) {
        bytes.putDouble(value);
      }
      digest.update(bytes.array());
    }
  }

  /** Random123's known answers for philox4x32-10: key, counter and output as 32-bit words. */
  @Test
  void philoxGivesThePublishedAnswers() {
    long[] out = new long[2];
    Philox.block(0, 0, 0, out);
    assertArrayEquals(new long[] {0xe169c58d6627e8d5L, 0x9b00dbd8bc57ac4cL}, out);
    Philox.block(-1, -1, -1, out);
    assertArrayEquals(new long[] {0x41c83b0e408f276dL, 0x6d5451fda20bc7c6L}, out);
    Philox.block(0x299f31d0a4093822L, 0x85a308d3243f6a88L, 0x0370734413198a2eL, out);
    assertArrayEquals(new long[] {0x94fdccebd16cfe09L, 0x24126ea15001e420L}, out);
  }

  @Test
  void noiseIsStandardNormal() {
    long[] bits = new long[2];
    double[] pair = new double[2];
    int n = 200_000;
    double[] moments = new double[5];
    double product = 0;
    for (int i = 0; i < n; i++) {
      Philox.block(3, i, 0, bits);
      Philox.normals(bits, pair);
      product += pair[0] * pair[1] / n;
      for (double z : pair) {
        for (int k = 1; k <= 4; k++) {
          moments[k] += Math.pow(z, k) / (2 * n);
        }
      }
    }
    // Within five standard errors of 0, 1, 0, 3 and 0.
    assertEquals(0, moments[1], 5 / Math.sqrt(2.0 * n));
    assertEquals(1, moments[2], 5 * Math.sqrt(2 / (2.0 * n)));
    assertEquals(0, moments[3], 5 * Math.sqrt(15 / (2.0 * n)));
    assertEquals(3, moments[4], 5 * Math.sqrt(96 / (2.0 * n)));
    assertEquals(0, product, 5 / Math.sqrt(n));
  }

  @Test
  void aSeedGivesTheSameEpisodesWhateverTheThreadsAndLanes() throws IOException {
    String expected = digest(collect(300, 42, 1, 1));
    assertEquals(expected, digest(collect(300, 42, 1, 300)));
    assertEquals(expected, digest(collect(300, 42, 4, 7)));
    assertEquals(expected, digest(collect(1000, 42, 3, 64).subList(0, 300)));
    assertFalse(expected.equals(digest(collect(300, 43, 1, 300))));
  }

  /**
   * Environment version 1 and this controller, for good: a change of these bits is a new version.
   */
  @Test
  void version1IsTheSameToTheLastBitEverywhere() throws IOException {
    assertEquals(
        "bf53775168f19d0e063fbf71503b993269dc2c1798e3384c12d182fec9eda2dd",
        digest(collect(100, 1, 2, 16)));
    assertEquals(
        "ffe903a0b7af48fa003a62249d112b77e49662ec8c587590152a764d2bb9bc4b",
        Sha256.of(ROBOT.scripted().orElseThrow().parameters()));
  }

  @Test
  void anEpisodeHoldsItsLastObservationAndWhatThePolicyDrewFrom() throws IOException {
    for (EpisodeRecord e : collect(200, 5, 2, 50)) {
      int t = e.decisions();
      assertEquals(t + 1, e.observations().length);
      assertTrue(e.terminated() ^ e.truncated());
      double[][] raw = java.util.Objects.requireNonNull(e.decisionColumns().get("raw_action"));
      double[][] mean = java.util.Objects.requireNonNull(e.decisionColumns().get("mean"));
      double[][] std = java.util.Objects.requireNonNull(e.decisionColumns().get("std"));
      double[][] logProb = java.util.Objects.requireNonNull(e.decisionColumns().get("log_prob"));
      for (int i = 0; i < t; i++) {
        double expected = 0;
        double[] m = new double[2];
        double[] s = new double[2];
        ROBOT.scripted().orElseThrow().distribution(e.observations()[i], 0, m, s, 0);
        assertArrayEquals(m, mean[i]);
        assertArrayEquals(s, std[i]);
        for (int j = 0; j < 2; j++) {
          double z = (raw[i][j] - m[j]) / s[j];
          expected += -0.5 * z * z - Math.log(s[j] * Math.sqrt(2 * Math.PI));
          assertEquals(Math.max(-1, Math.min(1, raw[i][j])), e.actions()[i][j]);
        }
        assertEquals(expected, logProb[i][0], 1e-12);
      }
    }
  }

  @Test
  void replayingTheActionsGivesTheObservationsBack() throws IOException {
    for (EpisodeRecord e : collect(50, 9, 1, 50)) {
      PointReachAvoid robot = new PointReachAvoid(ReachAvoidTask.POINT_ROBOT, 1);
      for (int t = 0; t < e.decisions(); t++) {
        assertArrayEquals(e.observations()[t], robot.observations());
        robot.step(e.actions()[t]);
        assertEquals(e.rewards()[t], robot.rewards()[0]);
      }
      assertArrayEquals(e.observations()[e.decisions()], robot.observations());
      assertEquals(e.terminated(), robot.terminated(0));
    }
  }

  /** Measured over a million episodes by PointRobotStudy; here the counts it makes likely. */
  @Test
  void theScriptedControllerReachesTheGoalAndViolatesRarely() throws IOException {
    long[] goals = new long[101];
    long[] hazards = new long[101];
    Rollouts.Summary summary =
        new Rollouts(ROBOT.batch(), ROBOT.scripted().orElseThrow(), 1)
            .collect(10_000, e -> PointRobotStudy.count(e, goals, hazards), Progress.NONE);
    assertEquals(10_000, summary.episodes());
    long within22 = 0;
    for (int t = 0; t <= 22; t++) {
      within22 += goals[t];
    }
    assertTrue(within22 >= 9_990, "" + within22);
    assertTrue(within22 + summary.costly() + summary.truncated() <= 10_000);
    double mean = (double) summary.decisions() / summary.episodes();
    assertEquals(15, mean, 1);
  }

  @Test
  void aFailingSinkStopsTheCollection() {
    IOException full = new IOException("disk full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                new Rollouts(ROBOT.batch(), ROBOT.scripted().orElseThrow(), 1, 2, 8)
                    .collect(
                        1_000,
                        e -> {
                          throw full;
                        },
                        Progress.NONE));
    assertEquals(full, thrown);
  }

  /** Some environments are processes. */
  @Test
  void everyEnvironmentThatWasMadeIsClosed() throws IOException, InterruptedException {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger open = new AtomicInteger();
    IntFunction<BatchEnvironment> counted =
        lanes -> {
          made.incrementAndGet();
          open.incrementAndGet();
          BatchEnvironment robot = ROBOT.batch().apply(lanes);
          return (BatchEnvironment)
              Proxy.newProxyInstance(
                  BatchEnvironment.class.getClassLoader(),
                  new Class<?>[] {BatchEnvironment.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                      open.decrementAndGet();
                    }
                    return method.invoke(robot, arguments);
                  });
        };
    Rollouts rollouts = new Rollouts(counted, ROBOT.scripted().orElseThrow(), 1, 2, 8);
    rollouts.collect(100, e -> {}, Progress.NONE);
    assertEquals(0, open.get());
    assertTrue(made.get() <= 2, made + " for two threads");
    assertThrows(
        IOException.class,
        () ->
            rollouts.collect(
                1_000,
                e -> {
                  throw new IOException("disk full");
                },
                Progress.NONE));
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (open.get() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(10); // a batch that is running closes its environment when it is done
    }
    assertEquals(0, open.get());
  }

  @Test
  void anUnknownEnvironmentIsOneClearSentence() {
    InputException e = assertThrows(InputException.class, () -> Environments.named("point-robt"));
    assertEquals(
        "--env: 'point-robt' is not an environment; did you mean 'point-robot'?", e.getMessage());
  }
}
