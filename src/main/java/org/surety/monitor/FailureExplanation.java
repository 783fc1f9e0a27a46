package org.surety.monitor;

import java.util.List;
import java.util.Optional;
import org.surety.logic.Formula;

/**
 * Why an episode has the robustness it has.
 *
 * @param sentence for a violated property: what failed at which step, for example {@code hazard
 *     held at step 7, before goal held}. For a satisfied one: which margin decides
 * @param critical the one value that the robustness is made of; empty only if no margin decides, as
 *     where a strong next meets the end of the word
 */
public record FailureExplanation(String sentence, Optional<Critical> critical) {

  /**
   * The margin that equals the robustness up to its sign, found by following the minima and maxima
   * that attain it: a small change of this margin changes the robustness by as much, provided no
   * other margin ties with it.
   *
   * @param atom name of the predicate
   * @param step letter of the word, from 0
   * @param margin its margin there
   */
  public record Critical(String atom, int step, double margin) {}

  /**
   * Explains the robustness of a word.
   *
   * @param formula the property
   * @param atoms the atoms of the margin columns, in their order
   * @param margins {@code margins[atom][letter]}
   * @param letters length of the word, at least 1
   */
  public static FailureExplanation explain(
      Formula formula, List<String> atoms, double[][] margins, int letters) {
    Formula normal = formula.negationNormalForm();
    SubformulaSignals signals = new SubformulaSignals(atoms, margins, letters);
    Optional<Critical> critical = new CriticalMargin(signals).of(normal);
    double robustness = signals.of(normal)[0];
    String sentence =
        RobustnessProgram.satisfied(robustness)
            ? "satisfied" + critical.map(c -> ", decided by " + describe(c)).orElse("")
            : new FailureReason(signals).of(normal);
    return new FailureExplanation(sentence, critical);
  }

  private static String describe(Critical critical) {
    return critical.atom() + " at step " + critical.step() + " (margin " + critical.margin() + ")";
  }
}
