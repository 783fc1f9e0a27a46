package org.surety.env;

/**
 * Copies of an automaton that read one letter each at a time: the automaton's half of the product
 * with a vectorized environment. One gather from an {@link AutomatonTable} per lane and step, no
 * allocation.
 *
 * <p>A learner whose action has two parts, one for the environment and one for the automaton, jumps
 * first and then reads the letter of the state that the environment has reached. Nothing is lost
 * against jumps that take a step of their own: a jump reads no letter.
 */
public final class AutomatonLanes {
  private final AutomatonTable table;
  private final int shift;
  private final int[] states;
  private final byte[] events;

  /** Copies in the initial state. */
  public AutomatonLanes(AutomatonTable table, int lanes) {
    this.table = table;
    this.shift = table.atoms().size();
    this.states = new int[lanes];
    this.events = new byte[lanes];
  }

  /** The table that all lanes run on. */
  public AutomatonTable table() {
    return table;
  }

  /** The state of each lane. Do not write. */
  public int[] states() {
    return states;
  }

  /** The events of the last letter by lane; see {@link AutomatonTable#PROGRESS}. Do not write. */
  public byte[] events() {
    return events;
  }

  /** Puts a lane in the initial state, with nothing read. */
  public void reset(int lane) {
    states[lane] = 0;
    events[lane] = 0;
  }

  /** Puts a lane in the initial state and reads the letter of the initial observation. */
  public void reset(int lane, int letter) {
    reset(lane);
    int at = letter;
    events[lane] = table.events()[at];
    states[lane] = table.successors()[at];
  }

  /** Puts a lane in a state, without events. */
  void place(int lane, int state) {
    states[lane] = state;
    events[lane] = 0;
  }

  /**
   * Jumps in one lane.
   *
   * @param jump 0 waits; k takes the k-th jump on offer, and waits if there is none
   */
  public void jump(int lane, int jump) {
    states[lane] = table.afterJump(states[lane], jump);
  }

  /**
   * Reads a letter in every lane.
   *
   * @param letters by lane; a negative one leaves its lane as it is, without events
   */
  public void step(int[] letters) {
    step(letters, 0, states.length);
  }

  /**
   * Reads a letter in the lanes of a range. Threads may step disjoint ranges at the same time.
   *
   * @param letters by lane, as for {@link #step(int[])}; only the range is read
   * @param from first lane
   * @param to behind the last lane
   */
  public void step(int[] letters, int from, int to) {
    int[] successors = table.successors();
    byte[] made = table.events();
    for (int lane = from; lane < to; lane++) {
      if (letters[lane] < 0) {
        events[lane] = 0;
      } else {
        int at = (states[lane] << shift) | letters[lane];
        events[lane] = made[at];
        states[lane] = successors[at];
      }
    }
  }
}
