package org.surety.env;

/**
 * An environment that can begin an episode where it usually does not, for learning alone: a policy
 * that moves at random would seldom come to what is far from the usual start.
 */
public interface StartsAnywhere extends ResumableEnvironment {
  /**
   * As {@link #reset}, but in a state drawn from all that do no harm by themselves. The draw and
   * all that follows depend on seed and episode alone.
   */
  void resetAnywhere(int lane, long seed, long episode);
}
