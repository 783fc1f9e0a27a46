package org.surety.monitor;

/**
 * What a {@link DfaTable} finds on one word: the verdict at every horizon, the last state, and
 * where the word was absorbed. Reused from word to word; for one thread.
 */
public final class DfaRun {
  /** Bit t of word t / 64: whether s_0..s_t satisfies the property. */
  long[] accepted = new long[0];

  private long[] signs = new long[0];
  private int letters;
  int state;
  int absorbedAt;

  /** Whether the word s_0..s_t satisfies the property, for t below the letters run over. */
  public boolean accepted(int t) {
    return (accepted[t >> 6] >>> t & 1) != 0;
  }

  /** Number of letters run over. */
  public int letters() {
    return letters;
  }

  /** State of the automaton after the last letter, or the absorbing one it stopped in. */
  public int state() {
    return state;
  }

  /** The letter after which the verdict was fixed for good, or -1. */
  public int absorbedAt() {
    return absorbedAt;
  }

  /** First t' at or after {@code t} at which {@link #accepted} differs from its value at t. */
  public int endOfRun(int t) {
    long flip = accepted(t) ? -1L : 0L;
    int word = t >> 6;
    long rest = (accepted[word] ^ flip) & (-1L << t);
    while (rest == 0) {
      word++;
      if (word << 6 >= letters) {
        return letters;
      }
      rest = accepted[word] ^ flip;
    }
    return Math.min(letters, (word << 6) + Long.numberOfTrailingZeros(rest));
  }

  /** Room for one word of sign bits an atom. */
  long[] signs(int atoms) {
    if (signs.length < atoms) {
      signs = new long[atoms];
    }
    return signs;
  }

  void start(int n) {
    letters = n;
    absorbedAt = -1;
    if (accepted.length < (n + 63) >> 6) {
      accepted = new long[Math.max((n + 63) >> 6, 2 * accepted.length)];
    }
  }

  /** Ends the run: all horizons from t on have the verdict of the absorbing state q. */
  void absorb(int t, int q, boolean satisfied) {
    absorbedAt = t;
    state = q;
    int word = t >> 6;
    long rest = -1L << t;
    accepted[word] = satisfied ? accepted[word] | rest : accepted[word] & ~rest;
    java.util.Arrays.fill(accepted, word + 1, (letters + 63) >> 6, satisfied ? -1L : 0L);
  }
}
