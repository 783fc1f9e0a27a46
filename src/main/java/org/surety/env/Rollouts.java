package org.surety.env;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.surety.base.Progress;
import org.surety.guard.file.GuardedRun;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;

/**
 * Collects independent episodes of a controller, or of a guarded policy. Episode i of a seed is
 * always the same, bit for bit: its noise at decision t is {@link Philox} at counter (i, t),
 * whatever the number of threads and lanes.
 *
 * <p>Logged per decision beside the action that was carried out: {@code raw_action}, drawn from the
 * distribution and clipped or squashed only afterwards, and {@code log_prob}, the logarithm of its
 * density or probability; for a Gaussian also {@code mean} and {@code std}.
 */
public final class Rollouts {
  private final IntFunction<? extends BatchEnvironment> environments;
  private final DrawMaker draws;
  private final long seed;
  private final int threads;
  private final int lanes;

  /** Receives episodes in the order of their numbers, from one thread. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next episode. */
    void accept(EpisodeRecord episode) throws IOException;
  }

  /**
   * What was collected.
   *
   * @param episodes how many
   * @param decisions in all
   * @param costly episodes with a positive cost
   * @param truncated episodes stopped by the time limit
   */
  public record Summary(long episodes, long decisions, long costly, long truncated) {}

  /** Collects on all processors. */
  public Rollouts(
      IntFunction<? extends BatchEnvironment> environments, Controller controller, long seed) {
    this(environments, controller, seed, Runtime.getRuntime().availableProcessors(), 256);
  }

  /**
   * @param environments makes a batch with a number of lanes
   * @param controller the policy
   * @param seed any number; episodes of different seeds share no noise
   * @param threads how many threads collect, at least 1
   * @param lanes how many episodes are stepped together, at least 1
   */
  public Rollouts(
      IntFunction<? extends BatchEnvironment> environments,
      Controller controller,
      long seed,
      int threads,
      int lanes) {
    this(environments, draws(controller, seed), seed, threads, lanes);
  }

  private Rollouts(
      IntFunction<? extends BatchEnvironment> environments,
      DrawMaker draws,
      long seed,
      int threads,
      int lanes) {
    if (threads < 1 || lanes < 1) {
      throw new IllegalArgumentException(threads + " threads, " + lanes + " lanes");
    }
    this.environments = environments;
    this.draws = draws;
    this.seed = seed;
    this.threads = threads;
    this.lanes = lanes;
  }

  /**
   * Collects episodes of a guarded policy under its guard; see the constructor.
   *
   * @param run of Gaussian policies
   */
  public static Rollouts guarded(
      IntFunction<? extends BatchEnvironment> environments,
      GuardedRun run,
      long seed,
      int threads,
      int lanes) {
    if (!run.base().gaussian()) {
      throw new IllegalArgumentException("not a Gaussian policy: " + run.base());
    }
    return new Rollouts(
        environments,
        (size, width) -> ActionDraw.of(seed, new GuardedActors(run, size), size, width),
        seed,
        threads,
        lanes);
  }

  /** Makes what decides in a batch of {@code size} episodes with actions of {@code width}. */
  private interface DrawMaker {
    ActionDraw of(int size, int width);
  }

  private static DrawMaker draws(Controller controller, long seed) {
    if (controller instanceof CategoricalController categorical) {
      return (size, width) -> ActionDraw.of(seed, categorical);
    }
    LaneActors actors = LaneActors.of((GaussianController) controller);
    return (size, width) -> ActionDraw.of(seed, actors, size, width);
  }

  /** Collects episodes 0..count−1 into a log; the caller finishes the writer. */
  public Summary collect(long count, EpisodeWriter writer, Progress progress) throws IOException {
    return collect(count, writer::write, progress);
  }

  /** Collects episodes 0..count−1. Holds at most a few batches in memory. */
  public Summary collect(long count, Sink sink, Progress progress) throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    int size = (int) Math.min(lanes, count);
    try (Pool pool = new Pool(() -> environments.apply(size))) {
      Deque<Future<List<EpisodeRecord>>> running = new ArrayDeque<>();
      Summary summary = new Summary(0, 0, 0, 0);
      long next = 0;
      while (summary.episodes < count) {
        while (next < count && running.size() < 2 * threads) {
          long first = next;
          int episodes = (int) Math.min(size, count - first);
          running.add(workers.submit(() -> batch(first, episodes, pool)));
          next += episodes;
        }
        for (EpisodeRecord episode : await(running.remove())) {
          sink.accept(episode);
          summary = plus(summary, episode);
        }
        progress.report("collecting episodes", summary.episodes, count);
      }
      return summary;
    } finally {
      workers.shutdownNow();
    }
  }

  private static Summary plus(Summary summary, EpisodeRecord episode) {
    boolean costly = false;
    double[] costs = episode.costs();
    if (costs != null) {
      for (double cost : costs) {
        costly |= cost > 0;
      }
    }
    return new Summary(
        summary.episodes + 1,
        summary.decisions + episode.decisions(),
        summary.costly + (costly ? 1 : 0),
        summary.truncated + (episode.truncated() ? 1 : 0));
  }

  private static List<EpisodeRecord> await(Future<List<EpisodeRecord>> batch) throws IOException {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("collecting episodes was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private List<EpisodeRecord> batch(long first, int size, Pool pool) {
    BatchEnvironment environment = pool.take();
    try {
      return batch(first, size, environment);
    } finally {
      pool.giveBack(environment);
    }
  }

  /** Episodes first..first+size−1, stepped together until the last has ended. */
  private List<EpisodeRecord> batch(long first, int size, BatchEnvironment environment) {
    int a = environment.actionSize();
    ActionDraw draw = draws.of(size, a);
    EpisodeRecording[] recordings = new EpisodeRecording[size];
    for (int lane = 0; lane < size; lane++) {
      environment.reset(lane, seed, first + lane);
      recordings[lane] = new EpisodeRecording(environment, lane, draw.logged());
    }
    double[] executed = new double[environment.lanes() * a];
    int running = size;
    for (int t = 0; running > 0; t++) {
      for (int lane = 0; lane < size; lane++) {
        if (!environment.ended(lane)) {
          int o = lane * environment.observationSize();
          double[][] logged =
              draw.decide(lane, environment.observations(), o, first + lane, t, executed, lane * a);
          recordings[lane].decided(logged, executed);
        }
      }
      environment.step(executed, 0, size);
      running = 0;
      for (int lane = 0; lane < size; lane++) {
        if (recordings[lane].decisions() == t + 1) {
          recordings[lane].reached();
        }
        running += environment.ended(lane) ? 0 : 1;
      }
    }
    List<EpisodeRecord> episodes = new ArrayList<>(size);
    for (EpisodeRecording recording : recordings) {
      episodes.add(recording.episode());
    }
    return episodes;
  }

  /** Environments that batches use one after the other; some are dear to make. */
  private static final class Pool implements AutoCloseable {
    private final Supplier<? extends BatchEnvironment> maker;
    private final Deque<BatchEnvironment> idle = new ArrayDeque<>();
    private boolean closed;

    Pool(Supplier<? extends BatchEnvironment> maker) {
      this.maker = maker;
    }

    BatchEnvironment take() {
      BatchEnvironment left;
      synchronized (this) {
        left = idle.poll();
      }
      return left == null ? maker.get() : left;
    }

    synchronized void giveBack(BatchEnvironment environment) {
      if (closed) {
        environment.close();
      } else {
        idle.add(environment);
      }
    }

    /** Closes what is idle now, and what is still in use when it comes back. */
    @Override
    public synchronized void close() {
      closed = true;
      idle.forEach(BatchEnvironment::close);
    }
  }
}
