package org.surety.automaton;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.surety.logic.Formula;
import org.surety.logic.Subformulas;

/**
 * Finds properties that, read on finite words, say something else than they seem to.
 *
 * <p>{@code G F p} demands infinitely many p of an infinite word; of a finite one it demands p at
 * the last position and nothing more (De Giacomo, De Masellis, Montali, "Reasoning on LTL on finite
 * traces: insensitivity to infiniteness", AAAI 2014). That is decided on the language: a verdict
 * that is a function of the last letter alone is one, however it is written. Likewise for the first
 * letter, for the length alone, and for verdicts that are always the same.
 */
public final class Degeneracy {

  /** In what way a formula says less than it seems to. */
  public enum Kind {
    /** No word satisfies it. */
    UNSATISFIABLE,
    /** Every word satisfies it. */
    VALID,
    /** The verdict depends on the last letter alone. */
    LAST_LETTER_ONLY,
    /** The verdict depends on the first letter alone. */
    FIRST_LETTER_ONLY,
    /** The verdict depends on the number of letters alone. */
    LENGTH_ONLY
  }

  /**
   * One finding.
   *
   * @param kind in what way
   * @param part the formula it holds of: the whole property or a part of it
   * @param sentence the reading, for a person
   */
  public record Finding(Kind kind, Formula part, String sentence) {
    /** Whether a certificate of this property, as a whole, would say nothing. */
    public boolean saysNothing(Formula property) {
      return part == property && (kind == Kind.UNSATISFIABLE || kind == Kind.VALID);
    }
  }

  /** Makes the automaton of a part, or nothing if it would be too large to be worth it. */
  @FunctionalInterface
  public interface PartTranslator {
    /** The minimal automaton of a formula. */
    Optional<Dfa> translate(Formula part);
  }

  private Degeneracy() {}

  /**
   * What is odd about a property: about the whole first, otherwise about its largest temporal
   * parts.
   *
   * @param f the property
   * @param dfa its automaton
   * @param translator for its parts
   */
  public static List<Finding> of(Formula f, Dfa dfa, PartTranslator translator) {
    Optional<Finding> whole = classify(f, dfa);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<Finding> findings = new ArrayList<>();
    for (Formula operand : f.operands()) {
      ofParts(operand, translator, findings);
    }
    return List.copyOf(findings);
  }

  private static void ofParts(Formula f, PartTranslator translator, List<Finding> findings) {
    if (isTemporal(f)) {
      Optional<Finding> found =
          translator
              .translate(f)
              .flatMap(dfa -> classify(f, dfa))
              .filter(finding -> isOddInAPart(finding.kind))
              .map(Degeneracy::asPart);
      if (found.isPresent()) {
        if (!findings.contains(found.get())) {
          findings.add(found.get());
        }
        return;
      }
    }
    for (Formula operand : f.operands()) {
      ofParts(operand, translator, findings);
    }
  }

  /**
   * A part may well speak of one letter or of the length: {@code X[?] false} is "the last step".
   */
  private static boolean isOddInAPart(Kind kind) {
    return kind == Kind.LAST_LETTER_ONLY || kind == Kind.UNSATISFIABLE || kind == Kind.VALID;
  }

  private static boolean isTemporal(Formula f) {
    return switch (f.kind()) {
      case NEXT, WEAK_NEXT, FINALLY, GLOBALLY, UNTIL, RELEASE, WEAK_UNTIL, STRONG_RELEASE -> true;
      default -> false;
    };
  }

  private static Finding asPart(Finding finding) {
    return new Finding(finding.kind, finding.part, "its part " + finding.sentence);
  }

  // --- The whole
  // -----------------------------------------------------------------------------------

  /** What is odd about a language. */
  static Optional<Finding> classify(Formula f, Dfa dfa) {
    Trees trees = new Trees(dfa);
    boolean hasTemporal = Subformulas.of(f).stream().anyMatch(Degeneracy::isTemporal);
    OptionalInt everyLetter = trees.commonVerdicts();
    if (everyLetter.isPresent()) {
      int verdict = everyLetter.getAsInt();
      if (verdict == Trees.NO) {
        return Optional.of(new Finding(Kind.UNSATISFIABLE, f, unsatisfiable(f)));
      }
      if (verdict == Trees.YES) {
        String sentence = quote(f) + " is true of every trace";
        return Optional.of(new Finding(Kind.VALID, f, sentence));
      }
      Formula last = trees.formula(verdict);
      String sentence =
          quote(f) + " on a finite trace only says: " + last + " at the last recorded step";
      return Optional.of(new Finding(Kind.LAST_LETTER_ONLY, f, sentence));
    }
    OptionalInt first = trees.verdictsOfFirstLetter();
    if (first.isPresent()) {
      String sentence =
          quote(f)
              + " only says: "
              + trees.formula(first.getAsInt())
              + " at the first step"
              + (hasTemporal ? "" : "; put G before it to demand it of all steps");
      return Optional.of(new Finding(Kind.FIRST_LETTER_ONLY, f, sentence));
    }
    if (dfa.treeNodes() == 0) {
      String sentence = quote(f) + " only says how many steps a trace may have";
      return Optional.of(new Finding(Kind.LENGTH_ONLY, f, sentence));
    }
    return Optional.empty();
  }

  private static String unsatisfiable(Formula f) {
    String sentence = quote(f) + " is false of every trace";
    boolean looksAhead =
        Subformulas.of(f).stream()
            .anyMatch(
                sub ->
                    sub.kind() == Formula.Kind.NEXT
                        || (sub.lower() > 0
                            && (sub.kind() == Formula.Kind.FINALLY
                                || sub.kind() == Formula.Kind.UNTIL)));
    return looksAhead
        ? sentence
            + ": at the last step nothing lies ahead, so X[!] and windows of F and U that start"
            + " later than 0 are false there"
        : sentence;
  }

  private static String quote(Formula f) {
    String text = f.toString();
    return "'" + (text.length() <= 80 ? text : text.substring(0, 77) + "...") + "'";
  }

  /** Transition trees with verdicts instead of states. */
  private static final class Trees {
    static final int NO = Mtbdd.leaf(0);
    static final int YES = Mtbdd.leaf(1);

    private final Dfa dfa;
    private final Mtbdd verdicts = new Mtbdd();
    private final IntPairMap relabeled = new IntPairMap();

    Trees(Dfa dfa) {
      this.dfa = dfa;
    }

    /** The verdict as a function of the last letter, if it is one whatever came before. */
    OptionalInt commonVerdicts() {
      int common = verdicts(dfa.tree(0));
      for (int s = 1; s < dfa.states(); s++) {
        if (verdicts(dfa.tree(s)) != common) {
          return OptionalInt.empty();
        }
      }
      return OptionalInt.of(common);
    }

    /** The verdict as a function of the first letter, if it is one whatever follows. */
    OptionalInt verdictsOfFirstLetter() {
      for (int s : DfaGraph.successors(dfa, dfa.initial())) {
        if (!dfa.satisfiedForGood(s) && !dfa.violatedForGood(s)) {
          return OptionalInt.empty();
        }
      }
      return OptionalInt.of(verdicts(dfa.tree(0)));
    }

    private int verdicts(int tree) {
      if (Mtbdd.isLeaf(tree)) {
        return dfa.accepting(Mtbdd.value(tree)) ? YES : NO;
      }
      int known = relabeled.get(tree, 0);
      if (known == IntPairMap.MISSING) {
        known = verdicts.node(dfa.level(tree), verdicts(dfa.low(tree)), verdicts(dfa.high(tree)));
        relabeled.put(tree, 0, known);
      }
      return known;
    }

    /** A tree of verdicts as a propositional formula. */
    Formula formula(int tree) {
      List<Formula> cubes = new ArrayList<>();
      for (SumOfProducts.Cube cube : SumOfProducts.of(verdicts, tree)) {
        List<Formula> literals = new ArrayList<>();
        for (int k = 0; k < dfa.atoms().size(); k++) {
          Formula atom = Formula.atom(dfa.atoms().get(k));
          if ((cube.positive() >> k & 1) == 1) {
            literals.add(atom);
          } else if ((cube.negative() >> k & 1) == 1) {
            literals.add(Formula.not(atom));
          }
        }
        cubes.add(Formula.and(literals));
      }
      return Formula.or(cubes);
    }
  }
}
