package org.surety.automaton.hoa;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.surety.automaton.Dfa;
import org.surety.automaton.SumOfProducts;
import org.surety.automaton.SumOfProducts.Cube;

/** Transition labels as text. */
final class Labels {
  private Labels() {}

  /**
   * The letters that lead from one state to another, as {@code a&!b | c}.
   *
   * @param names how each atom is written
   * @param always how the label without literals is written
   */
  static String label(Dfa dfa, int source, int target, List<String> names, String always) {
    return label(SumOfProducts.ofTransition(dfa, source, target), names, always);
  }

  /** The disjunction of some cubes, at least one. */
  static String label(List<Cube> cubes, List<String> names, String always) {
    return cubes.stream()
        .map(cube -> conjunction(cube, names, always))
        .collect(Collectors.joining(" | "));
  }

  private static String conjunction(Cube cube, List<String> names, String always) {
    List<String> literals = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      if ((cube.positive() >> k & 1) == 1) {
        literals.add(names.get(k));
      } else if ((cube.negative() >> k & 1) == 1) {
        literals.add("!" + names.get(k));
      }
    }
    return literals.isEmpty() ? always : String.join("&", literals);
  }
}
