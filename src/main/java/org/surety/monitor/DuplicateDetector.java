package org.surety.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.trace.Episode;

/**
 * Finds exact repetitions of episodes by their 128-bit fingerprints. Keeps 16 bytes of fingerprint
 * and 4 of number an episode, and 5 to 11 in an open-addressing index; up to half as much again
 * where the arrays have just grown. Two different episodes share a fingerprint with a probability
 * of about n²/2¹²⁹.
 *
 * <p>Feed it in order of episode number: the first of equal episodes is then the original. Not for
 * several threads.
 */
public final class DuplicateDetector {
  private static final int REPORTED = 1000;

  private long[] fingerprints = new long[2 * 1024];
  private int[] numbers = new int[1024];

  /** Ordinal + 1 of the episode in this place, 0 for none. A power of two long. */
  private int[] index = new int[2048];

  private int episodes;
  private long duplicates;
  private long continuous;
  private final List<Duplicate> reported = new ArrayList<>();

  /**
   * An episode that repeats an earlier one value for value.
   *
   * @param original number of the earlier one
   * @param duplicate its own number
   * @param continuous whether any of its values is not an integer, so that this is no coincidence
   */
  public record Duplicate(long original, long duplicate, boolean continuous) {}

  /** Takes note of an episode. */
  public void add(Episode episode) {
    add(
        episode.number(),
        episode.fingerprintHigh(),
        episode.fingerprintLow(),
        episode.continuous());
  }

  void add(long number, long high, long low, boolean isContinuous) {
    int place = find(high, low);
    if (index[place] != 0) {
      duplicates++;
      continuous += isContinuous ? 1 : 0;
      if (reported.size() < REPORTED) {
        reported.add(new Duplicate(numbers[index[place] - 1], number, isContinuous));
      }
      return;
    }
    if (episodes == numbers.length) {
      numbers = Arrays.copyOf(numbers, episodes + (episodes >> 1));
      fingerprints = Arrays.copyOf(fingerprints, 2 * numbers.length);
    }
    numbers[episodes] = Math.toIntExact(number);
    fingerprints[2 * episodes] = high;
    fingerprints[2 * episodes + 1] = low;
    index[place] = ++episodes;
    if (episodes > index.length / 4 * 3) {
      index = new int[2 * index.length];
      for (int e = 0; e < episodes; e++) {
        index[find(fingerprints[2 * e], fingerprints[2 * e + 1])] = e + 1;
      }
    }
  }

  /** Where this fingerprint is, or the empty place where it belongs. */
  private int find(long high, long low) {
    int mask = index.length - 1;
    // The fingerprint is a hash already; mixing guards against one whose low bits are not.
    int place = (int) (((high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (index[place] != 0) {
      int e = index[place] - 1;
      if (fingerprints[2 * e] == high && fingerprints[2 * e + 1] == low) {
        break;
      }
      place = (place + 1) & mask;
    }
    return place;
  }

  /** Number of episodes that repeat an earlier one. */
  public long duplicates() {
    return duplicates;
  }

  /** Number of those in which any value is not an integer. */
  public long continuousDuplicates() {
    return continuous;
  }

  /** The first of them in order of number, at most {@value #REPORTED}. */
  public List<Duplicate> reported() {
    return List.copyOf(reported);
  }
}
