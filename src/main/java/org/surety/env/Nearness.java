package org.surety.env;

import java.util.Arrays;

/**
 * How near the states of an automaton are to accepting: what a learner may be paid in advance while
 * it makes its way there.
 *
 * <p>The way from a state is the number of times that the automaton must change its state, by a
 * letter or a jump, until it accepts (finite words), or makes progress (infinite words; the edge
 * that makes it counts). Read off the automaton alone: the environment may make any part of it
 * long.
 */
final class Nearness {
  private static final int UNKNOWN = -1;

  private final AutomatonTable table;
  private final boolean finite;
  private final int[] way;

  private Nearness(AutomatonTable table, boolean finite) {
    this.table = table;
    this.finite = finite;
    way = new int[table.states()];
    Arrays.fill(way, UNKNOWN);
  }

  /**
   * The share of the longest way that is behind each state: 0 for those farthest away and for the
   * sink, 1 for those that accept.
   */
  static double[] of(TemporalTask task) {
    return new Nearness(task.table(), task.reading() == TemporalTask.Reading.FINITE).shares();
  }

  private double[] shares() {
    if (finite) {
      findAccepting();
    }
    int farthest = 0;
    for (int distance = 1; findAt(distance); distance++) {
      farthest = distance;
    }
    double[] shares = new double[way.length];
    for (int state = 0; state < way.length; state++) {
      if (way[state] != UNKNOWN && farthest > 0) {
        shares[state] = (double) (farthest - way[state]) / farthest;
      }
    }
    return shares;
  }

  private void findAccepting() {
    for (int state = 0; state < way.length; state++) {
      for (int letter = 0; letter < table.letters(); letter++) {
        if ((table.events(state, letter) & AutomatonTable.ACCEPTING) != 0) {
          way[table.successor(state, letter)] = 0;
        }
      }
    }
  }

  private boolean findAt(int distance) {
    boolean found = false;
    for (int state = 0; state < way.length; state++) {
      if (way[state] == UNKNOWN && state != table.sink() && leadsOn(state, distance)) {
        way[state] = distance;
        found = true;
      }
    }
    return found;
  }

  private boolean leadsOn(int state, int distance) {
    for (int jump = 1; jump <= table.jumps(state); jump++) {
      if (way[table.afterJump(state, jump)] == distance - 1) {
        return true;
      }
    }
    for (int letter = 0; letter < table.letters(); letter++) {
      boolean progress = !finite && (table.events(state, letter) & AutomatonTable.PROGRESS) != 0;
      if (progress ? distance == 1 : way[table.successor(state, letter)] == distance - 1) {
        return true;
      }
    }
    return false;
  }
}
