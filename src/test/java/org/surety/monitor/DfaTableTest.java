package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Dfa;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;

class DfaTableTest {
  private static final Formula A = Formula.atom("a");
  private static final Formula B = Formula.atom("b");

  @Test
  void verdictAtEveryHorizonEqualsDirectEvaluationAndTheSignOfRobustness() {
    SplittableRandom random = new SplittableRandom(8);
    DfaRun run = new DfaRun();
    for (int k = 0; k < 20_000; k++) {
      Formula f = RandomFormulas.smallFormula(random, 1 + random.nextInt(3));
      int n = 1 + random.nextInt(random.nextInt(100) == 0 ? 140 : 12);
      double[][] margins = RandomFormulas.margins(random, n);
      DfaTable table = DfaTable.of(LtlfTranslator.translate(f), RandomFormulas.ATOMS);
      RobustnessProgram program = RobustnessProgram.compile(f, RandomFormulas.ATOMS);
      RobustnessProgram.Workspace workspace = program.newWorkspace();
      table.run(margins, n, run);
      for (int t = 0; t < n; t++) {
        boolean holds = FiniteWords.holds(f, RobustnessProgramTest.letters(margins, t + 1));
        int horizon = t;
        assertEquals(holds, run.accepted(t), () -> f + " at horizon " + horizon);
        double robustness = program.robustness(margins, t + 1, workspace);
        assertEquals(holds, RobustnessProgram.satisfied(robustness), f::toString);
      }
    }
  }

  @Test
  void everyLayoutFindsTheSameVerdictsAndTheSameAbsorbingLetter() {
    SplittableRandom random = new SplittableRandom(9);
    List<Formula> formulas =
        List.of(
            Formula.always(A), // shift, one atom
            Formula.until(Formula.not(A), B), // shift, two atoms
            Formula.until(Formula.or(A, Formula.atom("c")), B), // shift, three atoms
            Formula.always(Formula.implies(A, Formula.eventually(B))), // never absorbed
            Formula.until(20, 70, Formula.not(A), B), // dense
            Formula.TRUE,
            Formula.FALSE);
    for (int k = 0; k < 2_000; k++) {
      Formula f = formulas.get(k % formulas.size());
      Dfa dfa = LtlfTranslator.translate(f);
      DfaTable table = DfaTable.of(dfa, RandomFormulas.ATOMS);
      int n = 1 + random.nextInt(200);
      double rarity = Math.pow(10, -3 * random.nextDouble());
      double[][] margins = new double[3][n];
      for (double[] column : margins) {
        for (int i = 0; i < n; i++) {
          column[i] = random.nextDouble() < rarity ? 0.0 : -0.0;
        }
      }
      DfaRun run = new DfaRun();
      table.run(margins, n, run);
      int q = dfa.initial();
      int absorbed = -1;
      for (int t = 0; t < n; t++) {
        q = dfa.successor(q, dfa.letter(RobustnessProgramTest.letters(margins, n), t));
        assertEquals(dfa.accepting(q), run.accepted(t), f::toString);
        if (absorbed < 0 && (dfa.satisfiedForGood(q) || dfa.violatedForGood(q))) {
          absorbed = t;
        }
      }
      assertEquals(absorbed, run.absorbedAt(), f::toString);
      assertEquals(q, run.state(), f::toString);
      for (int t = 0; t < n; t = run.endOfRun(t)) {
        int end = run.endOfRun(t);
        for (int i = t; i < end; i++) {
          assertEquals(run.accepted(t), run.accepted(i));
        }
        assertTrue(end == n || run.accepted(end) != run.accepted(t));
      }
    }
  }

  @Test
  void manyAtomsAskTheAutomatonItself() {
    List<String> names = new ArrayList<>();
    List<Formula> atoms = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      names.add(String.format("p%02d", k));
      atoms.add(Formula.atom(names.get(k)));
    }
    Formula f = Formula.always(Formula.or(atoms));
    DfaTable table = DfaTable.of(LtlfTranslator.translate(f), names);
    double[][] margins = new double[40][100];
    for (double[] column : margins) {
      java.util.Arrays.fill(column, -1);
    }
    for (int t = 0; t < 77; t++) {
      margins[t % 40][t] = 1;
    }
    DfaRun run = new DfaRun();
    table.run(margins, 100, run);
    assertTrue(run.accepted(76));
    assertEquals(77, run.absorbedAt());
    assertEquals(77, run.endOfRun(0));
  }

  @Test
  void anAtomWithoutMarginsIsRefused() {
    Dfa dfa = LtlfTranslator.translate(A);
    assertThrows(IllegalArgumentException.class, () -> DfaTable.of(dfa, List.of("b")));
  }
}
