package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LassoWordsTest {

  /** Each character is a letter: the atom of that name holds; '-': none. */
  private record Spelled(String letters) implements Letters {
    @Override
    public int length() {
      return letters.length();
    }

    @Override
    public boolean holds(String atom, int position) {
      return atom.equals(letters.substring(position, position + 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "G F a, '', a-, true",
    "F G a, '', a-, false",
    "F G a, ---, a, true",
    "a U b, aaa, b-, true",
    "a U b, aaa, a, false",
    "a W b, aaa, a, true",
    "a W b, a-, b, false",
    "a R b, bbb, b, true",
    "a M b, bbb, b, false",
    "X[?] a, '', ba, true",
    "X[!] a, a, b, false",
    "G(a -> X b), '', ab, true",
    "'F[2,3] a', ---, a, true",
    "'F[2,3] a', a----, a-, false",
    "'G[4,9] a', '', a-, false",
    "'a U[3,5] b', '', aab, false",
    "'a U[0,2] b', '', aab, true",
  })
  void operatorsMeanWhatTheirDefinitionSays(
      String formula, String prefix, String cycle, boolean holds) {
    assertEquals(
        holds, LassoWords.holds(LtlParser.parse(formula), new Spelled(prefix), new Spelled(cycle)));
  }

  @Test
  void theSameWordWrittenWithALongerPrefixOrCycleHasTheSameVerdict() {
    RandomFormulas random = new RandomFormulas(11, List.of("a", "b"), 4);
    Random letters = new Random(12);
    for (int n = 0; n < 2_000; n++) {
      Formula f = random.formula(10);
      Spelled u = spelled(letters, letters.nextInt(3));
      Spelled v = spelled(letters, 1 + letters.nextInt(3));
      boolean holds = LassoWords.holds(f, u, v);
      Spelled longer = new Spelled(u.letters() + v.letters());
      Spelled twice = new Spelled(v.letters() + v.letters());
      assertEquals(holds, LassoWords.holds(f, longer, v), () -> f + " on " + u + v);
      assertEquals(holds, LassoWords.holds(f, u, twice), () -> f + " on " + u + v);
      assertEquals(!holds, LassoWords.holds(Formula.not(f), u, v), () -> f + " on " + u + v);
      assertEquals(holds, LassoWords.holds(f.negationNormalForm(), u, v), f::toString);
      assertEquals(holds, LassoWords.holds(f.withoutWindows(), u, v), f::toString);
    }
  }

  private static Spelled spelled(Random random, int length) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, length).forEach(i -> text.append("ab-".charAt(random.nextInt(3))));
    return new Spelled(text.toString());
  }
}
