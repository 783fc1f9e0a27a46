package org.surety.train.ppo;

import org.surety.train.Learner;

/** A learner whose episodes, perhaps under a guard, are accounted for. */
interface GuardedLearner extends Learner {
  /** Episodes started, in all parts of the run. */
  long episodesStarted();
}
