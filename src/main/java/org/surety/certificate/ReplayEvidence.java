package org.surety.certificate;

/**
 * How a policy was held against the logs: it was evaluated on the logged observations, and the
 * logged actions were tested for being independent draws from it.
 *
 * @param policySha256 digest of the policy's canonical description, completed by the hints
 * @param hints what the collector said that the policy's file does not, as canonical JSON
 * @param observations the log's array that the policy was given
 * @param actions the log's array that was held against it
 * @param episodes number of episodes replayed
 * @param decisions number of actions replayed
 * @param statistics number of tests that share the false alarm rate
 * @param falseAlarmRate largest probability of rejecting logs of this policy, a decimal fixed
 *     before the logs were read
 * @param closest the test that came closest to its bounds, in words
 * @param outcome what the tests say, in words
 */
public record ReplayEvidence(
    String policySha256,
    String hints,
    String observations,
    String actions,
    long episodes,
    long decisions,
    int statistics,
    String falseAlarmRate,
    String closest,
    String outcome) {
  /** Checks forms and ranges. */
  public ReplayEvidence {
    Digests.require(policySha256, "replay");
    DecimalStrings.require(falseAlarmRate, "falseAlarmRate");
    if (episodes < 0 || decisions < 0 || statistics < 0) {
      throw new IllegalArgumentException(
          "a replay of " + decisions + " decisions in " + episodes + " episodes");
    }
  }

  Json toJson() {
    return Json.object()
        .put("policySha256", policySha256)
        .put("hints", hints)
        .put("observations", observations)
        .put("actions", actions)
        .put("episodes", episodes)
        .put("decisions", decisions)
        .put("statistics", statistics)
        .put("falseAlarmRate", falseAlarmRate)
        .put("closest", closest)
        .put("outcome", outcome)
        .build();
  }

  static ReplayEvidence from(Fields f) {
    return new ReplayEvidence(
        f.digest("policySha256"),
        f.text("hints"),
        f.text("observations"),
        f.text("actions"),
        f.integer("episodes"),
        f.integer("decisions"),
        f.count("statistics"),
        f.decimal("falseAlarmRate"),
        f.text("closest"),
        f.text("outcome"));
  }
}
