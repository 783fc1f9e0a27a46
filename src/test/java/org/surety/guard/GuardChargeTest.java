package org.surety.guard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.surety.certificate.Json;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.GaussianRatio;

/** Charges against values to 40 digits; Python and C compute the same bits as Java. */
class GuardChargeTest {
  private static final Path FILE = Path.of("src/test/resources/guard/charges.json");

  @Test
  void realizedRatiosOfGaussiansAreRoundedUp() throws IOException {
    int cases = 0;
    for (Json.Obj item : cases("mean")) {
      double[] mean = doubles(item, "mean");
      double[] action = doubles(item, "action");
      DiagonalGaussian played = new DiagonalGaussian(mean, doubles(item, "std"));
      DiagonalGaussian base =
          new DiagonalGaussian(doubles(item, "baseMean"), doubles(item, "baseStd"));
      double magnitude = mean.length;
      for (int i = 0; i < mean.length; i++) {
        double z = (action[i] - mean[i]) / played.std(i);
        double zBase = (action[i] - base.mean(i)) / base.std(i);
        magnitude += z * z + zBase * zBase;
      }
      check(item, "exact", played.logRatioUpper(base, action), 1e-12 * magnitude);
      double largest =
          GaussianRatio.maxLogRatioUpper(
              mean, played.stds(), base.means(), base.stds(), 0, mean.length);
      check(item, "largest", largest, 1e-12 * largest);
      cases++;
    }
    assertTrue(cases >= 150, "only " + cases);
  }

  @Test
  void realizedRatiosOfCategoriesAreRoundedUp() throws IOException {
    int cases = 0;
    for (Json.Obj item : cases("played")) {
      Categorical base = Categorical.of(doubles(item, "base"));
      Categorical played = Categorical.of(doubles(item, "played"));
      int category = ((Json.Int) item.members().get("category")).value().intValueExact();
      check(item, "exact", played.logRatioUpper(base, new double[] {category}), 1e-12);
      cases++;
    }
    assertTrue(cases >= 30, "only " + cases);
  }

  private static void check(Json.Obj item, String name, double upper, double slack) {
    BigDecimal exact = new BigDecimal(((Json.Str) item.members().get(name)).value());
    BigDecimal excess = new BigDecimal(upper).subtract(exact);
    assertTrue(excess.signum() >= 0, upper + " is below " + exact);
    assertTrue(excess.compareTo(new BigDecimal(slack)) <= 0, upper + " is far above " + exact);
  }

  private static List<Json.Obj> cases(String member) throws IOException {
    return ((Json.Arr) Json.parse(Files.readAllBytes(FILE), FILE.toString()))
        .items().stream()
            .map(Json.Obj.class::cast)
            .filter(o -> o.members().containsKey(member))
            .toList();
  }

  private static double[] doubles(Json.Obj item, String name) {
    return ((Json.Arr) item.members().get(name))
        .items().stream()
            .map(Json.Str.class::cast)
            .mapToDouble(s -> Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(s.value())))
            .toArray();
  }
}
