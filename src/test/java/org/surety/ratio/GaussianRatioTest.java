package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GaussianRatioTest {
  /** The true values are 955.66 and about 709.7 + 0.4: finite, but out of a double's reach. */
  @Test
  void aQuotientOfDeviationsThatOverflowsGivesNoFiniteBound() {
    double[] mean = {0};
    double[] std = {1.43e-306};
    double[] baseMean = {8545.6};
    double[] baseStd = {385.27};
    assertEquals(
        Double.POSITIVE_INFINITY,
        GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, 0, 1));
    assertEquals(
        Double.POSITIVE_INFINITY,
        GaussianRatio.logRatioUpper(mean, std, baseMean, baseStd, mean, 0, 1));
  }
}
