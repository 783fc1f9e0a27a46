package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;

/** Strongly connected components of tables, and what can be reached from where. */
final class ParityGraph {
  private final int[] next;
  private final int symbols;
  private final int[] number;
  private final int[] low;
  private final int[] component;
  private final int[] nextSymbol;
  private final int[] stack;
  private final int[] path;
  private int stacked;
  private int numbered;
  private int components;

  private ParityGraph(int[] next, int symbols) {
    int states = next.length / symbols;
    this.next = next;
    this.symbols = symbols;
    number = new int[states];
    low = new int[states];
    component = new int[states];
    nextSymbol = new int[states];
    stack = new int[states];
    path = new int[states];
    Arrays.fill(component, -1);
  }

  /**
   * The component of each state by the edges allowed, numbered so that every edge leads to a
   * component of the same or a smaller number (Tarjan, SIAM J. Comput. 1972).
   */
  static int[] components(int[] next, int symbols, BitSet allowed) {
    ParityGraph search = new ParityGraph(next, symbols);
    for (int s = 0; s < search.number.length; s++) {
      if (search.number[s] == 0) {
        search.visit(s, allowed);
      }
    }
    return search.component;
  }

  private void visit(int root, BitSet allowed) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int s = path[depth];
      if (nextSymbol[s] == symbols) {
        leave(s);
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[s]);
        }
        continue;
      }
      int e = s * symbols + nextSymbol[s]++;
      if (!allowed.get(e)) {
        continue;
      }
      int t = next[e];
      if (number[t] == 0) {
        path[++depth] = t;
        enter(t);
      } else if (component[t] < 0) {
        low[s] = Math.min(low[s], number[t]);
      }
    }
  }

  private void enter(int s) {
    number[s] = ++numbered;
    low[s] = numbered;
    stack[stacked++] = s;
  }

  private void leave(int s) {
    if (low[s] == number[s]) {
      int t;
      do {
        t = stack[--stacked];
        component[t] = components;
      } while (t != s);
      components++;
    }
  }

  static BitSet all(int edges) {
    BitSet all = new BitSet(edges);
    all.set(0, edges);
    return all;
  }

  /**
   * The states from which some word leads to cycles whose least color has this parity.
   *
   * @param parity 0: whose language is not empty; 1: whose language is not everything
   */
  static BitSet reaching(ParityTable table, int parity) {
    BitSet found = new BitSet();
    int greatest = table.greatestColor();
    for (int color = parity; color <= greatest; color += 2) {
      BitSet allowed = new BitSet();
      for (int e = 0; e < table.edges(); e++) {
        allowed.set(e, table.color(e) >= color);
      }
      int[] component = components(table.targets(), table.symbols(), allowed);
      for (int e = 0; e < table.edges(); e++) {
        if (table.color(e) == color && component[table.source(e)] == component[table.target(e)]) {
          found.set(table.source(e));
        }
      }
    }
    closeBackwards(table, found);
    return found;
  }

  private static void closeBackwards(ParityTable table, BitSet found) {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int e = table.edges() - 1; e >= 0; e--) {
        if (found.get(table.target(e)) && !found.get(table.source(e))) {
          found.set(table.source(e));
          grown = true;
        }
      }
    }
  }
}
