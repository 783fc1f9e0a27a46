package org.surety.automaton.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.automaton.Limits;
import org.surety.automaton.translate.DpaTranslator;
import org.surety.automaton.translate.FormulaClassifier;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.SyntacticHierarchy;
import org.surety.logic.TemporalClass;

class ClassificationTest {

  @Test
  void classesOfSmallAutomataAreThoseOfTheDefinitions() {
    Random random = new Random(8);
    Map<TemporalClass, Integer> seen = new EnumMap<>(TemporalClass.class);
    for (int n = 0; n < 400; n++) {
      OmegaAutomaton automaton = smallAutomaton(random);
      Classification found = Classification.of(automaton, Limits.NONE);
      seen.merge(found.temporalClass(), 1, Integer::sum);
      assertEquals(byDefinition(automaton), found.temporalClass());
      assertWitnessesHold(automaton, found);
    }
    assertEquals(TemporalClass.values().length, seen.size(), seen.toString());
  }

  /** Four states, one atom, so that all cycles can be listed. */
  private static OmegaAutomaton smallAutomaton(Random random) {
    Acceptance acceptance = Acceptance.of(4, RandomAutomata.condition(random, random.nextInt(3)));
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(List.of("a"), acceptance);
    for (int s = 0; s < 4; s++) {
      builder.addState();
    }
    builder.addInitial(0);
    // Without ways back and with marks on states, components are small and of one kind.
    boolean forward = random.nextBoolean();
    for (int s = 0; s < 4; s++) {
      int marks = random.nextInt(16);
      for (int letter = 0; letter < 2; letter++) {
        int target = forward ? s + random.nextInt(4 - s) : random.nextInt(4);
        builder.addEdge(s, Label.letter(letter, 1), target, forward ? marks : random.nextInt(16));
      }
    }
    return builder.build();
  }

  private static TemporalClass byDefinition(OmegaAutomaton automaton) {
    if (isClosed(automaton)) {
      return TemporalClass.SAFETY;
    }
    if (isClosed(BooleanOperations.complement(automaton))) {
      return TemporalClass.CO_SAFETY;
    }
    boolean recurrence = growKeeps(automaton, true);
    boolean persistence = growKeeps(automaton, false);
    if (recurrence) {
      return persistence ? TemporalClass.OBLIGATION : TemporalClass.RECURRENCE;
    }
    return persistence ? TemporalClass.PERSISTENCE : TemporalClass.REACTIVITY;
  }

  /** Whether words all of whose prefixes can be continued into the language are in it. */
  private static boolean isClosed(OmegaAutomaton automaton) {
    OmegaAutomaton.Builder closure =
        OmegaAutomaton.builder(
            automaton.atoms(), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.ALL)));
    BitSet living = new BitSet();
    for (int s = 0; s < automaton.states(); s++) {
      closure.addState();
      living.set(s, !Emptiness.isEmpty(startingIn(automaton, s)));
    }
    if (living.get(0)) {
      closure.addInitial(0);
    }
    for (int e = 0; e < automaton.edges(); e++) {
      if (living.get(automaton.target(e))) {
        closure.addEdge(automaton.source(e), automaton.label(e), automaton.target(e), 0);
      }
    }
    return LanguageComparison.difference(closure.build(), automaton).isEmpty();
  }

  /**
   * Whether cycles that contain an accepted cycle are accepted (for {@code kind}), or those that
   * contain a rejected one rejected: over all sets of edges that make up a cycle.
   */
  private static boolean growKeeps(OmegaAutomaton automaton, boolean kind) {
    List<Integer> cycles = new ArrayList<>();
    BitSet reachable = new BitSet();
    reachable.set(0);
    for (int round = 0; round < automaton.states(); round++) {
      for (int e = 0; e < automaton.edges(); e++) {
        if (reachable.get(automaton.source(e))) {
          reachable.set(automaton.target(e));
        }
      }
    }
    for (int set = 1; set < 1 << automaton.edges(); set++) {
      if (isCycle(automaton, set, reachable)) {
        cycles.add(set);
      }
    }
    for (int inner : cycles) {
      for (int outer : cycles) {
        if ((inner & ~outer) == 0
            && accepts(automaton, inner) == kind
            && accepts(automaton, outer) != kind) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isCycle(OmegaAutomaton automaton, int set, BitSet reachable) {
    List<Integer> edges = new ArrayList<>();
    for (int e = 0; e < automaton.edges(); e++) {
      if ((set >> e & 1) == 1) {
        edges.add(e);
      }
    }
    for (int start : edges) {
      BitSet seen = new BitSet();
      seen.set(automaton.target(start));
      for (int round = 0; round < automaton.states(); round++) {
        for (int e : edges) {
          if (seen.get(automaton.source(e))) {
            seen.set(automaton.target(e));
          }
        }
      }
      boolean all = edges.stream().allMatch(e -> seen.get(automaton.source(e)));
      if (!all || !reachable.get(automaton.source(start))) {
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(OmegaAutomaton automaton, int set) {
    long marks = 0;
    for (int e = 0; e < automaton.edges(); e++) {
      marks |= (set >> e & 1) == 1 ? automaton.marks(e) : 0;
    }
    return automaton.acceptance().condition().accepts(marks);
  }

  private static OmegaAutomaton startingIn(OmegaAutomaton automaton, int state) {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(automaton.atoms(), automaton.acceptance());
    for (int s = 0; s < automaton.states(); s++) {
      builder.addState();
    }
    builder.addInitial(state);
    for (int e = 0; e < automaton.edges(); e++) {
      builder.addEdge(
          automaton.source(e), automaton.label(e), automaton.target(e), automaton.marks(e));
    }
    return builder.build();
  }

  /** Checks the words against an evaluator that shares nothing with what found them. */
  private static void assertWitnessesHold(OmegaAutomaton automaton, Classification found) {
    OmegaAutomaton complement = BooleanOperations.complement(automaton);
    for (Classification.Witness witness : found.witnesses()) {
      assertNotEquals(found.temporalClass(), witness.excluded());
      if (witness instanceof Classification.UndecidedWord undecided) {
        boolean inside = witness.excluded() == TemporalClass.CO_SAFETY;
        assertEquals(inside, LassoAcceptance.accepts(automaton, undecided.word()));
        assertPrefixesCanBeContinued(inside ? complement : automaton, undecided.word());
      } else {
        Classification.NestedCycles nested = (Classification.NestedCycles) witness;
        boolean recurrence = witness.excluded() == TemporalClass.RECURRENCE;
        assertEquals(recurrence, LassoAcceptance.accepts(automaton, nested.once()));
        assertEquals(!recurrence, LassoAcceptance.accepts(automaton, nested.again()));
        assertEquals(nested.once().prefix(), nested.again().prefix());
        List<Long> once = nested.once().cycle();
        assertEquals(once, nested.again().cycle().subList(0, once.size()));
      }
    }
  }

  private static void assertPrefixesCanBeContinued(OmegaAutomaton automaton, LassoWord word) {
    int state = automaton.initial().get(0);
    int position = 0;
    for (int step = 0; step < word.length() * automaton.states() + 1; step++) {
      assertFalse(Emptiness.isEmpty(startingIn(automaton, state)));
      for (int e = automaton.firstEdge(state); e < automaton.firstEdge(state + 1); e++) {
        if (automaton.label(e).contains(word.letter(position))) {
          state = automaton.target(e);
          break;
        }
      }
      position = word.after(position);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "G a, SAFETY, true",
    "F a, CO_SAFETY, true",
    "a U b, CO_SAFETY, true",
    "F a | G b, OBLIGATION, false",
    "G F a, RECURRENCE, false",
    "F G a, PERSISTENCE, false",
    "G F a & F G b, REACTIVITY, false",
    "G(a -> F b), RECURRENCE, false",
    "(a U b) | G a, SAFETY, false",
    "F(a | G a), CO_SAFETY, false",
    "G F (a & X[!] G a), PERSISTENCE, false",
  })
  void formulasAreClassifiedBySyntaxOrBySemantics(
      String formula, TemporalClass expected, boolean fromSyntax) {
    Classification found = FormulaClassifier.classify(LtlParser.parse(formula), Limits.NONE);
    assertEquals(expected, found.temporalClass());
    assertEquals(fromSyntax, found.fromSyntax());
  }

  @Test
  void literatureFormulasAreInTheClassThatTheirSyntaxShows() {
    SyntacticHierarchy hierarchy = new SyntacticHierarchy();
    Map<TemporalClass, Integer> seen = new EnumMap<>(TemporalClass.class);
    for (LiteratureFormulas.Line line : LiteratureFormulas.all()) {
      Formula f = LtlParser.parse(line.formula());
      OmegaAutomaton dpa = DpaTranslator.translate(f, Limits.NONE);
      Classification found = Classification.of(dpa, Limits.NONE);
      seen.merge(found.temporalClass(), 1, Integer::sum);
      Classification ofFormula = FormulaClassifier.classify(f, Limits.NONE);
      assertTrue(
          ofFormula.temporalClass() == found.temporalClass()
              || (ofFormula.temporalClass() == TemporalClass.CO_SAFETY
                  && found.temporalClass() == TemporalClass.SAFETY));
      assertTrue(found.witnessAgainst(ofFormula.temporalClass()).isEmpty(), line.formula());
      hierarchy
          .temporalClass(f)
          .ifPresent(
              shown -> {
                assertTrue(found.temporalClass().compareTo(shown) <= 0, line.formula());
                assertTrue(found.witnessAgainst(shown).isEmpty(), line.formula());
              });
    }
    assertTrue(seen.size() >= 5, seen.toString());
  }

  @Test
  void wordThatIsNeverRefutedShowsThatALivenessPropertyIsNotSafety() {
    Classification found = FormulaClassifier.classify(LtlParser.parse("G(a -> F b)"), Limits.NONE);
    Classification.UndecidedWord witness =
        assertInstanceOf(
            Classification.UndecidedWord.class,
            found.witnessAgainst(TemporalClass.SAFETY).orElseThrow());
    assertEquals("{a} ({})^ω", witness.word().toString());
  }
}
