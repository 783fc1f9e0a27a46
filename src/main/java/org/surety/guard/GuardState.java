package org.surety.guard;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import org.surety.base.Sha256;

/**
 * A guard between two decisions, with the place in the noise stream that draws its actions. Written
 * as one line of canonical JSON, doubles as the 16 hexadecimal digits of their bits, and a SHA-256
 * over the line without it. That finds damage, not malice: who can write the file can also write
 * the digest, or bring back an older file.
 *
 * @param guard the guard's name
 * @param parameters its limits, to the bit
 * @param horizon its horizon
 * @param decisions decisions accounted for
 * @param remaining what is left
 * @param released whether it was released
 * @param seed seed of the noise stream; 0 where the guard draws nothing
 * @param episode number of the episode in the noise stream
 */
public record GuardState(
    String guard,
    List<Double> parameters,
    int horizon,
    int decisions,
    double remaining,
    boolean released,
    long seed,
    long episode) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"decisions\":(\\d{1,9}),\"episode\":(\\d{1,18}),\"format\":\"surety-guard-state-1\","
              + "\"guard\":\"([a-z-]+)\",\"horizon\":(\\d{1,9}),"
              + "\"parameters\":\\[((?:\"[0-9a-f]{16}\",?)+)\\],\"released\":(true|false),"
              + "\"remaining\":\"([0-9a-f]{16})\",\"seed\":\"([0-9a-f]{16})\","
              + "\"sha256\":\"([0-9a-f]{64})\"\\}");

  /** Copies the list. */
  public GuardState {
    parameters = List.copyOf(parameters);
  }

  /** The same guard at another place in a noise stream. */
  GuardState at(long newSeed, long newEpisode) {
    return new GuardState(
        guard, parameters, horizon, decisions, remaining, released, newSeed, newEpisode);
  }

  /** The same guard at another place in an episode that was not released. */
  public GuardState at(int newDecisions, double newRemaining) {
    return new GuardState(
        guard, parameters, horizon, newDecisions, newRemaining, released, seed, episode);
  }

  /** One line of canonical JSON, without a line end. */
  public String toJson() {
    String body = body();
    return body.substring(0, body.length() - 1) + ",\"sha256\":\"" + Sha256.of(body) + "\"}";
  }

  private String body() {
    StringBuilder limits = new StringBuilder();
    for (double parameter : parameters) {
      limits.append(limits.isEmpty() ? "\"" : ",\"").append(hex(parameter)).append('"');
    }
    return "{\"decisions\":"
        + decisions
        + ",\"episode\":"
        + episode
        + ",\"format\":\"surety-guard-state-1\",\"guard\":\""
        + guard
        + "\",\"horizon\":"
        + horizon
        + ",\"parameters\":["
        + limits
        + "],\"released\":"
        + released
        + ",\"remaining\":\""
        + hex(remaining)
        + "\",\"seed\":\""
        + HexFormat.of().toHexDigits(seed)
        + "\"}";
  }

  /**
   * Reads {@link #toJson}.
   *
   * @param place where the text comes from, for messages
   * @throws InputException if it is damaged or something else
   */
  public static GuardState parse(String text, String place) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new InputException(
          place,
          "is not the state of a guard",
          "give the line of JSON that a guard of this version saved, unchanged");
    }
    List<Double> parameters = new ArrayList<>();
    for (String parameter : m.group(5).split(",", -1)) {
      parameters.add(parameter.isEmpty() ? Double.NaN : number(parameter.substring(1, 17)));
    }
    GuardState state =
        new GuardState(
            m.group(3),
            parameters,
            Integer.parseInt(m.group(4)),
            Integer.parseInt(m.group(1)),
            number(m.group(7)),
            m.group(6).equals("true"),
            HexFormat.fromHexDigitsToLong(m.group(8)),
            Long.parseLong(m.group(2)));
    if (!state.toJson().equals(text.strip())) {
      throw new InputException(
          place,
          "is damaged: its digest does not fit",
          "start a new episode; the ledger of the interrupted one is lost");
    }
    return state;
  }

  private static String hex(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
  }

  private static double number(String hex) {
    return Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(hex));
  }
}
