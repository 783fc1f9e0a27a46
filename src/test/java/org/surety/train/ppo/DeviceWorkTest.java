package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.env.ReachAvoidTask;
import org.surety.train.tensor.DeviceWork;

/** What training asks of a device: a GPU spends its time on that, whatever the sizes. */
class DeviceWorkTest {
  @ParameterizedTest
  @EnumSource(Restriction.Kind.class)
  void theProcessorWaitsOnceAnIteration(Restriction.Kind kind) {
    Map<String, DeviceWork.Count> parts =
        DeviceWorkStudy.ofAnIteration(kind, ReachAvoidTask.POINT_ROBOT);
    assertEquals(1, parts.remove("totals").waits());
    // An upload from memory that is not pinned waits, too.
    parts.forEach((part, count) -> assertEquals(0, count.waits() + count.uploads(), part));
  }

  @ParameterizedTest
  @EnumSource(Restriction.Kind.class)
  void aDecisionAndAnUpdateTakeNoMoreLaunchesThanStated(Restriction.Kind kind) {
    Map<String, DeviceWork.Count> parts =
        DeviceWorkStudy.ofAnIteration(kind, ReachAvoidTask.POINT_ROBOT);
    long decisions = DeviceWorkStudy.perDecision(parts).launches();
    long updates = DeviceWorkStudy.perUpdate(parts).launches();
    long most =
        switch (kind) {
          case NONE -> 230;
          case MEAN_ONLY -> 460;
          case PER_STEP, BUDGET -> 1000;
        };
    long mostInUpdates =
        switch (kind) {
          case NONE -> 190;
          case MEAN_ONLY -> 400;
          case PER_STEP, BUDGET -> 770;
        };
    assertTrue(decisions <= 16 * most, decisions / 16 + " launches a decision");
    assertTrue(updates <= 16 * mostInUpdates, updates / 16 + " launches an update");
  }
}
