package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Limits;

/**
 * The complement of a limit-deterministic Büchi automaton (Blahoudek, Heizmann, Schewe, Strejček
 * and Tsai, "Complementing semi-deterministic Büchi automata", TACAS 2016), here with acceptance on
 * edges.
 *
 * <p>A state keeps all runs on the word at once: N, those in the part that waits; C, those in the
 * part that accepts and may go on to be accepted for some time; S, those guessed never to take an
 * edge of the acceptance set again, right after they did or have come in; B, those of C that are
 * checked to be guessed so at some time. At most 4^n states for n in the part that accepts.
 */
public final class SemiDeterministicComplement {
  private record Macrostate(BitSet waiting, BitSet checked, BitSet safe, BitSet pending) {}

  /** Edges that some letters take from a set of states. */
  private record Choice(Label label, BitSet edges) {}

  private final OmegaAutomaton automaton;
  private final BitSet acceptingPart;
  private final Limits limits;
  private final OmegaAutomaton.Builder builder;
  private final Map<Macrostate, Integer> numbers = new HashMap<>();
  private final List<Macrostate> states = new ArrayList<>();

  private SemiDeterministicComplement(OmegaAutomaton automaton, Limits limits) {
    this.automaton = automaton;
    this.acceptingPart = LimitDeterminism.acceptingPart(automaton);
    this.limits = limits;
    this.builder =
        OmegaAutomaton.builder(
            automaton.atoms(), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)));
  }

  /**
   * A Büchi automaton of the words that an automaton does not accept.
   *
   * @param automaton limit-deterministic, with Büchi acceptance, or accepting all runs
   * @throws IllegalArgumentException if it is not
   * @throws org.surety.automaton.TooManyStatesException if the limits are met
   */
  public static OmegaAutomaton of(OmegaAutomaton automaton, Limits limits) {
    Condition condition = automaton.acceptance().condition();
    if (Long.bitCount(condition.infSets()) > 1 || !LimitDeterminism.holds(automaton)) {
      throw new IllegalArgumentException("not a limit-deterministic Büchi automaton");
    }
    return new SemiDeterministicComplement(automaton, limits).complement();
  }

  private OmegaAutomaton complement() {
    BitSet waiting = new BitSet();
    BitSet checked = new BitSet();
    automaton.initial().forEach(s -> (acceptingPart.get(s) ? checked : waiting).set(s));
    // A run that starts in the part that accepts may be safe from the start.
    addGuesses(waiting, checked, new BitSet(), checked, new BitSet(), -1, Label.TRUE);
    for (int s = 0; s < states.size(); s++) {
      limits.check(states.size());
      expand(s);
    }
    return builder.build();
  }

  private int number(Macrostate state) {
    return numbers.computeIfAbsent(
        state,
        key -> {
          states.add(key);
          return builder.addState();
        });
  }

  private void expand(int source) {
    Macrostate state = states.get(source);
    BitSet all = (BitSet) state.waiting.clone();
    all.or(state.checked);
    all.or(state.safe);
    for (Choice choice : choices(all)) {
      BitSet waiting = new BitSet();
      BitSet reached = new BitSet();
      BitSet guessable = new BitSet();
      BitSet safe = new BitSet();
      BitSet pending = new BitSet();
      boolean dies = false;
      for (int e = choice.edges.nextSetBit(0); e >= 0; e = choice.edges.nextSetBit(e + 1)) {
        int s = automaton.source(e);
        int t = automaton.target(e);
        if (!acceptingPart.get(t)) {
          waiting.set(t);
          continue;
        }
        reached.set(t);
        if (state.safe.get(s)) {
          dies |= isMarked(e);
          safe.set(t);
        } else if (state.waiting.get(s) || isMarked(e)) {
          guessable.set(t);
        }
        if (state.pending.get(s)) {
          pending.set(t);
        }
      }
      if (!dies) {
        reached.andNot(safe);
        guessable.andNot(safe);
        boolean fresh = state.pending.isEmpty();
        addGuesses(
            waiting, reached, safe, guessable, fresh ? reached : pending, source, choice.label);
      }
    }
  }

  private boolean isMarked(int edge) {
    long sets = automaton.acceptance().condition().infSets();
    return (automaton.marks(edge) & sets) == sets;
  }

  /** One edge for each subset of {@code guessable} that may be safe from now on. */
  private void addGuesses(
      BitSet waiting,
      BitSet reached,
      BitSet safe,
      BitSet guessable,
      BitSet pending,
      int source,
      Label label) {
    int[] open = guessable.stream().toArray();
    for (int guess = 0; guess < 1 << open.length; guess++) {
      BitSet nowSafe = (BitSet) safe.clone();
      BitSet checked = (BitSet) reached.clone();
      for (int k = 0; k < open.length; k++) {
        if ((guess >> k & 1) == 1) {
          nowSafe.set(open[k]);
          checked.clear(open[k]);
        }
      }
      BitSet left = (BitSet) pending.clone();
      left.and(checked);
      Macrostate target = new Macrostate(waiting, checked, nowSafe, left);
      if (source < 0) {
        builder.addInitial(number(target));
      } else {
        long marks = states.get(source).pending.isEmpty() ? 1 : 0;
        builder.addEdge(source, label, number(target), marks);
      }
    }
  }

  /** Splits the letters by which edges out of the states they take. */
  private List<Choice> choices(BitSet states) {
    List<Choice> choices = List.of(new Choice(Label.TRUE, new BitSet()));
    for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        Label label = automaton.label(e);
        Label others = label.complement();
        List<Choice> split = new ArrayList<>();
        for (Choice choice : choices) {
          Label taking = choice.label.and(label);
          if (!taking.isEmpty()) {
            BitSet edges = (BitSet) choice.edges.clone();
            edges.set(e);
            split.add(new Choice(taking, edges));
          }
          Label passing = choice.label.and(others);
          if (!passing.isEmpty()) {
            split.add(new Choice(passing, choice.edges));
          }
        }
        choices = split;
      }
    }
    return choices;
  }
}
