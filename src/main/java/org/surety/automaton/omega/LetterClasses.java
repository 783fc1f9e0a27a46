package org.surety.automaton.omega;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Bdd;
import org.surety.automaton.SumOfProducts.Cube;

/**
 * The letters of an automaton, put into one class if no label tells them apart. A set of letters
 * becomes the bits of its classes, so that graph algorithms need neither labels nor diagrams. If
 * there are very many classes, each label is a class of its own instead: what labels have in common
 * is then not seen, and nothing else changes.
 */
final class LetterClasses {
  /** Most classes: past it, sets would be too long. */
  private static final int MAX_CLASSES = 1 << 10;

  private final Bdd diagrams = new Bdd();
  private final List<Integer> classes = new ArrayList<>(List.of(Bdd.TRUE));
  private final Map<Label, Integer> functions = new LinkedHashMap<>();
  private final Map<Label, long[]> sets = new HashMap<>();
  private final Map<LongBuffer, Label> labels = new HashMap<>();
  private final boolean disjoint;

  /** The classes of an automaton, or of several over the same atoms. */
  LetterClasses(OmegaAutomaton... automata) {
    for (OmegaAutomaton automaton : automata) {
      for (int e = 0; e < automaton.edges(); e++) {
        Label label = automaton.label(e);
        if (!functions.containsKey(label)) {
          int function = function(label);
          if (classes.size() <= MAX_CLASSES) {
            split(function);
          }
        }
      }
    }
    disjoint = classes.size() <= MAX_CLASSES;
    if (!disjoint) {
      classes.clear();
      classes.addAll(functions.values());
    }
  }

  private int function(Label label) {
    return functions.computeIfAbsent(
        label,
        l -> {
          int f = Bdd.FALSE;
          for (Cube cube : l.cubes()) {
            f = diagrams.or(f, diagrams.of(cube));
          }
          return f;
        });
  }

  private void split(int function) {
    int before = classes.size();
    for (int c = 0; c < before; c++) {
      int inside = diagrams.and(classes.get(c), function);
      if (inside != Bdd.FALSE && inside != classes.get(c)) {
        classes.add(diagrams.and(classes.get(c), diagrams.not(function)));
        classes.set(c, inside);
      }
    }
  }

  /** The classes of a label of the automaton; not to be written to. */
  long[] set(Label label) {
    return sets.computeIfAbsent(
        label,
        l -> {
          long[] bits = new long[words()];
          int function = function(l);
          for (int c = 0; c < classes.size(); c++) {
            boolean within =
                disjoint
                    ? diagrams.and(classes.get(c), function) != Bdd.FALSE
                    : classes.get(c) == function;
            if (within) {
              bits[c >> 6] |= 1L << c;
            }
          }
          return bits;
        });
  }

  /** The letters of classes as a label. */
  Label label(long[] set) {
    LongBuffer key = LongBuffer.wrap(set);
    Label known = labels.get(key);
    if (known == null) {
      int function = Bdd.FALSE;
      for (int c = 0; c < classes.size(); c++) {
        if ((set[c >> 6] >> c & 1) == 1) {
          function = diagrams.or(function, classes.get(c));
        }
      }
      known = new Label(diagrams.cubes(function));
      labels.put(LongBuffer.wrap(set.clone()), known);
    }
    return known;
  }

  /** Number of classes. */
  int size() {
    return classes.size();
  }

  /** Whether no two classes share a letter; they may if there would be too many. */
  boolean isDisjoint() {
    return disjoint;
  }

  /** Some letter of a class. */
  long someLetter(int c) {
    return diagrams.cubes(classes.get(c)).get(0).positive();
  }

  /** Number of longs that hold a set. */
  int words() {
    return (classes.size() + 63) >> 6;
  }
}
