package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.certificate.CertifiedProperty;
import org.surety.env.BatchEnvironment;
import org.surety.guard.BudgetGuard;
import org.surety.guard.Guard;
import org.surety.guard.MeanGuard;
import org.surety.guard.PerStepGuard;
import org.surety.monitor.Outcome;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.trace.EpisodeRecord;
import org.surety.train.EpisodeProperty;
import org.surety.train.EpisodeTotals;
import org.surety.train.RandomWalk;
import org.surety.train.RecordedEnvironment;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/** A training in which many episodes violate the property counts every one of them. */
class JudgedTrainingTest {
  private static final int HORIZON = 8;
  private static final String SPEC =
      """
      signal    x = observations[0]
      signal    y = observations[1]
      property  judged := (hypot(x, y) < 1.4 & sum(costs) <= 3) U (x >= 0.9)
      """;

  private static final Policy BASE =
      GaussianActor.fresh(
          2,
          2,
          List.of(8),
          Activation.TANH,
          0.5,
          ActionScaling.bounded(
              ActionScaling.Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1}),
          7);

  @TempDir Path folder;

  private static PpoLearner learner(
      Restriction.Kind kind, IntFunction<? extends BatchEnvironment> environments) {
    String text =
        """
        seed = 3
        [rollout]
        lanes = 60
        workers = 2
        [ppo]
        minibatch = 480
        epochs = 1
        warm_up = 0
        [network]
        hidden = [8]
        """;
    PpoSettings settings =
        PpoSettings.of(
            Settings.parse(text.getBytes(StandardCharsets.UTF_8), "test", PpoSettings.KEYS)
                .with(Map.of("guard.kind", '"' + kind.word() + '"'), "test"));
    Supplier<Guard> guard =
        switch (kind) {
          case PER_STEP -> () -> new PerStepGuard(1.3, HORIZON);
          case BUDGET -> () -> new BudgetGuard(2.5, 0.5, HORIZON);
          case MEAN_ONLY -> () -> new MeanGuard(1.5, 0.4, HORIZON);
          case NONE -> throw new IllegalArgumentException();
        };
    return new PpoLearner(
        settings,
        "cpu",
        List.of(environments),
        BASE,
        guard,
        EpisodeProperty.of(CertifiedProperty.of("judged", "", "", SPEC, "0"), HORIZON),
        kind.spends() ? GaussianActor.withRemainingShare(BASE) : BASE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Restriction.Kind.class,
      names = {"PER_STEP", "BUDGET", "MEAN_ONLY"})
  void verdictsAreThoseOfTheTrainingsOwnLog(Restriction.Kind kind) throws IOException {
    Map<Long, EpisodeRecord> finished = RecordedEnvironment.log();
    List<RecordedEnvironment> recorded = new ArrayList<>();
    EpisodeTotals totals = new EpisodeTotals();
    Map<Outcome, Long> expected;
    try (PpoLearner learner =
        learner(
            kind,
            lanes -> {
              recorded.add(new RecordedEnvironment(new RandomWalk(lanes), finished));
              return recorded.get(recorded.size() - 1);
            })) {
      for (int i = 0; i < 4; i++) {
        totals.add(learner.update().episodes);
      }
      assertEquals(totals.episodes(), finished.size());
      assertTrue(learner.episodesStarted() >= totals.judged());
      expected = RecordedEnvironment.monitored(SPEC, HORIZON, finished, folder);
      Map<Long, EpisodeRecord> running = new TreeMap<>();
      recorded.forEach(each -> running.putAll(each.running(HORIZON)));
      Map<Outcome, Long> known = RecordedEnvironment.monitored(SPEC, HORIZON, running, folder);
      known.remove(Outcome.UNDECIDED);
      known.forEach((outcome, count) -> expected.merge(outcome, count, Long::sum));
    }
    assertEquals(expected, RecordedEnvironment.counts(totals));
    assertTrue(totals.verdicts(Outcome.HAZARD) > 100, totals.verdicts(Outcome.HAZARD) + " hazards");
    assertTrue(totals.verdicts(Outcome.LATE) > 100, totals.verdicts(Outcome.LATE) + " late");
  }

  @ParameterizedTest
  @EnumSource(
      value = Restriction.Kind.class,
      names = {"PER_STEP", "BUDGET", "MEAN_ONLY"})
  void anInterruptedTrainingCountsTheSame(Restriction.Kind kind) {
    List<Map<Outcome, Long>> counted = new ArrayList<>();
    for (int interruptedAfter : new int[] {4, 1, 2}) {
      EpisodeTotals totals = new EpisodeTotals();
      try (PpoLearner first = learner(kind, RandomWalk::new);
          PpoLearner second = learner(kind, RandomWalk::new)) {
        for (int i = 0; i < interruptedAfter; i++) {
          totals.add(first.update().episodes);
        }
        second.restore(first.checkpoint());
        for (int i = interruptedAfter; i < 4; i++) {
          totals.add(second.update().episodes);
        }
      }
      counted.add(RecordedEnvironment.counts(totals));
    }
    assertEquals(counted.get(0), counted.get(1));
    assertEquals(counted.get(0), counted.get(2));
  }
}
