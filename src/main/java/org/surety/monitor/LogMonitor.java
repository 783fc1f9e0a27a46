package org.surety.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.surety.spec.Evaluator;
import org.surety.spec.PredicateProgram;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;

/**
 * Judges several properties on every episode of a log: columns to margins once, then each property,
 * each into a tally of its own.
 */
public final class LogMonitor {
  private final PredicateProgram program;
  private final List<PropertyMonitor> properties;
  private final int kept;

  /**
   * @param program computes the margins; its atoms are those of every property monitor, in order
   * @param properties what to judge
   * @param kept how many of the worst episodes each tally keeps, at least 1
   */
  public LogMonitor(PredicateProgram program, List<PropertyMonitor> properties, int kept) {
    for (PropertyMonitor property : properties) {
      if (!property.atoms().equals(program.atoms())) {
        throw new IllegalArgumentException("a property monitor over other atoms");
      }
    }
    this.program = program;
    this.properties = List.copyOf(properties);
    this.kept = kept;
  }

  /**
   * Judges a whole log.
   *
   * @param reader opened for {@code program.columns()} in their order; left open
   * @param threads at least 1
   * @param inOrder sees every episode in the order of the log, for example a {@link
   *     DuplicateDetector}
   * @return a tally for each property, the same for any number of threads
   * @throws org.surety.base.InputException if an episode has a margin that is not finite
   */
  public List<Tally> judge(EpisodeReader reader, int threads, Consumer<? super Episode> inOrder)
      throws IOException, InterruptedException {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(newWorker());
    }
    EpisodePipeline.run(reader, workers, inOrder);
    List<Tally> tallies = workers.get(0).tallies();
    for (Worker worker : workers.subList(1, threads)) {
      for (int p = 0; p < tallies.size(); p++) {
        tallies.get(p).merge(worker.tallies().get(p));
      }
    }
    return tallies;
  }

  /** A worker with empty tallies, for one thread. */
  public Worker newWorker() {
    return new Worker();
  }

  /** Judges the episodes it is given. */
  public final class Worker implements Consumer<Episode> {
    private final Evaluator evaluator = program.evaluator();
    private final List<Tally> tallies = new ArrayList<>();
    private final List<PropertyMonitor.Scratch> scratches = new ArrayList<>();
    private final double[][] columns = new double[program.columns().size()][];
    private double[][] margins = new double[program.atoms().size()][];
    private double[][] heldMargins = new double[program.atoms().size()][];
    private int capacity = -1;

    /** The columns that hold an action, as of the last episode. */
    private boolean[] actions = new boolean[columns.length];

    private @Nullable Evaluator heldEvaluator;
    private boolean[] readsAction = new boolean[properties.size()];

    private Worker() {
      for (PropertyMonitor property : properties) {
        tallies.add(Tally.of(property, kept));
        scratches.add(property.newScratch());
      }
    }

    /** One tally for each property, of all episodes accepted so far. */
    public List<Tally> tallies() {
      return tallies;
    }

    @Override
    public void accept(Episode episode) {
      List<Judgement> judgements = judge(episode);
      for (int p = 0; p < judgements.size(); p++) {
        PropertyMonitor property = properties.get(p);
        double @Nullable [][] held = readsAction[p] ? heldMargins : null;
        tallies
            .get(p)
            .add(episode, judgements.get(p), () -> property.explain(episode, margins, held));
      }
    }

    /** Judges each property without counting. */
    public List<Judgement> judge(Episode episode) {
      holdActions(episode);
      computeMargins(episode);
      List<Judgement> judgements = new ArrayList<>(properties.size());
      for (int p = 0; p < properties.size(); p++) {
        judgements.add(judge(p, episode));
      }
      return judgements;
    }

    private Judgement judge(int p, Episode episode) {
      PropertyMonitor property = properties.get(p);
      if (!readsAction[p]) {
        return property.judge(episode, margins, null, scratches.get(p));
      }
      return episode.decisions() == 0
          ? property.unreadable()
          : property.judge(episode, margins, heldMargins, scratches.get(p));
    }

    private void computeMargins(Episode episode) {
      int letters = 0;
      for (PropertyMonitor property : properties) {
        letters = Math.max(letters, property.lettersRead(episode));
      }
      reserve(letters);
      for (int c = 0; c < columns.length; c++) {
        // Before the first decision an action is NaN, and what reads it is not judged.
        boolean none = actions[c] && episode.decisions() == 0;
        columns[c] = none ? new double[letters] : episode.column(c);
      }
      evaluator.evaluate(episode.id(), columns, letters, margins);
      if (heldEvaluator != null) {
        heldEvaluator.evaluate(episode.id(), columns, letters, heldMargins);
      }
    }

    private void holdActions(Episode episode) {
      boolean[] found = new boolean[columns.length];
      for (int c = 0; c < found.length; c++) {
        found[c] = episode.timing(c) == ColumnTiming.ACTION;
      }
      if (Arrays.equals(found, actions)) {
        return;
      }
      actions = found;
      Set<String> reading = new HashSet<>();
      for (int c = 0; c < found.length; c++) {
        if (found[c]) {
          reading.addAll(program.atomsReading(c));
        }
      }
      boolean any = false;
      readsAction = new boolean[properties.size()];
      for (int p = 0; p < readsAction.length; p++) {
        readsAction[p] = properties.get(p).formula().atoms().stream().anyMatch(reading::contains);
        any |= readsAction[p];
      }
      heldEvaluator = any ? program.held(found).evaluator() : null;
    }

    private void reserve(int letters) {
      if (letters <= capacity) {
        return;
      }
      capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(letters, 2L * capacity));
      for (int a = 0; a < margins.length; a++) {
        margins[a] = new double[capacity];
        heldMargins[a] = new double[capacity];
      }
    }
  }
}
