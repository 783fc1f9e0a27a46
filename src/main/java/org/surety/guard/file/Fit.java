package org.surety.guard.file;

import org.surety.base.InputException;
import org.surety.guard.GuardSetting;
import org.surety.guard.StateBox;
import org.surety.policy.Policy;

/** Whether two policies may stand under one guard. */
record Fit(Policy base, Policy task, GuardManifest manifest) {
  void check(String place) {
    if (!base.standsAlone()) {
      throw new InputException(
          place,
          "the base policy ends in a ratio-bounded head, which is no policy by itself",
          "give the certified policy as the base, and this one as the task");
    }
    int inputs = base.observations() + (manifest.observesRemaining() ? 1 : 0);
    if (task.observations() != inputs) {
      throw new InputException(
          place,
          "the task policy takes "
              + task.observations()
              + " values, the base policy observes "
              + base.observations()
              + (manifest.observesRemaining() ? " and what is left to spend is one more" : ""),
          task.observations() == base.observations() + 1
              ? "say \"observesRemaining\": true if its last input is what is left to spend"
              : "give two policies of the same observations");
    }
    if (base.gaussian() != task.gaussian() || base.actions() != task.actions()) {
      throw new InputException(
          place,
          "the base policy has " + actions(base) + ", the task policy " + actions(task),
          "give two policies of the same actions");
    }
    if (!base.scaling().equals(task.scaling())) {
      throw new InputException(
          place,
          "the base policy's raw actions are executed as '"
              + base.scaling()
              + "', the task policy's as '"
              + task.scaling()
              + "': their densities are not of the same action",
          "give two policies with the same squashing, scaling and clipping");
    }
    GuardSetting setting = manifest.setting();
    if (setting.box().isPresent()) {
      checkBox(setting.box().get(), place);
    }
    if (setting.kind() == GuardSetting.Kind.MEAN_ONLY && !base.gaussian()) {
      throw new InputException(
          place,
          "a mean-only guard shifts means, and the policies choose among categories",
          "use a per-step or a budget guard");
    }
    if (!task.standsAlone() && setting.kind() == GuardSetting.Kind.MEAN_ONLY) {
      throw new InputException(
          place,
          "the task policy's ratio-bounded head narrows deviations, which a mean-only guard undoes",
          "use a per-step or a budget guard");
    }
    if (!task.standsAlone()
        && setting.kind() == GuardSetting.Kind.BUDGET
        && setting.perDecisionCap().isEmpty()) {
      throw new InputException(
          place,
          "the task policy's ratio-bounded head needs a limit for each decision",
          "give the budget guard a perDecisionCap");
    }
  }

  private void checkBox(StateBox box, String place) {
    if (box.size() != base.observations()) {
      throw new InputException(
          place,
          "its box has "
              + box.size()
              + " intervals, the policy "
              + base.observations()
              + " observations",
          "give one interval for each observed value");
    }
    if (!task.standsAlone() || manifest.observesRemaining()) {
      throw new InputException(
          place,
          task.standsAlone()
              ? "the task policy observes what is left to spend, and a box guard has no budget"
              : "the task policy's ratio-bounded head keeps its ratio everywhere, so a box adds"
                  + " nothing",
          "use a per-step or a budget guard");
    }
  }

  private static String actions(Policy policy) {
    return policy.actions() + (policy.gaussian() ? " action dimensions" : " categories");
  }
}
