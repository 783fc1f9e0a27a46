package org.surety.automaton;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Questions about the languages of automata, answered with a shortest word where the answer is no,
 * and their Boolean combinations. Automata over different atoms are compared over all of them.
 *
 * <p>Each takes time and space for the reachable pairs of states.
 */
public final class DfaLanguages {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private DfaLanguages() {}

  /** A shortest word of the language; empty if there is none. */
  public static Optional<FiniteWord> example(Dfa dfa) {
    return shortest(dfa, dfa, (a, b) -> a);
  }

  /** A shortest non-empty word outside the language; empty if there is none. */
  public static Optional<FiniteWord> counterexample(Dfa dfa) {
    return shortest(dfa, dfa, (a, b) -> !a);
  }

  /** A shortest word that is in exactly one of the languages; empty if they are equal. */
  public static Optional<FiniteWord> difference(Dfa first, Dfa second) {
    if (first.equals(second)) {
      return Optional.empty();
    }
    return shortest(first, second, (a, b) -> a != b);
  }

  /** A shortest word of the first language that is not in the second; empty if it is included. */
  public static Optional<FiniteWord> notIncluded(Dfa first, Dfa second) {
    return shortest(first, second, (a, b) -> a && !b);
  }

  /** A shortest word in both languages; empty if they are disjoint. */
  public static Optional<FiniteWord> common(Dfa first, Dfa second) {
    return shortest(first, second, (a, b) -> a && b);
  }

  /**
   * The minimal automaton of the words in both languages.
   *
   * @throws TooManyStatesException if more than {@code maxStates} pairs are reachable
   */
  public static Dfa intersection(Dfa first, Dfa second, int maxStates) {
    return combined(first, second, (a, b) -> a && b, maxStates);
  }

  /**
   * The minimal automaton of the words in either language.
   *
   * @throws TooManyStatesException if more than {@code maxStates} pairs are reachable
   */
  public static Dfa union(Dfa first, Dfa second, int maxStates) {
    return combined(first, second, (a, b) -> a || b, maxStates);
  }

  /** The minimal automaton of the non-empty words outside the language. */
  public static Dfa complement(Dfa dfa) {
    return combined(dfa, dfa, (a, b) -> !a, NO_LIMIT);
  }

  private static Dfa combined(Dfa a, Dfa b, Product.Combination combination, int maxStates) {
    List<String> atoms = union(a.atoms(), b.atoms());
    return new Product(
            AtomOrder.reordered(a, atoms), AtomOrder.reordered(b, atoms), combination, maxStates)
        .minimal();
  }

  private static Optional<FiniteWord> shortest(Dfa a, Dfa b, Product.Combination combination) {
    List<String> atoms = union(a.atoms(), b.atoms());
    Product product =
        new Product(
            AtomOrder.reordered(a, atoms), AtomOrder.reordered(b, atoms), combination, NO_LIMIT);
    int found = product.findAccepting();
    if (found < 0) {
      return Optional.empty();
    }
    List<SortedSet<String>> letters = new ArrayList<>();
    for (int pair = found; pair != 0; pair = product.source(pair)) {
      SortedSet<String> letter = new TreeSet<>();
      int tree = product.tree(product.source(pair));
      if (!findPath(product, tree, pair, atoms, letter, new BitSet())) {
        throw new AssertionError(pair);
      }
      letters.add(Collections.unmodifiableSortedSet(letter));
    }
    Collections.reverse(letters);
    return Optional.of(new FiniteWord(List.copyOf(letters)));
  }

  /** Collects the atoms that are true on a path of a tree to a leaf, with as few as it finds. */
  private static boolean findPath(
      Product product, int tree, int target, List<String> atoms, Set<String> letter, BitSet dead) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.value(tree) == target;
    }
    if (dead.get(tree)) {
      return false;
    }
    if (findPath(product, product.trees.low(tree), target, atoms, letter, dead)) {
      return true;
    }
    if (findPath(product, product.trees.high(tree), target, atoms, letter, dead)) {
      letter.add(atoms.get(product.trees.level(tree)));
      return true;
    }
    dead.set(tree);
    return false;
  }

  private static List<String> union(List<String> first, List<String> second) {
    LinkedHashSet<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
