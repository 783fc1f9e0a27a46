package org.surety.automaton.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.Alphabet;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.LassoWord;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

class AfterFunctionTest {
  private static final List<String> ATOMS = List.of("a", "b", "c");

  private static boolean holds(Formula f, LassoWord word) {
    return LassoWords.holds(f, word.prefixWord(), word.cycleWord());
  }

  private static LassoWord randomWord(Random random) {
    List<Long> letters = new ArrayList<>();
    int length = 2 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      letters.add((long) random.nextInt(8));
    }
    int prefix = 1 + random.nextInt(length - 1);
    return new LassoWord(ATOMS, letters.subList(0, prefix), letters.subList(prefix, length));
  }

  @Test
  void wordSatisfiesAFormulaExactlyIfItsRestSatisfiesTheSuccessor() {
    RandomFormulas formulas = new RandomFormulas(11, ATOMS, 3);
    Random random = new Random(12);
    int holding = 0;
    for (int n = 0; n < 600; n++) {
      Formula f = formulas.formula(9);
      AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
      int c = after.of(f);
      LassoWord word = randomWord(random);
      assertEquals(holds(f, word), holds(after.formula(c), word), f.toString());
      LassoWord rest = word;
      while (!rest.prefix().isEmpty()) {
        c = after.successor(c, rest.letter(0));
        rest = new LassoWord(ATOMS, rest.prefix().subList(1, rest.prefix().size()), rest.cycle());
      }
      holding += holds(f, word) ? 1 : 0;
      assertEquals(holds(f, word), holds(after.formula(c), rest), f + " on " + word);
    }
    assertTrue(holding > 150 && holding < 450);
  }

  @Test
  void successorsOfAllLettersAtOnceAreThoseOfEachLetter() {
    RandomFormulas formulas = new RandomFormulas(13, ATOMS, 3);
    for (int n = 0; n < 200; n++) {
      AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
      int c = after.of(formulas.formula(9));
      for (long letter = 0; letter < 8; letter++) {
        int tree = after.successors(c);
        while (!Mtbdd.isLeaf(tree)) {
          boolean isSet = (letter >> after.trees().level(tree) & 1) == 1;
          tree = isSet ? after.trees().high(tree) : after.trees().low(tree);
        }
        assertEquals(after.successor(c, letter), Mtbdd.value(tree));
      }
    }
  }

  @Test
  void formulasThatUnfoldAlikeAreOneClass() {
    AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
    assertEquals(after.of(LtlParser.parse("F a")), after.of(LtlParser.parse("a | X F a")));
    assertEquals(AfterFunction.FALSE, after.of(LtlParser.parse("a & !a & X b")));
    assertEquals(AfterFunction.TRUE, after.of(LtlParser.parse("X[!] true")));
    int both = after.and(after.of(LtlParser.parse("F a")), after.of(LtlParser.parse("G b")));
    assertEquals(after.of(LtlParser.parse("G b & F a")), both);
  }

  @Test
  void formulasOfOneWindowAreClassesOfTheirNumberOfSteps() {
    AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
    int start = after.of(LtlParser.parse("G (a -> F[0,5] b)"));
    BitSet seen = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      int c = open.remove(0);
      if (!seen.get(c)) {
        seen.set(c);
        for (long letter = 0; letter < 4; letter++) {
          open.add(after.successor(c, letter));
        }
      }
    }
    assertEquals(6 + 1, seen.cardinality());
  }

  @Test
  void assumingAndRefutingReplaceMembersOfTheSupport() {
    AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
    int c = after.of(LtlParser.parse("(F a & G b) | G c"));
    assertEquals(
        List.of("F a", "G b", "G c"),
        after.support(c).stream().map(Formula::toString).sorted().toList());
    assertEquals(
        after.of(LtlParser.parse("F a | G c")), after.assuming(c, f -> f.toString().equals("G b")));
    assertEquals(
        after.of(LtlParser.parse("G c")), after.refuting(c, f -> f.toString().equals("G b")));
  }

  @Test
  void grantingReplacesWhatMustHoldFromTheNextPositionOnWhicheverFormulaWasMetFirst() {
    for (String first : List.of("G F a", "F a & G F a")) {
      AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
      int c = after.of(LtlParser.parse(first));
      assertEquals(c, after.of(LtlParser.parse("G F a")));
      assertEquals(
          after.of(LtlParser.parse("F a")), after.granting(c, f -> f.toString().equals("G F a")));
    }
  }

  @Test
  void symbolsPartitionTheLettersIntoThoseThatBehaveAlike() {
    RandomFormulas formulas = new RandomFormulas(17, ATOMS, 0);
    for (int n = 0; n < 100; n++) {
      AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
      int c = after.of(formulas.formula(8));
      Alphabet alphabet = after.alphabet(8);
      for (long letter = 0; letter < 8; letter++) {
        int symbols = 0;
        for (int symbol = 0; symbol < alphabet.size(); symbol++) {
          BitSet one = new BitSet();
          one.set(symbol);
          Label label = alphabet.label(one);
          assertTrue(label.contains(alphabet.letter(symbol)));
          if (label.contains(letter)) {
            symbols++;
            assertEquals(after.successor(c, alphabet.letter(symbol)), after.successor(c, letter));
          }
        }
        assertEquals(1, symbols);
      }
    }
    AfterFunction after = new AfterFunction(ATOMS, Limits.NONE);
    after.of(LtlParser.parse("G (a & b & c)"));
    assertEquals(2, after.alphabet(8).size());
  }

  @Test
  void growthPastTheLimitsIsStopped() {
    AfterFunction after = new AfterFunction(ATOMS, Limits.states(3));
    int c = after.of(LtlParser.parse("G (a -> F b)"));
    assertThrows(
        TooManyStatesException.class,
        () -> after.of(LtlParser.parse("F a & F b & F c")),
        () -> "classes: " + after.classes() + " after " + c);
  }
}
