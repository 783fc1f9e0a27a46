package org.surety.automaton;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.surety.logic.Letters;

/**
 * A finite word as a person reads it.
 *
 * @param letters the atoms that hold at each position; all others do not
 */
public record FiniteWord(List<SortedSet<String>> letters) implements Letters {

  /** A word of the given letters. */
  public static FiniteWord of(Collection<? extends Collection<String>> letters) {
    return new FiniteWord(
        letters.stream()
            .map(letter -> (SortedSet<String>) new TreeSet<>(letter))
            .collect(Collectors.toUnmodifiableList()));
  }

  @Override
  public int length() {
    return letters.size();
  }

  @Override
  public boolean holds(String atom, int position) {
    return letters.get(position).contains(atom);
  }

  /** For example {@code {a} {} {a, b}}. */
  @Override
  public String toString() {
    return letters.stream()
        .map(letter -> "{" + String.join(", ", letter) + "}")
        .collect(Collectors.joining(" "));
  }
}
