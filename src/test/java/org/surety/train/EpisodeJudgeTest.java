package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.certificate.CertifiedProperty;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.monitor.Outcome;
import org.surety.trace.EpisodeRecord;

/** Episodes of a training get the verdicts that their log would get. */
class EpisodeJudgeTest {
  private static final int LANES = 200;
  private static final String SIGNALS =
      """
      signal    x = observations[0]
      signal    y = observations[1]
      signal    p = infos.product
      signal    u = actions[1]
      predicate far := hypot(x, y) >= 1.2
      predicate goal := x >= 0.9
      property  judged := %s
      """;

  @TempDir Path folder;

  private static String spec(String formula) {
    return SIGNALS.formatted(formula);
  }

  private static EpisodeProperty property(String formula, int horizon) {
    return EpisodeProperty.of(
        CertifiedProperty.of("judged", formula, formula, spec(formula), "0"), horizon);
  }

  /** Action k of decision t of an episode: the same whoever asks. */
  private static double action(long episode, int t, int k) {
    return new SplittableRandom(episode * 1_000_003 + 2 * t + k).nextDouble(-1, 1);
  }

  /** Plays one episode a lane, to its end; every other lane is saved and continued on the way. */
  private static EpisodeTotals judge(EpisodeProperty property, BatchEnvironment environment) {
    EpisodeTotals totals = new EpisodeTotals();
    EpisodeJudge judge = property.judge(environment, totals);
    int lanes = environment.lanes();
    int[] decisions = new int[lanes];
    double[] actions = new double[2 * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      environment.reset(lane, 5, lane);
      judge.begin(lane, lane);
    }
    for (int t = 0; t <= RandomWalk.MOST; t++) {
      boolean[] running = new boolean[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        running[lane] = !environment.ended(lane);
        for (int k = 0; running[lane] && k < 2; k++) {
          actions[2 * lane + k] = action(lane, t, k);
        }
        decisions[lane] += running[lane] ? 1 : 0;
        if (!running[lane]) {
          // As training does: the lane begins an episode, here one that nobody asks about.
          judge.restore(lane, ended(judge), 0);
        }
      }
      judge.decided(actions);
      environment.step(actions);
      judge.reached(actions, decisions);
      EpisodeJudge next = property.judge(environment, totals);
      for (int lane = 0; lane < lanes; lane++) {
        double[] saved = new double[judge.stateSize()];
        judge.save(lane, saved, 0);
        next.begin(lane, lane);
        next.restore(lane, saved, 0);
      }
      judge = next;
    }
    return totals;
  }

  /** The state of a lane that has its verdict. */
  private static double[] ended(EpisodeJudge judge) {
    double[] saved = new double[judge.stateSize()];
    saved[0] = 1;
    return saved;
  }

  private Map<Outcome, Long> monitored(String formula, int horizon, Map<Long, EpisodeRecord> log)
      throws IOException {
    return RecordedEnvironment.monitored(spec(formula), horizon, log, folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!far U goal",
        "G !far",
        "F goal",
        "F[0,5] G[0,3] !goal",
        "X X goal",
        "!far U[2,6] (goal & (p >= 0))",
        "G (sum(costs) <= 2)",
        "G (sum(rewards) >= -1.5)",
        "F (rewards > 0.8)",
        "G (prev(x) - x <= 0.6)",
        "F (count(goal) >= 3)",
        "G (u <= 0.9)",
        "!(u > 0.5) U goal",
        "G (sum(u) <= 2)",
        "F (prev(u) + u >= 1.2 & goal)",
        "G (abs(u) + costs <= 1.8)",
        "F (infos.time >= 9)",
      })
  void verdictsOfEpisodesAreThoseOfTheirLog(String formula) throws IOException {
    for (int horizon : new int[] {1, 8, RandomWalk.MOST, 40}) {
      Map<Long, EpisodeRecord> log = RecordedEnvironment.log();
      EpisodeTotals totals =
          judge(property(formula, horizon), new RecordedEnvironment(new RandomWalk(LANES), log));
      assertEquals(LANES, log.size());
      assertEquals(
          monitored(formula, horizon, log),
          RecordedEnvironment.counts(totals),
          formula + " within " + horizon);
      assertEquals(LANES, totals.judged());
    }
  }

  /** A deadline of the training is no end of the environment: what it cuts off is not known. */
  @ParameterizedTest
  @CsvSource({"5, 8", "8, 8", "9, 8", "3, 40"})
  void episodesThatTrainingCutsOffAreCountedOnlyIfTheyWereDecided(int deadline, int horizon)
      throws IOException {
    for (String formula : List.of("!far U goal", "G !far", "F goal", "G (sum(costs) <= 2)")) {
      Map<Long, EpisodeRecord> log = RecordedEnvironment.log();
      EpisodeProperty property = property(formula, horizon);
      EpisodeTotals whole = judge(property, new RecordedEnvironment(new RandomWalk(LANES), log));
      EpisodeTotals cut = judge(property, DeadlineEnvironment.of(new RandomWalk(LANES), deadline));
      if (deadline >= horizon) {
        assertEquals(RecordedEnvironment.counts(whole), RecordedEnvironment.counts(cut));
        continue;
      }
      assertTrue(cut.judged() < whole.judged(), formula);
      for (Outcome outcome : Outcome.values()) {
        assertTrue(cut.verdicts(outcome) <= whole.verdicts(outcome), formula + outcome);
      }
      // What ended by itself before the deadline, or was decided by then, has its verdict.
      Map<Long, EpisodeRecord> early = RecordedEnvironment.log();
      Map<Long, EpisodeRecord> late = RecordedEnvironment.log();
      log.forEach((n, e) -> (e.decisions() <= deadline ? early : late).put(n, e));
      long known = 0;
      for (long count : monitored(formula, horizon, early).values()) {
        known += count;
      }
      for (Map.Entry<Outcome, Long> entry :
          monitored(formula, horizon, truncated(late, deadline)).entrySet()) {
        known += entry.getKey() == Outcome.UNDECIDED ? 0 : entry.getValue();
      }
      assertEquals(known, cut.judged(), formula);
    }
  }

  /** The first decisions of episodes, as if a time limit had ended them. */
  private static Map<Long, EpisodeRecord> truncated(Map<Long, EpisodeRecord> log, int decisions) {
    Map<Long, EpisodeRecord> cut = RecordedEnvironment.log();
    log.forEach((number, e) -> cut.put(number, RecordedEnvironment.first(decisions, e)));
    return cut;
  }

  @Test
  void whatAnEnvironmentDoesNotGiveIsNamed() {
    List<String> said = new ArrayList<>();
    for (String formula :
        List.of("G (infos.depth >= 0)", "G (observations[2] <= 1)", "G (raw_action[0] <= 1)")) {
      InputException e =
          assertThrows(
              InputException.class,
              () -> property(formula, 8).requireGivenBy(new RandomWalk(1), "the walk"));
      said.add(e.getMessage());
    }
    assertTrue(
        said.get(0).contains("the walk") && said.get(0).contains("'infos.depth'"), said::toString);
    assertTrue(said.get(1).contains("has width 2"), said::toString);
    assertTrue(said.get(2).contains("'raw_action'"), said::toString);
    property("G (infos.product >= 0)", 8).requireGivenBy(new RandomWalk(1), "the walk");
  }

  @Test
  void aPredicateThatIsNotDefinedSomewhereStopsWithTheEpisodeAndTheReason() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> judge(property("G (sqrt(x) <= 9)", 8), new RandomWalk(LANES)));
    assertTrue(e.getMessage().contains("training episode "), e.getMessage());
    assertTrue(e.getMessage().contains("no finite margin"), e.getMessage());
  }
}
