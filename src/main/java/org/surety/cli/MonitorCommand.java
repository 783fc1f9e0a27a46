package org.surety.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.certificate.Json;
import org.surety.certify.EpisodeVerdict;
import org.surety.certify.MonitorLogs;
import org.surety.spec.PropertyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One row per episode: how each property fared. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Judge every episode of a log: verdict, robustness, when it was decided.")
final class MonitorCommand implements Callable<Integer> {
  @Mixin private SpecOptions specOptions;
  @Mixin private LogOptions logOptions;

  @Option(
      names = "--horizon",
      paramLabel = "T",
      description = "Decisions, or a duration such as '4.4 s' (default: the property file's).")
  private @Nullable String horizon;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "Write the rows there (default: standard output).")
  private @Nullable Path output;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    PropertyFile spec = specOptions.read();
    int decisions = HorizonOptions.given(horizon, spec);
    if (output != null) {
      List<Path> inputs = new ArrayList<>(logOptions.paths());
      inputs.add(specOptions.file());
      OutputFile.requireNoneOf(output, inputs);
      AtomicFile.write(
          output,
          out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            write(spec, decisions, text);
            text.flush();
          });
      console.out().println("wrote " + output);
    } else {
      PrintWriter out = console.out();
      write(spec, decisions, out);
      out.flush();
    }
    return 0;
  }

  private void write(PropertyFile spec, int decisions, Writer out) throws IOException {
    Rows rows = console.json() ? new JsonRows(out) : new CsvRows(out);
    MonitorLogs.judge(spec, decisions, logOptions.source(), rows::add, console.progress());
    rows.end();
  }

  /** Rows on their way out. */
  private interface Rows {
    void add(EpisodeVerdict verdict) throws IOException;

    void end() throws IOException;
  }

  private static final class CsvRows implements Rows {
    private final Writer out;

    CsvRows(Writer out) throws IOException {
      this.out = out;
      out.write("episode,property,verdict,robustness,decidedAt,length\n");
    }

    @Override
    public void add(EpisodeVerdict v) throws IOException {
      out.write(quoted(v.episode()));
      out.write(',' + v.property() + ',' + verdict(v) + ',');
      out.write(Double.isNaN(v.robustness()) ? "" : Double.toString(v.robustness()));
      out.write("," + (v.decidedAt() < 0 ? "" : Integer.toString(v.decidedAt())));
      out.write("," + v.length() + "\n");
    }

    private static String quoted(String text) {
      boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
      return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void end() {}
  }

  private static final class JsonRows implements Rows {
    private final Writer out;
    private boolean any;

    JsonRows(Writer out) {
      this.out = out;
    }

    @Override
    public void add(EpisodeVerdict v) throws IOException {
      out.write(any ? ",\n" : "[\n");
      any = true;
      out.write(
          Json.object()
              .put("episode", v.episode())
              .put("property", v.property())
              .put("verdict", verdict(v))
              .put("robustness", OutputOptions.number(v.robustness()))
              .put("decidedAt", v.decidedAt() < 0 ? new Json.Nil() : Json.of(v.decidedAt()))
              .put("length", v.length())
              .build()
              .pretty());
    }

    @Override
    public void end() throws IOException {
      out.write(any ? "\n]\n" : "[]\n");
    }
  }

  private static String verdict(EpisodeVerdict v) {
    return switch (v.outcome()) {
      case SATISFIED -> "satisfied";
      case LATE, HAZARD -> "violated";
      case UNDECIDED -> "undecided";
    };
  }
}
