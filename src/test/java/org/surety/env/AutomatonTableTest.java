package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.surety.env.AutomatonTable.ACCEPTING;
import static org.surety.env.AutomatonTable.PROGRESS;
import static org.surety.env.AutomatonTable.ROUND;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Dfa;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.HoaReader;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;

class AutomatonTableTest {
  private static final String TWO_GOALS =
      """
      HOA: v1 States: 1 Start: 0 AP: 2 "a" "b"
      acc-name: generalized-Buchi 2 Acceptance: 2 Inf(0)&Inf(1)
      --BODY-- State: 0
      [0&1] 0 {0 1} [0&!1] 0 {0} [!0&1] 0 {1} [!0&!1] 0 --END--
      """;

  /** F G a | F G b: from the state that waits, a jump into either of two that demand. */
  private static final String STAY_SOMEWHERE =
      """
      HOA: v1 States: 3 Start: 0 AP: 2 "a" "b" acc-name: Buchi Acceptance: 1 Inf(0)
      --BODY-- State: 0 [t] 0 [0] 1 [1] 2 State: 1 [0] 1 {0} State: 2 [1] 2 {0} --END--
      """;

  private static AutomatonTable table(String hoa) {
    return AutomatonTable.of(HoaReader.readAll(hoa, "test").get(0), Limits.NONE);
  }

  // --- Languages ------------------------------------------------------------------------------

  @Test
  void roundsGoOnForEverUnderTheRightJumpsExactlyOnAcceptedWords() {
    List<OmegaAutomaton> automata = PrintedAutomata.OWL_LDBA.all();
    Random random = new Random(20261120);
    int accepted = 0;
    int words = 0;
    for (int k = 0; k < automata.size(); k++) {
      Formula f = LtlParser.parse(LiteratureFormulas.all().get(k).formula());
      AutomatonTable table = AutomatonTable.of(automata.get(k), Limits.states(10_000));
      for (int n = 0; n < 8; n++) {
        LassoWord word = randomWord(table.atoms(), random);
        boolean holds = LassoWords.holds(f, word.prefixWord(), word.cycleWord());
        assertEquals(holds, someJumpsWin(table, word), f + " on " + word);
        accepted += holds ? 1 : 0;
        words++;
      }
    }
    assertTrue(accepted > words / 10 && accepted < words * 9 / 10, accepted + " of " + words);
  }

  private static LassoWord randomWord(List<String> atoms, Random random) {
    int prefix = random.nextInt(4);
    List<Long> letters = new ArrayList<>();
    for (int i = 0; i <= prefix + random.nextInt(4); i++) {
      letters.add(random.nextLong() & random.nextLong() & ((1L << atoms.size()) - 1));
    }
    int split = Math.min(prefix, letters.size() - 1);
    return new LassoWord(atoms, letters.subList(0, split), letters.subList(split, letters.size()));
  }

  /** Looks for a cycle with a round in the graph of (state, position), jumps included. */
  private static boolean someJumpsWin(AutomatonTable table, LassoWord word) {
    for (int[] node : reachable(table, word, 0, 0)) {
      for (int jump = 0; jump <= table.jumps(node[0]); jump++) {
        int from = table.afterJump(node[0], jump);
        int letter = (int) word.letter(node[1]);
        int next = node[1] + 1 == word.length() ? word.prefix().size() : node[1] + 1;
        int to = table.successor(from, letter);
        if ((table.events(from, letter) & ROUND) != 0
            && reachable(table, word, to, next).stream()
                .anyMatch(n -> n[0] == node[0] && n[1] == node[1])) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<int[]> reachable(AutomatonTable table, LassoWord word, int state, int at) {
    Set<Long> seen = new HashSet<>();
    List<int[]> found = new ArrayList<>();
    Deque<int[]> open = new ArrayDeque<>();
    open.add(new int[] {state, at});
    while (!open.isEmpty()) {
      int[] node = open.remove();
      if (seen.add((long) node[0] << 32 | node[1])) {
        found.add(node);
        int next = node[1] + 1 == word.length() ? word.prefix().size() : node[1] + 1;
        for (int jump = 0; jump <= table.jumps(node[0]); jump++) {
          int from = table.afterJump(node[0], jump);
          open.add(new int[] {table.successor(from, (int) word.letter(node[1])), next});
        }
      }
    }
    return found;
  }

  @Test
  void finiteWordsAreJudgedAsByTheAutomaton() {
    Random random = new Random(7);
    for (String formula : List.of("!h U g", "G(a -> F b)", "F(a & X[!] F b) & G !c", "G a")) {
      Dfa dfa = LtlfTranslator.translate(LtlParser.parse(formula));
      AutomatonTable table = AutomatonTable.of(dfa, Limits.NONE);
      for (int n = 0; n < 500; n++) {
        int state = dfa.initial();
        int row = 0;
        for (int t = 0; t < 8; t++) {
          int letter = random.nextInt(table.letters()) & random.nextInt(table.letters());
          boolean wasSettled = dfa.satisfiedForGood(state);
          state = dfa.successor(state, letter);
          int events = table.events(row, letter);
          row = table.successor(row, letter);
          assertEquals(dfa.accepting(state), (events & ACCEPTING) != 0);
          assertEquals(!wasSettled && dfa.satisfiedForGood(state), (events & PROGRESS) != 0);
          assertEquals(dfa.satisfiedForGood(state), table.satisfiedForGood(row));
          assertEquals(dfa.violatedForGood(state), row == table.sink());
        }
      }
    }
  }

  // --- Accepting frontier -----------------------------------------------------------------------

  @Test
  void everySetIsRewardedOnceARound() {
    AutomatonTable table = table(TWO_GOALS);
    assertEquals(3, table.states(), "frontiers {0,1}, {0} and {1}");
    assertEquals(2, table.sets());
    assertEquals(-1, table.sink());
    int a = 1;
    int b = 2;
    assertArrayEquals(
        new int[] {PROGRESS, 0, 0, PROGRESS | ROUND, PROGRESS, PROGRESS | ROUND, 0},
        eventsOf(table, a, a, 0, b, b, a, 0));
    assertArrayEquals(
        new int[] {PROGRESS | ROUND, PROGRESS | ROUND, PROGRESS, PROGRESS | ROUND},
        eventsOf(table, a | b, a | b, b, a | b),
        "a letter may visit several sets");
  }

  @Test
  void oneSetIsRewardedAtEveryVisitAndNotAtTheFirstAlone() {
    AutomatonTable table =
        table(
            """
            HOA: v1 States: 1 Start: 0 AP: 1 "goal" acc-name: Buchi Acceptance: 1 Inf(0)
            --BODY-- State: 0 [0] 0 {0} [!0] 0 --END--
            """);
    int both = PROGRESS | ROUND;
    assertArrayEquals(new int[] {both, 0, both, both}, eventsOf(table, 1, 0, 1, 1));
    assertFalse(table.satisfiedForGood(0));
  }

  @Test
  void aSafetyPropertyIsRewardedAsLongAsItHolds() {
    AutomatonTable table =
        table(
            """
            HOA: v1 States: 1 Start: 0 AP: 1 "h" acc-name: all Acceptance: 0 t
            --BODY-- State: 0 [!0] 0 --END--
            """);
    int both = PROGRESS | ROUND;
    assertArrayEquals(new int[] {both, both, 0, 0}, eventsOf(table, 0, 0, 1, 0));
    assertEquals(table.sink(), table.successor(0, 1));
    assertEquals(table.sink(), table.successor(table.sink(), 0));
  }

  private static int[] eventsOf(AutomatonTable table, int... letters) {
    int[] events = new int[letters.length];
    int state = 0;
    for (int i = 0; i < letters.length; i++) {
      events[i] = table.events(state, letters[i]);
      state = table.successor(state, letters[i]);
    }
    return events;
  }

  // --- Jumps and the sink
  // -------------------------------------------------------------------------

  @Test
  void jumpsOnOfferAreTheOtherEdgesOfTheLetterJustRead() {
    AutomatonTable table = table(STAY_SOMEWHERE);
    assertEquals(2, table.mostJumps());
    assertEquals(0, table.jumps(0), "nothing has been read");
    assertEquals(0, table.jumps(table.successor(0, 0)));
    assertEquals(1, table.jumps(table.successor(0, 1)));
    int both = table.successor(0, 3);
    assertEquals(2, table.jumps(both));
    assertEquals(both, table.afterJump(both, 0));
    assertEquals(both, table.afterJump(both, 3), "a jump that is not on offer waits");
    int staysAtA = table.afterJump(both, 1);
    assertEquals(PROGRESS | ROUND, table.events(staysAtA, 1));
    assertEquals(table.sink(), table.successor(staysAtA, 2));
    assertEquals(0, table.jumps(staysAtA));
  }

  @Test
  void statesWithoutAcceptedWordAreOneSink() {
    AutomatonTable table =
        table(
            """
            HOA: v1 States: 4 Start: 0 AP: 1 "a" acc-name: Buchi Acceptance: 1 Inf(0)
            --BODY-- State: 0 [0] 1 [!0] 2 State: 1 [t] 1 {0} State: 2 [0] 3 [!0] 2
            State: 3 [t] 2 --END--
            """);
    assertEquals(3, table.states());
    assertEquals(table.sink(), table.successor(0, 0));
    assertTrue(table.satisfiedForGood(table.successor(0, 1)));
    assertFalse(table.satisfiedForGood(0));
    assertFalse(table.satisfiedForGood(table.sink()));
  }

  @Test
  void theEmptyLanguageIsTheSinkAlone() {
    AutomatonTable table =
        table(
            "HOA: v1 States: 0 AP: 1 \"a\" acc-name: Buchi Acceptance: 1 Inf(0) --BODY-- --END--");
    assertEquals(1, table.states());
    assertEquals(0, table.sink());
    assertEquals(0, table.successor(0, 1));
  }

  @Test
  void automataThatALearnerCannotUseAreRefused() {
    InputException notBuchi =
        assertThrows(
            InputException.class,
            () ->
                table(
                    """
                    HOA: v1 States: 1 Start: 0 AP: 0 acc-name: co-Buchi Acceptance: 1 Fin(0)
                    --BODY-- State: 0 [t] 0 --END--
                    """));
    assertTrue(notBuchi.getMessage().contains("Fin(0)"), notBuchi.getMessage());
    InputException choices =
        assertThrows(
            InputException.class,
            () ->
                table(
                    """
                    HOA: v1 States: 1 Start: 0 AP: 1 "a" acc-name: Buchi Acceptance: 1 Inf(0)
                    --BODY-- State: 0 [t] 0 {0} [0] 0 --END--
                    """));
    assertTrue(choices.getMessage().contains("limit-deterministic"), choices.getMessage());
    OmegaAutomaton goals = HoaReader.readAll(TWO_GOALS, "test").get(0);
    assertThrows(TooManyStatesException.class, () -> AutomatonTable.of(goals, Limits.states(2)));
    StringBuilder many = new StringBuilder("HOA: v1 States: 1 Start: 0 AP: 25");
    for (int k = 0; k < 25; k++) {
      many.append(" \"p").append(k).append('"');
    }
    many.append(" Acceptance: 0 t --BODY-- State: 0 [t] 0 --END--");
    assertThrows(InputException.class, () -> table(many.toString()));
  }

  // --- Lanes
  // --------------------------------------------------------------------------------------

  @Test
  void thousandsOfLanesRunLikeOne() {
    AutomatonTable table = table(STAY_SOMEWHERE);
    int lanes = 4096;
    AutomatonLanes together = new AutomatonLanes(table, lanes);
    int[] alone = new int[lanes];
    Random random = new Random(1);
    int[] letters = new int[lanes];
    int[] jumps = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      int letter = random.nextInt(4);
      together.reset(lane, letter);
      alone[lane] = table.successor(0, letter);
    }
    for (int t = 0; t < 20; t++) {
      byte[] events = new byte[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        letters[lane] = random.nextInt(5) - 1;
        jumps[lane] = random.nextInt(20) == 0 ? 1 + random.nextInt(2) : 0;
        if (letters[lane] >= 0) {
          int from = table.afterJump(alone[lane], jumps[lane]);
          events[lane] = (byte) table.events(from, letters[lane]);
          alone[lane] = table.successor(from, letters[lane]);
        }
      }
      for (int lane = 0; lane < lanes; lane++) {
        if (letters[lane] >= 0) {
          together.jump(lane, jumps[lane]);
        }
      }
      together.step(letters);
      assertArrayEquals(alone, together.states());
      assertArrayEquals(events, together.events());
    }
    together.reset(5);
    assertEquals(0, together.states()[5]);
  }
}
