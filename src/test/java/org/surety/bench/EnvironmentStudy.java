package org.surety.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;

/**
 * How many decisions per second an environment takes on all cores, resets included, actions given.
 * {@code EnvironmentStudy [name] [lanes] [seconds]}.
 */
public final class EnvironmentStudy {
  private EnvironmentStudy() {}

  /** Prints the median of five windows. */
  public static void main(String[] arguments) {
    String name = arguments.length > 0 ? arguments[0] : "point-reach-avoid-5";
    int lanes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4096;
    double seconds = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 2;
    BatchEnvironment environment = Environments.named(name).batch().apply(lanes);
    int threads = Runtime.getRuntime().availableProcessors();
    long[] episodes = new long[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      environment.reset(lane, 1, lane);
    }
    int choices = environment.actionChoices();
    SplittableRandom random = new SplittableRandom(1);
    double[] actions = new double[lanes * environment.actionSize()];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = choices > 0 ? random.nextInt(choices) : 2 * random.nextDouble() - 1;
    }
    double[] rates = new double[6];
    for (int window = 0; window < rates.length; window++) {
      long steps = 0;
      long start = System.nanoTime();
      while (System.nanoTime() - start < seconds * 1e9) {
        IntStream.range(0, threads)
            .parallel()
            .forEach(
                part -> {
                  int from = (int) ((long) lanes * part / threads);
                  int to = (int) ((long) lanes * (part + 1) / threads);
                  for (int t = 0; t < 16; t++) {
                    environment.step(actions, from, to);
                    for (int lane = from; lane < to; lane++) {
                      if (environment.ended(lane)) {
                        environment.reset(lane, 1, lane + lanes * ++episodes[lane]);
                      }
                    }
                  }
                });
        steps += 16L * lanes;
      }
      rates[window] = steps / ((System.nanoTime() - start) * 1e-9);
    }
    double[] measured = Arrays.copyOfRange(rates, 1, rates.length); // the first is warm-up
    Arrays.sort(measured);
    System.out.printf(
        "%s, %d lanes, %d threads: %.2f M decisions/s (%.2f to %.2f)%n",
        name, lanes, threads, measured[2] / 1e6, measured[0] / 1e6, measured[4] / 1e6);
  }
}
