package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Degeneracy;
import org.surety.automaton.Dfa;
import org.surety.automaton.Monitor;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.draw.DotWriter;
import org.surety.automaton.draw.SvgWriter;
import org.surety.automaton.engine.Target;
import org.surety.automaton.engine.Translator;
import org.surety.automaton.hoa.HoaWriter;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.automaton.translate.MonitorTranslator;
import org.surety.base.InputException;
import org.surety.certificate.Json;
import org.surety.logic.Formula;
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
    description = "Translate formulas on finite or infinite traces to automata.")
final class CompileCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FORMULA",
      description = "A formula in Spot's syntax, such as '!hazard U goal'.")
  private @Nullable String formula;

  @Option(names = "--spec", paramLabel = "FILE", description = "The properties of a property file.")
  private @Nullable Path spec;

  @Mixin private FormulaSource source;

  /** What formulas become. */
  enum Kind {
    DFA(null),
    MONITOR(null),
    NBA(Target.NBA),
    LDBA(Target.LDBA),
    DPA(Target.DPA),
    DELA(Target.DELA);

    private final @Nullable Target target;

    Kind(@Nullable Target target) {
      this.target = target;
    }
  }

  @Option(
      names = "--to",
      paramLabel = "KIND",
      defaultValue = "dfa",
      description = {
        "dfa: finite traces, minimal deterministic (the default); infinite traces: monitor"
            + " (verdicts on prefixes), nba"
            + " (nondeterministic Buchi), ldba (limit-deterministic Buchi), dpa (deterministic"
            + " parity), dela (deterministic Emerson-Lei)."
      })
  private Kind kind;

  @Option(
      names = "--engine",
      paramLabel = "embedded|owl|spot",
      defaultValue = "embedded",
      description = "Who translates formulas on infinite traces (default: ${DEFAULT-VALUE}).")
  private String engine;

  /** How much a monitor says. */
  enum Verdicts {
    THREE,
    FOUR
  }

  @Option(
      names = "--verdicts",
      paramLabel = "three|four",
      defaultValue = "three",
      description =
          "Of a monitor: satisfied, violated, inconclusive; or, in place of the last, presumably"
              + " satisfied and presumably violated (default: ${DEFAULT-VALUE}).")
  private Verdicts verdicts;

  /** How an automaton is printed. */
  enum Format {
    HOA,
    DOT,
    SVG,
    TABLE
  }

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "hoa",
      description =
          "hoa (Hanoi Omega-Automata v1), dot (GraphViz), svg (a picture) or table (sizes and"
              + " times).")
  private Format format;

  @Mixin private EngineOptions engineOptions;
  @Mixin private OutputOptions console;

  /** An automaton and what is said of it. */
  private record Result(
      Formula formula, int states, String acceptance, double milliseconds, String text) {}

  private final List<Json> rows = new ArrayList<>();
  private long totalStates;
  private double totalMilliseconds;
  private int formulas;

  @Override
  public Integer call() throws IOException {
    int sources = (formula == null ? 0 : 1) + (spec == null ? 0 : 1) + (source.hasFile() ? 1 : 0);
    if (sources != 1) {
      throw new InputException(
          "compile",
          sources == 0 ? "no formula is given" : "formulas are given in more than one way",
          "give a formula, or --spec FILE, or --file FORMULAS");
    }
    try (Translator translator = engineOptions.engines().open(engine)) {
      checkEngine(translator);
      if (format == Format.TABLE && !console.json()) {
        console.out().println("states  milliseconds  formula");
      }
      if (spec != null) {
        for (Property property : PropertyFile.read(spec).properties()) {
          print(compiled(property.formula(), translator));
        }
      } else if (formula != null) {
        print(compiled(source.parse(formula), translator));
      } else {
        source.forEach(f -> print(compiled(f, translator)));
      }
    }
    finish();
    return 0;
  }

  private void checkEngine(Translator translator) {
    if (kind.target == null
        ? !engine.equals("embedded")
        : !translator.targets().contains(kind.target)) {
      throw new InputException(
          "--engine " + engine,
          "does not translate to " + kind.name().toLowerCase(Locale.ROOT),
          kind.target == null
              ? "leave --engine out"
              : "it knows "
                  + String.join(
                      ", ",
                      translator.targets().stream()
                          .map(target -> target.name().toLowerCase(Locale.ROOT))
                          .toList()));
    }
  }

  private Result compiled(Formula f, Translator translator) {
    long start = System.nanoTime();
    if (kind == Kind.DFA) {
      Dfa dfa = LtlfTranslator.translate(f, engineOptions.limits());
      double milliseconds = (System.nanoTime() - start) / 1e6;
      Degeneracy.of(f, dfa, LtlfTranslator::translateIfSmall)
          .forEach(finding -> console.notice(finding.sentence()));
      return new Result(f, dfa.states(), "dfa", milliseconds, text(dfa, f.toString()));
    }
    try {
      if (kind.target == null) {
        Monitor monitor =
            verdicts == Verdicts.THREE
                ? MonitorTranslator.threeValued(f, engineOptions.limits())
                : MonitorTranslator.fourValued(f, engineOptions.limits());
        double milliseconds = (System.nanoTime() - start) / 1e6;
        return new Result(
            f, monitor.states(), "monitor", milliseconds, text(monitor, f.toString()));
      }
      OmegaAutomaton automaton = translator.translate(f, kind.target, engineOptions.limits());
      double milliseconds = (System.nanoTime() - start) / 1e6;
      String acceptance =
          automaton
              .acceptance()
              .name()
              .map(Object::toString)
              .orElse(automaton.acceptance().condition().toString());
      return new Result(f, automaton.states(), acceptance, milliseconds, text(automaton));
    } catch (TooManyStatesException e) {
      throw new InputException(
          "formula " + OutputOptions.plain(f.toString()),
          "its automaton was given up after " + e.reached(),
          "raise --max-states or --timeout, or ask for another kind of automaton",
          e);
    }
  }

  private String text(Dfa dfa, String name) {
    return switch (format) {
      case HOA -> HoaWriter.write(dfa, name);
      case DOT -> DotWriter.write(dfa, name);
      case SVG -> SvgWriter.write(dfa, name);
      case TABLE -> "";
    };
  }

  private String text(Monitor monitor, String name) {
    return switch (format) {
      case HOA -> HoaWriter.write(monitor, name);
      case DOT -> DotWriter.write(monitor, name);
      case SVG -> SvgWriter.write(monitor, name);
      case TABLE -> "";
    };
  }

  private String text(OmegaAutomaton automaton) {
    return switch (format) {
      case HOA -> HoaWriter.write(automaton);
      case DOT -> DotWriter.write(automaton);
      case SVG -> SvgWriter.write(automaton);
      case TABLE -> "";
    };
  }

  /** Prints at once, so that a long file shows how far it is. */
  private void print(Result result) {
    formulas++;
    totalStates += result.states;
    totalMilliseconds += result.milliseconds;
    if (console.json()) {
      Json.ObjBuilder row =
          Json.object()
              .put("formula", result.formula.toString())
              .put("states", result.states)
              .put("acceptance", result.acceptance)
              .put("milliseconds", OutputOptions.number(result.milliseconds));
      if (format != Format.TABLE) {
        row.put(format.name().toLowerCase(Locale.ROOT), result.text);
      }
      rows.add(row.build());
    } else if (format == Format.TABLE) {
      printRow(result.states, result.milliseconds, result.formula.toString());
    } else {
      console.out().print(result.text);
      console.out().flush();
    }
  }

  private void printRow(long states, double milliseconds, String what) {
    console.out().printf(Locale.ROOT, "%6d  %12.3f  %s%n", states, milliseconds, what);
  }

  private void finish() {
    if (console.json()) {
      console.print(new Json.Arr(rows));
    } else if (format == Format.TABLE) {
      printRow(totalStates, totalMilliseconds, "all " + formulas);
    }
    console.out().flush();
  }
}
