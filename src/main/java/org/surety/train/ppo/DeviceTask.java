package org.surety.train.ppo;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.env.PointReachAvoid;
import org.surety.env.ProductEnvironment;
import org.surety.env.ProductRewards;
import org.surety.env.ReachAvoidTask;
import org.surety.env.TemporalTask;
import org.surety.train.tensor.TensorEnvironment;
import org.surety.train.tensor.TensorProduct;
import org.surety.train.tensor.TensorReachAvoid;
import org.surety.train.tensor.Workspace;

/**
 * What a device can hold of the environments on arrays.
 *
 * @param task of the robot
 * @param deadline against which it is paid; 0 for the environment's own reward
 * @param property that pays instead; null for none
 */
record DeviceTask(ReachAvoidTask task, int deadline, @Nullable Property property) {
  /**
   * A property that is learned.
   *
   * @param formula as a task
   * @param paid for it
   */
  record Property(TemporalTask formula, ProductRewards paid) {}

  DeviceTask(ReachAvoidTask task, int deadline) {
    this(task, deadline, null);
  }

  /** The task of an environment; empty if there is none on a device. */
  static Optional<DeviceTask> of(BatchEnvironment environment) {
    if (environment instanceof PointReachAvoid robots) {
      return Optional.of(new DeviceTask(robots.task(), 0));
    }
    if (environment instanceof DeadlineEnvironment timed
        && timed.inner() instanceof PointReachAvoid robots) {
      return Optional.of(new DeviceTask(robots.task(), timed.deadline()));
    }
    if (environment instanceof ProductEnvironment product
        && product.inner() instanceof PointReachAvoid robots
        && product.ending() == ProductEnvironment.Ending.VERDICT
        && product.startsAsGiven()) {
      return Optional.of(
          new DeviceTask(robots.task(), 0, new Property(product.task(), product.paid())));
    }
    return Optional.empty();
  }

  /** Number of values that a policy observes of the environment. */
  int observationSize() {
    int remembered =
        property != null && property.formula().needsMemory()
            ? property.formula().table().states()
            : 0;
    return task.sensing().size() + remembered;
  }

  TensorEnvironment environment(Workspace workspace, int lanes, Workspace.Precision precision) {
    return property == null
        ? new TensorReachAvoid(workspace, task, deadline, lanes, precision)
        : new TensorProduct(workspace, task, property.formula(), property.paid(), lanes, precision);
  }
}
