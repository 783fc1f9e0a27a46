package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.SumOfProducts;
import org.surety.automaton.TooManyStatesException;

/**
 * The letters, up to what the states of one automaton tell apart: few even where there are many
 * atoms. Symbols are numbered from 0; each stands for the letters of one class.
 */
public final class Alphabet {
  private final Mtbdd trees;
  private final int partition;
  private final long[] letters;
  private final Map<BitSet, Label> labels = new HashMap<>();

  private Alphabet(Mtbdd trees, int partition, long[] letters) {
    this.trees = trees;
    this.partition = partition;
    this.letters = letters;
  }

  /** Number of symbols, at least 1. */
  public int size() {
    return letters.length;
  }

  /** Some letter that a symbol stands for: bit k says whether the k-th atom holds. */
  public long letter(int symbol) {
    return letters[symbol];
  }

  /** All letters that these symbols stand for. */
  public Label label(BitSet symbols) {
    Label known = labels.get(symbols);
    if (known == null) {
      Mtbdd nodes = new Mtbdd();
      int function = select(partition, symbols, nodes, new IntPairMap());
      known = new Label(SumOfProducts.of(nodes, function));
      labels.put((BitSet) symbols.clone(), known);
    }
    return known;
  }

  private int select(int tree, BitSet symbols, Mtbdd nodes, IntPairMap known) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.leaf(symbols.get(Mtbdd.value(tree)) ? 1 : 0);
    }
    int result = known.get(tree, 0);
    if (result == IntPairMap.MISSING) {
      int low = select(trees.low(tree), symbols, nodes, known);
      result = nodes.node(trees.level(tree), low, select(trees.high(tree), symbols, nodes, known));
      known.put(tree, 0, result);
    }
    return result;
  }

  /** Splits the letters by one function after the other. */
  public static final class Builder {
    private final Mtbdd trees = new Mtbdd();
    private final int atoms;
    private final int most;
    private int partition = Mtbdd.leaf(0);

    /**
     * @param most symbols
     */
    public Builder(int atoms, int most) {
      this.atoms = atoms;
      this.most = most;
    }

    /**
     * Tells apart the letters that lead to different places below the atoms.
     *
     * @param diagram with the atoms on top
     */
    public void refine(Mtbdd nodes, int diagram) {
      IntPairMap symbols = new IntPairMap();
      partition = refine(partition, nodes, diagram, symbols, new IntPairMap());
      if (symbols.size() > most) {
        throw new TooManyStatesException("letters of " + symbols.size() + " kinds");
      }
    }

    private int refine(int tree, Mtbdd nodes, int diagram, IntPairMap symbols, IntPairMap known) {
      int level = Math.min(trees.level(tree), nodes.level(diagram));
      if (level >= atoms) {
        int symbol = symbols.get(tree, diagram);
        if (symbol == IntPairMap.MISSING) {
          symbol = symbols.size();
          symbols.put(tree, diagram, symbol);
        }
        return Mtbdd.leaf(symbol);
      }
      int result = known.get(tree, diagram);
      if (result == IntPairMap.MISSING) {
        int low =
            refine(trees.lowAt(level, tree), nodes, nodes.lowAt(level, diagram), symbols, known);
        int high =
            refine(trees.highAt(level, tree), nodes, nodes.highAt(level, diagram), symbols, known);
        result = trees.node(level, low, high);
        known.put(tree, diagram, result);
      }
      return result;
    }

    public Alphabet build() {
      List<Long> letters = new ArrayList<>();
      collect(partition, 0, letters, new IntPairMap());
      return new Alphabet(trees, partition, letters.stream().mapToLong(letter -> letter).toArray());
    }

    private void collect(int tree, long letter, List<Long> letters, IntPairMap seen) {
      if (seen.get(tree, 0) != IntPairMap.MISSING) {
        return;
      }
      seen.put(tree, 0, 1);
      if (!Mtbdd.isLeaf(tree)) {
        collect(trees.low(tree), letter, letters, seen);
        collect(trees.high(tree), letter | 1L << trees.level(tree), letters, seen);
        return;
      }
      while (letters.size() <= Mtbdd.value(tree)) {
        letters.add(0L);
      }
      letters.set(Mtbdd.value(tree), letter);
    }
  }
}
