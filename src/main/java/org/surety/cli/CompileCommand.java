package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Degeneracy;
import org.surety.automaton.Dfa;
import org.surety.automaton.draw.DotWriter;
import org.surety.automaton.hoa.HoaWriter;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.certificate.Json;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;
import org.surety.spec.Property;
import org.surety.spec.PropertyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From formulas to automata. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Translate formulas on finite traces to minimal deterministic automata.")
final class CompileCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FORMULA",
      description = "A formula in Spot's syntax, such as '!hazard U goal'.")
  private @Nullable String formula;

  @Option(names = "--spec", paramLabel = "FILE", description = "The properties of a property file.")
  private @Nullable Path spec;

  @Option(
      names = "--file",
      paramLabel = "FORMULAS",
      description = "A file with a formula a line; - is standard input.")
  private @Nullable Path file;

  /** How an automaton is printed. */
  enum Format {
    HOA,
    DOT,
    TABLE
  }

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "hoa",
      description = "hoa (Hanoi Omega-Automata v1), dot (GraphViz) or table (sizes and times).")
  private Format format;

  @Option(
      names = "--next",
      paramLabel = "strong|weak",
      defaultValue = "strong",
      description = "How a bare X is read at the end of a trace (default: ${DEFAULT-VALUE}).")
  private ParseOptions.Next next;

  @Option(
      names = "--dialect",
      paramLabel = "spot|owl",
      defaultValue = "spot",
      description = "Whose syntax and precedence (default: ${DEFAULT-VALUE}).")
  private ParseOptions.Dialect dialect;

  @Option(
      names = "--max-states",
      paramLabel = "n",
      description = "Give up on an automaton with more (default: ${DEFAULT-VALUE}).")
  private int maxStates = LtlfTranslator.DEFAULT_MAX_STATES;

  @Mixin private OutputOptions console;

  private record Row(Formula formula, int states, double milliseconds) {}

  @Override
  public Integer call() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Formula f : formulas()) {
      long start = System.nanoTime();
      Dfa dfa = LtlfTranslator.translate(f, maxStates);
      rows.add(new Row(f, dfa.states(), (System.nanoTime() - start) / 1e6));
      Degeneracy.of(f, dfa, LtlfTranslator::translateIfSmall)
          .forEach(finding -> console.notice(finding.sentence()));
      switch (format) {
        case HOA -> console.out().print(HoaWriter.write(dfa, f.toString()));
        case DOT -> console.out().print(DotWriter.write(dfa, f.toString()));
        case TABLE -> {
          // printed at the end, when the widths are known
        }
      }
    }
    if (format == Format.TABLE) {
      printTable(rows);
    }
    console.out().flush();
    return 0;
  }

  private List<Formula> formulas() throws IOException {
    int sources = (formula == null ? 0 : 1) + (spec == null ? 0 : 1) + (file == null ? 0 : 1);
    if (sources != 1) {
      throw new InputException(
          "compile",
          sources == 0 ? "no formula is given" : "formulas are given in more than one way",
          "give a formula, or --spec FILE, or --file FORMULAS");
    }
    if (spec != null) {
      return PropertyFile.read(spec).properties().stream().map(Property::formula).toList();
    }
    ParseOptions options = ParseOptions.DEFAULTS.withNext(next).withDialect(dialect);
    if (formula != null) {
      return List.of(LtlParser.parse(formula, options.withSource("formula", 1)));
    }
    return lines(options);
  }

  private List<Formula> lines(ParseOptions options) throws IOException {
    boolean standardInput = String.valueOf(file).equals("-");
    String text =
        standardInput
            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
            : Files.readString(java.util.Objects.requireNonNull(file));
    String name = standardInput ? "standard input" : String.valueOf(file);
    List<Formula> formulas = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        formulas.add(LtlParser.parse(line, options.withSource(name, number)));
      }
    }
    if (formulas.isEmpty()) {
      throw new InputException(name, "holds no formula", "write one formula a line");
    }
    return formulas;
  }

  private void printTable(List<Row> rows) {
    if (console.json()) {
      console.print(
          new Json.Arr(
              rows.stream()
                  .<Json>map(
                      row ->
                          Json.object()
                              .put("formula", row.formula.toString())
                              .put("states", row.states)
                              .put("acceptance", "dfa")
                              .put("milliseconds", OutputOptions.number(row.milliseconds))
                              .build())
                  .toList()));
      return;
    }
    PrintWriter out = console.out();
    out.println("states  milliseconds  formula");
    for (Row row : rows) {
      out.printf(Locale.ROOT, "%6d  %12.3f  %s%n", row.states, row.milliseconds, row.formula);
    }
    out.printf(
        Locale.ROOT,
        "%6d  %12.3f  all %d%n",
        rows.stream().mapToLong(Row::states).sum(),
        rows.stream().mapToDouble(Row::milliseconds).sum(),
        rows.size());
  }
}
