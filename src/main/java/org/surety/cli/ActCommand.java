package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.guard.GuardState;
import org.surety.guard.GuardStateFile;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.LineActor;
import org.surety.guard.file.GuardedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a guarded policy: observation in, action and ledger out. */
@Command(
    name = "act",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run a guarded policy: an observation a line on standard input, its action and ledger as a"
          + " line of JSON on standard output.",
      "An observation is a JSON array or numbers separated by commas; an empty line, or"
          + " {\"reset\":true}, starts a new episode and has no answer."
    })
final class ActCommand implements Callable<Integer> {
  @Mixin private GuardedPolicyOptions options;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the noise (default: a fresh one). Episodes of one seed need other numbers.")
  private @Nullable Long seed;

  @Option(
      names = "--first-episode",
      paramLabel = "N",
      description = "Number of the first episode, under a seed that was used before (default: 0).")
  private @Nullable Long firstEpisode;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Where the ledger is kept, before each action is handed out; continued from if it is"
              + " there.")
  private @Nullable Path state;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    GuardedRun guarded = options.read(console);
    if (state == null) {
      GuardedPolicy policy = guarded.policy(seed != null ? seed : new SecureRandom().nextLong());
      start(policy);
      act(policy, guarded, LineActor.Keeper.NONE);
      return 0;
    }
    try (GuardStateFile kept = new GuardStateFile(state)) {
      Optional<GuardState> saved = kept.read();
      long fresh = saved.isPresent() ? saved.get().seed() : new SecureRandom().nextLong();
      GuardedPolicy policy = guarded.policy(seed != null ? seed : fresh);
      if (saved.isEmpty()) {
        start(policy);
      } else if (firstEpisode != null) {
        throw new InputException(
            "--first-episode",
            "the state in " + state + " says which episode is running",
            "leave it out, or name another --state");
      } else {
        policy.resume(saved.get());
      }
      act(policy, guarded, kept::keep);
    }
    return 0;
  }

  private void act(GuardedPolicy policy, GuardedRun guarded, LineActor.Keeper keeper)
      throws IOException {
    PrintWriter out = console.out();
    new LineActor(policy, guarded.base())
        .run(
            System.in,
            "standard input",
            keeper,
            answer -> {
              out.append(answer).append('\n');
              // Also flushes; whoever waits for this action reads it now.
              if (out.checkError()) {
                throw new IOException("nobody reads the actions on standard output any more");
              }
            });
  }

  private void start(GuardedPolicy policy) {
    if (firstEpisode == null) {
      return;
    }
    if (firstEpisode < 0) {
      throw new InputException(
          "--first-episode " + firstEpisode, "is negative", "episodes are numbered from 0");
    }
    policy.start(firstEpisode);
  }
}
