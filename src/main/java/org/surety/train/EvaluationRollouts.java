package org.surety.train;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.guard.CounterNoise;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;

/**
 * Plays policies on episodes that choose between them. All policies of a run play the same ones,
 * whose seed is neither that of training nor that of rollouts; lane j of L plays the episodes j, j
 * + L, ..., so that long episodes count as often as short ones.
 */
public final class EvaluationRollouts implements AutoCloseable {
  /** Keeps their noise apart from that of training and of rollouts that certify. */
  private static final long EVALUATION = 0x6576616c75617465L;

  private static final int LANES = 128;

  private final IntFunction<? extends BatchEnvironment> environments;
  private final long seed;
  private final long episodes;
  private final int within;
  private final double costWeight;
  private @Nullable BatchEnvironment environment;

  /**
   * How to play.
   *
   * @param environments makes a batch; it is made when it is first needed
   * @param seed of the run
   * @param episodes of each policy, at least 1
   * @param within decisions within which success counts; 0 for the environment's own limit
   * @param costWeight what a cost of 1 takes from the reward
   */
  public EvaluationRollouts(
      IntFunction<? extends BatchEnvironment> environments,
      long seed,
      long episodes,
      int within,
      double costWeight) {
    this.environments = environments;
    this.seed = seed ^ EVALUATION;
    this.episodes = episodes;
    this.within = within == 0 ? Integer.MAX_VALUE : within;
    this.costWeight = costWeight;
  }

  /**
   * Plays a Gaussian policy, drawing its actions.
   *
   * @param steps environment steps it was trained for, to be noted
   */
  public Evaluation play(Policy policy, long steps) {
    BatchEnvironment world = environment;
    if (world == null) {
      world = environments.apply((int) Math.min(LANES, episodes));
      environment = world;
    }
    return new Play(world, policy).all(steps);
  }

  @Override
  public void close() {
    if (environment != null) {
      environment.close();
      environment = null;
    }
  }

  private final class Play {
    private final BatchEnvironment world;
    private final Policy policy;
    private final int lanes;
    private final CounterNoise noise = new CounterNoise(seed);
    private final long[] episode;
    private final int[] decisions;
    private final boolean[] costly;
    private long successes;
    private double sum;
    private double squares;
    private double reward;

    Play(BatchEnvironment world, Policy policy) {
      this.world = world;
      this.policy = policy;
      lanes = world.lanes();
      episode = new long[lanes];
      decisions = new int[lanes];
      costly = new boolean[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        begin(lane, lane);
      }
    }

    private void begin(int lane, long number) {
      episode[lane] = number;
      decisions[lane] = 0;
      costly[lane] = false;
      world.reset(lane, seed, number);
    }

    Evaluation all(long steps) {
      PolicyEvaluator evaluator = policy.evaluator(lanes);
      int d = world.actionSize();
      double[] mean = new double[lanes * d];
      double[] std = new double[lanes * d];
      double[] actions = new double[lanes * d];
      double[] one = new double[d];
      for (int running = lanes; running > 0; ) {
        evaluator.gaussian(world.observations(), 0, lanes, mean, std);
        for (int lane = 0; lane < lanes; lane++) {
          noise.seek(episode[lane], decisions[lane]);
          for (int i = 0; i < d; i++) {
            one[i] = mean[lane * d + i] + std[lane * d + i] * noise.nextGaussian();
          }
          policy.scaling().apply(one);
          System.arraycopy(one, 0, actions, lane * d, d);
        }
        world.step(actions);
        running = 0;
        for (int lane = 0; lane < lanes; lane++) {
          if (episode[lane] < episodes && decided(lane)) {
            count(lane);
            if (episode[lane] + lanes < episodes) {
              begin(lane, episode[lane] + lanes);
            } else {
              episode[lane] = episodes;
            }
          }
          running += episode[lane] < episodes ? 1 : 0;
        }
      }
      double decided = successes == 0 ? Double.NaN : sum / successes;
      double variance = (squares - successes * decided * decided) / (successes - 1.0);
      return new Evaluation(
          steps,
          episodes,
          episodes - successes,
          decided,
          successes < 2 ? Double.NaN : Math.sqrt(Math.max(0, variance)),
          reward / episodes);
    }

    /** Takes what a decision came to; whether the episode is over. */
    private boolean decided(int lane) {
      decisions[lane]++;
      double cost = world.costs()[lane];
      reward += world.rewards()[lane] - costWeight * cost;
      costly[lane] |= cost > 0;
      return world.ended(lane) || decisions[lane] >= within;
    }

    private void count(int lane) {
      if (world.ended(lane) && world.achieved(lane) && !costly[lane]) {
        successes++;
        sum += decisions[lane];
        squares += (double) decisions[lane] * decisions[lane];
      }
    }
  }
}
