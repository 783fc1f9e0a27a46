package org.surety.automaton.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The strongly connected components of a graph that is found as it is asked for (Tarjan, SIAM J.
 * Comput. 1972). Every node that can be reached from one that is asked for is explored.
 */
final class LazyComponents {
  private final IntFunction<int[]> successors;
  private int[] number = new int[16];
  private int[] low = new int[16];
  private int[] component = new int[16];
  private int[][] targets = new int[16][];
  private int[] nextTarget = new int[16];
  private final BitSet cyclic = new BitSet();
  private final List<BitSet> members = new ArrayList<>();
  private int numbered;
  private int components;

  /**
   * @param successors of a node, each once
   */
  LazyComponents(IntFunction<int[]> successors) {
    this.successors = successors;
  }

  /** The number of a node's component: higher than those of all others that it can reach. */
  int of(int node) {
    if (!isNumbered(node)) {
      explore(node);
    }
    return component[node] - 1;
  }

  /** Whether a path leads from the node back to it. */
  boolean isCyclic(int node) {
    return cyclic.get(of(node));
  }

  /** The nodes of a node's component. */
  int[] members(int node) {
    return members.get(of(node)).stream().toArray();
  }

  /** The nodes of a component, by its number. */
  int[] membersOf(int number) {
    return members.get(number).stream().toArray();
  }

  private void explore(int root) {
    Deque<Integer> path = new ArrayDeque<>();
    Deque<Integer> stack = new ArrayDeque<>();
    enter(root, path, stack);
    while (!path.isEmpty()) {
      int node = path.element();
      if (nextTarget[node] == targets[node].length) {
        path.pop();
        leave(node, stack);
        if (!path.isEmpty()) {
          low[path.element()] = Math.min(low[path.element()], low[node]);
        }
        continue;
      }
      int target = targets[node][nextTarget[node]++];
      if (!isNumbered(target)) {
        enter(target, path, stack);
      } else if (component[target] == 0) {
        low[node] = Math.min(low[node], number[target]);
      }
    }
  }

  private boolean isNumbered(int node) {
    return node < number.length && number[node] != 0;
  }

  private void enter(int node, Deque<Integer> path, Deque<Integer> stack) {
    int[] found = successors.apply(node);
    if (node >= number.length) {
      int length = Math.max(node + 1, 2 * number.length);
      number = Arrays.copyOf(number, length);
      low = Arrays.copyOf(low, length);
      component = Arrays.copyOf(component, length);
      targets = Arrays.copyOf(targets, length);
      nextTarget = Arrays.copyOf(nextTarget, length);
    }
    targets[node] = found;
    number[node] = ++numbered;
    low[node] = numbered;
    path.push(node);
    stack.push(node);
  }

  private void leave(int node, Deque<Integer> stack) {
    if (low[node] != number[node]) {
      return;
    }
    boolean several = stack.element() != node;
    cyclic.set(components, several || Arrays.stream(targets[node]).anyMatch(t -> t == node));
    components++;
    BitSet all = new BitSet();
    int member;
    do {
      member = stack.pop();
      component[member] = components;
      all.set(member);
    } while (member != node);
    members.add(all);
  }
}
