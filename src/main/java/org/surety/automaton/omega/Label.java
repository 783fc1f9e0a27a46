package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.surety.automaton.SumOfProducts.Cube;

/**
 * The letters of an edge: a disjunction of cubes, none contradictory and none implied by another.
 * Equal labels have equal cubes in the same order; the converse does not hold for functions.
 *
 * @param cubes the disjuncts; none: no letter
 */
public record Label(List<Cube> cubes) {
  /** Most cubes a label may have: past it, a label is refused rather than memory exhausted. */
  public static final int MAX_CUBES = 1 << 12;

  /** Most steps towards a complement. */
  private static final int MAX_STEPS = 1 << 20;

  private static final Cube ANY = new Cube(0, 0);

  /** Every letter. */
  public static final Label TRUE = new Label(List.of(ANY));

  /** No letter. */
  public static final Label FALSE = new Label(List.of());

  public Label {
    cubes = List.copyOf(cubes);
  }

  /** The letters in which atom {@code k} holds. */
  public static Label atom(int k) {
    return new Label(List.of(new Cube(1L << k, 0)));
  }

  /**
   * The one letter over the first {@code atoms} atoms whose bit {@code k} says whether atom {@code
   * k} holds.
   */
  public static Label letter(long letter, int atoms) {
    return new Label(List.of(new Cube(letter, ~letter & ((1L << atoms) - 1))));
  }

  /** Whether the label has the letter: bit {@code k} says whether atom {@code k} holds. */
  public boolean contains(long letter) {
    for (Cube cube : cubes) {
      if ((cube.positive() & ~letter) == 0 && (cube.negative() & letter) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether no letter is in the label. */
  public boolean isEmpty() {
    return cubes.isEmpty();
  }

  /** Whether every letter is in the label. */
  public boolean isFull() {
    return complement().isEmpty();
  }

  /** Some letter of a label that is not empty: the atoms it leaves open do not hold. */
  public long someLetter() {
    return cubes.get(0).positive();
  }

  /** Letters in both. */
  public Label and(Label other) {
    List<Cube> result = new ArrayList<>();
    for (Cube a : cubes) {
      for (Cube b : other.cubes) {
        if ((a.positive() & b.negative()) == 0 && (a.negative() & b.positive()) == 0) {
          add(result, new Cube(a.positive() | b.positive(), a.negative() | b.negative()));
        }
      }
    }
    return new Label(result);
  }

  /** Whether some letter is in both. */
  public boolean overlaps(Label other) {
    for (Cube a : cubes) {
      for (Cube b : other.cubes) {
        if ((a.positive() & b.negative()) == 0 && (a.negative() & b.positive()) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Letters in either. */
  public Label or(Label other) {
    List<Cube> result = new ArrayList<>(cubes);
    other.cubes.forEach(cube -> add(result, cube));
    return new Label(result);
  }

  /** Letters not in the label, as disjoint cubes. */
  public Label complement() {
    return outside(cubes);
  }

  /** Letters in none of the labels, as disjoint cubes. */
  static Label outside(Collection<Label> labels) {
    return outside(labels.stream().flatMap(label -> label.cubes().stream()).toList());
  }

  private static Label outside(List<Cube> cubes) {
    List<Cube> result = new ArrayList<>();
    split(cubes, ANY, result, new int[1]);
    return new Label(result);
  }

  /**
   * Appends the letters of {@code within} that no cube has. Shannon's expansion by an atom of the
   * first cube; the cubes do not mention the atoms of {@code within}.
   */
  private static void split(List<Cube> cubes, Cube within, List<Cube> result, int[] steps) {
    if (cubes.contains(ANY)) {
      return;
    }
    if (++steps[0] > MAX_STEPS || result.size() == MAX_CUBES) {
      throw new IllegalArgumentException("the complement of a label of " + cubes.size() + " cubes");
    }
    if (cubes.isEmpty()) {
      result.add(within);
      return;
    }
    Cube first = cubes.get(0);
    long bit = Long.lowestOneBit(first.positive() | first.negative());
    List<Cube> high = new ArrayList<>();
    List<Cube> low = new ArrayList<>();
    for (Cube cube : cubes) {
      Cube rest = new Cube(cube.positive() & ~bit, cube.negative() & ~bit);
      if ((cube.negative() & bit) == 0) {
        high.add(rest);
      }
      if ((cube.positive() & bit) == 0) {
        low.add(rest);
      }
    }
    split(high, new Cube(within.positive() | bit, within.negative()), result, steps);
    split(low, new Cube(within.positive(), within.negative() | bit), result, steps);
  }

  /**
   * The same letters with atoms renumbered.
   *
   * @param positions atom {@code k} becomes atom {@code positions[k]}
   */
  Label renumbered(int[] positions) {
    List<Cube> result = new ArrayList<>();
    for (Cube cube : cubes) {
      result.add(new Cube(moved(cube.positive(), positions), moved(cube.negative(), positions)));
    }
    return new Label(result);
  }

  private static long moved(long bits, int[] positions) {
    long result = 0;
    for (long left = bits; left != 0; left &= left - 1) {
      result |= 1L << positions[Long.numberOfTrailingZeros(left)];
    }
    return result;
  }

  private static void add(List<Cube> cubes, Cube cube) {
    for (Cube known : cubes) {
      if (implies(cube, known)) {
        return;
      }
    }
    cubes.removeIf(known -> implies(known, cube));
    if (cubes.size() == MAX_CUBES) {
      throw new IllegalArgumentException("a label of more than " + MAX_CUBES + " cubes");
    }
    cubes.add(cube);
  }

  private static boolean implies(Cube a, Cube b) {
    return (b.positive() & ~a.positive()) == 0 && (b.negative() & ~a.negative()) == 0;
  }
}
