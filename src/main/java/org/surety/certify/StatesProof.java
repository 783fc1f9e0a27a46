package org.surety.certify;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.surety.audit.box.BoxAudit;
import org.surety.audit.box.BoxAuditResult;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.certificate.AuditedStates;
import org.surety.guard.GuardSetting;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;

/**
 * The attempt to prove that a task policy keeps its density ratio at every state of a box, where it
 * is played as it is: without a guard, or under one that plays base outside.
 *
 * @param box the states
 * @param gap relative gap at which the search ends undecided
 * @param result what came of it
 */
public record StatesProof(StateBox box, BigDecimal gap, BoxAuditResult result) {

  /**
   * Searches for a proof.
   *
   * @param run base and task policy, and α as the setting of a box guard, or of a per-step guard
   *     that is not run
   * @param box the states; those of the guard where it has a box
   * @throws InputException if there is nothing that can be proved
   */
  public static StatesProof of(
      GuardedRun run, StateBox box, BigDecimal gap, Duration timeLimit, Progress progress) {
    GuardSetting setting = run.manifest().setting();
    if (!setting.kind().limitsRatio()) {
      throw new InputException(
          "--states",
          "what is proved over states is the ratio of one decision, and a "
              + setting.kind().field()
              + " is one of an episode",
          "give --alpha");
    }
    StateBox guards = setting.box().orElse(box);
    if (!guards.equals(box)) {
      throw new InputException(
          "--states",
          "is the box " + box + ", but the guard plays base outside " + guards,
          "leave it out, or give the box of its guard.json");
    }
    if (!run.task().standsAlone() || run.manifest().observesRemaining()) {
      throw new InputException(
          "--states",
          run.task().standsAlone()
              ? "the task policy observes what is left to spend, so it needs its guard"
              : "the task policy ends in a ratio-bounded head, which keeps its ratio everywhere: there"
                  + " is nothing to prove",
          "leave --states out");
    }
    if (!Objects.equals(run.base().scaling(), run.task().scaling())) {
      throw new IllegalStateException("policies that do not fit");
    }
    double limit = setting.guard().remaining(); // ln α, rounded down
    BoxAuditResult result =
        BoxAudit.audit(
            run.base(),
            run.task(),
            box.lowerEnds(),
            box.upperEnds(),
            limit,
            gap.doubleValue(),
            timeLimit,
            progress);
    return new StatesProof(box, gap, result);
  }

  /** Whether the ratio was proved. */
  public boolean holds() {
    return result.verdict() == BoxAuditResult.Verdict.HOLDS;
  }

  /**
   * What the certificate says of it.
   *
   * @param outside what is known of states outside the box
   */
  AuditedStates stated(AuditedStates.Outside outside) {
    if (!holds()) {
      throw new IllegalStateException("nothing was proved: " + result);
    }
    return new AuditedStates(
        box.lower(),
        box.upper(),
        outside,
        Decimals.text(gap),
        Decimals.exactUp(result.maxLogRatioUpper()),
        Decimals.exactDown(Math.max(0, result.maxLogRatioLower())),
        result.boxes());
  }
}
