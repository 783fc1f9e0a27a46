package org.surety.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;

/**
 * Reads episodes in the calling thread and hands them in batches to one worker a thread, holding a
 * bounded number of them. Which worker gets which episode is left to chance; what the workers count
 * must not depend on it.
 *
 * <p>The first failure in the order of the log is the one thrown, whatever the threads' timing:
 * batches before a failed one are always finished.
 */
public final class EpisodePipeline {
  private static final int BATCH_EPISODES = 64;
  private static final long BATCH_VALUES = 1 << 16;
  private static final List<Episode> END = List.of();

  private final BlockingQueue<List<Episode>> queue;
  private long failedNumber = Long.MAX_VALUE;
  private @Nullable Throwable failure;

  private EpisodePipeline(int workers) {
    queue = new ArrayBlockingQueue<>(2 * workers);
  }

  /**
   * Feeds every episode of a log to some worker. Returns when all have been taken in.
   *
   * @param reader left open
   * @param workers one a thread; a single one works in the calling thread
   * @param inOrder sees every episode in the order of the log, in the calling thread
   * @throws IOException if reading fails
   * @throws InterruptedException if the calling thread is interrupted; the workers have stopped
   */
  public static void run(
      EpisodeReader reader,
      List<? extends Consumer<Episode>> workers,
      Consumer<? super Episode> inOrder)
      throws IOException, InterruptedException {
    if (workers.size() == 1) {
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        inOrder.accept(e);
        workers.get(0).accept(e);
      }
      return;
    }
    new EpisodePipeline(workers.size()).runParallel(reader, workers, inOrder);
  }

  private void runParallel(
      EpisodeReader reader,
      List<? extends Consumer<Episode>> workers,
      Consumer<? super Episode> inOrder)
      throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Consumer<Episode> worker : workers) {
      Thread thread = new Thread(() -> work(worker), "surety-monitor-" + threads.size());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    Throwable reading = null;
    try {
      read(reader, inOrder);
    } catch (IOException | RuntimeException | Error e) {
      reading = e;
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      throw e;
    }
    try {
      for (int i = 0; i < threads.size(); i++) {
        queue.put(END);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      throw e;
    }
    // What a worker met lies before whatever stopped the reader.
    Throwable first = failure() != null ? failure() : reading;
    if (first instanceof IOException e) {
      throw e;
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
  }

  private void read(EpisodeReader reader, Consumer<? super Episode> inOrder)
      throws IOException, InterruptedException {
    List<Episode> batch = new ArrayList<>();
    try {
      long values = 0;
      for (Episode e = reader.next(); e != null && failure() == null; e = reader.next()) {
        inOrder.accept(e);
        batch.add(e);
        values += (long) e.letters() * Math.max(1, e.width());
        if (batch.size() == BATCH_EPISODES || values >= BATCH_VALUES) {
          queue.put(batch);
          batch = new ArrayList<>();
          values = 0;
        }
      }
    } finally {
      // Also after an error: one of these episodes may have an error of its own, before it.
      if (!batch.isEmpty() && !Thread.currentThread().isInterrupted()) {
        queue.put(batch);
      }
    }
  }

  private void work(Consumer<Episode> worker) {
    try {
      for (List<Episode> batch = queue.take(); batch != END; batch = queue.take()) {
        for (Episode episode : batch) {
          if (episode.number() > failedBefore()) {
            break;
          }
          try {
            worker.accept(episode);
          } catch (RuntimeException | Error e) {
            fail(episode.number(), e);
            break;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the calling thread wants it to end
    }
  }

  private synchronized void fail(long number, Throwable e) {
    if (number < failedNumber) {
      failedNumber = number;
      failure = e;
    }
  }

  private synchronized long failedBefore() {
    return failedNumber;
  }

  private synchronized @Nullable Throwable failure() {
    return failure;
  }
}
