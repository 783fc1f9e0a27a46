package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.surety.automaton.Limits;

/**
 * The minimal deterministic weak automaton of an obligation property: one whose strongly connected
 * components accept all of their cycles or none. It is unique, and its states are the languages
 * that are left after the prefixes of words (Löding, "Efficient minimization of deterministic weak
 * ω-automata", IPL 2001; Dax, Eisinger and Klaedtke, "Mechanizing the powerset construction for
 * restricted classes of ω-automata", ATVA 2007).
 *
 * <p>A deterministic automaton has an equivalent weak one exactly if no strongly connected
 * component of it has both accepted and rejected cycles, and then on the same structure (Landweber,
 * "Decision problems for ω-automata", MST 1969). Components are numbered such that equivalent
 * states agree on whether the number is even; what remains is the minimization of a finite
 * automaton.
 */
public final class WeakMinimization {
  private WeakMinimization() {}

  /**
   * The minimal weak automaton of the language: a deterministic Büchi automaton with acceptance on
   * states (all edges out of a state are marked, or none), without the states whose language is
   * empty. Empty if the language is no obligation.
   *
   * @throws IllegalArgumentException if the automaton is not deterministic
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static Optional<OmegaAutomaton> minimize(OmegaAutomaton automaton, Limits limits) {
    return minimize(DeterministicTable.of(automaton), limits).map(weak -> buchi(weak, limits));
  }

  private static OmegaAutomaton buchi(ParityTable weak, Limits limits) {
    BitSet empty = new BitSet();
    empty.set(0, weak.states());
    empty.andNot(ParityGraph.reaching(weak, 0));
    long[] marks = Arrays.stream(weak.colors()).mapToLong(color -> 1 - color % 2).toArray();
    Acceptance acceptance = Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI));
    return new DeterministicTable(
            weak.atoms(),
            weak.alphabet(),
            acceptance.condition(),
            weak.initial(),
            weak.targets(),
            marks)
        .toAutomaton(acceptance, empty, limits);
  }

  /** The minimal weak automaton, complete; empty if the language is no obligation. */
  public static Optional<ParityTable> minimize(DeterministicTable table, Limits limits) {
    ParityTable parity =
        ParityReduction.withLeastColors(AlternatingCycles.parity(table, limits).table());
    return ParityReduction.isWeak(parity) ? Optional.of(minimal(parity)) : Optional.empty();
  }

  /**
   * The minimal automaton.
   *
   * @param table weak
   */
  static ParityTable minimal(ParityTable table) {
    int symbols = table.symbols();
    int[] next = table.targets();
    int[] component = ParityGraph.components(next, symbols, ParityGraph.all(next.length));
    int[] number = numbers(table, component);
    int[] colors = new int[next.length];
    for (int s = 0; s < table.states(); s++) {
      Arrays.fill(colors, s * symbols, (s + 1) * symbols, number[component[s]] & 1);
    }
    return ParityReduction.bisimilar(table.withColors(colors));
  }

  /**
   * A number for each component, even if it accepts and odd if it rejects, as large as can be such
   * that no edge leads to a smaller one. For one without cycles that is the least it leads to.
   */
  private static int[] numbers(ParityTable table, int[] component) {
    int components = Arrays.stream(component).max().orElse(-1) + 1;
    int top = 2 * components + 1;
    int[] least = new int[components];
    Arrays.fill(least, top);
    int[] parity = new int[components];
    Arrays.fill(parity, -1);
    BitSet[] members = new BitSet[components];
    Arrays.setAll(members, c -> new BitSet());
    for (int s = 0; s < component.length; s++) {
      members[component[s]].set(s);
    }
    int symbols = table.symbols();
    int[] number = new int[components];
    // Successors have smaller indices.
    for (int c = 0; c < components; c++) {
      for (int s = members[c].nextSetBit(0); s >= 0; s = members[c].nextSetBit(s + 1)) {
        for (int e = s * symbols; e < (s + 1) * symbols; e++) {
          int d = component[table.target(e)];
          if (d == c) {
            parity[c] = table.color(e) & 1;
          } else {
            least[c] = Math.min(least[c], number[d]);
          }
        }
      }
      boolean fits = parity[c] < 0 || (least[c] & 1) == parity[c];
      number[c] = fits ? least[c] : least[c] - 1;
    }
    return number;
  }
}
