package org.surety.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.surety.base.InputException;
import org.surety.policy.Policy;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;

/**
 * Acts line by line: an observation in, the action and its ledger out.
 *
 * <p>In: the observed numbers as a JSON array or separated by commas. An empty line, or {@code
 * {"reset":true}}, starts a new episode and gives no answer; before the first decision of an
 * episode it changes nothing. Anything else ends the run with an {@link InputException} that names
 * the line: what is not an observation must not be acted upon.
 *
 * <p>Out, for each observation one line of JSON, doubles in the shortest form that reads back as
 * the same: {@code action} to execute, {@code raw} as drawn and charged (what is to be logged),
 * {@code mean} and {@code std} of what it was drawn from or its {@code probabilities}, and the
 * {@link LedgerEntry}.
 */
public final class LineActor {
  private static final int LONGEST_NUMBER = 400;
  private static final String RESET = "{\"reset\":true}";

  private final GuardedPolicy guarded;
  private final Policy base;
  private final int longestLine;
  private final StringBuilder out = new StringBuilder(1024);
  private final byte[] buffer = new byte[1 << 13];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int start;
  private int end;

  /** Takes what the actor has to say. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next line, without its end, and sees to it that it is on its way. */
    void accept(CharSequence answer) throws IOException;
  }

  /** Keeps the state, so that an interrupted episode can be continued. */
  @FunctionalInterface
  public interface Keeper {
    /** Keeps nothing. */
    Keeper NONE = state -> {};

    /** Keeps a state, before the action that it accounts for is handed out. */
    void keep(GuardState state) throws IOException;
  }

  /**
   * An actor.
   *
   * @param guarded the policy, at the start of an episode or resumed
   * @param base the base policy, which says what is observed and how raw actions are executed
   */
  public LineActor(GuardedPolicy guarded, Policy base) {
    this.guarded = guarded;
    this.base = base;
    longestLine = LONGEST_NUMBER * (base.observations() + 1);
  }

  /**
   * Acts until the input ends.
   *
   * @param place what messages call the input
   * @return number of decisions taken
   * @throws InputException if a line is no observation
   */
  public long run(InputStream in, String place, Keeper keeper, Sink sink) throws IOException {
    double[] observation = new double[base.observations()];
    long decisions = 0;
    for (long number = 1; read(in, place, number); number++) {
      String text = line.toString(StandardCharsets.ISO_8859_1).strip();
      if (text.isEmpty() || text.startsWith("{")) {
        requireReset(text, place, number);
        if (guarded.guard().decisions() > 0) {
          guarded.start(guarded.episode() + 1);
          keeper.keep(guarded.state());
        }
        continue;
      }
      parse(text, observation, place, number);
      GuardedAction action;
      try {
        action = guarded.act(observation);
      } catch (IllegalArgumentException e) {
        throw new InputException(
            at(place, number),
            "the base policy has no distribution there: " + e.getMessage(),
            "check the observation; the guard acts nowhere else",
            e);
      }
      keeper.keep(guarded.state());
      sink.accept(answer(action));
      decisions++;
    }
    return decisions;
  }

  /** Reads the next line into {@code line}; false at the end of the input. */
  private boolean read(InputStream in, String place, long number) throws IOException {
    line.reset();
    boolean any = false;
    while (true) {
      if (start == end) {
        start = 0;
        end = in.read(buffer);
        if (end <= 0) {
          end = 0;
          return any;
        }
      }
      any = true;
      int stop = start;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.write(buffer, start, stop - start);
      if (line.size() > longestLine) {
        throw new InputException(
            at(place, number),
            "is longer than " + longestLine + " characters",
            "give one observation of " + base.observations() + " numbers a line");
      }
      boolean whole = stop < end;
      start = whole ? stop + 1 : stop;
      if (whole) {
        return true;
      }
    }
  }

  private static String at(String place, long number) {
    return place + ", line " + number;
  }

  private static void requireReset(String text, String place, long number) {
    if (!text.isEmpty() && !text.replaceAll("\\s", "").equals(RESET)) {
      throw new InputException(
          at(place, number),
          "'" + shortened(text) + "' is neither an observation nor " + RESET,
          "give numbers as [0.5, -1] or 0.5,-1; an empty line starts a new episode");
    }
  }

  private void parse(String text, double[] observation, String place, long number) {
    String numbers = text;
    if (text.startsWith("[")) {
      if (!text.endsWith("]")) {
        throw new InputException(
            at(place, number), "'" + shortened(text) + "' does not end with ]", "close the array");
      }
      numbers = text.substring(1, text.length() - 1);
    }
    int from = 0;
    int found = 0;
    while (from <= numbers.length()) {
      int comma = numbers.indexOf(',', from);
      int to = comma < 0 ? numbers.length() : comma;
      if (found < observation.length) {
        observation[found] = number(numbers.substring(from, to).strip(), found, place, number);
      }
      found++;
      from = to + 1;
    }
    if (found != observation.length) {
      throw new InputException(
          at(place, number),
          "has " + found + " numbers, the policy observes " + observation.length,
          "give all that the policy was certified with, in its order");
    }
  }

  private static double number(String text, int index, String place, long line) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain &= (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
    if (plain) {
      try {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw notFinite(text, index, place, line);
      }
    }
    throw notFinite(text, index, place, line);
  }

  private static InputException notFinite(String text, int index, String place, long line) {
    return new InputException(
        at(place, line),
        "number " + index + " is '" + shortened(text) + "', expected a finite number",
        "act on no observation with an unknown value");
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private CharSequence answer(GuardedAction action) {
    out.setLength(0);
    out.append("{\"episode\":").append(guarded.episode());
    out.append(",\"decision\":").append(action.entry().decision());
    double[] raw = action.raw();
    if (base.gaussian()) {
      double[] executed = raw.clone();
      base.scaling().apply(executed);
      numbers("action", executed);
      numbers("raw", raw);
      DiagonalGaussian played = (DiagonalGaussian) action.played();
      numbers("mean", played.means());
      numbers("std", played.stds());
    } else {
      out.append(",\"action\":").append((int) raw[0]).append(",\"raw\":").append((int) raw[0]);
      numbers("probabilities", ((Categorical) action.played()).probabilities());
    }
    LedgerEntry entry = action.entry();
    out.append(",\"charge\":").append(entry.charge());
    out.append(",\"remaining\":").append(entry.remaining());
    out.append(",\"fallback\":\"");
    out.append(entry.fallback().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return out.append("\"}");
  }

  private void numbers(String name, double[] values) {
    out.append(",\"").append(name).append("\":");
    for (int i = 0; i < values.length; i++) {
      out.append(i == 0 ? '[' : ',').append(values[i]);
    }
    out.append(']');
  }
}
