package org.surety.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Limits;
import org.surety.automaton.engine.Engines;
import org.surety.base.InputException;
import picocli.CommandLine.Option;

/** Where engines are, and when they are to give up. */
final class EngineOptions {
  private static final double LONGEST_SECONDS = 1e9;

  @Option(
      names = "--owl-home",
      paramLabel = "FOLDER",
      description = "A release or build of Owl (default: OWL_HOME, else owl on the PATH).")
  private @Nullable Path owlHome;

  @Option(
      names = "--spot-bridge",
      paramLabel = "FILE",
      description =
          "What 'mvn -Pspot package' built (default: SURETY_SPOT, else beside Surety's jar).")
  private @Nullable Path spotBridge;

  @Option(
      names = "--max-states",
      paramLabel = "n",
      description = "Give up on an automaton with more (default: ${DEFAULT-VALUE}).")
  private int maxStates = 100_000;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Give up on a formula after so long.")
  private @Nullable Double timeout;

  Engines engines() {
    return new Engines(Optional.ofNullable(owlHome), Optional.ofNullable(spotBridge));
  }

  int maxStates() {
    if (maxStates < 1) {
      throw new InputException("--max-states " + maxStates, "is less than 1", "give at least 1");
    }
    return maxStates;
  }

  /** Limits for one formula, whose clock starts now. */
  Limits limits() {
    return timeout == null
        ? Limits.states(maxStates())
        : Limits.startingNow(maxStates(), timeout(timeout));
  }

  /** Longest time for one formula. */
  Duration timeoutOr(double seconds) {
    return timeout(timeout == null ? seconds : timeout);
  }

  private static Duration timeout(double seconds) {
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new InputException(
          "--timeout " + seconds, "is no length of time in seconds", "give one above 0");
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
