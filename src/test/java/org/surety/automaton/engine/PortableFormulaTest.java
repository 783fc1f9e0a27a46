package org.surety.automaton.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.surety.automaton.FiniteWord;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.FormulaSampler;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;

class PortableFormulaTest {
  private static final ParseOptions OWL =
      ParseOptions.DEFAULTS.withDialect(ParseOptions.Dialect.OWL);

  @Test
  void spotAndOwlReadTheTextAlike() {
    FormulaSampler random = new FormulaSampler(4, 20, 7);
    for (int n = 0; n < 2000; n++) {
      PortableFormula portable = PortableFormula.of(random.next());
      assertEquals(
          LtlParser.parse(portable.text()), LtlParser.parse(portable.text(), OWL), portable.text());
    }
  }

  @Test
  void textReadBackHasTheSameMeaning() {
    FormulaSampler formulas = new FormulaSampler(3, 12, 8);
    Random random = new Random(8);
    for (int n = 0; n < 500; n++) {
      Formula f = formulas.next();
      Formula back = PortableFormula.of(f).read(PortableFormula.of(f).text());
      FiniteWord prefix = word(random, 3);
      FiniteWord cycle = word(random, 2);
      assertEquals(
          LassoWords.holds(f, prefix, cycle),
          LassoWords.holds(back, prefix, cycle),
          f + " " + back);
    }
  }

  private static FiniteWord word(Random random, int length) {
    return FiniteWord.of(
        IntStream.range(0, length)
            .mapToObj(i -> List.of("a", "b", "c").subList(0, random.nextInt(4)))
            .toList());
  }

  @Test
  void namesThatWouldBeOperatorsElsewhereAreNotSent() {
    PortableFormula portable =
        PortableFormula.of(LtlParser.parse("\"F0\" U (\"Goal\" & \"is hot\")"));
    assertEquals("(p0) U ((p1) & (p2))", portable.text());
    assertEquals(3, portable.atoms().size());
    assertTrue(portable.atoms().containsAll(List.of("F0", "Goal", "is hot")));
  }

  @Test
  void literatureSurvivesTheJourney() {
    for (LiteratureFormulas.Line line : LiteratureFormulas.all()) {
      Formula f = LtlParser.parse(line.formula());
      PortableFormula portable = PortableFormula.of(f);
      assertEquals(f, portable.read(portable.text()));
    }
  }

  @Test
  void tooManyAtomsAreCounted() {
    Formula f = Formula.and(IntStream.range(0, 63).mapToObj(k -> Formula.atom("x" + k)).toList());
    String message = assertThrows(InputException.class, () -> PortableFormula.of(f)).getMessage();
    assertTrue(message.contains("it has 63 atoms, more than the 62 possible"), message);
  }
}
