package org.surety.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/**
 * A learner's settings: known keys with defaults, read from a small part of TOML 1.0, namely {@code
 * key = value} lines in {@code [table]}s, with numbers, strings, lists of whole numbers and
 * comments. Everything that is read is also TOML; a key that no learner knows is an error.
 */
public final class Settings {
  private static final Pattern TABLE = Pattern.compile("\\[\\s*([A-Za-z0-9_-]+)\\s*\\]");
  private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(.*)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d+(_\\d+)*(\\.\\d+(_\\d+)*)?([eE][+-]?\\d+)?");
  private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\\\p{Cntrl}]*)\"");
  private static final int MAX_BYTES = 1 << 20;

  private final String place;
  private final Map<String, Key> keys;
  private final Map<String, Given> given;

  /**
   * A key that is known.
   *
   * @param name with its table, such as {@code ppo.clip}
   * @param kind what its values are
   * @param standard its default, as it would be written
   * @param least smallest number allowed
   * @param most largest number allowed
   * @param words the texts allowed; empty for any
   * @param meaning in words, with the unit
   */
  public record Key(
      String name,
      Kind kind,
      String standard,
      double least,
      double most,
      List<String> words,
      String meaning) {
    /** A real number between {@code least} and {@code most}. */
    public static Key number(
        String name, String standard, double least, double most, String meaning) {
      return new Key(name, Kind.NUMBER, standard, least, most, List.of(), meaning);
    }

    /** A whole number between {@code least} and {@code most}. */
    public static Key count(
        String name, String standard, double least, double most, String meaning) {
      return new Key(name, Kind.COUNT, standard, least, most, List.of(), meaning);
    }

    /** A text, one of {@code words} if there are any. */
    public static Key text(String name, String standard, List<String> words, String meaning) {
      return new Key(name, Kind.TEXT, '"' + standard + '"', 0, 0, words, meaning);
    }

    /** A list of whole numbers between {@code least} and {@code most}. */
    public static Key counts(
        String name, String standard, double least, double most, String meaning) {
      return new Key(name, Kind.COUNTS, standard, least, most, List.of(), meaning);
    }
  }

  /** Kinds of values. */
  public enum Kind {
    /** A real number. */
    NUMBER,
    /** A whole number. */
    COUNT,
    /** A text in double quotes. */
    TEXT,
    /** A list of whole numbers in brackets. */
    COUNTS
  }

  /** A value as written, and its line in the file; 0 if it did not come from there. */
  private record Given(String value, int line) {}

  private Settings(String place, Map<String, Key> keys, Map<String, Given> given) {
    this.place = place;
    this.keys = keys;
    this.given = given;
  }

  /**
   * Reads settings; keys that are not given have their defaults.
   *
   * @param utf8 the file's bytes
   * @param place the file's name, for messages
   * @throws InputException naming the line if a key is unknown or given twice, or a value is none
   *     of its kind
   */
  public static Settings parse(byte[] utf8, String place, List<Key> known) {
    if (utf8.length > MAX_BYTES) {
      throw new InputException(place, "is longer than a megabyte", "give a settings file");
    }
    Map<String, Key> keys = new LinkedHashMap<>();
    known.forEach(key -> keys.put(key.name, key));
    Map<String, Given> given = new LinkedHashMap<>();
    Set<String> tables = new HashSet<>();
    String table = "";
    int number = 0;
    for (String line : new String(utf8, StandardCharsets.UTF_8).split("\r?\n", -1)) {
      number++;
      String text = withoutComment(line).strip();
      if (text.isEmpty()) {
        continue;
      }
      String where = place + ", line " + number;
      Matcher head = TABLE.matcher(text);
      if (head.matches()) {
        table = head.group(1) + '.';
        if (!tables.add(table)) {
          throw new InputException(
              where, "the table " + text + " was begun before", "give each table only once");
        }
        continue;
      }
      Matcher entry = ENTRY.matcher(text);
      if (!entry.matches()) {
        throw new InputException(
            where, "'" + text + "' is no setting", "write key = value, or [table]");
      }
      String name = table + entry.group(1);
      Key key = keys.get(name);
      if (key == null) {
        throw new InputException(
            where, "the key '" + name + "' is not known", remedy(name, keys.keySet()));
      }
      check(key, entry.group(2), where);
      Given before = given.put(name, new Given(entry.group(2), number));
      if (before != null) {
        throw new InputException(
            where,
            "the key '" + name + "' was given in line " + before.line + " already",
            "leave one of them out");
      }
    }
    return new Settings(place, keys, given);
  }

  /**
   * The nearest key, or one of nearly this name in another table; of this very name before all.
   * There are too many keys to list them.
   */
  private static String remedy(String name, Set<String> known) {
    Map<String, String> byLast = new LinkedHashMap<>();
    known.forEach(key -> byLast.putIfAbsent(last(key), key));
    return Optional.ofNullable(byLast.get(last(name)))
        .or(() -> Spelling.nearest(name, known))
        .or(() -> Spelling.nearest(last(name), byLast.keySet()).map(byLast::get))
        .map(key -> "did you mean '" + key + "'?")
        .orElse("--print-config shows all keys");
  }

  private static String last(String key) {
    return key.substring(key.indexOf('.') + 1);
  }

  private static String withoutComment(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (line.charAt(i) == '#' && !quoted) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private static void check(Key key, String value, String where) {
    switch (key.kind) {
      case TEXT -> {
        Matcher text = TEXT.matcher(value);
        if (!text.matches()) {
          throw wrong(key, value, where, "write a text in double quotes, without \\");
        }
        if (!key.words.isEmpty() && !key.words.contains(text.group(1))) {
          throw wrong(key, value, where, Spelling.remedy(text.group(1), key.words));
        }
      }
      case NUMBER, COUNT -> checkNumber(key, value, value, where);
      case COUNTS -> {
        if (!value.startsWith("[") || !value.endsWith("]")) {
          throw wrong(key, value, where, "write whole numbers in brackets, such as [64, 64]");
        }
        List<String> items = items(value);
        if (items.isEmpty()) {
          throw wrong(key, value, where, "give at least one number");
        }
        for (String item : items) {
          checkNumber(key, item, value, where);
        }
      }
    }
  }

  private static void checkNumber(Key key, String number, String value, String where) {
    double parsed =
        NUMBER.matcher(number).matches() ? Double.parseDouble(number.replace("_", "")) : Double.NaN;
    boolean whole = key.kind == Kind.NUMBER || parsed == Math.rint(parsed);
    if (!(parsed >= key.least && parsed <= key.most) || !whole) {
      throw wrong(
          key,
          value,
          where,
          "give "
              + (key.kind == Kind.NUMBER ? "a number" : "whole numbers")
              + " from "
              + plain(key.least)
              + " to "
              + plain(key.most));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static InputException wrong(Key key, String value, String where, String remedy) {
    return new InputException(where, key.name + " cannot be " + value, remedy);
  }

  private static List<String> items(String value) {
    List<String> items = new ArrayList<>();
    String inside = value.substring(1, value.length() - 1).strip();
    if (!inside.isEmpty()) {
      for (String item : inside.split(",", -1)) {
        items.add(item.strip());
      }
    }
    return items;
  }

  /**
   * These settings with others in place of some.
   *
   * @param values by key, as they would be written
   * @param origin where they come from, for messages
   */
  public Settings with(Map<String, String> values, String origin) {
    Map<String, Given> changed = new LinkedHashMap<>(given);
    values.forEach(
        (name, value) -> {
          Key key = keys.get(name);
          if (key == null) {
            throw new IllegalArgumentException(name + " is no key");
          }
          check(key, value, origin);
          changed.put(name, new Given(value, 0));
        });
    return new Settings(place, keys, changed);
  }

  /** Where a key was given, for messages: the file, and the line if it was given there. */
  public String place(String name) {
    return Optional.ofNullable(given.get(name))
        .map(g -> place + (g.line > 0 ? ", line " + g.line : "") + ", " + name)
        .orElse(place + ", " + name);
  }

  private String value(String name, Kind kind) {
    Key key = keys.get(name);
    if (key == null || key.kind != kind) {
      throw new IllegalArgumentException(name + " is no " + kind);
    }
    Given found = given.get(name);
    return found == null ? key.standard : found.value;
  }

  /** Whether the file says it. */
  public boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** The value of a {@link Kind#NUMBER}. */
  public double number(String name) {
    return Double.parseDouble(value(name, Kind.NUMBER).replace("_", ""));
  }

  /** The value of a {@link Kind#COUNT}. */
  public long count(String name) {
    return (long) Double.parseDouble(value(name, Kind.COUNT).replace("_", ""));
  }

  /** The value of a {@link Kind#TEXT}. */
  public String text(String name) {
    String quoted = value(name, Kind.TEXT);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** The value of {@link Kind#COUNTS}. */
  public List<Integer> counts(String name) {
    List<Integer> counts = new ArrayList<>();
    for (String item : items(value(name, Kind.COUNTS))) {
      counts.add((int) Double.parseDouble(item.replace("_", "")));
    }
    return counts;
  }

  /** A file with these settings in full, every key with what it means. */
  public String toToml() {
    return toml(keys.values(), given);
  }

  /** A file with the defaults of all keys, each with what it means. */
  public static String defaults(List<Key> known) {
    return toml(known, Map.of());
  }

  private static String toml(Iterable<Key> keys, Map<String, Given> given) {
    StringBuilder out = new StringBuilder();
    String table = "";
    for (Key key : keys) {
      int dot = key.name.indexOf('.');
      String of = dot < 0 ? "" : key.name.substring(0, dot);
      if (!of.equals(table)) {
        out.append(out.isEmpty() ? "" : "\n").append('[').append(of).append("]\n");
        table = of;
      }
      out.append("# ").append(key.meaning);
      if (!key.words.isEmpty()) {
        out.append(": ").append(String.join(", ", key.words));
      }
      Given found = given.get(key.name);
      out.append('\n')
          .append(key.name.substring(dot + 1))
          .append(" = ")
          .append(found == null ? key.standard : found.value)
          .append('\n');
    }
    return out.toString();
  }
}
