package org.surety.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.surety.automaton.engine.Engines;
import org.surety.automaton.engine.Programs;
import org.surety.automaton.engine.Translator;
import org.surety.base.InputException;
import org.surety.base.ToolkitVersion;
import org.surety.certificate.Json;
import org.surety.trace.LogFormat;
import org.surety.trace.LogFormats;
import org.surety.train.tensor.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What this machine has that Surety can use. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Say what this machine has that Surety needs or can use.")
final class DoctorCommand implements Runnable {
  @Mixin private OutputOptions console;

  @Override
  public void run() {
    Map<String, String> findings = new LinkedHashMap<>();
    findings.put("surety", ToolkitVersion.number());
    findings.put(
        "java",
        Runtime.version() + " (" + System.getProperty("java.vm.name", "unknown machine") + ")");
    findings.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    findings.put(
        "memory limit",
        String.format(Locale.ROOT, "%,d MiB", Runtime.getRuntime().maxMemory() >> 20));
    findings.put(
        "log formats", String.join(", ", LogFormats.all().stream().map(LogFormat::name).toList()));
    findings.put("openssl", tool("openssl", "to check certificates without Surety"));
    findings.put("owl", engine("owl"));
    findings.put("spot", engine("spot"));
    findings.put("training", training());
    findings.put("python3", tool("python3", "for tests against the real log libraries"));
    if (console.json()) {
      Json.ObjBuilder report = Json.object();
      findings.forEach(report::put);
      console.print(report.build());
      return;
    }
    PrintWriter out = console.out();
    findings.forEach((what, found) -> out.printf("%-13s %s%n", what, found));
  }

  private static String training() {
    try {
      return Workspace.engine();
    } catch (InputException e) {
      return "not possible: " + e.getMessage();
    }
  }

  private static String engine(String name) {
    try (Translator engine = new Engines(Optional.empty(), Optional.empty()).open(name)) {
      return engine.version();
    } catch (InputException e) {
      return "not found; optional, to translate formulas on infinite traces by it, too";
    }
  }

  private static String tool(String name, String purpose) {
    return Programs.onPath(name).map(Path::toString).orElse("not found; optional, " + purpose);
  }
}
