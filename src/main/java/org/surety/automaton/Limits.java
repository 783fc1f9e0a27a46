package org.surety.automaton;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a construction may go before it gives up: most states, and a point in time. Constructions
 * call {@link #check} as they grow and need not look at the clock themselves.
 */
public final class Limits {
  /** No limit of time, and as many states as an array can hold. */
  public static final Limits NONE = new Limits(Integer.MAX_VALUE, Long.MAX_VALUE, 0);

  private static final long NEVER = Long.MAX_VALUE;

  private final int maxStates;
  private final long timeoutNanos;
  private final long start;

  private Limits(int maxStates, long timeoutNanos, long start) {
    this.maxStates = maxStates;
    this.timeoutNanos = timeoutNanos;
    this.start = start;
  }

  /**
   * Limits whose clock starts now.
   *
   * @param maxStates most states, at least 1
   * @param timeout time from now on, not negative
   */
  public static Limits startingNow(int maxStates, Duration timeout) {
    if (maxStates < 1 || timeout.isNegative()) {
      throw new IllegalArgumentException(maxStates + " states in " + timeout);
    }
    return new Limits(maxStates, timeout.toNanos(), System.nanoTime());
  }

  /** At most {@code maxStates} states, in any time. */
  public static Limits states(int maxStates) {
    return new Limits(maxStates, NEVER, 0);
  }

  /** Another number of states, and the same point in time. */
  public Limits withMaxStates(int states) {
    return new Limits(states, timeoutNanos, start);
  }

  /** Most states. */
  public int maxStates() {
    return maxStates;
  }

  /** Time left, not negative; empty if there is no limit of time. */
  public Optional<Duration> remaining() {
    return timeoutNanos == NEVER
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, timeoutNanos - (System.nanoTime() - start))));
  }

  /**
   * Goes on, or gives up.
   *
   * @param states how many there are by now
   * @throws TooManyStatesException if there are too many, or time is up; it says how far it got
   */
  public void check(int states) {
    if (states > maxStates) {
      throw new TooManyStatesException(maxStates + " states");
    }
    if (timeoutNanos != NEVER && System.nanoTime() - start > timeoutNanos) {
      throw new TooManyStatesException(
          states + " states in " + Duration.ofNanos(timeoutNanos).toMillis() / 1e3 + " s");
    }
  }
}
