package org.surety.certificate;

/**
 * How a policy was held against rollouts in an audit.
 *
 * @param observations the log's array that it was given
 * @param actions the log's array of raw actions
 * @param episodes number of episodes
 * @param decisions number of actions replayed
 * @param deviating decisions at which something other than the base policy was played; 0 for
 *     rollouts of the base policy
 * @param falseAlarmRate largest probability of rejecting logs of this policy, a decimal
 * @param outcome what the tests say, in words
 */
public record AuditedReplay(
    String observations,
    String actions,
    long episodes,
    long decisions,
    long deviating,
    String falseAlarmRate,
    String outcome) {
  /** Checks forms and ranges. */
  public AuditedReplay {
    DecimalStrings.require(falseAlarmRate, "falseAlarmRate");
    if (episodes < 0 || deviating < 0 || deviating > decisions) {
      throw new IllegalArgumentException(deviating + " of " + decisions + " decisions deviate");
    }
  }

  Json toJson() {
    return Json.object()
        .put("observations", observations)
        .put("actions", actions)
        .put("episodes", episodes)
        .put("decisions", decisions)
        .put("deviating", deviating)
        .put("falseAlarmRate", falseAlarmRate)
        .put("outcome", outcome)
        .build();
  }

  static AuditedReplay from(Fields f) {
    return new AuditedReplay(
        f.text("observations"),
        f.text("actions"),
        f.integer("episodes"),
        f.integer("decisions"),
        f.integer("deviating"),
        f.decimal("falseAlarmRate"),
        f.text("outcome"));
  }
}
