package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.surety.automaton.Limits;

/**
 * Which states of a parity automaton have the same language.
 *
 * <p>States that some word a^ω tells apart differ, and so do states with successors that differ.
 * What is left after that refinement is decided pair by pair: two states differ exactly if some
 * word leads them to a pair known to differ or to a cycle of pairs on which the least color of one
 * is even and that of the other odd. Time O(p m d²) for p pairs, m symbols and d colors.
 */
final class LanguageClasses {
  private static final int MAX_STEPS = 1 << 25;

  private final ParityTable table;
  private final int symbols;
  private final int[] block;

  /** Place of a state among those of its block. */
  private final int[] place;

  private final int[][] members;

  /** Number of the first pair of a block. */
  private final int[] offset;

  private final int[] lefts;
  private final int[] rights;

  /** The pair after a pair and symbol; -1: one that differs. */
  private final int[] next;

  private final BitSet different = new BitSet();

  private LanguageClasses(ParityTable table, int[] block, int pairs) {
    this.table = table;
    this.symbols = table.symbols();
    this.block = block;
    int blocks = Arrays.stream(block).max().orElse(-1) + 1;
    int[] sizes = new int[blocks];
    place = new int[block.length];
    for (int s = 0; s < block.length; s++) {
      place[s] = sizes[block[s]]++;
    }
    members = new int[blocks][];
    Arrays.setAll(members, b -> new int[sizes[b]]);
    for (int s = 0; s < block.length; s++) {
      members[block[s]][place[s]] = s;
    }
    offset = new int[blocks];
    for (int b = 1; b < blocks; b++) {
      offset[b] = offset[b - 1] + sizes[b - 1] * sizes[b - 1];
    }
    lefts = new int[pairs];
    rights = new int[pairs];
    next = new int[pairs * symbols];
    int pair = 0;
    for (int[] states : members) {
      for (int p : states) {
        for (int q : states) {
          lefts[pair] = p;
          rights[pair] = q;
          for (int a = 0; a < symbols; a++) {
            next[pair * symbols + a] =
                pair(table.target(p * symbols + a), table.target(q * symbols + a));
          }
          pair++;
        }
      }
    }
  }

  private int pair(int p, int q) {
    int b = block[p];
    return b == block[q] ? offset[b] + place[p] * members[b].length + place[q] : -1;
  }

  /**
   * The class of each state, numbered by its first state. If there are too many pairs to look at,
   * each state is a class of its own.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  static int[] of(ParityTable table, Limits limits) {
    int[] block = refined(table, constantWords(table));
    long pairs = 0;
    int[] sizes = new int[table.states()];
    for (int b : block) {
      pairs += 2L * sizes[b]++ + 1;
    }
    int[] result = new int[table.states()];
    Arrays.setAll(result, s -> s);
    if (pairs == table.states() || pairs * table.symbols() > MAX_STEPS) {
      return result;
    }
    LanguageClasses classes = new LanguageClasses(table, block, (int) pairs);
    int greatest = table.greatestColor();
    for (int even = 0; even <= greatest; even += 2) {
      for (int odd = 1; odd <= greatest; odd += 2) {
        limits.check(table.states());
        classes.tellApart(even, odd);
      }
    }
    classes.closeBackwards();
    for (int[] states : classes.members) {
      for (int i = 0; i < states.length; i++) {
        for (int j = 0; j < i; j++) {
          if (result[states[j]] == states[j] && !classes.differ(states[i], states[j])) {
            result[states[i]] = states[j];
            break;
          }
        }
      }
    }
    return result;
  }

  /** Number of the set of symbols a such that a^ω is accepted, for each state. */
  private static int[] constantWords(ParityTable table) {
    int states = table.states();
    int symbols = table.symbols();
    int[] block = new int[states];
    for (int a = 0; a < symbols; a++) {
      int[] verdict = new int[states]; // 0: unknown, 1: on the path, 2: rejected, 3: accepted
      int[] path = new int[states];
      Map<Long, Integer> known = new HashMap<>();
      int[] finer = new int[states];
      for (int s = 0; s < states; s++) {
        int length = 0;
        int at = s;
        while (verdict[at] == 0) {
          verdict[at] = 1;
          path[length++] = at;
          at = table.target(at * symbols + a);
        }
        int found = verdict[at];
        if (found == 1) {
          int least = Integer.MAX_VALUE;
          int entry = at;
          do {
            least = Math.min(least, table.color(at * symbols + a));
            at = table.target(at * symbols + a);
          } while (at != entry);
          found = least % 2 == 0 ? 3 : 2;
        }
        for (int k = 0; k < length; k++) {
          verdict[path[k]] = found;
        }
        int fresh = known.size();
        Integer old = known.putIfAbsent(2L * block[s] + (verdict[s] - 2), fresh);
        finer[s] = old == null ? fresh : old;
      }
      block = finer;
    }
    return block;
  }

  /** The coarsest finer partition in which states of a block have successors in one block. */
  private static int[] refined(ParityTable table, int[] start) {
    int symbols = table.symbols();
    int[] block = start;
    int blocks = 0;
    while (true) {
      Map<Row, Integer> known = new HashMap<>();
      int[] finer = new int[block.length];
      for (int s = 0; s < block.length; s++) {
        int[] row = new int[symbols + 1];
        for (int a = 0; a < symbols; a++) {
          row[a] = block[table.target(s * symbols + a)];
        }
        row[symbols] = block[s];
        int fresh = known.size();
        Integer old = known.putIfAbsent(new Row(row), fresh);
        finer[s] = old == null ? fresh : old;
      }
      block = finer;
      if (known.size() == blocks) {
        return block;
      }
      blocks = known.size();
    }
  }

  /** Numbers with equality by value. */
  record Row(int[] values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  private boolean differ(int p, int q) {
    return different.get(pair(p, q)) || different.get(pair(q, p));
  }

  /** Pairs on cycles whose least color is {@code even} on the left and {@code odd} on the right. */
  private void tellApart(int even, int odd) {
    BitSet allowed = new BitSet(next.length);
    boolean isLeft = false;
    for (int e = 0; e < next.length; e++) {
      int a = e % symbols;
      int left = table.color(lefts[e / symbols] * symbols + a);
      int right = table.color(rights[e / symbols] * symbols + a);
      if (next[e] >= 0 && left >= even && right >= odd) {
        allowed.set(e);
        isLeft |= left == even;
      }
    }
    if (!isLeft) {
      return;
    }
    int[] component = ParityGraph.components(next, symbols, allowed);
    BitSet withEven = new BitSet();
    BitSet withOdd = new BitSet();
    for (int e = allowed.nextSetBit(0); e >= 0; e = allowed.nextSetBit(e + 1)) {
      int pair = e / symbols;
      if (component[pair] == component[next[e]]) {
        int a = e % symbols;
        if (table.color(lefts[pair] * symbols + a) == even) {
          withEven.set(component[pair]);
        }
        if (table.color(rights[pair] * symbols + a) == odd) {
          withOdd.set(component[pair]);
        }
      }
    }
    withEven.and(withOdd);
    for (int pair = 0; pair < lefts.length; pair++) {
      if (withEven.get(component[pair])) {
        different.set(pair);
      }
    }
  }

  private void closeBackwards() {
    BitSet inside = new BitSet(next.length);
    for (int e = 0; e < next.length; e++) {
      if (next[e] >= 0) {
        inside.set(e);
      } else {
        different.set(e / symbols);
      }
    }
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int e = inside.nextSetBit(0); e >= 0; e = inside.nextSetBit(e + 1)) {
        if (different.get(next[e]) && !different.get(e / symbols)) {
          different.set(e / symbols);
          grown = true;
        }
      }
    }
  }
}
