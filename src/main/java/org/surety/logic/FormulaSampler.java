package org.surety.logic;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random formulas for tests of translations: syntax trees of a random size, with every operator
 * equally likely at a node that has room for it, as Spot's {@code randltl} draws them. Two
 * generators made alike draw the same formulas.
 */
public final class FormulaSampler {
  private static final List<Formula.Kind> UNARY =
      List.of(Formula.Kind.NOT, Formula.Kind.NEXT, Formula.Kind.FINALLY, Formula.Kind.GLOBALLY);
  private static final List<Formula.Kind> BINARY =
      List.of(
          Formula.Kind.AND,
          Formula.Kind.OR,
          Formula.Kind.IMPLIES,
          Formula.Kind.IFF,
          Formula.Kind.XOR,
          Formula.Kind.UNTIL,
          Formula.Kind.RELEASE,
          Formula.Kind.WEAK_UNTIL,
          Formula.Kind.STRONG_RELEASE);

  private final List<Formula> atoms;
  private final int size;
  private final Random random;

  /**
   * A generator.
   *
   * @param atoms number of atoms, called a, b, c, ...; 1 to 26
   * @param size most nodes of a syntax tree, atoms included, at least 1; simplification of
   *     constants and duplicates may leave fewer
   * @param seed any number
   */
  public FormulaSampler(int atoms, int size, long seed) {
    if (atoms < 1 || atoms > 26 || size < 1) {
      throw new IllegalArgumentException(atoms + " atoms, size " + size);
    }
    this.atoms =
        IntStream.range(0, atoms).mapToObj(k -> Formula.atom(Character.toString('a' + k))).toList();
    this.size = size;
    this.random = new Random(seed);
  }

  /** The next formula. */
  public Formula next() {
    return draw(1 + random.nextInt(size));
  }

  private Formula draw(int nodes) {
    if (nodes == 1) {
      return atoms.get(random.nextInt(atoms.size()));
    }
    int choice = random.nextInt(nodes == 2 ? UNARY.size() : UNARY.size() + BINARY.size());
    if (choice < UNARY.size()) {
      Formula operand = draw(nodes - 1);
      return switch (UNARY.get(choice)) {
        case NOT -> Formula.not(operand);
        case NEXT -> Formula.next(operand);
        case FINALLY -> Formula.eventually(operand);
        default -> Formula.always(operand);
      };
    }
    int left = 1 + random.nextInt(nodes - 2);
    Formula f = draw(left);
    Formula g = draw(nodes - 1 - left);
    return switch (BINARY.get(choice - UNARY.size())) {
      case AND -> Formula.and(f, g);
      case OR -> Formula.or(f, g);
      case IMPLIES -> Formula.implies(f, g);
      case IFF -> Formula.iff(f, g);
      case XOR -> Formula.xor(f, g);
      case UNTIL -> Formula.until(f, g);
      case RELEASE -> Formula.release(f, g);
      case WEAK_UNTIL -> Formula.weakUntil(f, g);
      default -> Formula.strongRelease(f, g);
    };
  }
}
