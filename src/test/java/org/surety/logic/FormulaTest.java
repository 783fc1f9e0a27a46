package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;

class FormulaTest {
  private static final Formula A = Formula.atom("a");
  private static final Formula B = Formula.atom("b");

  @Test
  void equalStructureIsOneObject() {
    assertSame(Formula.until(A, Formula.not(B)), Formula.until(Formula.atom("a"), Formula.not(B)));
    assertNotSame(Formula.eventually(0, 3, A), Formula.eventually(0, 4, A));
    assertNotSame(Formula.next(A), Formula.weakNext(A));
  }

  @Test
  void conjunctionsAreFlatSortedAndFreeOfDuplicates() {
    Formula c = Formula.atom("c");
    Formula f = Formula.and(Formula.and(c, B), Formula.and(A, c));
    assertEquals(List.of(A, B, c), f.operands());
    assertSame(f, Formula.and(B, c, A));
    assertSame(Formula.iff(A, B), Formula.iff(B, A));
  }

  @Test
  void trivialIdentitiesHoldAtConstruction() {
    assertSame(Formula.FALSE, Formula.and(A, Formula.FALSE));
    assertSame(A, Formula.or(A, Formula.FALSE, A));
    assertSame(A, Formula.not(Formula.not(A)));
    assertSame(Formula.eventually(A), Formula.eventually(Formula.eventually(A)));
    assertSame(B, Formula.until(Formula.FALSE, B));
    assertSame(A, Formula.eventually(0, 0, A));
    assertSame(Formula.FALSE, Formula.until(1, 4, Formula.FALSE, B));
  }

  @Test
  void theEndOfTheWordIsNotFoldedAway() {
    assertSame(Formula.FALSE, Formula.next(Formula.FALSE));
    assertSame(Formula.TRUE, Formula.weakNext(Formula.TRUE));
    assertEquals("X[!] true", Formula.next(Formula.TRUE).toString());
    assertEquals("X[?] false", Formula.weakNext(Formula.FALSE).toString());
    assertEquals("F[1,2] true", Formula.eventually(1, 2, Formula.TRUE).toString());
    assertEquals("G[1,2] false", Formula.always(1, 2, Formula.FALSE).toString());
  }

  @Test
  void everyIdentityKeepsTheMeaning() {
    // The factories may fold; the same formula with an opaque atom for each constant may not.
    RandomFormulas random = new RandomFormulas(11, List.of("a"), 3);
    for (int i = 0; i < 5000; i++) {
      Formula f = random.formula(8);
      Letters word = random.word(5);
      assertEquals(
          FiniteWords.holds(f, word), !FiniteWords.holds(Formula.not(f), word), f.toString());
      assertEquals(
          FiniteWords.holds(f, word),
          FiniteWords.holds(f.negationNormalForm(), word),
          () -> f + " / " + f.negationNormalForm());
    }
  }

  @Test
  void negationNormalFormHasNegationBeforeAtomsOnly() {
    RandomFormulas random = new RandomFormulas(12, List.of("a", "b"), 3);
    for (int i = 0; i < 2000; i++) {
      for (Formula f : Subformulas.of(Formula.not(random.formula(12)).negationNormalForm())) {
        switch (f.kind()) {
          case NOT -> assertSame(Formula.Kind.ATOM, f.left().kind());
          case IMPLIES, IFF, XOR -> throw new AssertionError(f.toString());
          default -> {}
        }
      }
    }
    assertEquals(
        "X[?](!a R[2,5] !b)",
        Formula.not(Formula.next(Formula.until(2, 5, A, B))).negationNormalForm().toString());
  }

  @Test
  void windowsCanBeWrittenOutAsNextOperators() {
    assertEquals(
        LtlParser.parse("X[!](a | X[!](a | X[!] a))"),
        Formula.eventually(1, 3, A).withoutWindows());
    assertEquals(
        LtlParser.parse("b & (a | X[?](b & (a | X[?] b)))"),
        Formula.release(0, 2, A, B).withoutWindows());
    RandomFormulas random = new RandomFormulas(14, List.of("a", "b"), 4);
    for (int i = 0; i < 3000; i++) {
      Formula f = random.formula(8);
      Formula expanded = f.withoutWindows();
      for (Formula sub : Subformulas.of(expanded)) {
        assertFalse(sub.hasWindow(), sub.toString());
      }
      Letters word = random.word(10);
      assertEquals(
          FiniteWords.holds(f, word), FiniteWords.holds(expanded, word), f + " / " + expanded);
    }
    assertThrows(InputException.class, () -> Formula.eventually(0, 1_000_000, A).withoutWindows());
  }

  @Test
  void formulasNobodyUsesAreCollected() throws InterruptedException {
    WeakReference<Formula> gone =
        new WeakReference<>(Formula.until(Formula.atom("once"), Formula.atom("and never again")));
    for (int i = 0; i < 50 && gone.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertSame(null, gone.get());
    assertSame(Formula.atom("once"), Formula.atom("once"));
  }

  @Test
  void threadsAgreeOnOneObject() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Formula>>> jobs = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        jobs.add(
            () -> {
              RandomFormulas random = new RandomFormulas(13, List.of("p", "q"), 4);
              List<Formula> formulas = new ArrayList<>();
              for (int i = 0; i < 3000; i++) {
                formulas.add(random.formula(10));
              }
              return formulas;
            });
      }
      List<Future<List<Formula>>> results = threads.invokeAll(jobs);
      List<Formula> first = results.get(0).get();
      for (Future<List<Formula>> other : results) {
        for (int i = 0; i < first.size(); i++) {
          assertSame(first.get(i), other.get().get(i));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void heightIsLimitedWithAWordOfAdvice() {
    Formula f = A;
    for (int i = 0; i < Formula.MAX_HEIGHT; i++) {
      f = Formula.next(f);
    }
    assertEquals(Formula.MAX_HEIGHT, f.height());
    assertEquals(5 * Formula.MAX_HEIGHT + 1, f.toString().length());
    assertEquals(1, f.negationNormalForm().atoms().size());
    Formula tallest = f;
    InputException e = assertThrows(InputException.class, () -> Formula.next(tallest));
    assertTrue(e.getMessage().contains("F[500,500] p"), e.getMessage());
  }

  @Test
  void windowsMustNotBeEmpty() {
    assertThrows(IllegalArgumentException.class, () -> Formula.eventually(3, 2, A));
    assertThrows(IllegalArgumentException.class, () -> Formula.always(-1, 2, A));
    assertThrows(
        IllegalArgumentException.class,
        () -> Formula.until(Formula.UNBOUNDED, Formula.UNBOUNDED, A, B));
    assertFalse(Formula.until(A, B).hasWindow());
  }
}
