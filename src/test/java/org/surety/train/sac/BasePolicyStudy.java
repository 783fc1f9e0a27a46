package org.surety.train.sac;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.surety.base.Progress;
import org.surety.env.Environments;
import org.surety.env.PolicyController;
import org.surety.env.Rollouts;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.trace.EpisodeRecord;

/**
 * What a base policy is like over 10,000 rollouts: failures within a horizon by cause, decisions of
 * successes, and how broad it is where it goes.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.sac.BasePolicyStudy
 *   -Dbench="point-robot base/policy.safetensors 22"</pre>
 */
public final class BasePolicyStudy {
  private static final int EPISODES = 10_000;

  private final int horizon;
  private long hazard;
  private long late;
  private long successes;
  private double decisions;
  private double squares;
  private long states;
  private double[] std = new double[0];
  private double[] logStd = new double[0];

  private BasePolicyStudy(int horizon) {
    this.horizon = horizon;
  }

  /** Takes the environment, the policy's file and the horizon in decisions. */
  public static void main(String[] arguments) throws IOException {
    Policy policy = Policies.read(Path.of(arguments[1]), PolicyHints.NONE);
    BasePolicyStudy study = new BasePolicyStudy(Integer.parseInt(arguments[2]));
    new Rollouts(Environments.named(arguments[0]).batch(), new PolicyController(policy), 11, 2, 256)
        .collect(EPISODES, study::add, Progress.NONE);
    study.print();
  }

  private void add(EpisodeRecord episode) {
    int t = episode.decisions();
    boolean costly = false;
    double[] costs = episode.costs();
    for (int i = 0; costs != null && i < Math.min(t, horizon); i++) {
      costly |= costs[i] > 0;
    }
    if (costly) {
      hazard++;
    } else if (t > horizon || !episode.terminated()) {
      late++;
    } else {
      successes++;
      decisions += t;
      squares += (double) t * t;
    }
    for (double[] row : episode.decisionColumns().getOrDefault("std", new double[0][])) {
      if (std.length == 0) {
        std = new double[row.length];
        logStd = new double[row.length];
      }
      states++;
      for (int i = 0; i < row.length; i++) {
        std[i] += row[i];
        logStd[i] += Math.log(row[i]);
      }
    }
  }

  private void print() {
    double mean = decisions / successes;
    System.out.printf(
        Locale.ROOT,
        "%d episodes, horizon %d: %d in the hazard, %d late; successes take %.2f +- %.2f decisions%n",
        EPISODES,
        horizon,
        hazard,
        late,
        mean,
        Math.sqrt(squares / successes - mean * mean));
    for (int i = 0; i < std.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "dimension %d: deviation before tanh %.3f in the mean over %,d visited states, %.3f in"
              + " the geometric mean%n",
          i,
          std[i] / states,
          states,
          Math.exp(logStd[i] / states));
    }
  }
}
