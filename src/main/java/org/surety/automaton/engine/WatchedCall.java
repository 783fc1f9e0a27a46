package org.surety.automaton.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.base.InputException;

/**
 * Waits for foreign code in this process no longer than agreed. Java cannot stop such code: past
 * the limit it goes on in a thread of its own, which does not keep the process from ending.
 */
final class WatchedCall {
  private static final long STACK = 1L << 28;

  private WatchedCall() {}

  /**
   * The result of a call, made in a thread with a deep stack.
   *
   * @param name what messages call the code
   * @throws TooManyStatesException if it does not come in time
   * @throws InputException if the call fails with an exception or an error
   */
  static <T> T call(String name, Callable<T> task, Limits limits) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(null, future, name, STACK);
    thread.setDaemon(true);
    long start = System.nanoTime();
    thread.start();
    try {
      if (limits.remaining().isEmpty()) {
        return future.get();
      }
      Duration left = limits.remaining().get();
      return future.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new TooManyStatesException(
          String.format(
              Locale.ROOT, "waiting %.1f s for %s", (System.nanoTime() - start) / 1e9, name));
    } catch (ExecutionException e) {
      throw failure(name, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new InputException(name, "interrupted while it was working", "start again", e);
    }
  }

  private static RuntimeException failure(String name, Throwable cause) {
    if (cause instanceof InputException || cause instanceof TooManyStatesException) {
      return (RuntimeException) cause;
    }
    String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    return new InputException(
        name,
        "it failed with "
            + cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : ": " + message),
        "try it on the formula by hand, or update it",
        cause);
  }
}
