package org.surety.train.ppo;

import java.util.Optional;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.env.PointReachAvoid;
import org.surety.env.ReachAvoidTask;
import org.surety.train.tensor.TensorReachAvoid;
import org.surety.train.tensor.Workspace;

/**
 * What a device can hold of the environments on arrays.
 *
 * @param task of the robot
 * @param deadline against which it is paid; 0 for the environment's own reward
 */
record DeviceTask(ReachAvoidTask task, int deadline) {
  /** The task of an environment; empty if there is none on a device. */
  static Optional<DeviceTask> of(BatchEnvironment environment) {
    if (environment instanceof PointReachAvoid robots) {
      return Optional.of(new DeviceTask(robots.task(), 0));
    }
    if (environment instanceof DeadlineEnvironment timed
        && timed.inner() instanceof PointReachAvoid robots) {
      return Optional.of(new DeviceTask(robots.task(), timed.deadline()));
    }
    return Optional.empty();
  }

  TensorReachAvoid environment(Workspace workspace, int lanes, Workspace.Precision precision) {
    return new TensorReachAvoid(workspace, task, deadline, lanes, precision);
  }
}
