package org.surety.automaton.translate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The 217 formulas of {@code automaton/ltlf_reference_sizes.tsv} with their reference sizes. */
public final class LiteratureFormulas {
  private LiteratureFormulas() {}

  /** One line of the file: states of the minimal automaton under either reading of X. */
  public record Line(String set, String formula, int strong, int weak) {}

  /** All lines, in order. */
  public static List<Line> all() {
    InputStream in =
        LiteratureFormulas.class.getResourceAsStream("/automaton/ltlf_reference_sizes.tsv");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("set\t"))
          .map(line -> line.split("\t"))
          .map(c -> new Line(c[0], c[1], Integer.parseInt(c[2]), Integer.parseInt(c[3])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
