package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.spec.PredicateProgram;
import org.surety.spec.Property;
import org.surety.spec.PropertyFile;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFacts;

@Timeout(60)
class LogMonitorTest {
  private static final String FILE =
      """
      signal x = observations[0]
      signal y = observations[1]
      signal u = actions[0]
      predicate hazard := hypot(x - 1, y) <= 0.5
      predicate goal := x >= 2
      predicate hard := abs(u) >= 0.9
      property reach_avoid := (!hazard) U goal
      property gentle := G !hard
      horizon 20
      """;
  private static final int HORIZON = 20;

  private static LogMonitor monitor(String text, int kept) {
    PropertyFile file = PropertyFile.parse("test", text);
    PredicateProgram program = file.program();
    List<PropertyMonitor> monitors = new ArrayList<>();
    for (Property p : file.properties()) {
      monitors.add(
          new PropertyMonitor(
              p.formula(),
              LtlfTranslator.translate(p.formula()),
              program.atoms(),
              HORIZON,
              HORIZON - 4));
    }
    return new LogMonitor(program, monitors, kept);
  }

  /** Random walks; columns in the order in which the program of FILE asks for them. */
  private static final class Walks implements EpisodeReader {
    private final PredicateProgram program;
    private final int episodes;
    private final SplittableRandom random = new SplittableRandom(16);
    int read;

    Walks(String text, int episodes) {
      this.program = PropertyFile.parse("test", text).program();
      this.episodes = episodes;
    }

    @Override
    public Episode next() throws IOException {
      if (read == episodes) {
        return null;
      }
      int decisions = random.nextInt(30);
      double[] x = new double[decisions + 1];
      double[] y = new double[decisions + 1];
      double[] u = new double[decisions + 1];
      for (int t = 0; t < decisions; t++) {
        u[t] = 2 * random.nextDouble() - 0.98;
        x[t + 1] = x[t] + random.nextDouble() * 0.4;
        y[t + 1] = y[t] + random.nextDouble() - 0.5;
      }
      u[decisions] = decisions == 0 ? Double.NaN : u[decisions - 1];
      double[][] columns = new double[program.columns().size()][];
      ColumnTiming[] timings = new ColumnTiming[columns.length];
      for (int c = 0; c < columns.length; c++) {
        boolean action = program.columns().get(c).path().equals("actions");
        columns[c] = action ? u : program.columns().get(c).component() == 0 ? x : y;
        timings[c] = action ? ColumnTiming.ACTION : ColumnTiming.STATE;
      }
      EpisodeEnd end = EpisodeEnd.values()[random.nextInt(3)];
      long number = read++;
      return new Episode(
          number, "e" + number, decisions, decisions + 1, end, columns, timings, number, 0, true);
    }

    @Override
    public LogFacts facts() {
      return new LogFacts("test", true, "not applicable", "terminated+truncated");
    }

    @Override
    public void close() {}
  }

  @Test
  void tallyIsTheSameForAnyNumberOfThreads() throws Exception {
    List<Tally> one = monitor(FILE, 10).judge(new Walks(FILE, 5_000), 1, e -> {});
    assertEquals(5_000, one.get(0).episodes());
    assertTrue(one.get(0).count(Outcome.HAZARD, HORIZON) > 100);
    assertTrue(one.get(0).count(Outcome.SATISFIED, HORIZON) > 100);
    for (int threads : new int[] {2, 3, 7}) {
      List<Long> order = new ArrayList<>();
      assertEquals(
          one,
          monitor(FILE, 10).judge(new Walks(FILE, 5_000), threads, e -> order.add(e.number())));
      for (int i = 0; i < 5_000; i++) {
        assertEquals(i, order.get(i));
      }
    }
  }

  @Test
  void aPropertyThatReadsAnActionIsJudgedWithTheLastOneHeld() throws Exception {
    LogMonitor monitor = monitor(FILE, 10);
    Walks walks = new Walks(FILE, 500);
    LogMonitor.Worker worker = monitor.newWorker();
    int differs = 0;
    for (Episode e = walks.next(); e != null; e = walks.next()) {
      Judgement judgement = worker.judge(e).get(1);
      if (e.decisions() == 0) {
        assertEquals(Outcome.UNDECIDED, judgement.at(0), "there is no action");
        continue;
      }
      double[] u = null;
      for (int c = 0; c < e.width(); c++) {
        u = e.timing(c) == ColumnTiming.ACTION ? e.column(c) : u;
      }
      for (int t = 0; t <= HORIZON && t < e.letters(); t++) {
        boolean gentle = t > 0 || Math.abs(u[0]) < 0.9;
        for (int i = 0; i < t; i++) {
          gentle &= Math.abs(u[i]) < 0.9;
        }
        assertEquals(gentle, judgement.at(t) == Outcome.SATISFIED, "horizon " + t);
        differs += gentle && Math.abs(u[t]) >= 0.9 ? 1 : 0;
      }
    }
    assertTrue(differs > 50, "the letter's own action would have decided otherwise");
  }

  @Test
  void theFirstBadEpisodeOfTheLogIsReportedWhateverTheThreads() {
    String file =
        """
        signal x = observations[0]
        signal y = observations[1]
        predicate steep := y / (x - x) > 1
        property flat := G !steep
        """;
    for (int threads : new int[] {1, 4}) {
      for (int repeat = 0; repeat < 20; repeat++) {
        InputException e =
            assertThrows(
                InputException.class,
                () -> monitor(file, 1).judge(new Walks(file, 2_000), threads, x -> {}));
        assertTrue(e.getMessage().contains("episode e0,"), e.getMessage());
      }
    }
  }

  @Test
  void anErrorOfTheReaderComesThrough() {
    for (int threads : new int[] {1, 3}) {
      EpisodeReader broken =
          new EpisodeReader() {
            private final Walks walks = new Walks(FILE, 1_000);

            @Override
            public Episode next() throws IOException {
              if (walks.read == 700) {
                throw new InputException("log.csv, row 12", "is cut off", "copy it again");
              }
              return walks.next();
            }

            @Override
            public LogFacts facts() {
              return walks.facts();
            }

            @Override
            public void close() {}
          };
      InputException e =
          assertThrows(
              InputException.class, () -> monitor(FILE, 1).judge(broken, threads, x -> {}));
      assertTrue(e.getMessage().contains("row 12"));
    }
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    for (int threads : new int[] {1, 3}) {
      Thread judging = Thread.currentThread();
      assertThrows(
          InterruptedException.class,
          () ->
              monitor(FILE, 1)
                  .judge(
                      new Walks(FILE, Integer.MAX_VALUE),
                      threads,
                      e -> {
                        if (e.number() == 1_000) {
                          judging.interrupt();
                        }
                      }));
    }
  }
}
