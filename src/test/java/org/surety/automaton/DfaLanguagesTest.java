package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.logic.RandomFormulas;

class DfaLanguagesTest {

  @Test
  void witnessesAreWordsOfTheRightKindAndShortest() {
    List<String> atoms = List.of("a", "b");
    List<FiniteWord> words = Automata.words(atoms, 4);
    RandomFormulas random = new RandomFormulas(61, atoms, 3);
    for (int i = 0; i < 1500; i++) {
      Formula f = random.formula(6);
      Formula g = random.formula(6);
      Dfa df = Automata.dfa(f);
      Dfa dg = Automata.dfa(g);
      Predicate<FiniteWord> inF = w -> FiniteWords.holds(f, w);
      Predicate<FiniteWord> inG = w -> FiniteWords.holds(g, w);
      check(words, DfaLanguages.example(df), inF);
      check(words, DfaLanguages.counterexample(df), inF.negate());
      check(words, DfaLanguages.notIncluded(df, dg), inF.and(inG.negate()));
      check(words, DfaLanguages.common(df, dg), inF.and(inG));
      check(words, DfaLanguages.difference(df, dg), w -> inF.test(w) != inG.test(w));
    }
  }

  private static void check(
      List<FiniteWord> words, Optional<FiniteWord> witness, Predicate<FiniteWord> sought) {
    Optional<FiniteWord> first = words.stream().filter(sought).findFirst();
    witness.ifPresent(w -> assertTrue(sought.test(w), w.toString()));
    if (first.isPresent()) {
      assertEquals(first.get().length(), witness.orElseThrow().length());
    } else {
      assertTrue(witness.isEmpty() || witness.get().length() > 4, witness.toString());
    }
  }

  @Test
  void combinationsHaveTheCombinedLanguage() {
    List<String> atoms = List.of("a", "b", "c");
    RandomFormulas random = new RandomFormulas(62, atoms, 3);
    for (int i = 0; i < 1000; i++) {
      Formula f = random.formula(6);
      Formula g = random.formula(6);
      Dfa df = Automata.dfa(f);
      Dfa dg = Automata.dfa(g);
      assertSameLanguage(Formula.and(f, g), DfaLanguages.intersection(df, dg, 10_000));
      assertSameLanguage(Formula.or(f, g), DfaLanguages.union(df, dg, 10_000));
      assertSameLanguage(Formula.not(f), DfaLanguages.complement(df));
    }
  }

  private static void assertSameLanguage(Formula f, Dfa dfa) {
    assertEquals(Optional.empty(), DfaLanguages.difference(Automata.dfa(f), dfa), f.toString());
    assertEquals(dfa, AtomOrder.reordered(Automata.dfa(f), dfa.atoms()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "!(a U b); !a R !b",
        "a W b; (a U b) | G a",
        "a M b; b U (a & b)",
        "!X[!] a; X[?] !a",
        "G(a & b); G a & G b",
        "F(a | b); F a | F b",
        "X[!](a & b); X[!] a & X[!] b",
        "F[2,4] a; X[!] X[!] (a | X[!](a | X[!] a))",
        "G[2,4] a; X[?] X[?] (a & X[?](a & X[?] a))",
        "F[1,2] F[3,5] a; F[4,7] a",
        "G[0,3] F[0,2] a; G[0,3] F[0,2] F[0,0] a",
        "a U[2,4] b; F[2,4] b & G[0,1] a & X[!] X[!] (a U b) & a U[2,4] b",
        "G F a; F(a & X[?] false)",
        "F G a; G F a",
        "F[0,3] a & F[0,7] a; F[0,3] a",
        "G[0,3] a & G[2,3] a; G[0,3] a",
      })
  void equivalentFormulasHaveEqualAutomata(String f, String g) {
    assertEquals(Optional.empty(), DfaLanguages.difference(Automata.dfa(f), Automata.dfa(g)));
  }

  @Test
  void inclusionIsRefutedByAReadableWord() {
    FiniteWord word =
        DfaLanguages.notIncluded(Automata.dfa("F goal"), Automata.dfa("!hazard U goal"))
            .orElseThrow();
    assertEquals("{hazard} {goal}", word.toString());
    assertEquals(
        Optional.empty(),
        DfaLanguages.notIncluded(Automata.dfa("!hazard U goal"), Automata.dfa("F goal")));
    assertEquals(Optional.empty(), DfaLanguages.example(Automata.dfa("G X[!] a")));
    assertEquals("{}", DfaLanguages.counterexample(Automata.dfa("a")).orElseThrow().toString());
  }

  @Test
  void farWitnessesAreFoundToo() {
    Dfa dfa = Automata.dfa("F[3000,3000] a & G[0,2999] !a");
    assertEquals(3001, DfaLanguages.example(dfa).orElseThrow().length());
  }

  @Test
  void productsKeepToTheirLimit() {
    assertThrows(
        TooManyStatesException.class,
        () ->
            DfaLanguages.intersection(
                Automata.dfa("G (a -> F[0,50] b)"), Automata.dfa("G (c -> F[0,50] d)"), 1000));
  }

  @Test
  void reorderingKeepsTheLanguage() {
    RandomFormulas random = new RandomFormulas(63, List.of("a", "b", "c"), 3);
    for (int i = 0; i < 500; i++) {
      Formula f = random.formula(8);
      Dfa dfa = Automata.dfa(f);
      Dfa other = AtomOrder.reordered(dfa, List.of("c", "x", "b", "a"));
      assertEquals(dfa.states(), other.states());
      FiniteWord word = DfaLanguages.example(dfa).orElse(null);
      if (word != null) {
        assertTrue(other.accepts(word));
      }
      List<String> back = withAll(dfa.atoms());
      assertEquals(AtomOrder.reordered(dfa, back), AtomOrder.reordered(other, back), f.toString());
    }
  }

  private static List<String> withAll(List<String> first) {
    List<String> atoms = new ArrayList<>(first);
    for (String atom : List.of("c", "x", "b", "a")) {
      if (!atoms.contains(atom)) {
        atoms.add(atom);
      }
    }
    return atoms;
  }
}
