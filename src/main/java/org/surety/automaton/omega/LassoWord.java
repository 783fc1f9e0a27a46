package org.surety.automaton.omega;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.surety.automaton.FiniteWord;

/**
 * An ultimately periodic word: a prefix, then a cycle for ever.
 *
 * @param atoms names of the bits of a letter
 * @param prefix letters: bit {@code k} says whether {@code atoms.get(k)} holds; may be empty
 * @param cycle letters; at least one
 */
public record LassoWord(List<String> atoms, List<Long> prefix, List<Long> cycle) {
  public LassoWord {
    atoms = List.copyOf(atoms);
    prefix = List.copyOf(prefix);
    cycle = List.copyOf(cycle);
    if (cycle.isEmpty()) {
      throw new IllegalArgumentException("a cycle without letters");
    }
  }

  /** Number of different positions: those of the prefix and of one turn. */
  public int length() {
    return prefix.size() + cycle.size();
  }

  /** The position after position {@code i}. */
  int after(int i) {
    return i + 1 == length() ? prefix.size() : i + 1;
  }

  /** The letter at a position in {@code 0 .. length() - 1}. */
  public long letter(int i) {
    return i < prefix.size() ? prefix.get(i) : cycle.get(i - prefix.size());
  }

  /** The letter at a position as another automaton reads it; atoms that it has more are false. */
  long letter(int i, List<String> readAtoms) {
    long result = 0;
    for (int k = 0; k < readAtoms.size(); k++) {
      int own = atoms.indexOf(readAtoms.get(k));
      if (own >= 0) {
        result |= (letter(i) >> own & 1) << k;
      }
    }
    return result;
  }

  /** The prefix as a person reads it. */
  public FiniteWord prefixWord() {
    return word(prefix);
  }

  /** The cycle as a person reads it. */
  public FiniteWord cycleWord() {
    return word(cycle);
  }

  private FiniteWord word(List<Long> letters) {
    return FiniteWord.of(letters.stream().map(this::names).toList());
  }

  private SortedSet<String> names(long letter) {
    SortedSet<String> names = new TreeSet<>();
    for (int k = 0; k < atoms.size(); k++) {
      if ((letter >> k & 1) == 1) {
        names.add(atoms.get(k));
      }
    }
    return names;
  }

  /** For example {@code {a} ({} {b})^ω}. */
  @Override
  public String toString() {
    return (prefixWord() + " (" + cycleWord() + ")^ω").strip();
  }
}
