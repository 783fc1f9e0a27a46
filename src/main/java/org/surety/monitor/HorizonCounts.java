package org.surety.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Integers by horizon, zero from some horizon on: as long as the longest episode counted, however
 * far the certified horizon lies beyond it.
 */
final class HorizonCounts {
  private long[] values = new long[32];

  /** Adds to the value at a horizon. */
  void add(int horizon, long change) {
    if (horizon >= values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2L * horizon));
    }
    values[horizon] += change;
  }

  /** Adds all values of another. */
  void addAll(HorizonCounts other) {
    if (other.values.length > values.length) {
      values = Arrays.copyOf(values, other.values.length);
    }
    for (int t = 0; t < other.values.length; t++) {
      values[t] += other.values[t];
    }
  }

  /** The sum of the values at 0..{@code horizon}. */
  long sumUpTo(int horizon) {
    long sum = 0;
    for (int t = 0; t <= Math.min(horizon, values.length - 1); t++) {
      sum += values[t];
    }
    return sum;
  }

  /** The values at 0..{@code last}. */
  long[] upTo(int last) {
    return Arrays.copyOf(values, last + 1);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof HorizonCounts other)) {
      return false;
    }
    int length = Math.max(values.length, other.values.length);
    return Arrays.equals(Arrays.copyOf(values, length), Arrays.copyOf(other.values, length));
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int t = 0; t < values.length; t++) {
      hash += Long.hashCode(values[t]) * (2 * t + 1); // zeros at the end do not count
    }
    return hash;
  }
}
