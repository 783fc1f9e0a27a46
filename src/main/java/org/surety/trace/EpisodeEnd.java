package org.surety.trace;

/** How an episode's recording came to its end. */
public enum EpisodeEnd {
  /** The environment reached a terminal state: nothing more could happen. */
  TERMINATED,
  /** A time limit or the collector stopped it: more could have happened. */
  TRUNCATED,
  /** The log stops without saying why: more could have happened. */
  LOG_ENDED
}
