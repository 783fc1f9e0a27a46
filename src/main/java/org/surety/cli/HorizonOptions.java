package org.surety.cli;

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

  /** The choice. */
  HorizonChoice choice(PropertyFile spec) {
    if (horizon != null && horizon.equals("best")) {
      int largest =
          maximum != null
              ? spec.horizonFrom("--horizon-max", maximum)
              : spec.horizon()
                  .orElseThrow(
                      () ->
                          new InputException(
                              "--horizon best",
                              "the largest horizon of interest is not given",
                              "add --horizon-max T with a number fixed before looking at the data"));
      return new HorizonChoice.Best(largest);
    }
    if (maximum != null) {
      throw new InputException(
          "--horizon-max", "is of use only with --horizon best", "leave one of them out");
    }
    return new HorizonChoice.Given(given(horizon, spec));
  }

  /** The horizon of an option, or else the property file's. */
  static int given(@Nullable String option, PropertyFile spec) {
    if (option == null) {
      return spec.horizon()
          .orElseThrow(
              () ->
                  new InputException(
                      spec.fileName(),
                      "states no horizon",
                      "add a line such as 'horizon 22', or give --horizon"));
    }
    return spec.horizonFrom("--horizon", option);
  }
}
