package org.surety.audit.box;

import java.math.BigDecimal;
import java.math.MathContext;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;

/** Tanh policies without normalizer, evaluated with 40 digits: what the formulas mean. */
final class ExactPolicy {
  private static final MathContext DIGITS = new MathContext(40);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private ExactPolicy() {}

  /** Means. */
  static BigDecimal[] mean(Policy policy, double[] x) {
    return through(((Head.Gaussian) policy.head()).mean(), features(policy, x));
  }

  /** Logarithms of deviations that are e to the network's outputs. */
  static BigDecimal[] logStd(Policy policy, double[] x) {
    Head.Deviation deviation = ((Head.Gaussian) policy.head()).deviation();
    return through(((Head.StateDeviation) deviation).raw(), features(policy, x));
  }

  /** Outputs of the network by which a deviation is narrowed. */
  static BigDecimal[] narrowing(Policy policy, double[] x) {
    Head.Deviation deviation = ((Head.Gaussian) policy.head()).deviation();
    return through(((Head.NarrowedDeviation) deviation).raw(), features(policy, x));
  }

  private static BigDecimal[] features(Policy policy, double[] x) {
    BigDecimal[] in = new BigDecimal[x.length];
    for (int i = 0; i < x.length; i++) {
      in[i] = new BigDecimal(x[i]);
    }
    return through(policy.trunk(), in);
  }

  private static BigDecimal[] through(Network network, BigDecimal[] in) {
    BigDecimal[] x = in;
    for (DenseLayer layer : network.layers()) {
      double[] bias = layer.bias();
      BigDecimal[] out = new BigDecimal[layer.outputs()];
      for (int o = 0; o < out.length; o++) {
        BigDecimal sum = new BigDecimal(bias[o]);
        for (int i = 0; i < x.length; i++) {
          sum = sum.add(new BigDecimal(layer.weight(o, i)).multiply(x[i], DIGITS), DIGITS);
        }
        out[o] =
            switch (layer.activation()) {
              case IDENTITY -> sum;
              case TANH -> tanh(sum);
              default -> throw new IllegalArgumentException(layer.toString());
            };
      }
      x = out;
    }
    return x;
  }

  private static BigDecimal tanh(BigDecimal x) {
    BigDecimal power = exp(x.multiply(TWO));
    return power.subtract(BigDecimal.ONE).divide(power.add(BigDecimal.ONE), DIGITS);
  }

  private static BigDecimal exp(BigDecimal x) {
    BigDecimal small = x.divide(BigDecimal.valueOf(1024), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; k < 25; k++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int k = 0; k < 10; k++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
