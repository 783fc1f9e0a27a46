package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.logic.InlineAtoms.InlineAtom;

class LtlParserTest {
  private static final ParseOptions DECLARED =
      ParseOptions.DEFAULTS.withDeclaredNames(
          List.of("Goal", "goal", "reach_avoid", "FINISHED", "Xpos", "hazard", "Run", "a", "b"));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "1; true",
        "TRUE & a; a",
        "False | a; a",
        "~a; !a",
        "¬a; !a",
        "a=0; !a",
        "a=1; a",
        "a\u0305; !a",
        "a\u0304 & b; b & !a",
        "a && b; a & b",
        "a /\\ b; a & b",
        "a * b; a & b",
        "a ∧ b; a & b",
        "a ∩ b; a & b",
        "a || b; a | b",
        "a \\/ b; a | b",
        "a + b; a | b",
        "a ∨ b; a | b",
        "a ∪ b; a | b",
        "a --> b; a -> b",
        "a => b; a -> b",
        "a → b; a -> b",
        "a ⟶ b; a -> b",
        "a ⇒ b; a -> b",
        "a ⟹ b; a -> b",
        "a <--> b; a <-> b",
        "a <=> b; a <-> b",
        "a ↔ b; a <-> b",
        "a ⇔ b; a <-> b",
        "a ^ b; a xor b",
        "a ⊕ b; a xor b",
        "()a; X[!] a",
        "○a; X[!] a",
        "◯a; X[!] a",
        "Ⓧa; X[!] a",
        "X[!]a; X[!] a",
        "X[?]a; X[?] a",
        "<>a; F a",
        "◇a; F a",
        "⋄a; F a",
        "♢a; F a",
        "[]a; G a",
        "□a; G a",
        "⬜a; G a",
        "◻a; G a",
        "a V b; a R b",
        "X[]a; X[!] G a",
        "F []a; F G a",
        "X[3]a; X[!] X[!] X[!] a",
        "X[2!]a; X[!] X[!] a",
        "X[0]a; a",
        "F[2..4]a; F[2,4] a",
        "F[2:4]a; F[2,4] a",
        "F[2 to 4]a; F[2,4] a",
        "F [ 2 , 4 ] a; F[2,4] a",
        "F[2..4!]a; F[2,4] a",
        "F[2..]a; F[2,inf] a",
        "F[2:$]a; F[2,inf] a",
        "F[2,inf]a; F[2,inf] a",
        "F[0,]a; F a",
        "G[2..4]a; G[2,4] a",
        "G[2..4!]a; (F[4,4] true) & (G[2,4] a)",
        "G[2..!]a; F[2,2] G a",
        "a U[2,4] b; a U[2,4] b",
        "a R [2,4] b; a R[2,4] b",
        "GFa; G F a",
        "G F(a); G F a",
        "FINISHED; F INISHED",
        "X1 & F0x; F0x & X1",
        "a.b; a.b",
        "aUb; aUb",
        "p=0Uq=1; !p U q",
        "p=0UFXp=1; !p U (F X[!] p)",
        "(a)Ub; a U b",
        "Run U Wait; Run U Wait",
        "_x & .y; .y & _x",
        "\"two words\" & \"G\"; \"G\" & \"two words\"",
        "\"a\\\"b\\\\\" ; \"a\\\"b\\\\\"",
        "a /* one /* two */ still */ & b; a & b",
        "/**/a/***/; a",
      })
  void everySpellingOfSpotIsRead(String text, String printed) {
    assertSame(LtlParser.parse(printed), LtlParser.parse(text));
    assertEquals(LtlParser.parse(printed).toString(), LtlParser.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "!a U b; (!a) U b",
        "X a U b; (X a) U b",
        "a U b & c; (a U b) & c",
        "a -> b -> c; a -> (b -> c)",
        "a <-> b -> c; a <-> (b -> c)",
        "a -> b <-> c; a -> (b <-> c)",
        "G a -> b; (G a) -> b",
        "a -> b & c; a -> (b & c)",
        "a & b -> c; (a & b) -> c",
        "a | b -> c; (a | b) -> c",
        "a U b -> c; (a U b) -> c",
        "a ^ b | c; (a xor b) | c",
        "a | b xor c & d; a | (b xor (c & d))",
        "G a U b U c; (G a) U (b U c)",
        "a U b R c W d M e; a U (b R (c W (d M e)))",
        "a & b * c | d; (a & (b & c)) | d",
        "! X a=0; !(X(!a))",
        "F a & b; (F a) & b",
        "F[1,2] a U b; (F[1,2] a) U b",
      })
  void precedenceIsSpots(String text, String grouped) {
    assertSame(LtlParser.parse(grouped), LtlParser.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a -> b & c; (a -> b) & c",
        "a & b -> c; a & (b -> c)",
        "a | b -> c; a | (b -> c)",
        "a U b -> c; a U (b -> c)",
        "a ^ b | c; (a xor b) | c",
        "G a U b; (G a) U b",
        "G a U b U c; (G(a U b)) U c",
        "G a U b U c U d; (G(a U (b U c))) U d",
        "a U G b U c; a U ((G b) U c)",
        "G F a U b U c; (G((F a) U b)) U c",
        "a <-> b -> c; a <-> (b -> c)",
        "!b U a; (!b) U a",
        "tt U F0; true U false",
        "X1; X true",
        "NOT a AND b IMP c OR 'x y'; (!a & (b -> c)) | \"x y\"",
        "LGoal M Goal; \"LGoal\" M (G oal)",
        "a BIIMP b XOR c; a <-> (b xor c)",
      })
  void owlsDialectHasItsOwnPrecedence(String owl, String spot) {
    ParseOptions options = ParseOptions.DEFAULTS.withDialect(ParseOptions.Dialect.OWL);
    String text = owl.contains("Goal") ? owl.replace("M Goal", "M (G oal)") : owl;
    assertSame(LtlParser.parse(spot), LtlParser.parse(text, options));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUE",
        "~a",
        "[]a",
        "<>a",
        "a V b",
        "X[2]a",
        "a=1",
        "a /* c */",
        "a.b",
        "Abc",
        ""
      })
  void owlRejectsWhatOwlRejects(String text) {
    ParseOptions options = ParseOptions.DEFAULTS.withDialect(ParseOptions.Dialect.OWL);
    assertThrows(InputException.class, () -> LtlParser.parse(text, options));
  }

  @Test
  void bareNextIsReadAsAskedAndPrintedExplicitly() {
    ParseOptions weak = ParseOptions.DEFAULTS.withNext(ParseOptions.Next.WEAK);
    assertEquals("X[!] a", LtlParser.parse("X a").toString());
    assertEquals("X[?] a", LtlParser.parse("X a", weak).toString());
    assertEquals("X[?] X[?] a", LtlParser.parse("X[2] a", weak).toString());
    assertEquals("X[!] X[!] a", LtlParser.parse("X[2!] a", weak).toString());
    assertEquals("X[!] a", LtlParser.parse("X[!] a", weak).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "Goal, Goal",
    "GGoal, G Goal",
    "G Goal, G Goal",
    "FINISHED, FINISHED",
    "XXpos, X Xpos",
    "!hazard U Goal, !hazard U Goal",
    "reach_avoid, reach_avoid",
    "a Ub, a U b",
    "a U Run, a U Run",
  })
  void declaredNamesWinOverSplitting(String text, String quoted) {
    String expected =
        quoted
            .replaceAll("\\bGoal\\b", "\"Goal\"")
            .replace("FINISHED", "\"FINISHED\"")
            .replace("Xpos", "\"Xpos\"");
    assertSame(LtlParser.parse(expected), LtlParser.parse(text, DECLARED));
  }

  @Test
  void printedTextReadsBackAsTheSameObject() {
    RandomFormulas random =
        new RandomFormulas(
            31, List.of("a", "Goal", "F", "U", "xor", "true", "x y", "q\"\\", "p1", "é", "G1"), 6);
    ParseOptions weak = ParseOptions.DEFAULTS.withNext(ParseOptions.Next.WEAK);
    for (int i = 0; i < 5000; i++) {
      Formula f = random.formula(15);
      assertSame(f, LtlParser.parse(f.toString()), f.toString());
      assertSame(f, LtlParser.parse(f.toString(), weak), f.toString());
    }
  }

  @Test
  void printedTextIsReadAlikeByBothDialects() {
    RandomFormulas random = new RandomFormulas(32, List.of("a", "b", "c"), 0);
    ParseOptions owl = ParseOptions.DEFAULTS.withDialect(ParseOptions.Dialect.OWL);
    for (int i = 0; i < 3000; i++) {
      Formula f = random.formula(12);
      String text = f.toString().replace("X[!]", "X").replace("X[?]", "X");
      assertSame(LtlParser.parse(text), LtlParser.parse(text, owl), text);
    }
  }

  @Test
  void theSurroundingLanguageMayReadItsOwnParentheses() {
    InlineAtoms comparisons =
        (text, open) -> {
          int close = text.indexOf(')', text.indexOf('<', open));
          return text.startsWith("(sum", open)
              ? Optional.of(new InlineAtom(text.substring(open + 1, close), close + 1))
              : Optional.empty();
        };
    Formula f =
        LtlParser.parse(
            "G (sum(cost) <= 25) & (a U (sum(x) < 1))U b", DECLARED.withInlineAtoms(comparisons));
    Formula cheap = Formula.atom("sum(cost) <= 25");
    Formula small = Formula.atom("sum(x) < 1");
    Formula a = Formula.atom("a");
    assertSame(
        Formula.and(
            Formula.always(cheap), Formula.until(Formula.until(a, small), Formula.atom("b"))),
        f);
  }

  @Test
  void partOfATextIsReadInPlace() {
    String file = "horizon 3\nproperty p := a U and\n";
    int from = file.indexOf(":=") + 2;
    InputException e =
        assertThrows(
            InputException.class,
            () -> LtlParser.parse(file, from, file.length(), DECLARED.withSource("reach.spec", 1)));
    assertEquals(
        """
        reach.spec:2:19: no atom is called 'and'; known: FINISHED, Goal, Run, Xpos, a, b, goal, \
        hazard, reach_avoid
          property p := a U and
                            ^""",
        e.getMessage());
  }

  @Test
  void randomTextNeverBreaksTheParser() {
    String[] pieces = {
      "a",
      "G",
      "F[",
      "X",
      "[",
      "]",
      "(",
      ")",
      "U",
      "!",
      "&",
      "->",
      "<",
      "=0",
      "\"",
      "\\",
      "/*",
      "*/",
      "0",
      "1",
      "..",
      ",",
      "9999999999999999999999",
      "\n",
      "é",
      "xor",
      "{",
      "true",
      " ",
      "\u0305"
    };
    SplittableRandom random = new SplittableRandom(33);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      for (ParseOptions.Dialect dialect : ParseOptions.Dialect.values()) {
        try {
          LtlParser.parse(text.toString(), ParseOptions.DEFAULTS.withDialect(dialect));
          read++;
        } catch (InputException expected) {
          assertEquals(true, expected.getMessage().contains("^"), expected.getMessage());
        }
      }
    }
    assertEquals(true, read > 500, "some of the texts are formulas: " + read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "!", "X ", "a U ", "a -> ", "a & (b | ", "G F ", "X[900] "})
  void deepNestingIsAClearError(String piece) {
    for (ParseOptions.Dialect dialect : ParseOptions.Dialect.values()) {
      ParseOptions options = ParseOptions.DEFAULTS.withDialect(dialect);
      InputException e =
          assertThrows(
              InputException.class, () -> LtlParser.parse(piece.repeat(100_000) + "a", options));
      assertEquals(true, e.getMessage().length() < 600, e.getMessage());
    }
  }

  @Test
  void hundredsOfNestedOperatorsFitTheStack() {
    Formula f = LtlParser.parse("(a U X(".repeat(90) + "b" + "))".repeat(90));
    assertEquals(180, f.height());
    Letters word = FiniteWordsTest.word("a,b");
    assertEquals(false, FiniteWords.holds(f, word));
  }
}
