package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.automaton.Limits;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.env.AutomatonLanes;
import org.surety.env.AutomatonTable;
import org.surety.logic.LtlParser;
import org.surety.train.tensor.Workspace.Precision;

/** The automaton on a device is the automaton on arrays. */
class TensorAutomatonTest {
  private static final int LANES = 64;

  @ParameterizedTest
  @ValueSource(strings = {"!b U a", "F (a & X F b)", "G (a -> F b)"})
  void statesEventsAndVerdictsAreThoseOfTheLanesOnArrays(String formula) {
    AutomatonTable table =
        AutomatonTable.of(
            LtlfTranslator.translate(LtlParser.parse(formula), 1000), Limits.states(1000));
    AutomatonLanes expected = new AutomatonLanes(table, LANES);
    SplittableRandom random = new SplittableRandom(1);
    int[] letters = new int[LANES];
    double[] numbers = new double[LANES];
    double[] reads = new double[LANES];
    double[] resets = new double[LANES];
    boolean progressed = false;
    try (Workspace workspace = new Workspace("cpu")) {
      TensorAutomaton actual = new TensorAutomaton(workspace, table, LANES);
      for (int t = 0; t < 200; t++) {
        for (int lane = 0; lane < LANES; lane++) {
          reads[lane] = random.nextInt(5) == 0 ? 0 : 1;
          numbers[lane] = random.nextInt(table.letters());
          letters[lane] = reads[lane] == 1 ? (int) numbers[lane] : -1;
          resets[lane] = random.nextInt(20) == 0 ? 1 : 0;
          if (resets[lane] == 1) {
            expected.reset(lane);
          }
        }
        expected.step(letters);
        try (Workspace.Scope scope = workspace.scope()) {
          actual.reset(workspace.of(Precision.DOUBLE, resets, LANES, 1).above(0));
          actual.read(
              workspace.of(Precision.DOUBLE, numbers, LANES, 1),
              workspace.of(Precision.DOUBLE, reads, LANES, 1).above(0));
          double[] states = actual.states().toArray();
          double[] satisfied = actual.satisfied().toArray();
          double[] rejected = actual.rejected().toArray();
          double[] progress = actual.made(AutomatonTable.PROGRESS).toArray();
          double[] accepting = actual.made(AutomatonTable.ACCEPTING).toArray();
          for (int lane = 0; lane < LANES; lane++) {
            int state = expected.states()[lane];
            int events = expected.events()[lane];
            assertEquals(state, (int) states[lane]);
            assertEquals(table.satisfiedForGood(state), satisfied[lane] == 1);
            assertEquals(state == table.sink(), rejected[lane] == 1);
            assertEquals((events & AutomatonTable.PROGRESS) != 0, progress[lane] == 1);
            assertEquals((events & AutomatonTable.ACCEPTING) != 0, accepting[lane] == 1);
            progressed |= accepting[lane] == 1;
          }
        }
      }
    }
    assertTrue(progressed);
  }
}
