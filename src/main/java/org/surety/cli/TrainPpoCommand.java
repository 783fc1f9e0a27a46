package org.surety.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certify.GuardTerms;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.file.PolicyHints;
import org.surety.train.GuardPurchase;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.ppo.PpoRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a policy by PPO; under a guard, by Projected PPO. */
@Command(
    name = "ppo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a policy by PPO: a new one, or with a guard one that stays near a certified policy in"
          + " every episode of its training.",
      "Ctrl-C ends a run after the update it is in; --resume continues it."
    })
final class TrainPpoCommand implements Callable<Integer> {
  @Option(
      names = "--base",
      order = 11,
      paramLabel = "POLICY",
      description = "The certified policy, in place of the settings' base.")
  private @Nullable Path base;

  @Option(
      names = "--certificate",
      order = 12,
      paramLabel = "CERT",
      description = "The base policy's certificate; with --risk and --guard.")
  private @Nullable Path certificate;

  @Option(
      names = "--risk",
      order = 13,
      paramLabel = "R",
      description = "The violation probability that the trained policy may have.")
  private @Nullable BigDecimal risk;

  @Option(
      names = "--guard",
      order = 14,
      paramLabel = "per-step|budget|mean-only",
      description = "What keeps the policy near the base; its setting follows from the risk.")
  private @Nullable String guard;

  @Option(
      names = "--public-key",
      order = 15,
      paramLabel = "PUB.pem",
      description = "Check the certificate's signature first.")
  private @Nullable Path publicKey;

  @Option(
      names = "--assume-bound",
      order = 16,
      description =
          "Vouch that the logs come from the base policy, where nothing binds them to it.")
  private boolean assumeBound;

  @Option(
      names = "--objective",
      order = 17,
      paramLabel = "projected|paper",
      description =
          "Whose likelihood ratio is maximized, in place of the settings' ppo.objective: the played"
              + " policy's, or the paper's unprojected over projected.")
  private @Nullable String objective;

  @Mixin private HintOptions hints;

  @Mixin private TrainingOptions training;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    return training.train("ppo", "updates", new PpoRuns(), console);
  }

  private final class PpoRuns implements TrainingOptions.Runs {
    @Override
    public List<Settings.Key> keys() {
      return PpoRun.keys();
    }

    @Override
    public TrainingOptions.Training begin(
        Path folder, Settings settings, Path config, String device) throws IOException {
      Path file = baseFile(settings, config);
      if (file == null && hints.given()) {
        throw new InputException(
            "hints", "are about a base policy, and none is given", "give it with --base");
      }
      PolicyHints said = hints(settings, config);
      Settings all = chosen(settings);
      if (certificate != null || risk != null || guard != null) {
        if (certificate == null || risk == null || guard == null || file == null) {
          throw new InputException(
              "--certificate, --risk, --guard",
              "belong together, with the base policy that was certified",
              "give all three and --base; or say the guard in the settings");
        }
        List<Path> keys = publicKey == null ? List.of() : List.of(publicKey);
        ReadCertificate read = ReadCertificate.of(certificate, keys, null);
        // What was certified is the policy as it was replayed, whatever is said here.
        said = GuardTerms.of(read.base(), assumeBound).hints(said);
        all =
            guarded(
                all,
                read,
                GuardPurchase.of(read.base(), Sha256.of(file), risk, guard, assumeBound));
      }
      GuardedRun.PolicyFile policy = file == null ? null : new GuardedRun.PolicyFile(file, said);
      return announced(PpoRun.begin(folder, all, policy, certificate, device));
    }

    @Override
    public List<String> arguments() {
      List<String> arguments = new ArrayList<>();
      add("--base", base, arguments);
      add("--certificate", certificate, arguments);
      add("--risk", risk, arguments);
      add("--guard", guard, arguments);
      add("--public-key", publicKey, arguments);
      add("--objective", objective, arguments);
      arguments.addAll(hints.arguments());
      if (assumeBound) {
        arguments.add("--assume-bound");
      }
      return arguments;
    }

    private static void add(String option, @Nullable Object value, List<String> arguments) {
      if (value != null) {
        arguments.addAll(List.of(option, value.toString()));
      }
    }

    @Override
    public TrainingOptions.Training resume(Path folder, String device) throws IOException {
      return announced(PpoRun.resume(folder, device));
    }

    private TrainingOptions.Training announced(PpoRun run) {
      run.accounting().ifPresent(console::notice);
      return run::train;
    }
  }

  private Settings chosen(Settings settings) {
    return objective == null
        ? settings
        : settings.with(Map.of("ppo.objective", '"' + objective + '"'), "--objective");
  }

  /** The settings with the guard that the certificate and the risk allow. */
  private Settings guarded(Settings settings, ReadCertificate read, GuardPurchase purchase) {
    if (!settings.text("guard.kind").equals("none")) {
      throw new InputException(
          settings.place("guard.kind"), "says another guard than --guard", "leave one of them out");
    }
    purchase.warnings().forEach(warning -> console.notice("warning: " + warning));
    if (publicKey == null) {
      console.notice("warning: the signature was not checked; give --public-key");
    }
    console.notice(purchase.sentence());
    return settings.with(purchase.settings(read.payloadSha256()), "--certificate");
  }

  private PolicyHints hints(Settings settings, Path config) throws IOException {
    String named = settings.text(RunFolder.BASE_HINTS);
    return hints.given() || named.isEmpty()
        ? hints.read()
        : PolicyHints.read(config.resolveSibling(named));
  }

  private @Nullable Path baseFile(Settings settings, Path file) {
    if (base != null) {
      return base;
    }
    String named = settings.text("base");
    return named.isEmpty() ? null : file.resolveSibling(named);
  }
}
