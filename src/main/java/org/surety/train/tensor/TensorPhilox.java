package org.surety.train.tensor;

import java.util.List;
import org.surety.train.tensor.Workspace.Precision;

/**
 * The uniform numbers that the environments in {@code org.surety.env} draw their episodes from, bit
 * for bit, for many episodes at once: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011) with
 * the seed as its key and the counter (episode, 2⁶² + block).
 *
 * <p>Words of 32 bits are held as whole numbers in doubles, where every product and sum taken here
 * is exact: multipliers are split in halves of 16 bits. The engine has no exclusive or of integers;
 * it is the parity of the sum of bits, and bits of a word w are those of ⌊w / 2ᵏ⌋.
 */
@SuppressWarnings("try") // a scope is opened to be closed
final class TensorPhilox {
  private static final int ROUNDS = 10;
  private static final long[] MULTIPLIERS = {0xD2511F53L, 0xCD9E8D57L};
  private static final int[] WEYL = {0x9E3779B9, 0xBB67AE85};
  private static final double ENVIRONMENT_HIGH = 1 << 30; // high word of 2⁶²
  private static final int HALF = 1 << 16;
  private static final double WORD = 0x1p32;
  private static final int BITS = 32;

  private final Workspace workspace;
  private final int[] key;

  /** The numbers of a seed. */
  TensorPhilox(Workspace workspace, long seed) {
    this.workspace = workspace;
    key = new int[] {(int) seed, (int) (seed >>> 32)};
  }

  /**
   * Numbers 2·firstBlock .. 2·(firstBlock + blocks) − 1 of episodes, in [0, 1).
   *
   * @param episodes whole numbers in [0, 2⁵³), of 64 bits, [m]
   * @return [m, 2·blocks], of 64 bits
   */
  Tensor uniforms(Tensor episodes, int firstBlock, int blocks) {
    try (Workspace.Scope scope = workspace.scope()) {
      long m = episodes.size();
      long n = m * blocks;
      Tensor wide = episodes.reshape(m, 1).broadcast(m, blocks).reshape(1, n);
      Tensor low = wide.mod(WORD);
      Tensor high = wide.minus(low).times(1 / WORD);
      double[] numbers = new double[blocks];
      for (int b = 0; b < blocks; b++) {
        numbers[b] = firstBlock + b;
      }
      Tensor block =
          workspace.of(Precision.DOUBLE, numbers, 1, blocks).broadcast(m, blocks).reshape(1, n);
      Tensor even = workspace.join(0, List.of(low, block)); // words 0 and 2
      Tensor odd =
          workspace.join(
              0,
              List.of(high, workspace.filled(Precision.DOUBLE, ENVIRONMENT_HIGH, 1, n))); // 1 and 3
      Tensor[] words = rounds(even, odd);
      // out[0] = word 0 + 2³² word 1, out[1] = word 2 + 2³² word 3; the upper 53 bits of each.
      Tensor bits = words[1].times(0x1p21).plus(words[0].times(0x1p-11).floor()); // [2, n]
      Tensor first = bits.part(0, 1).reshape(m, blocks, 1);
      Tensor second = bits.part(1, 2).reshape(m, blocks, 1);
      return scope.handOut(
          workspace.join(2, List.of(first, second)).reshape(m, 2L * blocks).times(0x1p-53));
    }
  }

  private Tensor[] rounds(Tensor firstEven, Tensor firstOdd) {
    Tensor multiplierHigh =
        workspace.of(
            Precision.DOUBLE, new double[] {MULTIPLIERS[0] >>> 16, MULTIPLIERS[1] >>> 16}, 2, 1);
    Tensor multiplierLow =
        workspace.of(
            Precision.DOUBLE,
            new double[] {MULTIPLIERS[0] & (HALF - 1), MULTIPLIERS[1] & (HALF - 1)},
            2,
            1);
    double[] shifts = new double[BITS];
    double[] values = new double[BITS];
    for (int k = 0; k < BITS; k++) {
      shifts[k] = Math.scalb(1.0, -k);
      values[k] = Math.scalb(1.0, k);
    }
    Tensor shift = workspace.of(Precision.DOUBLE, shifts, BITS);
    Tensor value = workspace.of(Precision.DOUBLE, values, BITS);
    Tensor even = firstEven;
    Tensor odd = firstOdd;
    int[] k = key.clone();
    for (int round = 0; round < ROUNDS; round++) {
      try (Workspace.Scope scope = workspace.scope()) {
        Tensor upper = even.times(multiplierHigh);
        Tensor lower = even.times(multiplierLow);
        Tensor high = upper.plus(lower.times(1.0 / HALF).floor()).times(1.0 / HALF).floor();
        Tensor low = upper.mod(HALF).times(HALF).plus(lower).mod(WORD);
        // Words 0 and 2 become the high words of the other's product, each xor a word and a key.
        even = scope.handOut(exclusiveOr(high.flip(0), odd, k, shift, value));
        odd = scope.handOut(low.flip(0));
      }
      k[0] += WEYL[0];
      k[1] += WEYL[1];
    }
    return new Tensor[] {even, odd};
  }

  private Tensor exclusiveOr(Tensor a, Tensor b, int[] keys, Tensor shift, Tensor value) {
    double[] bits = new double[2 * BITS];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (keys[i / BITS] >>> (i % BITS)) & 1;
    }
    Tensor ofKey = workspace.of(Precision.DOUBLE, bits, 2, 1, BITS);
    long n = a.size() / 2;
    Tensor sum =
        a.reshape(2, n, 1)
            .times(shift)
            .floor()
            .plus(b.reshape(2, n, 1).times(shift).floor())
            .plus(ofKey);
    return sum.mod(2).product(value);
  }
}
