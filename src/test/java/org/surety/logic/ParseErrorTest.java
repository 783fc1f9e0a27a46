package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.InputException;

/** Every error says where, what was expected, and what to do: the messages word for word. */
class ParseErrorTest {
  private static final ParseOptions DECLARED =
      ParseOptions.DEFAULTS.withDeclaredNames(List.of("hazard", "Goal", "goal", "a", "b"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\0',
      value = {
        "a and b @ 3: expected an operator, found 'and'; write '&' for it",
        "a OR b @ 3: expected an operator, found 'OR'; write '|' for it",
        "a implies b @ 3: expected an operator, found 'implies'; write '->' for it",
        "!a u b @ 4: expected an operator, found 'u'; write 'U' for it",
        "!a until b @ 4: expected an operator, found 'until'; write 'U' for it",
        "not a @ 5: expected an operator, found 'a'; write '!' for 'not'",
        "always a @ 8: expected an operator, found 'a'; write 'G' for 'always'",
        "a b @ 3: expected an operator, found 'b'; put an operator such as '&' or 'U' between two"
            + " operands",
        "a S b @ 3: expected an operator, found 'S'; operators of the past are not part of this"
            + " logic",
        "x < 3 @ 3: expected an operator, found '<'; comparisons and arithmetic belong in a"
            + " predicate, which then is an atom here",
        "a == b @ 3: expected an operator, found '='; write '<->' for it",
        "(a | b @ 1: this parenthesis is not closed; add ')'",
        "a | b) @ 6: expected an operator, found ')'; remove it, or open its parenthesis",
        "a & @ 4: expected an operand, found the end; complete the formula",
        "a & | b @ 5: expected an operand, found '|'; give this operator a left operand",
        "U b @ 1: expected an operand, found 'U'; give this operator a left operand",
        "a & ? @ 5: expected an operand, found '?'; an operand is an atom, true, false, or starts"
            + " with ! X F G or (",
        "\"a @ 1: this quoted atom is not closed; end it with \"",
        "a & \"\" @ 5: an atom without a name; write the name between the quotes",
        "a /* b @ 3: this comment is not closed; end it with */",
        "F[3] a @ 2: a window has two ends; write F[3,3] for exactly 3 steps, F[0,3] for up to 3",
        "F[5,3] a @ 2: the window ends before it starts; write the smaller bound first: F[3,5]",
        "F[,3] a @ 3: expected a number of steps; windows look like F[0,5]",
        "F[0,2s] a @ 6: a window counts steps, without a unit; give the number of decisions",
        "F[0,99999999999] a @ 5: this number of steps is too large; the largest is 2147483646;"
            + " 'inf' is no bound",
        "F[0,3 a @ 7: expected ']' here; close the bracket at column 2",
        "X[2,3] a @ 2: X takes one number of steps, not a window; write F[a,b] or G[a,b]",
        "X[5000] a @ 1: too many steps to write out; write F[5000,5000] instead",
        "a U[1,2!] b @ 4: '!' is for windows of X, F and G; leave it out",
        "{a} []-> b @ 1: '{' belongs to PSL; write the property with X F G U R W M, which have"
            + " windows such as F[2,5]",
      })
  void theMessageNamesPlaceProblemAndRemedy(String text, String message) {
    assertEquals("formula:1:" + message, firstLine(text, ParseOptions.DEFAULTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "G !hazrd @ 4: no atom is called 'hazrd'; did you mean 'hazard'?",
        "F Gaol @ 3: no atom is called 'Gaol'; did you mean 'Goal'?",
        "aUb @ 1: no atom is called 'aUb'; set the operator apart: 'a U b'",
        "not hazard @ 1: no atom is called 'not'; write '!' for it",
        "a & speed @ 5: no atom is called 'speed'; known: Goal, a, b, goal, hazard",
        "a U last @ 5: no atom is called 'last'; write 'X[?] false' for it",
      })
  void unknownNamesGetASuggestion(String text, String message) {
    assertEquals("formula:1:" + message, firstLine(text, DECLARED));
  }

  @Test
  void theLineIsShownWithACaretUnderThePlace() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                LtlParser.parse(
                    "G (a ->\n\tF  é and b)", ParseOptions.DEFAULTS.withSource("reach.spec", 7)));
    assertEquals(
        "reach.spec:8:5: expected an operand, found 'é'; an operand is an atom, true, false, or"
            + " starts with ! X F G or (\n  \tF  é and b)\n  \t   ^",
        e.getMessage());
  }

  private static String firstLine(String text, ParseOptions options) {
    return assertThrows(InputException.class, () -> LtlParser.parse(text, options))
        .getMessage()
        .lines()
        .findFirst()
        .orElseThrow();
  }
}
