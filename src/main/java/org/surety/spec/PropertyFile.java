package org.surety.spec;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.base.Spelling;
import org.surety.spec.Term.Condition;

/**
 * A property file, which a person can read and diff.
 *
 * <pre>
 * log       { episode = eps_id; step = t; autoreset = none }  # what the format does not say
 * signal    x = observations[0]
 * signal    lidar = observations[12:28]
 * step      0.2 s
 * predicate hazard := hypot(x + 0.12215, y - 0.91048) &lt;= 0.5
 * property  reach_avoid := (!hazard) U goal
 * property  cost_ok := G (sum(cost) &lt;= 25)
 * margin    0.05
 * horizon   22
 * </pre>
 *
 * <p>One statement a line; a statement goes on while brackets are open; comments run from # to the
 * line's end. Names are used in any order. {@code observations}, {@code actions}, {@code rewards},
 * {@code costs}, {@code infos} (or in the singular) and what is nested in them need no signal.
 *
 * <p>Expressions: {@code + - * / ^}, {@code pi}, {@code abs sqrt exp log sin cos tan atan2 pow
 * hypot min max}; of a slice {@code min max mean norm} and components {@code lidar[3]}; over time
 * {@code sum(x)} (all letters up to this one), {@code count(predicate)} (letters up to this one at
 * which it held), {@code prev(x)} (the letter before; at letter 0 the value itself). Comparisons
 * {@code <= < >= > == !=}, also in chains, combine by {@code ! & | -> <-> xor}. A property is a
 * formula of {@link org.surety.logic.LtlParser} over predicates, in which a bare {@code X} is
 * strong and a comparison in parentheses may stand for a predicate.
 *
 * <p>Values are doubles. {@code + - * / sqrt abs min max} round as IEEE 754 says; {@code x^2} is
 * {@code x*x}; {@code hypot} and {@code norm} are {@code sqrt(x*x + y*y + ...)}, rescaled where a
 * square would leave the range of doubles; sums run from left to right; the rest is {@link
 * StrictMath}. So margins are the same bits everywhere.
 */
public final class PropertyFile {
  /** What a file declares. */
  record Contents(
      LogLayout layout,
      SortedMap<String, Signal> signals,
      SortedMap<String, Condition> predicates,
      List<Property> properties,
      Optional<Duration> step,
      OptionalInt horizon,
      double margin) {}

  /** A property file is written by a person; it also travels inside every certificate. */
  private static final int MAX_FILE = 16 << 20;

  private final String fileName;
  private final String text;
  private final Contents contents;

  PropertyFile(String fileName, String text, Contents contents) {
    this.fileName = fileName;
    this.text = text;
    this.contents = contents;
  }

  /**
   * Parses a property file's text.
   *
   * @param fileName what messages call it
   * @throws InputException with file, line, column, what is wrong and a suggestion
   */
  public static PropertyFile parse(String fileName, String text) {
    return new PropertyFileParser(new SourceText(fileName, text)).parse();
  }

  /**
   * Reads and parses a property file in UTF-8.
   *
   * @throws InputException if it does not exist, is not text, or is wrong
   */
  public static PropertyFile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InputException(file.toString(), "is a folder", "name a property file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE + 1);
    } catch (NoSuchFileException e) {
      throw new InputException(
          file.toString(), "there is no such property file", "check the path", e);
    }
    if (bytes.length > MAX_FILE) {
      throw new InputException(
          file.toString(),
          "is more than " + MAX_FILE + " bytes long, too long for a property file",
          "give the property file, not a log");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(file.toString(), text);
    } catch (CharacterCodingException e) {
      throw new InputException(file.toString(), "is not text in UTF-8", "name a property file", e);
    }
  }

  /** The name it was read under. */
  public String fileName() {
    return fileName;
  }

  /** The file's text, unchanged. */
  public String text() {
    return text;
  }

  /** SHA-256 of {@link #text} in UTF-8: of the file's bytes. */
  public String sha256() {
    return Sha256.of(text);
  }

  /** The {@code log} block. */
  public LogLayout layout() {
    return contents.layout();
  }

  /** Declared signals, sorted by name. */
  public Collection<Signal> signals() {
    return contents.signals().values();
  }

  /** All properties, in the order of the file; at least one. */
  public List<Property> properties() {
    return contents.properties();
  }

  /**
   * The property called {@code name}.
   *
   * @throws InputException if there is none; suggests one
   */
  public Property property(String name) {
    List<String> names = properties().stream().map(Property::name).toList();
    return properties().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    fileName,
                    "it declares no property '" + name + "'",
                    Spelling.remedy(name, names)));
  }

  /** Time between decisions in seconds, if the file says. */
  public OptionalDouble step() {
    return contents.step().map(s -> OptionalDouble.of(s.seconds())).orElse(OptionalDouble.empty());
  }

  /** Horizon in decisions, if the file says. */
  public OptionalInt horizon() {
    return contents.horizon();
  }

  /**
   * Reads a horizon given elsewhere, in decisions or in time by this file's step.
   *
   * @param option what messages call it, {@code --horizon} for example
   * @param value {@code 22} or {@code 4.4 s}
   * @throws InputException unless it is a positive whole number of decisions
   */
  public int horizonFrom(String option, String value) {
    SourceText source = new SourceText(option, value);
    TokenCursor cursor = new TokenCursor(source, Lexer.tokens(source, 0, value.length()));
    return new TimeParser(cursor).horizon(contents.step());
  }

  /** By how much every literal of every property has to hold; 0 unless asked for. */
  public double margin() {
    return contents.margin();
  }

  /**
   * This file with every predicate of every property tightened by δ: a property then holds exactly
   * where its robustness, without the margin, exceeds δ; and so for all signals for which every
   * predicate's margin is within δ of the recorded one. For δ = 0, the properties as written.
   *
   * @param delta in the units of the predicates, finite, at least 0; replaces the file's own margin
   * @throws InputException if δ is negative or not finite, or a property counts letters
   */
  public PropertyFile withMargin(double delta) {
    if (!(delta >= 0) || Double.isInfinite(delta)) {
      throw new InputException("margin", delta + " is not a margin", "give a number from 0");
    }
    double margin = delta + 0.0;
    Contents tightened =
        new Contents(
            contents.layout(),
            contents.signals(),
            contents.predicates(),
            contents.properties().stream().map(p -> p.withMargin(margin)).toList(),
            contents.step(),
            contents.horizon(),
            margin);
    return new PropertyFile(fileName, text, tightened);
  }

  /** This file with only some of its properties, by name, in the order given. */
  public PropertyFile withProperties(List<String> names) {
    Contents selected =
        new Contents(
            contents.layout(),
            contents.signals(),
            contents.predicates(),
            names.stream().map(this::property).toList(),
            contents.step(),
            contents.horizon(),
            contents.margin());
    return new PropertyFile(fileName, text, selected);
  }

  /** One program for the atoms of all its properties. */
  public PredicateProgram program() {
    return Property.program(properties());
  }

  /**
   * What one property says, in a text that does not change with comments, blanks, order or unused
   * declarations: the log block, the signals and predicates it uses, itself, margin, step, horizon.
   * It parses to the same property.
   */
  public String canonicalText(Property property) {
    SortedMap<String, Signal> signals = new TreeMap<>(contents.signals());
    signals.keySet().retainAll(property.signalsUsed());
    return canonicalText(signals, property.predicatesUsed(), List.of(property));
  }

  /** The canonical text of everything it declares. */
  @Override
  public String toString() {
    return canonicalText(contents.signals(), contents.predicates(), contents.properties());
  }

  private String canonicalText(
      SortedMap<String, Signal> signals,
      SortedMap<String, Condition> predicates,
      List<Property> properties) {
    StringBuilder out = new StringBuilder();
    if (!layout().entries().isEmpty()) {
      out.append("log {");
      String separator = " ";
      for (var entry : layout().entries().entrySet()) {
        String value = entry.getValue();
        boolean plain = value.matches("[A-Za-z0-9_.-]+");
        out.append(separator).append(entry.getKey()).append(" = ");
        out.append(plain ? value : Lexer.quoted(value));
        separator = "; ";
      }
      out.append(" }\n");
    }
    signals.values().forEach(signal -> out.append(signal).append('\n'));
    contents.step().ifPresent(step -> out.append("step ").append(step).append('\n'));
    predicates.forEach(
        (name, condition) ->
            out.append("predicate " + name + " := ").append(condition).append('\n'));
    properties.forEach(property -> out.append(property.statement()).append('\n'));
    if (margin() > 0) {
      out.append("margin ").append(number(margin())).append('\n');
    }
    horizon().ifPresent(horizon -> out.append("horizon ").append(horizon).append('\n'));
    return out.toString();
  }

  /** The shortest decimal number that reads back as {@code value}; the same in every JDK. */
  static String number(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return new Term.Literal(rounded).toString();
      }
    }
    return new Term.Literal(exact.round(new MathContext(17))).toString();
  }
}
