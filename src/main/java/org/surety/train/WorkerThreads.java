package org.surety.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * A fixed number of threads that do their shares of one thing at a time. What a learner computes
 * may depend on their number, never on their timing.
 */
public final class WorkerThreads implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  /** Starts {@code count} threads, which do not keep the program alive. */
  public WorkerThreads(int count) {
    this.count = count;
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "learner");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Where a worker's share of {@code size} things begins; the next one's begin is its end. */
  public int begin(int worker, int size) {
    return (int) ((long) size * worker / count);
  }

  /**
   * Does all shares and waits for them.
   *
   * @param share is given the worker's number, from 0; what it throws is thrown here
   */
  public void each(IntConsumer share) {
    List<Callable<Void>> shares = new ArrayList<>();
    for (int w = 0; w < count; w++) {
      int worker = w;
      shares.add(
          () -> {
            share.accept(worker);
            return null;
          });
    }
    try {
      for (Future<Void> done : threads.invokeAll(shares)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted within an update", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
