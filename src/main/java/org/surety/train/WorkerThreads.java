package org.surety.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * A fixed number of workers that do their shares of one thing at a time. What a learner computes
 * may depend on their number, never on their timing.
 */
public final class WorkerThreads implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  /** As many workers, of which the first is the calling thread; the others end with the program. */
  public WorkerThreads(int count) {
    this.count = count;
    threads =
        Executors.newFixedThreadPool(
            Math.max(1, count - 1),
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
   * Does all shares, the first in the calling thread, and waits for them.
   *
   * @param share is given the worker's number, from 0; what it throws is thrown here
   */
  public void each(IntConsumer share) {
    List<Future<?>> others = new ArrayList<>();
    for (int w = 1; w < count; w++) {
      int worker = w;
      others.add(threads.submit(() -> share.accept(worker)));
    }
    RuntimeException failure = null;
    try {
      share.accept(0);
    } catch (RuntimeException e) {
      failure = e; // thrown when no other thread is at work any more
    }
    for (Future<?> other : others) {
      try {
        other.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted within an update", e);
      } catch (ExecutionException e) {
        if (failure == null) {
          failure =
              e.getCause() instanceof RuntimeException cause
                  ? cause
                  : new IllegalStateException(e.getCause());
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
