package org.surety.automaton.hoa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.surety.automaton.omega.OmegaAutomaton;

/**
 * What Spot 2.12.1.dev and Owl 22.0-development print for the 217 formulas of the literature, in
 * their order.
 */
public enum PrintedAutomata {
  OWL_DPA("owl-dpa"),
  OWL_LDBA("owl-ldba"),
  OWL_NBA("owl-nba"),
  SPOT_DELA("spot-dela"),
  SPOT_DPA("spot-dpa"),
  SPOT_DPA_NEGATED("spot-dpa-negated"),
  SPOT_NBA("spot-nba");

  private final String file;

  PrintedAutomata(String file) {
    this.file = file + ".hoa";
  }

  /** The text as printed. */
  public String text() {
    try (InputStream in =
        Objects.requireNonNull(
            PrintedAutomata.class.getResourceAsStream("/automaton/hoa/" + file + ".gz"))) {
      return new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The 217 automata. */
  public List<OmegaAutomaton> all() {
    return HoaReader.readAll(text(), file);
  }
}
