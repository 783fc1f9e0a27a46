package org.surety.automaton.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.BooleanOperations;
import org.surety.automaton.omega.Emptiness;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.SemiDeterministicComplement;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;

/**
 * Holds translations of a formula and of its negation against each other and against the formula
 * itself, as Spot's {@code ltlcross} does (Tauriainen and Heljanko, "Testing LTL formula
 * translation into Büchi automata", STTT 2002).
 *
 * <p>What is exact: no automaton of the formula shares a word with one of the negation. Where one
 * of them is deterministic, the smallest such is the reference: every automaton of the formula must
 * be within it, every automaton of the negation apart from it, and each must also cover it, or its
 * complement, as far as the complement of a Büchi automaton stays small. What is sampled: that
 * other automata accept all they should, and all of them on random ultimately periodic words, for
 * which the formula is evaluated directly. Half of these words are small changes of words that lie
 * on either side.
 */
public final class Crosscheck {
  /** Stands behind the name of a candidate whose translation of the negation is meant. */
  static final String NEGATION = " of the negation";

  /** Most states of the complement of a nondeterministic automaton. */
  private static final int MOST_MACROSTATES = 2000;

  private static final Duration LONGEST_INCLUSION = Duration.ofSeconds(2);

  /** Largest product that is searched, in pairs of states. */
  private static final long MOST_PAIRS = 4_000_000;

  /**
   * How hard to look.
   *
   * @param words random words for each formula
   * @param seed of the random words
   * @param maxStates most states of an automaton
   * @param timeout longest time for one translation
   */
  public record Settings(int words, long seed, int maxStates, Duration timeout) {}

  /**
   * What became of one translation.
   *
   * @param automaton the result; empty if there is none
   * @param milliseconds how long it took
   * @param failure why there is no result; empty if there is one
   * @param gaveUp whether that was a limit, and not a failure of the engine
   */
  public record Attempt(
      Optional<OmegaAutomaton> automaton, double milliseconds, String failure, boolean gaveUp) {}

  /**
   * A word on which automata disagree with the formula.
   *
   * @param word the word
   * @param holds whether the formula holds of it
   * @param wrong who says otherwise, each with what it was asked to translate
   */
  public record Difference(LassoWord word, boolean holds, List<String> wrong) {}

  /**
   * What was found of one formula.
   *
   * @param formula the formula
   * @param translations of it, one a candidate
   * @param negations translations of its negation, one a candidate
   * @param products how many products were searched
   * @param skipped how many were too large to search
   * @param words how many random words were tried
   * @param sampledOnly candidates of which only words say that they accept enough
   * @param differences words on which somebody is wrong; empty if all agree
   */
  public record Finding(
      Formula formula,
      List<Attempt> translations,
      List<Attempt> negations,
      int products,
      int skipped,
      int words,
      List<String> sampledOnly,
      List<Difference> differences) {}

  private final List<Candidate> candidates;
  private final Settings settings;

  /** A check of at least one candidate. */
  public Crosscheck(List<Candidate> candidates, Settings settings) {
    this.candidates = List.copyOf(candidates);
    this.settings = settings;
  }

  /** The candidates, in order. */
  public List<Candidate> candidates() {
    return candidates;
  }

  /** Checks one formula. */
  public Finding check(Formula formula) {
    return new Check(formula).run();
  }

  private Attempt attempt(Candidate candidate, Formula formula) {
    long start = System.nanoTime();
    try {
      OmegaAutomaton automaton =
          candidate
              .translation()
              .of(formula, Limits.startingNow(settings.maxStates, settings.timeout));
      return new Attempt(Optional.of(automaton), since(start), "", false);
    } catch (TooManyStatesException e) {
      return new Attempt(Optional.empty(), since(start), "gave up after " + e.reached(), true);
    } catch (InputException e) {
      return new Attempt(Optional.empty(), since(start), String.valueOf(e.getMessage()), false);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** An automaton and what it should accept. */
  private record Claim(String name, boolean negated, OmegaAutomaton automaton) {
    String whole() {
      return name + (negated ? NEGATION : "");
    }

    boolean isDeterministic() {
      return automaton.isDeterministic();
    }
  }

  private final class Check {
    private final Formula formula;
    private final Random random;
    private final List<Claim> claims = new ArrayList<>();
    private final List<LassoWord> suspects = new ArrayList<>();
    private final List<LassoWord> sides = new ArrayList<>();
    private final Set<String> covering = new HashSet<>();
    private int products;
    private int skipped;

    Check(Formula formula) {
      this.formula = formula;
      this.random = new Random(settings.seed ^ formula.toString().hashCode());
    }

    Finding run() {
      List<Attempt> translations = attempts(formula, false);
      List<Attempt> negations = attempts(Formula.not(formula), true);
      Optional<Claim> reference =
          claims.stream()
              .filter(Claim::isDeterministic)
              .min(Comparator.comparingInt(claim -> claim.automaton.states()));
      reference.ifPresentOrElse(this::compareWith, this::compareAll);
      int words = claims.isEmpty() ? 0 : settings.words;
      for (int n = 0; n < words; n++) {
        suspects.add(n % 2 == 1 && !sides.isEmpty() ? changed() : randomWord());
      }
      List<String> sampled =
          claims.stream().map(Claim::whole).filter(name -> !covering.contains(name)).toList();
      return new Finding(
          formula, translations, negations, products, skipped, words, sampled, differences());
    }

    private List<Attempt> attempts(Formula f, boolean negated) {
      List<Attempt> attempts = new ArrayList<>();
      for (Candidate candidate : candidates) {
        Attempt attempt = attempt(candidate, f);
        attempts.add(attempt);
        attempt.automaton().ifPresent(a -> claims.add(new Claim(candidate.name(), negated, a)));
      }
      return attempts;
    }

    private void compareWith(Claim reference) {
      OmegaAutomaton complement;
      try {
        complement = BooleanOperations.complement(reference.automaton);
      } catch (IllegalArgumentException e) {
        skipped++;
        compareAll();
        return;
      }
      OmegaAutomaton holds = reference.negated ? complement : reference.automaton;
      OmegaAutomaton fails = reference.negated ? reference.automaton : complement;
      Emptiness.acceptedWord(holds).ifPresent(sides::add);
      Emptiness.acceptedWord(fails).ifPresent(sides::add);
      for (Claim claim : claims) {
        shared(claim.automaton, claim.negated ? holds : fails).ifPresent(suspects::add);
        if (claim.equals(reference)) {
          covering.add(claim.whole());
        } else {
          cover(claim, claim.negated ? fails : holds);
        }
      }
      for (Claim claim : claims) {
        if (!covering.contains(claim.whole())) {
          claims.stream()
              .filter(c -> c.negated == claim.negated && covering.contains(c.whole()))
              .filter(c -> c.automaton.acceptance().condition().finSets() == 0)
              .findFirst()
              .ifPresent(complete -> include(complete, claim));
        }
      }
    }

    /** Looks for a word of a complete automaton that a nondeterministic one lacks. */
    private void include(Claim complete, Claim claim) {
      try {
        LanguageComparison.difference(
                complete.automaton,
                claim.automaton,
                Limits.startingNow(MOST_MACROSTATES, LONGEST_INCLUSION))
            .ifPresent(suspects::add);
        products++;
        covering.add(claim.whole());
      } catch (IllegalArgumentException | TooManyStatesException e) {
        // Words have to do.
      }
    }

    /** Looks for a word that the claim should accept and does not, if there is a complement. */
    private void cover(Claim claim, OmegaAutomaton accepted) {
      OmegaAutomaton complement;
      try {
        complement =
            claim.isDeterministic()
                ? BooleanOperations.complement(claim.automaton)
                : SemiDeterministicComplement.of(claim.automaton, Limits.states(MOST_MACROSTATES));
      } catch (IllegalArgumentException | TooManyStatesException e) {
        return;
      }
      int before = skipped;
      shared(complement, accepted).ifPresent(suspects::add);
      if (skipped == before) {
        covering.add(claim.whole());
      }
    }

    private void compareAll() {
      for (Claim claim : claims) {
        for (Claim other : claims) {
          if (!claim.negated && other.negated) {
            shared(claim.automaton, other.automaton).ifPresent(suspects::add);
          }
        }
      }
      claims.forEach(claim -> Emptiness.acceptedWord(claim.automaton).ifPresent(sides::add));
    }

    private Optional<LassoWord> shared(OmegaAutomaton a, OmegaAutomaton b) {
      if ((long) a.states() * b.states() > MOST_PAIRS
          || a.acceptance().sets() + b.acceptance().sets() > Acceptance.MAX_SETS) {
        skipped++;
        return Optional.empty();
      }
      try {
        products++;
        return LanguageComparison.commonWord(a, b);
      } catch (IllegalArgumentException e) {
        // Labels too long to intersect.
        skipped++;
        return Optional.empty();
      }
    }

    private LassoWord randomWord() {
      List<String> atoms = PortableFormula.atomsInOrder(formula);
      int prefix = random.nextInt(4);
      int cycle = 1 + random.nextInt(4);
      // Rare events as well as frequent ones: most formulas speak of rare ones.
      boolean rare = random.nextBoolean();
      List<Long> letters = new ArrayList<>();
      for (int i = 0; i < prefix + cycle; i++) {
        letters.add(
            random.nextLong() & (rare ? random.nextLong() : -1L) & ((1L << atoms.size()) - 1));
      }
      return new LassoWord(
          atoms, letters.subList(0, prefix), letters.subList(prefix, prefix + cycle));
    }

    /** A word that is decided, with an atom or two the other way. */
    private LassoWord changed() {
      LassoWord word = sides.get(random.nextInt(sides.size()));
      if (word.atoms().isEmpty()) {
        return word;
      }
      List<Long> letters = new ArrayList<>(word.prefix());
      letters.addAll(word.cycle());
      // One turn of the cycle moves to the prefix now and then, so that a change may happen once.
      int prefix = word.prefix().size();
      if (random.nextBoolean()) {
        prefix = letters.size();
        letters.addAll(word.cycle());
      }
      for (int n = random.nextInt(3); n >= 0; n--) {
        int at = random.nextInt(letters.size());
        letters.set(at, letters.get(at) ^ 1L << random.nextInt(word.atoms().size()));
      }
      return new LassoWord(
          word.atoms(), letters.subList(0, prefix), letters.subList(prefix, letters.size()));
    }

    private List<Difference> differences() {
      List<Difference> differences = new ArrayList<>();
      for (LassoWord word : suspects) {
        boolean holds = LassoWords.holds(formula, word.prefixWord(), word.cycleWord());
        List<String> wrong =
            claims.stream()
                .filter(c -> LassoAcceptance.accepts(c.automaton, word) == (holds == c.negated))
                .map(Claim::whole)
                .toList();
        if (!wrong.isEmpty()
            && differences.stream().noneMatch(found -> found.wrong().equals(wrong))) {
          differences.add(new Difference(word, holds, wrong));
        }
      }
      return differences;
    }
  }
}
