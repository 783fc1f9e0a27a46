package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.surety.base.InputException;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.ReplayEvidence;
import org.surety.policy.Policy;
import org.surety.policy.Replay;
import org.surety.policy.ReplayResult;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.spec.ColumnAddress;
import org.surety.trace.Episode;

/**
 * A policy to be held against the logs while they are read, so that a certificate may say of which
 * policy, in which action mode, the logs are.
 *
 * @param place the policy's file, for messages
 * @param policy the policy, complete
 * @param hints what was said of it besides its file
 * @param observations the log's array that it is given
 * @param actions the log's array that is held against it
 */
public record PolicyReplay(
    String place, Policy policy, PolicyHints hints, String observations, String actions) {
  /**
   * The largest probability of refusing logs of the policy: fixed here, before any log is read, and
   * so small that a thousand certificates a day see none in a thousand days.
   */
  public static final String FALSE_ALARM_RATE = "1e-6";

  /** The array of observations, unless another is named. */
  public static final String OBSERVATIONS = "observations";

  /** The array of actions, unless another is named. */
  public static final String ACTIONS = ColumnAddress.DRAWN_ACTION;

  private static final String UNBOUND =
      "say --no-replay to bind the policy by its digest alone, on the collector's word";

  /** Reads a policy and gets ready to replay it on the usual arrays. */
  public static PolicyReplay read(Path file, PolicyHints hints) throws IOException {
    return new PolicyReplay(
        file.toString(), Policies.read(file, hints), hints, OBSERVATIONS, ACTIONS);
  }

  /** The same policy on other arrays of the log. */
  public PolicyReplay on(String otherObservations, String otherActions) {
    return new PolicyReplay(place, policy, hints, otherObservations, otherActions);
  }

  /**
   * Reads a policy as a certificate says that it was replayed.
   *
   * @throws InputException if the file and the hints in the certificate do not make that policy
   */
  static PolicyReplay again(Path file, ReplayEvidence evidence) throws IOException {
    PolicyHints hints = PolicyHints.parse(evidence.hints(), "the certificate's hints");
    Policy policy = Policies.read(file, hints);
    if (!policy.digest().equals(evidence.policySha256())) {
      throw new InputException(
          file.toString(),
          "is, with the certificate's hints, the policy "
              + policy.digest()
              + ", not the "
              + evidence.policySha256()
              + " that was replayed",
          "give the policy's file that was certified");
    }
    return new PolicyReplay(
        file.toString(), policy, hints, evidence.observations(), evidence.actions());
  }

  /** The columns that it reads: observations, then actions. */
  List<ColumnAddress> columns() {
    List<ColumnAddress> columns = new ArrayList<>();
    for (int i = 0; i < policy.observations(); i++) {
      columns.add(ColumnAddress.ofDecision(observations, i, policy.observations()));
    }
    for (int i = 0; i < actionWidth(); i++) {
      columns.add(ColumnAddress.ofDecision(actions, i, actionWidth()));
    }
    return columns;
  }

  private int actionWidth() {
    return policy.gaussian() ? policy.actions() : 1;
  }

  /** One run over the episodes in their order. Not for several threads. */
  final class Run {
    private final Replay replay =
        new Replay(policy, new BigDecimal(FALSE_ALARM_RATE).doubleValue());
    private final int from;
    private final double[][] observed = new double[policy.observations()][];
    private final double[][] acted = new double[actionWidth()][];

    /**
     * Starts.
     *
     * @param from the first of {@link #columns} among those of the episodes
     */
    Run(int from) {
      this.from = from;
    }

    /** Takes the next episode. */
    void accept(Episode episode) {
      for (int i = 0; i < observed.length; i++) {
        observed[i] = episode.column(from + i);
      }
      for (int i = 0; i < acted.length; i++) {
        acted[i] = episode.column(from + observed.length + i);
      }
      replay.episode("episode " + episode.id(), observed, acted, episode.decisions());
    }

    /**
     * What the certificate says of the replay.
     *
     * @throws InputException if the logs are not this policy's in this action mode, as far as the
     *     tests can tell, or too few to tell
     */
    ReplayEvidence evidence(CertifiedPolicy.ActionMode mode) {
      ReplayResult result = replay.result();
      require(result, mode);
      return new ReplayEvidence(
          policy.digest(),
          hints.toJson(),
          observations,
          actions,
          result.episodes(),
          result.decisions(),
          result.statistics().size(),
          FALSE_ALARM_RATE,
          result.statistics().stream()
              .max(Comparator.comparingDouble(ReplayResult.Statistic::share))
              .map(ReplayResult.Statistic::toString)
              .orElse("none"),
          result.explanation());
    }

    private void require(ReplayResult result, CertifiedPolicy.ActionMode mode) {
      boolean deterministic = mode == CertifiedPolicy.ActionMode.DETERMINISTIC;
      String problem = "does not fit the logs: " + result.explanation();
      switch (result.verdict()) {
        case CONSISTENT -> {
          if (deterministic) {
            throw new InputException(
                place, problem, "say --action-mode stochastic: these actions were drawn");
          }
        }
        case DETERMINISTIC -> {
          if (!deterministic) {
            throw new InputException(
                place,
                problem,
                "log actions drawn from the policy, or say --action-mode deterministic: no other"
                    + " policy may then be derived from this one");
          }
        }
        case REJECTED ->
            throw new InputException(
                place,
                problem,
                "check the file, its normalizer and what was logged as the action; nothing is"
                    + " certified of a policy that did not act");
        case INCONCLUSIVE ->
            throw new InputException(place, problem, "log more decisions, or " + UNBOUND);
      }
    }
  }
}
