package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bounds and settings against values computed with mpmath at 50 digits. A bound must be at least
 * the exact value and within 1e-10 of it, a setting at most the exact value and as close.
 */
@Tag("golden")
class TransferReferenceTest {
  private static final double CLOSE = 1e-10;

  @Test
  void chiSquareBoundsAreSafeAndSharp() {
    String[][] rows = {
      {"0.00017", "1.5", "10", "0.005894522832704976133575973"},
      {"0.001", "1.0233", "100", "0.002484991168802337895337236"},
      {"0.001", "1.05", "100", "0.006393242040509782511968751"},
      {"0.001", "1.01", "1000", "0.003858119728331637479604971"},
      {"0.0016105112976723942", "1.1", "10", "0.003628090047998016031211089"},
      {"0.0016105112976723942", "1.2", "20", "0.0183002626945177752414571"},
      {"0.01", "1.5", "1", "0.0149995091251840417319135"},
      {"0.0016105112976723942", "1.5", "50", "0.7839175041995251978946821"},
      // The published 5 Hz experiment, with the 21 decisions stated and the 22 that were taken.
      {"0.009285", "1.05", "21", "0.017449495193333699136"},
      {"0.009285", "1.1", "21", "0.030751208065407045077"},
      {"0.009285", "1.2", "21", "0.080236845116888935443"},
      {"0.009285", "1.2496", "21", "0.11942566337002835256"},
      {"0.009285", "1.35", "21", "0.23229896966499836738"},
      {"0.009285", "1.5", "21", "0.4657776681257232788"},
      {"0.009285", "2", "21", "0.97310940152399125855"},
      {"0.009285", "1.05", "22", "0.017775363482747890608"},
      {"0.009285", "1.1", "22", "0.031799257750662500226"},
      {"0.009285", "1.2", "22", "0.084698766640545871208"},
      {"0.009285", "1.2496", "22", "0.12683284732278776479"},
      {"0.009285", "1.35", "22", "0.24795859352024793966"},
      {"0.009285", "1.5", "22", "0.49396705539993189267"},
      {"0.009285", "2", "22", "0.98049750222103276741"},
    };
    for (String[] row : rows) {
      // The settings 1.0233 and the like are decimals; their doubles may be below them.
      double alpha = upward(row[1]);
      assertBound(row[3], ChiSquareTransfer.everyDecision().bound(base(row[0], row[2]), alpha));
    }
  }

  @Test
  void chiSquareSettingsAreSafeAndSharp() {
    String[][] rows = {
      {"0.00017", "0.01", "1", "58.825069047764378568"},
      {"0.00017", "0.01", "2", "7.688601781685466128"},
      {"0.00017", "0.01", "5", "2.3323617430357819139"},
      {"0.00017", "0.01", "10", "1.601598004507374061"},
      {"0.00017", "0.01", "30", "1.2396272013856716461"},
      {"0.00017", "0.01", "100", "1.1084212376311150045"},
      {"0.00017", "0.01", "300", "1.057317000788321101"},
      {"0.00017", "0.01", "1000", "1.0298180823072695653"},
      {"0.001", "0.01", "10", "1.3152910364989541915"},
      {"0.001", "0.01", "100", "1.0637559218867203664"},
      {"0.001", "0.01", "1000", "1.017956432980832856"},
      {"0.009285", "0.025", "21", "1.0810897994392145136"},
      {"0.009285", "0.05", "21", "1.1478104672854629308"},
      {"0.009285", "0.1", "21", "1.2267085977320367799"},
      {"0.009285", "0.2", "21", "1.3249285572675442857"},
      {"0.009285", "0.4", "21", "1.4605505188530072694"},
    };
    for (String[] row : rows) {
      assertSetting(
          row[3],
          ChiSquareTransfer.everyDecision()
              .largestSetting(base(row[0], row[2]), new BigDecimal(row[1])));
    }
  }

  @Test
  void meanBudgetsAreSafeAndSharp() {
    MeanShiftTransfer transfer = new MeanShiftTransfer();
    String[][] bounds = {
      {"0.001", "0.5", "0.004795559209142173919991905"},
      {"0.001", "1", "0.01829846840565659802093961"},
      {"0.00017", "1", "0.00490085998545776914636102"},
      {"0.0016105112976723942", "0.62", "0.01001414113398370270768817"},
    };
    for (String[] row : bounds) {
      assertBound(row[2], transfer.bound(base(row[0], "30"), upward(row[1])));
    }
    String[][] settings = {
      {"0.0016105112976723942", "0.01", "0.6194697456440664634"},
      {"0.00017", "0.01", "1.2563990280742031467"},
      {"0.001", "0.01", "0.76388443212697244065"},
      {"0.009285", "0.025", "0.3940882778463620109"},
      {"0.009285", "0.05", "0.70919863543494353156"},
      {"0.009285", "0.1", "1.0725006968418157795"},
      {"0.009285", "0.2", "1.5124310288135020412"},
    };
    for (String[] row : settings) {
      assertSetting(row[2], transfer.largestSetting(base(row[0], "21"), new BigDecimal(row[1])));
    }
    BaseRisk sport = base("0.009285", "21");
    assertEquals(0.028993598962503254, transfer.bound(sport, 0.1 * Math.sqrt(21)), 1e-14);
    assertEquals(0.075282716155940794, transfer.bound(sport, 0.2 * Math.sqrt(21)), 1e-14);
    assertEquals(
        0.1548, transfer.shiftPerDecision(sport, transfer.largestSetting(sport, d("0.05"))), 5e-5);
  }

  @Test
  void twoSidedBoundsAreSafeAndSharp() {
    TwoSidedTransfer symmetric = TwoSidedTransfer.symmetric();
    assertBound("0.004570242938700465866798566", symmetric.bound(base("0.001", "100"), 1.05));
    assertBound("0.002753244321914453434805079", symmetric.bound(base("0.001", "1000"), 1.01));
    assertBound("0.0077161460625", symmetric.bound(base("0.00017", "10"), 1.5));
    assertBound(
        "0.06099964550756858451327474",
        TwoSidedTransfer.withLowerRatio(2).bound(base("0.001", "100"), 1.05));
  }

  @Test
  void renyiMomentsAndBoundsMatchTheirReference() {
    assertEquals(0.095410997260127564777, RenyiMoment.upper(2, 0.3, 0.2), 1e-14);
    assertEquals(0.038812616108208190738, RenyiMoment.upper(1.5, 0.3, 0.2), 1e-14);
    assertEquals(1.9357648437519362096, RenyiMoment.upper(10, 0.3, 0.2), 1e-13);
    assertTrue(RenyiMoment.upper(2, 0.3, 0.2) >= 0.095410997260127564777);
    double delta = Math.log(1.1);
    assertEquals(0.015291923802065038733, RenyiMoment.ofRatio(2, delta), 1e-15);
    assertEquals(0.38740074229769831948, RenyiMoment.ofRatio(10, delta), 1e-14);
    assertEquals(0.0063491803563948962, RenyiMoment.ratioBound(0.00017, 1.5, 10), 1e-13);
    assertEquals(0.0073751753951102972, RenyiMoment.ratioBound(0.001, 1.05, 100), 1e-13);
    // The pure shrink is the moment itself.
    double v = -Math.expm1(-2 * delta);
    assertEquals(RenyiMoment.ofRatio(10, delta), RenyiMoment.upper(10, 0, v), 1e-13);
  }

  /** A wider policy has moments of small orders only. */
  @Test
  void renyiMomentsOfWiderPoliciesEndAtTheOrderWhereTheyDiverge() {
    assertEquals(Double.POSITIVE_INFINITY, RenyiMoment.upper(3, 0, -0.5), 0);
    double moment = RenyiMoment.upper(2, 0, -0.5);
    // E (π'/π_b)² for σ'² = 1.5: 1/√(1.5 · (2 − 1.5)).
    assertEquals(Math.log(1 / Math.sqrt(0.75)), moment, 1e-13);
    assertTrue(moment >= Math.log(1 / Math.sqrt(0.75)));
  }

  @Test
  void shiftsOfGaussiansMatchTheirReference() {
    assertEquals(1.55413124243269072, GaussianShift.largest(10), 1e-12);
  }

  private static void assertBound(String exact, double bound) {
    assertTrue(new BigDecimal(bound).compareTo(d(exact)) >= 0, () -> bound + " < " + exact);
    assertEquals(d(exact).doubleValue(), bound, CLOSE * bound);
  }

  private static void assertSetting(String exact, double setting) {
    assertTrue(new BigDecimal(setting).compareTo(d(exact)) <= 0, () -> setting + " > " + exact);
    assertEquals(d(exact).doubleValue(), setting, CLOSE * setting);
  }

  private static double upward(String decimal) {
    double nearest = Double.parseDouble(decimal);
    return new BigDecimal(nearest).compareTo(d(decimal)) >= 0 ? nearest : Math.nextUp(nearest);
  }

  private static BaseRisk base(String epsilon, String horizon) {
    return BaseRisk.unchanged(d(epsilon), Integer.parseInt(horizon));
  }

  private static BigDecimal d(String decimal) {
    return new BigDecimal(decimal);
  }
}
