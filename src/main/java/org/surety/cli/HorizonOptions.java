package org.surety.cli;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.bound.HorizonChoice;
import org.surety.spec.PropertyFile;
import picocli.CommandLine.Option;

/** For how long a property must hold. */
final class HorizonOptions {
  @Option(
      names = "--horizon",
      paramLabel = "T|best",
      description =
          "Decisions, or a duration such as '4.4 s', fixed beforehand; or 'best', chosen on the data"
              + " up to --horizon-max and paid for (default: the property file's).")
  private @Nullable String horizon;

  @Option(
      names = "--horizon-max",
      paramLabel = "T",
      description = "With --horizon best: the largest horizon of interest, fixed beforehand.")
  private @Nullable String maximum;

  /** The choice; notes what overrides the property file. */
  HorizonChoice choice(PropertyFile spec, List<String> overrides) {
    OptionalInt own = spec.horizon();
    if (horizon != null && horizon.equals("best")) {
      int largest =
          maximum != null
              ? spec.horizonFrom("--horizon-max", maximum)
              : own.orElseThrow(
                  () ->
                      new InputException(
                          "--horizon best",
                          "the largest horizon of interest is not given",
                          "add --horizon-max T with a number fixed before looking at the data"));
      overrides.add("--horizon best --horizon-max " + largest + overridden(own));
      return new HorizonChoice.Best(largest);
    }
    if (maximum != null) {
      throw new InputException(
          "--horizon-max", "is of use only with --horizon best", "leave one of them out");
    }
    return new HorizonChoice.Given(given(horizon, spec, overrides));
  }

  /** The horizon of an option, or else the property file's; notes what overrides it. */
  static int given(@Nullable String option, PropertyFile spec, List<String> overrides) {
    OptionalInt own = spec.horizon();
    if (option == null) {
      return own.orElseThrow(
          () ->
              new InputException(
                  spec.fileName(),
                  "states no horizon",
                  "add a line such as 'horizon 22', or give --horizon"));
    }
    int given = spec.horizonFrom("--horizon", option);
    if (own.isEmpty() || own.getAsInt() != given) {
      overrides.add("--horizon " + given + overridden(own));
    }
    return given;
  }

  private static String overridden(OptionalInt own) {
    return own.isEmpty() ? "" : " overrides " + own.getAsInt() + " of the property file";
  }
}
