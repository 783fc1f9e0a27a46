package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.surety.base.InputException;

class BoundPlanTest {
  private static final ErrorProbability BETA = ErrorProbability.of(1e-7);
  private static final Sampling FIXED = new Sampling.Fixed(10_000);
  private static final Sampling ANYTIME = new Sampling.Anytime();
  private static final HorizonChoice GIVEN = new HorizonChoice.Given(22);
  private static final HorizonChoice BEST = new HorizonChoice.Best(4);
  private static final long[] FALLING = {10_000, 40, 5, 5, 0};

  private static BoundPlan plan(Sampling sampling, HorizonChoice choice, Monotonicity m) {
    return BoundPlan.of(sampling, choice, m, BETA, 1);
  }

  @Test
  void givenHorizonTakesClopperPearsonOrTheAnytimeBound() {
    ViolationBound bound = plan(FIXED, GIVEN, Monotonicity.NONE).bound(10_000, 5);
    assertEquals(ClopperPearson.upper(5, 10_000, BETA), bound.epsilon());
    assertEquals(BoundMethod.CLOPPER_PEARSON, bound.method());
    assertEquals("clopper-pearson", bound.method().label());
    assertEquals(22, bound.horizon());
    assertEquals("0.00281840967085", bound.epsilonDecimal());
    ViolationBound anytime = plan(ANYTIME, GIVEN, Monotonicity.NONE).bound(777, 5);
    assertEquals(AnytimeBound.upper(5, 777, BETA), anytime.epsilon());
    assertEquals("anytime-mixture", anytime.method().label());
  }

  @Test
  void familyDividesTheErrorProbability() {
    ViolationBound bound = BoundPlan.of(FIXED, GIVEN, Monotonicity.NONE, BETA, 8).bound(10_000, 5);
    assertEquals(ClopperPearson.upper(5, 10_000, BETA.sharedBy(8)), bound.epsilon());
    assertEquals(BETA, bound.beta());
    assertEquals(BETA.sharedBy(8), bound.share());
    assertTrue(bound.premises().stream().anyMatch(p -> p.contains("one of 8 statements")));
  }

  @Test
  void bestHorizonOfAMonotoneVerdictTakesTheBand() {
    var bounds = plan(FIXED, BEST, Monotonicity.DECREASING).bounds(10_000, FALLING);
    SimultaneousBand band = SimultaneousBand.of(10_000, BETA);
    assertEquals(5, bounds.size());
    for (int t = 1; t <= 4; t++) {
      assertEquals(band.upper(FALLING[t]), bounds.get(t).epsilon());
      assertEquals("simultaneous-band", bounds.get(t).method().label());
      assertEquals(t, bounds.get(t).horizon());
      assertEquals(FALLING[t], bounds.get(t).violations());
    }
  }

  @Test
  void bestHorizonOfAnyOtherVerdictPaysForEachHorizon() {
    long[] counts = {0, 7, 3, 9, 1};
    var bounds = plan(FIXED, BEST, Monotonicity.NONE).bounds(10_000, counts);
    var anytime = plan(ANYTIME, BEST, Monotonicity.DECREASING).bounds(10_000, FALLING);
    for (int t = 1; t <= 4; t++) {
      assertEquals(
          ClopperPearson.upper(counts[t], 10_000, BETA.sharedBy(4)), bounds.get(t).epsilon());
      assertEquals(
          AnytimeBound.upper(FALLING[t], 10_000, BETA.sharedBy(4)), anytime.get(t).epsilon());
    }
    assertEquals("union-band", bounds.get(1).method().label());
    assertEquals("anytime-union", anytime.get(1).method().label());
  }

  @Test
  void horizonZeroIsNotAmongThosePaidFor() {
    long[] none = new long[5];
    for (Monotonicity monotonicity : Monotonicity.values()) {
      assertEquals(1, plan(FIXED, BEST, monotonicity).bounds(10_000, none).get(0).epsilon());
      assertEquals(1, plan(ANYTIME, BEST, monotonicity).bounds(10_000, none).get(0).epsilon());
    }
  }

  @Test
  void verdictThatIsTheSameAtAllHorizonsCostsNothing() {
    long[] same = {3, 3, 3, 3, 3};
    var bounds = plan(FIXED, BEST, Monotonicity.CONSTANT).bounds(10_000, same);
    assertEquals(ClopperPearson.upper(3, 10_000, BETA), bounds.get(4).epsilon());
    assertEquals(BoundMethod.CLOPPER_PEARSON, bounds.get(4).method());
    assertEquals(BoundMethod.ANYTIME_MIXTURE, plan(ANYTIME, BEST, Monotonicity.CONSTANT).method());
  }

  @Test
  void countsThatContradictTheMonotonicityAreRefused() {
    BoundPlan rising = plan(FIXED, BEST, Monotonicity.INCREASING);
    assertThrows(IllegalArgumentException.class, () -> rising.bounds(10_000, FALLING));
    BoundPlan constant = plan(FIXED, BEST, Monotonicity.CONSTANT);
    assertThrows(IllegalArgumentException.class, () -> constant.bounds(10_000, FALLING));
    assertThrows(IllegalArgumentException.class, () -> rising.bounds(10_000, new long[] {0, 1}));
  }

  @Test
  void tunedParametersTakeSamplingAndDiscarding() {
    BoundPlan plan = plan(FIXED, GIVEN, Monotonicity.NONE).withTunedParameters(3, 5);
    ViolationBound bound = plan.bound(10_000, 2);
    assertEquals(ScenarioDiscarding.upper(5, 10_000, BETA, 3), bound.epsilon());
    assertEquals("sampling-and-discarding", bound.method().label());
    assertTrue(bound.premises().stream().anyMatch(p -> p.contains("convex")));
    assertThrows(InputException.class, () -> plan.bound(10_000, 6));
    BoundPlan anytime = plan(ANYTIME, GIVEN, Monotonicity.NONE);
    assertThrows(InputException.class, () -> anytime.withTunedParameters(3, 5));
    assertThrows(InputException.class, () -> plan.withTunedParameters(0, 5));
    assertThrows(InputException.class, () -> plan.withTunedParameters(1, 10_001));
  }

  @Test
  void otherNumberOfEpisodesThanPlannedIsRefused() {
    BoundPlan plan = plan(FIXED, GIVEN, Monotonicity.NONE);
    InputException problem = assertThrows(InputException.class, () -> plan.bound(9_999, 0));
    assertTrue(problem.getMessage().contains("10000 were planned"), problem.getMessage());
    BoundPlan anytime = plan(ANYTIME, GIVEN, Monotonicity.NONE);
    assertThrows(InputException.class, () -> anytime.bound(0, 0));
  }

  @Test
  void planThatSaysNothingIsRefused() {
    assertThrows(
        InputException.class, () -> BoundPlan.of(FIXED, GIVEN, Monotonicity.NONE, BETA, 0));
    assertThrows(InputException.class, () -> new Sampling.Fixed(0));
    assertThrows(InputException.class, () -> new HorizonChoice.Best(0));
    assertThrows(InputException.class, () -> new HorizonChoice.Given(-1));
    BoundPlan given = plan(FIXED, GIVEN, Monotonicity.NONE);
    assertThrows(IllegalStateException.class, () -> given.bounds(10_000, FALLING));
    BoundPlan best = plan(FIXED, BEST, Monotonicity.NONE);
    assertThrows(IllegalStateException.class, () -> best.bound(10_000, 0));
  }

  @Test
  void premisesNameStoppingAndChoiceOfHorizon() {
    String fixed = String.join(" ", plan(FIXED, GIVEN, Monotonicity.NONE).premises());
    assertTrue(fixed.contains("10000, was fixed before"), fixed);
    assertTrue(fixed.contains("horizon was fixed before"), fixed);
    String band = String.join(" ", plan(FIXED, BEST, Monotonicity.INCREASING).premises());
    assertTrue(band.contains("can appear, not vanish"), band);
    String union = String.join(" ", plan(ANYTIME, BEST, Monotonicity.INCREASING).premises());
    assertTrue(union.contains("a range fixed before"), union);
    assertTrue(union.contains("when to stop may have depended"), union);
  }

  @Test
  void runningMinimumOfTheSequenceNeverRises() {
    AnytimeSequence sequence = new AnytimeSequence(ErrorProbability.of(0.05));
    double previous = 1;
    for (int i = 0; i < 300; i++) {
      sequence.add(i % 50 == 30);
      assertTrue(sequence.upper() <= previous);
      assertTrue(
          sequence.upper()
              <= AnytimeBound.upper(
                  sequence.violations(), sequence.episodes(), ErrorProbability.of(0.05)));
      previous = sequence.upper();
    }
    assertEquals(6, sequence.violations());
    assertTrue(previous < 0.1);
  }
}
