package org.surety.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.engine.Candidate;
import org.surety.automaton.engine.CommandTranslator;
import org.surety.automaton.engine.Crosscheck;
import org.surety.automaton.engine.Crosscheck.Attempt;
import org.surety.automaton.engine.Crosscheck.Difference;
import org.surety.automaton.engine.Crosscheck.Finding;
import org.surety.automaton.engine.CrosscheckSummary;
import org.surety.automaton.engine.CrosscheckSummary.Totals;
import org.surety.automaton.engine.Target;
import org.surety.automaton.engine.Translator;
import org.surety.automaton.omega.LassoWord;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.certificate.Json;
import org.surety.logic.Formula;
import org.surety.logic.FormulaSampler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Translations held against each other. */
@Command(
    name = "crosscheck",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Hold translations of formulas against each other and against the formulas.",
    footer = {
      "",
      "Exit code 1: a difference was found, and a word shows it. Exit code 2: an engine died or",
      "printed no automaton; one that takes too long is only counted."
    })
final class CrosscheckCommand implements Callable<Integer> {
  private static final double DEFAULT_SECONDS = 60;

  @Mixin private FormulaSource source;

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "Instead of a file, N random formulas.")
  private @Nullable Integer randomFormulas;

  @Option(
      names = "--size",
      paramLabel = "n",
      defaultValue = "15",
      description = "Most nodes of a random formula (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--atoms",
      paramLabel = "n",
      defaultValue = "4",
      description = "Atoms of random formulas (default: ${DEFAULT-VALUE}).")
  private int atoms;

  @Option(
      names = "--engines",
      required = true,
      paramLabel = "LIST",
      description = {
        "Separated by commas: embedded, owl, spot, each of which may name kinds as in"
            + " spot/dpa/nba, and commands that print an automaton in the HOA format, such as"
            + " 'ltl2tgba -D %%f'. %%f stands for the formula in Spot's syntax and is one argument;"
            + " no shell is involved. A comma within quotes belongs to the command."
      })
  private String engines;

  @Option(
      names = "--words",
      paramLabel = "n",
      defaultValue = "20",
      description = "Random words for each formula (default: ${DEFAULT-VALUE}).")
  private int words;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of random words and formulas (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private EngineOptions engineOptions;
  @Mixin private OutputOptions console;

  private final List<Translator> opened = new ArrayList<>();
  private final List<Json> differences = new ArrayList<>();
  private final List<Json> failures = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (source.hasFile() == (randomFormulas != null)) {
      throw new InputException(
          "crosscheck",
          source.hasFile() ? "a file and --random are given" : "no formulas are given",
          "give --file FORMULAS or --random N");
    }
    if (words < 0 || size < 1 || atoms < 1 || atoms > 26) {
      throw new InputException(
          "crosscheck",
          "--words, --size or --atoms is out of range",
          "give words from 0, a size from 1, atoms from 1 to 26");
    }
    try {
      Crosscheck crosscheck =
          new Crosscheck(
              candidates(),
              new Crosscheck.Settings(
                  words,
                  seed,
                  engineOptions.maxStates(),
                  engineOptions.timeoutOr(DEFAULT_SECONDS)));
      CrosscheckSummary summary = new CrosscheckSummary(crosscheck.candidates());
      if (randomFormulas == null) {
        source.forEach(f -> check(crosscheck, f, summary));
      } else {
        FormulaSampler random = new FormulaSampler(atoms, size, seed);
        for (int n = 0; n < randomFormulas; n++) {
          check(crosscheck, random.next(), summary);
        }
      }
      print(summary);
      return summary.differences() > 0 ? 1 : summary.failures() > 0 ? 2 : 0;
    } finally {
      opened.forEach(Translator::close);
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (String item : split(engines)) {
      if (item.contains(CommandTranslator.FORMULA)) {
        candidates.add(Candidate.of(CommandTranslator.of(unquoted(item))));
        continue;
      }
      String[] parts = item.split("/", -1);
      Translator translator = engineOptions.engines().open(parts[0]);
      opened.add(translator);
      Set<Target> targets = new TreeSet<>(translator.targets());
      if (parts.length > 1) {
        targets.clear();
        for (String kind : List.of(parts).subList(1, parts.length)) {
          targets.add(target(kind, translator));
        }
      }
      targets.forEach(target -> candidates.add(Candidate.of(translator, target)));
    }
    return candidates;
  }

  private static Target target(String kind, Translator translator) {
    List<String> known =
        translator.targets().stream().map(t -> t.name().toLowerCase(Locale.ROOT)).toList();
    if (!known.contains(kind.toLowerCase(Locale.ROOT))) {
      throw new InputException(
          "--engines",
          "'" + kind + "' is no kind of automata of " + translator.name(),
          Spelling.remedy(kind, known));
    }
    return Target.valueOf(kind.toUpperCase(Locale.ROOT));
  }

  /** A command without the quotes around all of it, which kept it together in the list. */
  private static String unquoted(String item) {
    char quote = item.charAt(0);
    boolean around = (quote == '\'' || quote == '"') && item.indexOf(quote, 1) == item.length() - 1;
    return around ? item.substring(1, item.length() - 1) : item;
  }

  /** At commas outside quotes; the quotes stay, since commands read them. */
  private static List<String> split(String list) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      if (c == ',' && quote == 0) {
        items.add(item.toString().strip());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString().strip());
    return items;
  }

  private void check(Crosscheck crosscheck, Formula formula, CrosscheckSummary summary) {
    Finding finding = crosscheck.check(formula);
    summary.add(finding);
    report(crosscheck.candidates(), finding.translations(), formula);
    report(crosscheck.candidates(), finding.negations(), Formula.not(formula));
    for (Difference difference : finding.differences()) {
      LassoWord word = difference.word();
      if (console.json()) {
        differences.add(
            Json.object()
                .put("formula", formula.toString())
                .put("word", word.toString())
                .put("holds", difference.holds())
                .put(
                    "wrong",
                    new Json.Arr(difference.wrong().stream().<Json>map(Json.Str::new).toList()))
                .build());
      } else {
        console.out().println("difference: " + formula);
        console
            .out()
            .println("  it " + (difference.holds() ? "holds" : "does not hold") + " of " + word);
        console.out().println("  wrong: " + String.join(", ", difference.wrong()));
      }
    }
  }

  private void report(List<Candidate> candidates, List<Attempt> attempts, Formula formula) {
    for (int k = 0; k < attempts.size(); k++) {
      Attempt attempt = attempts.get(k);
      if (attempt.failure().isEmpty()) {
        continue;
      }
      if (console.json()) {
        failures.add(
            Json.object()
                .put("engine", candidates.get(k).name())
                .put("formula", formula.toString())
                .put("gaveUp", attempt.gaveUp())
                .put("reason", attempt.failure())
                .build());
      } else {
        console.out().println((attempt.gaveUp() ? "given up: " : "failed: ") + formula);
        console.out().println("  " + candidates.get(k).name() + ": " + attempt.failure());
      }
    }
  }

  private void print(CrosscheckSummary summary) {
    if (console.json()) {
      console.print(json(summary));
      return;
    }
    int width = summary.totals().stream().mapToInt(t -> t.name().length()).max().orElse(0);
    String row = "%-" + Math.max(width, 6) + "s  %9s  %7s  %9s  %13s  %9s  %6s  %8s%n";
    console
        .out()
        .printf(
            row,
            "engine",
            "automata",
            "states",
            "of not f",
            "deterministic",
            "ms",
            "failed",
            "given up");
    for (Totals t : summary.totals()) {
      console
          .out()
          .printf(
              Locale.ROOT,
              row,
              t.name(),
              t.automata(),
              t.states(),
              t.negationStates(),
              t.deterministic(),
              String.format(Locale.ROOT, "%.0f", t.milliseconds()),
              t.failures(),
              t.gaveUp());
    }
    console.out().println(summary.sentence());
    console.out().flush();
  }

  private Json json(CrosscheckSummary summary) {
    List<Json> totals = new ArrayList<>();
    for (Totals t : summary.totals()) {
      totals.add(
          Json.object()
              .put("engine", t.name())
              .put("automata", t.automata())
              .put("states", t.states())
              .put("negationStates", t.negationStates())
              .put("deterministic", t.deterministic())
              .put("milliseconds", OutputOptions.number(t.milliseconds()))
              .put("slowestMilliseconds", OutputOptions.number(t.slowest()))
              .put("failed", t.failures())
              .put("givenUp", t.gaveUp())
              .put("sampledOnly", t.sampledOnly())
              .build());
    }
    return Json.object()
        .put("formulas", summary.formulas())
        .put("engines", new Json.Arr(totals))
        .put("products", summary.products())
        .put("productsSkipped", summary.skipped())
        .put("words", summary.words())
        .put("differences", new Json.Arr(differences))
        .put("failures", new Json.Arr(failures))
        .build();
  }
}
