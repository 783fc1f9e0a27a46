package org.surety.env;

import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;

/** A policy over choices that was read from a file, as a controller. */
public final class CategoricalPolicyController implements CategoricalController {
  private final Policy policy;
  private final ThreadLocal<PolicyEvaluator> evaluator;

  /**
   * @param policy with a categorical head
   * @throws IllegalArgumentException if its head is another
   */
  public CategoricalPolicyController(Policy policy) {
    if (policy.gaussian()) {
      throw new IllegalArgumentException("not a categorical policy: " + policy);
    }
    this.policy = policy;
    this.evaluator = ThreadLocal.withInitial(() -> policy.evaluator(1));
  }

  @Override
  public String name() {
    return "policy";
  }

  /** The policy's description; its file, not this, is what a certificate binds. */
  @Override
  public String parameters() {
    return policy.description();
  }

  @Override
  public int choices() {
    return policy.actions();
  }

  @Override
  public void logProbabilities(double[] observations, int from, double[] logs) {
    evaluator.get().logits(observations, from, 1, logs);
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < choices(); i++) {
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < choices(); i++) {
      sum += StrictMath.exp(logs[i] - largest);
    }
    double shift = largest + StrictMath.log(sum);
    for (int i = 0; i < choices(); i++) {
      logs[i] -= shift;
    }
  }
}
