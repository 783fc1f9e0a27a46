package org.surety.env.world;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Dfa;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.env.BatchEnvironment;
import org.surety.logic.LtlParser;

/**
 * The largest probability with which any policy satisfies a formula on the finite trace of an
 * episode: value iteration over the decisions that are left, on the product of the world with the
 * formula's automaton. Such a policy sees the time, which learned ones do not.
 */
public final class WorldOptimum {
  private final FiniteWorld world;
  private final BatchEnvironment environment;
  private final Dfa dfa;
  private final int[] bits;
  private final double probability;
  private final byte @Nullable [] @Nullable [] choices;

  /** Of a formula over the labels of a world; {@code plays} keeps what {@link #play} needs. */
  private WorldOptimum(FiniteWorld world, String formula, boolean plays) {
    this.world = world;
    environment = world.environment();
    dfa = LtlfTranslator.translate(LtlParser.parse(formula));
    bits = dfa.atoms().stream().mapToInt(environment.atoms()::indexOf).toArray();
    choices = plays ? new byte[world.limit()][] : null;
    environment.reset(0, 0, 0);
    int start = world.situation(0);
    probability = solve()[start * dfa.states() + read(dfa.initial(), world.label(start))];
  }

  /** Of a grid or a game of Pac-Man, whose lanes are reset. */
  public static double of(BatchEnvironment environment, String formula) {
    return new WorldOptimum(world(environment), formula, false).probability;
  }

  /** The same, with the policy that comes to it. */
  static WorldOptimum solved(BatchEnvironment environment, String formula) {
    return new WorldOptimum(world(environment), formula, true);
  }

  private static FiniteWorld world(BatchEnvironment environment) {
    return environment instanceof PacMan game
        ? new FinitePacMan(game)
        : new FiniteGrid((SlipperyGrid) environment);
  }

  double probability() {
    return probability;
  }

  private int read(int state, long label) {
    long letter = 0;
    for (int k = 0; k < bits.length; k++) {
      letter |= (label >> bits[k] & 1) << k;
    }
    return dfa.successor(state, letter);
  }

  private double[] solve() {
    int states = dfa.states();
    int actions = environment.actionChoices();
    int[] after = new int[world.situations() * states];
    double[] value = new double[after.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = i - i % states + read(i % states, world.label(i / states));
      value[i] = dfa.accepting(i % states) ? 1 : 0;
    }
    double[] next = new double[value.length];
    for (int t = world.limit() - 1; t >= 0; t--) {
      byte[] best = new byte[choices == null ? 0 : value.length];
      for (int i = 0; i < value.length; i++) {
        next[i] = value[after[i]];
      }
      world.take(next, states);
      Arrays.fill(value, -1);
      for (int i = 0; i < value.length; i++) {
        for (int action = 0; action < actions; action++) {
          double worth = world.worth(i / states, i % states, action);
          if (worth > value[i]) {
            value[i] = worth;
            if (choices != null) {
              best[i] = (byte) action;
            }
          }
        }
      }
      if (choices != null) {
        choices[t] = best;
      }
    }
    return value;
  }

  /** The share of episodes, one a lane, that satisfy the formula under the best policy. */
  double play(long seed) {
    int lanes = environment.lanes();
    int[] states = new int[lanes];
    double[] actions = new double[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      environment.reset(lane, seed, lane);
      states[lane] = read(dfa.initial(), environment.labels()[lane]);
    }
    for (byte[] now : java.util.Objects.requireNonNull(choices)) {
      for (int lane = 0; lane < lanes; lane++) {
        actions[lane] = now[world.situation(lane) * dfa.states() + states[lane]];
      }
      environment.step(actions);
      for (int lane = 0; lane < lanes; lane++) {
        states[lane] = read(states[lane], environment.labels()[lane]);
      }
    }
    return (double) Arrays.stream(states).filter(dfa::accepting).count() / lanes;
  }
}
