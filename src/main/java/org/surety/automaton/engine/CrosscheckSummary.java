package org.surety.automaton.engine;

import java.util.ArrayList;
import java.util.List;
import org.surety.automaton.engine.Crosscheck.Attempt;
import org.surety.automaton.engine.Crosscheck.Finding;

/** Adds up what was found of many formulas. */
public final class CrosscheckSummary {
  /**
   * What became of one candidate's translations of the formulas and of their negations.
   *
   * @param name of the candidate
   * @param automata how many translations there are
   * @param states of the formulas' automata
   * @param negationStates of the negations' automata
   * @param deterministic how many automata are deterministic
   * @param milliseconds of all translations together
   * @param slowest the longest time of a translation, in ms
   * @param failures how often it died or printed something else
   * @param gaveUp how often it reached a limit
   * @param sampledOnly how many automata only words were held against for what they should accept
   */
  public record Totals(
      String name,
      int automata,
      long states,
      long negationStates,
      int deterministic,
      double milliseconds,
      double slowest,
      int failures,
      int gaveUp,
      int sampledOnly) {

    private Totals plus(Attempt attempt, boolean negated, boolean sampled) {
      long size = attempt.automaton().map(a -> (long) a.states()).orElse(0L);
      boolean failed = !attempt.failure().isEmpty();
      return new Totals(
          name,
          automata + (failed ? 0 : 1),
          states + (negated ? 0 : size),
          negationStates + (negated ? size : 0),
          deterministic + (attempt.automaton().stream().anyMatch(a -> a.isDeterministic()) ? 1 : 0),
          milliseconds + attempt.milliseconds(),
          Math.max(slowest, attempt.milliseconds()),
          failures + (failed && !attempt.gaveUp() ? 1 : 0),
          gaveUp + (attempt.gaveUp() ? 1 : 0),
          sampledOnly + (sampled && !failed ? 1 : 0));
    }
  }

  private final List<Totals> totals = new ArrayList<>();
  private int formulas;
  private long products;
  private long skipped;
  private long words;
  private int differences;

  /** Nothing found yet of these candidates. */
  public CrosscheckSummary(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      totals.add(new Totals(candidate.name(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }
  }

  /** Adds what was found of a formula. */
  public void add(Finding finding) {
    formulas++;
    products += finding.products();
    skipped += finding.skipped();
    words += finding.words();
    differences += finding.differences().size();
    for (int k = 0; k < totals.size(); k++) {
      Totals sum = totals.get(k);
      boolean sampled = finding.sampledOnly().contains(sum.name());
      boolean negationSampled = finding.sampledOnly().contains(sum.name() + Crosscheck.NEGATION);
      totals.set(
          k,
          sum.plus(finding.translations().get(k), false, sampled)
              .plus(finding.negations().get(k), true, negationSampled));
    }
  }

  /** One for each candidate, in order. */
  public List<Totals> totals() {
    return List.copyOf(totals);
  }

  public int formulas() {
    return formulas;
  }

  /** Products that were searched for a word. */
  public long products() {
    return products;
  }

  /** Products that were too large. */
  public long skipped() {
    return skipped;
  }

  /** Random words that formulas and automata were evaluated on. */
  public long words() {
    return words;
  }

  public int differences() {
    return differences;
  }

  /** Translations that died or printed something else than an automaton. */
  public int failures() {
    return totals.stream().mapToInt(Totals::failures).sum();
  }

  /** What was compared, and how far it goes. */
  public String sentence() {
    int sampled = totals.stream().mapToInt(Totals::sampledOnly).sum();
    return (differences == 0 ? "no difference" : differences + " differences")
        + " in "
        + formulas
        + " formulas: "
        + products
        + " products searched"
        + (skipped > 0 ? " (" + skipped + " too large)" : "")
        + ", "
        + words
        + " random words"
        + (sampled > 0
            ? "; that "
                + sampled
                + " nondeterministic automata accept enough was tried on words only"
            : "");
  }
}
