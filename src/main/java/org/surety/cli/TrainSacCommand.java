package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.surety.train.Settings;
import org.surety.train.sac.SacRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a base policy by soft actor-critic. */
@Command(
    name = "sac",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a new policy by soft actor-critic, as random as its target entropy says, to be"
          + " certified as a base policy.",
      "Ctrl-C ends a run after the row of its table that it is in; --resume continues it."
    })
final class TrainSacCommand implements Callable<Integer> {
  @Mixin private TrainingOptions training;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    return training.train("sac", "rows", new SacRuns(), console);
  }

  private static final class SacRuns implements TrainingOptions.Runs {
    @Override
    public List<Settings.Key> keys() {
      return SacRun.keys();
    }

    @Override
    public TrainingOptions.Training begin(
        Path folder, Settings settings, Path config, String device) throws IOException {
      return SacRun.begin(folder, settings, device)::train;
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public TrainingOptions.Training resume(Path folder, String device) throws IOException {
      return SacRun.resume(folder, device)::train;
    }
  }
}
