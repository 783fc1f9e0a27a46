package org.surety.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.Json;
import org.surety.train.GuardPurchase;
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
  private static final int SECONDS_TO_SAVE = 120;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, a TOML file; --print-config shows all with their defaults.")
  private @Nullable Path config;

  @Option(
      names = "--base",
      paramLabel = "POLICY",
      description = "The certified policy, in place of the settings' base.")
  private @Nullable Path base;

  @Option(
      names = "--certificate",
      paramLabel = "CERT",
      description = "The base policy's certificate; with --risk and --guard.")
  private @Nullable Path certificate;

  @Option(
      names = "--risk",
      paramLabel = "R",
      description = "The violation probability that the trained policy may have.")
  private @Nullable BigDecimal risk;

  @Option(
      names = "--guard",
      paramLabel = "per-step|budget|mean-only",
      description = "What keeps the policy near the base; its setting follows from the risk.")
  private @Nullable String guard;

  @Option(
      names = "--public-key",
      paramLabel = "PUB.pem",
      description = "Check the certificate's signature first.")
  private @Nullable Path publicKey;

  @Option(
      names = "--assume-bound",
      description =
          "Vouch that the logs come from the base policy, where nothing binds them to it.")
  private boolean assumeBound;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu0",
      defaultValue = "auto",
      description = "Where the networks are: the first GPU or else the CPU, or what is named.")
  private String device;

  @Option(names = "--resume", description = "Continue the run in the folder that -o names.")
  private boolean resume;

  @Option(names = "--print-config", description = "Print all settings with their defaults.")
  private boolean printConfig;

  @Option(names = "-o", paramLabel = "RUN", description = "The run's folder.")
  private @Nullable Path output;

  @Mixin private SeedOptions seeds;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    if (printConfig) {
      console.out().print(Settings.defaults(PpoRun.keys()));
      return 0;
    }
    if (output == null) {
      throw new InputException("-o", "is missing", "name the folder of the run");
    }
    if (seeds.several()) {
      return seeds.run(
          arguments(), seeds.chosen(settings()), output, resume, PpoRun::isBegun, console);
    }
    PpoRun run = resume ? PpoRun.resume(output, device) : begin(output);
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch saved = new CountDownLatch(1);
    Thread atEnd = new Thread(() -> stop(stopped, saved));
    Runtime.getRuntime().addShutdownHook(atEnd);
    PpoRun.Outcome outcome;
    try {
      outcome = run.train(console.progress(), stopped::get);
    } finally {
      saved.countDown();
    }
    if (!stopped.get()) {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    }
    print(outcome, output);
    return outcome.finished() ? 0 : 130;
  }

  /** Lets the update that is running finish and be saved before the program ends. */
  private static void stop(AtomicBoolean stopped, CountDownLatch saved) {
    stopped.set(true);
    try {
      if (!saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
        return; // the checkpoint before stays
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path config() {
    if (config == null) {
      throw new InputException(
          "--config", "is missing", "give settings; 'surety train ppo --print-config' shows them");
    }
    return config;
  }

  private Settings settings() throws IOException {
    Path file = config();
    return Settings.parse(Files.readAllBytes(file), file.toString(), PpoRun.keys());
  }

  private PpoRun begin(Path folder) throws IOException {
    Settings settings = seeds.chosen(settings());
    Path file = baseFile(settings, config());
    return PpoRun.begin(folder, guarded(settings, file), file, device);
  }

  /** The arguments of one of several runs, but for its seed and folder. */
  private List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(List.of("train", "ppo", "--config", config().toString()));
    arguments.addAll(List.of("--device", device, "--quiet"));
    add("--base", base, arguments);
    add("--certificate", certificate, arguments);
    add("--risk", risk, arguments);
    add("--guard", guard, arguments);
    add("--public-key", publicKey, arguments);
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

  /** The settings with the guard that the certificate and the risk allow, if they are given. */
  private Settings guarded(Settings settings, @Nullable Path file) throws IOException {
    if (certificate == null && risk == null && guard == null) {
      return settings;
    }
    if (certificate == null || risk == null || guard == null || file == null) {
      throw new InputException(
          "--certificate, --risk, --guard",
          "belong together, with the base policy that was certified",
          "give all three and --base; or say the guard in the settings");
    }
    if (!settings.text("guard.kind").equals("none")) {
      throw new InputException(
          settings.place("guard.kind"), "says another guard than --guard", "leave one of them out");
    }
    List<Path> keys = publicKey == null ? List.of() : List.of(publicKey);
    ReadCertificate read = ReadCertificate.of(certificate, keys, null);
    GuardPurchase purchase =
        GuardPurchase.of(read.base(), Sha256.of(file), risk, guard, assumeBound);
    purchase.warnings().forEach(warning -> console.notice("warning: " + warning));
    if (publicKey == null) {
      console.notice("warning: the signature was not checked; give --public-key");
    }
    console.notice(purchase.sentence());
    return settings.with(purchase.settings(read.payloadSha256()), "--certificate");
  }

  private @Nullable Path baseFile(Settings settings, Path file) {
    if (base != null) {
      return base;
    }
    String named = settings.text("base");
    return named.isEmpty() ? null : file.resolveSibling(named);
  }

  private void print(PpoRun.Outcome outcome, Path folder) {
    if (console.json()) {
      console.print(
          Json.object()
              .put("run", folder.toString())
              .put("seed", outcome.seed())
              .put("finished", outcome.finished())
              .put("updates", outcome.updates())
              .put("steps", outcome.steps())
              .put("seconds", OutputOptions.number(outcome.seconds()))
              .put("device", outcome.device())
              .put("episodes", outcome.episodes())
              .put("costly", outcome.costly())
              .put("succeeded", outcome.succeeded())
              .put("exceptions", outcome.exceptions())
              .put("largestCharge", OutputOptions.numberUp(outcome.largestCharge()))
              .put("recentSuccess", OutputOptions.number(outcome.recentSuccess()))
              .put("recentLength", OutputOptions.number(outcome.recentLength()))
              .put("policy", outcome.policy().toString())
              .put("policySha256", outcome.policySha256())
              .build());
      return;
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d steps in %,d updates on %s; %,d episodes in training, %,d with a cost.%n",
            outcome.finished() ? "trained" : "stopped; --resume continues",
            outcome.steps(),
            outcome.updates(),
            outcome.device(),
            outcome.episodes(),
            outcome.costly());
    console
        .out()
        .printf(
            Locale.ROOT,
            "last update: %.2f %% of episodes succeeded, %.2f decisions each.%n",
            100 * outcome.recentSuccess(),
            outcome.recentLength());
    List<String> notes =
        outcome.exceptions() == 0
            ? List.of()
            : List.of("the guard's limit was broken " + outcome.exceptions() + " times");
    notes.forEach(note -> console.out().println("warning: " + note));
    console.out().printf("wrote %s (sha256 %s)%n", outcome.policy(), outcome.policySha256());
  }
}
