package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.hoa.HoaReader;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.SemiDeterministicComplement;
import org.surety.automaton.translate.LdbaTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;

/**
 * Automata that the package lcrl 0.0.9.2 (github.com/grockious/lcrl) ships as Python functions,
 * each beside the formula that its comment states. None is the automaton of its formula;
 * translating the formula finds that out, with a word on which they differ.
 */
class HandTypedAutomataTest {
  private static OmegaAutomaton typed(String atoms, String acceptance, String body) {
    String hoa =
        "HOA: v1 Start: 0 AP: " + atoms + " Acceptance: " + acceptance + " --BODY-- " + body;
    return HoaReader.readAll(hoa + " --END--", "typed").get(0);
  }

  private static OmegaAutomaton translated(Formula f) {
    return LdbaTranslator.translate(f, Limits.states(1000));
  }

  /** A word of the formula that the automaton misses; the formula itself judges it too. */
  private static LassoWord missed(String formula, OmegaAutomaton typed) {
    Formula f = LtlParser.parse(formula);
    OmegaAutomaton rejected = SemiDeterministicComplement.of(typed, Limits.states(1000));
    LassoWord word = LanguageComparison.commonWord(translated(f), rejected).orElseThrow();
    assertFalse(LassoAcceptance.accepts(typed, word), word.toString());
    assertTrue(LassoWords.holds(f, word.prefixWord(), word.cycleWord()), word.toString());
    return word;
  }

  /** A word that the automaton accepts against the formula. */
  private static LassoWord wronglyAccepted(String formula, OmegaAutomaton typed) {
    Formula f = LtlParser.parse(formula);
    OmegaAutomaton rejected = SemiDeterministicComplement.of(translated(f), Limits.states(1000));
    LassoWord word = LanguageComparison.commonWord(typed, rejected).orElseThrow();
    assertTrue(LassoAcceptance.accepts(typed, word), word.toString());
    assertFalse(LassoWords.holds(f, word.prefixWord(), word.cycleWord()), word.toString());
    return word;
  }

  /** goal1_or_goal2 declares epsilon_0 and epsilon_1, and tests for epsilon_1 and epsilon_2. */
  @Test
  void aJumpThatIsMisspelledLosesTheSecondGoal() {
    OmegaAutomaton typed =
        typed(
            "3 \"goal1\" \"goal2\" \"unsafe\"",
            "1 Inf(0)",
            """
            State: 0 [!2] 0 [0&!2] 1
            State: 1 [0&!2] 1 {0}
            State: 2 [1&!2] 2 {0}
            """);
    String formula = "(F G goal1 | F G goal2) & G !unsafe";
    missed(formula, typed);
    LassoWord atSecond = new LassoWord(typed.atoms(), List.of(), List.of(2L));
    assertTrue(LassoAcceptance.accepts(translated(LtlParser.parse(formula)), atSecond));
    assertFalse(LassoAcceptance.accepts(typed, atSecond), "stays at the second goal");
  }

  /** frozen_lake_1_2_3: the state that accepts is left at once, for one that reads nothing. */
  @Test
  void anAcceptingStateThatIsLeftForEverAcceptsNothing() {
    OmegaAutomaton typed =
        typed(
            "2 \"goal1\" \"unsafe\"",
            "1 Inf(0)",
            """
            State: 0 [0&!1] 1 [!0&!1] 0
            State: 1 {0} [!1] 2
            State: 2 [t] 2
            """);
    missed("F goal1 & G !unsafe", typed);
  }

  /** frozen_lake_4_5_6: if instead of elif, and no test of unsafe in the last state. */
  @Test
  void oneLetterDrivesSeveralMovesAndTheLastStateForgetsSafety() {
    OmegaAutomaton typed =
        typed(
            "5 \"goal1\" \"goal2\" \"goal3\" \"goal4\" \"unsafe\"",
            "1 Inf(0)",
            """
            State: 0 [!0&!4] 0 [0&!1&!4] 1 [0&1&!2&!4] 2 [0&1&2&!3&!4] 3 [0&1&2&3&!4] 4
            State: 1 [!1&!4] 1 [1&!2&!4] 2 [1&2&!3&!4] 3 [1&2&3&!4] 4
            State: 2 [!2&!4] 2 [2&!3&!4] 3 [2&3&!4] 4
            State: 3 [!3&!4] 3 [3&!4] 4
            State: 4 {0} [t] 4
            """);
    String order = "F(goal1 & X F(goal2 & X F(goal3 & X F goal4)))";
    wronglyAccepted(order + " & G !unsafe", typed);
    LassoWord forgotten = new LassoWord(typed.atoms(), List.of(1L, 2L, 4L, 8L), List.of(16L));
    assertTrue(LassoAcceptance.accepts(typed, forgotten), "unsafe after the fourth goal");
    assertFalse(
        LassoAcceptance.accepts(translated(LtlParser.parse(order + " & G !unsafe")), forgotten));
  }

  /** pacman: sets for progress that no run visits all, and none again and again. */
  @Test
  void acceptanceSetsThatExcludeEachOtherAcceptNothing() {
    OmegaAutomaton generalized =
        typed(
            "3 \"food1\" \"food2\" \"ghost\"",
            "3 Inf(0)&Inf(1)&Inf(2)",
            """
            State: 0 [0&!2] 1 [!0&1&!2] 2 [!0&!1&!2] 0
            State: 1 {0} [1&!2] 3 [!1&!2] 1
            State: 2 {1} [0&!2] 3 [!0&!2] 2
            State: 3 {2} [!2] 3
            """);
    Formula f = LtlParser.parse("(F(food1 & F food2) | F(food2 & F food1)) & G !ghost");
    LassoWord word = LanguageComparison.difference(translated(f), generalized).orElseThrow();
    assertTrue(LassoWords.holds(f, word.prefixWord(), word.cycleWord()), word.toString());
    AutomatonTable table = AutomatonTable.of(generalized, Limits.NONE);
    assertEquals(0, table.sink(), "not even the initial state accepts anything");
  }

  /** minecraft_2: the comment says wood, the code reads grass. */
  @Test
  void anotherAtomThanTheFormulasIsRead() {
    OmegaAutomaton typed =
        typed(
            "3 \"wood\" \"grass\" \"tool_shed\"",
            "1 Inf(0)",
            """
            State: 0 [1] 1 [!1] 0
            State: 1 [2] 2 [!2] 1
            State: 2 {0} [t] 2
            """);
    String formula = "F(wood & X F tool_shed)";
    missed(formula, typed);
    wronglyAccepted(formula, typed);
  }
}
