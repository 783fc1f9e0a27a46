package org.surety.env;

import java.util.Arrays;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;

/** A policy that was read from a file, as a controller. */
public final class PolicyController implements GaussianController {
  private final Policy policy;
  private final ThreadLocal<PolicyEvaluator> evaluator;

  /**
   * @param policy with a Gaussian head
   * @throws IllegalArgumentException if its head is another
   */
  public PolicyController(Policy policy) {
    if (!policy.gaussian()) {
      throw new IllegalArgumentException("not a Gaussian policy: " + policy);
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
  public void distribution(double[] observations, int from, double[] mean, double[] std, int to) {
    int a = policy.actions();
    double[] m = new double[a];
    double[] s = new double[a];
    evaluator.get().gaussian(observations, from, 1, m, s);
    System.arraycopy(m, 0, mean, to, a);
    System.arraycopy(s, 0, std, to, a);
  }

  @Override
  public void execute(double[] raw, int from, int size, double[] action) {
    double[] one = Arrays.copyOfRange(raw, from, from + size);
    policy.scaling().apply(one);
    System.arraycopy(one, 0, action, from, size);
  }
}
