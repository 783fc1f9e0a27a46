package org.surety.base;

/** Receives how far a long job has got. Implementations are cheap and may be called often. */
@FunctionalInterface
public interface Progress {
  /** Reports nothing. */
  Progress NONE = (stage, done, total) -> {};

  /**
   * @param stage what is being done, in a few words
   * @param done units finished so far, at least 0
   * @param total units in all, or -1 where that is not known
   */
  void report(String stage, long done, long total);
}
