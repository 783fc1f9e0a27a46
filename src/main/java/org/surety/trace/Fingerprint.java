package org.surety.trace;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A 128-bit hash of one episode's data, by which exact repetitions are noticed.
 *
 * <p>Each column is hashed on its own in row order (components of a row in their order), so
 * row-wise and column-wise readers agree; the columns are then summed with the hash of their
 * {@linkplain Columns#canonical canonical names}, so the order of columns and their aliases do not
 * matter. Columns for which {@link Columns#isIndex} holds are left out by the readers: episode ids,
 * step indices, time stamps and seeds differ between two copies of one recording. {@code -0.0} is
 * hashed as {@code 0.0} and every NaN alike, because a copy that went through text may not keep
 * them apart. Values are hashed as doubles: a float column and its exact copy in doubles agree.
 *
 * <p>Two halves of 64 bits with different multipliers (the round of xxHash64, and a
 * multiply–xorshift round). For 10⁷ different episodes the chance that any two collide is below
 * 10⁻²⁴. It is no defense against somebody who wants a collision; altered logs are noticed by the
 * SHA-256 of the files.
 */
public final class Fingerprint {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long MISSING = 0x7FF8_0000_4D49_5353L;

  private final long[] names;
  private final long[] highs;
  private final long[] lows;
  private boolean continuous;

  /**
   * @param names the data columns, as the log names them
   */
  public Fingerprint(List<String> names) {
    this.names = new long[names.size()];
    for (int c = 0; c < this.names.length; c++) {
      this.names[c] = textHash(Columns.canonical(names.get(c)));
    }
    highs = new long[this.names.length];
    lows = new long[this.names.length];
    clear();
  }

  private Fingerprint(long[] names) {
    this.names = names;
    highs = new long[names.length];
    lows = new long[names.length];
    clear();
  }

  /** An empty one for the same columns. */
  Fingerprint another() {
    return new Fingerprint(names);
  }

  /** Starts the next episode. */
  public void clear() {
    for (int c = 0; c < names.length; c++) {
      highs[c] = names[c];
      lows[c] = ~names[c];
    }
    continuous = false;
  }

  /** Appends a value to column {@code c}. */
  public void add(int c, double value) {
    double v = value + 0.0; // -0.0 becomes 0.0
    if (!continuous && v != Math.rint(v)) {
      continuous = !Double.isNaN(v);
    }
    addBits(c, Double.doubleToLongBits(v)); // one pattern for every NaN
  }

  /** Appends {@code values[from]} to {@code values[to - 1]} to column {@code c}. */
  public void add(int c, double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      add(c, values[i]);
    }
  }

  /** Appends a value that is not there: an empty cell, a null. */
  public void addMissing(int c) {
    addBits(c, MISSING);
  }

  /** Appends a text to column {@code c}. */
  public void addText(int c, String text) {
    addBits(c, textHash(text));
  }

  private void addBits(int c, long bits) {
    long high = (highs[c] ^ bits) * GOLDEN;
    highs[c] = high ^ (high >>> 29);
    lows[c] = Long.rotateLeft(lows[c] + bits * PRIME_2, 31) * PRIME_1;
  }

  /** Upper half of the hash of what was added since {@link #clear}. */
  public long high() {
    long sum = 0;
    for (int c = 0; c < names.length; c++) {
      sum += touched(c) ? mix(highs[c]) : 0;
    }
    return mix(sum);
  }

  /** Lower half of the hash of what was added since {@link #clear}. */
  public long low() {
    long sum = 0;
    for (int c = 0; c < names.length; c++) {
      sum += touched(c) ? mix(lows[c] ^ PRIME_1) : 0;
    }
    return mix(sum);
  }

  /** Whether column {@code c} has values: one without does not count, as if it were not there. */
  private boolean touched(int c) {
    return highs[c] != names[c] || lows[c] != ~names[c];
  }

  /** Whether any value added since {@link #clear} is finite and not an integer. */
  public boolean continuous() {
    return continuous;
  }

  /** A 64-bit hash of a text's UTF-8 bytes (FNV-1a, finished by a mixer). */
  static long textHash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return textHash(bytes, 0, bytes.length);
  }

  /**
   * A 64-bit hash of {@code bytes[from]} to {@code bytes[to - 1]}; agrees with the one of texts.
   */
  static long textHash(byte[] bytes, int from, int to) {
    long h = 0xCBF29CE484222325L;
    for (int i = from; i < to; i++) {
      h = (h ^ (bytes[i] & 0xFF)) * 0x100000001B3L;
    }
    return mix(h);
  }

  private static long mix(long x) {
    // Stafford's variant 13, as in SplittableRandom.
    long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
