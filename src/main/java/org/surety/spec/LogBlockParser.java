package org.surety.spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.surety.base.Spelling;

/** Reads {@code log { key = value; ... }}; line ends separate entries as semicolons do. */
final class LogBlockParser {
  /** The keys, each with the values it may have; an empty list leaves the value free. */
  private static final Map<String, List<String>> KEYS =
      new TreeMap<>(
          Map.of(
              "episode", List.of(),
              "step", List.of(),
              "environment", List.of(),
              "terminated", List.of(),
              "truncated", List.of(),
              "done", List.of(),
              "autoreset", List.of("none", "next-step", "same-step"),
              "rows", List.of("states", "decisions"),
              "next_observations", List.of(),
              "max_steps", List.of()));

  private final SourceText source;
  private final int end;
  private int at;

  private LogBlockParser(SourceText source, int start, int end) {
    this.source = source;
    this.at = start;
    this.end = end;
  }

  static LogLayout parse(SourceText source, int start, int end) {
    return new LogBlockParser(source, start, end).block();
  }

  private LogLayout block() {
    skipBlanks();
    if (at >= end || source.text().charAt(at) != '{') {
      throw source.error(
          at, "expected '{' after 'log'", "write 'log { episode = eps_id }', for example");
    }
    at++;
    Map<String, String> entries = new TreeMap<>();
    for (skipBlanks(); source.text().charAt(at) != '}'; skipBlanks()) {
      if (source.text().charAt(at) == ';') {
        at++;
      } else {
        entry(entries);
      }
    }
    at++;
    skipBlanks();
    if (at < end) {
      throw source.error(at, "expected the end of the statement", "one statement goes on a line");
    }
    return LogLayout.of(entries);
  }

  private void entry(Map<String, String> entries) {
    int keyStart = at;
    String key = word("=;}\n");
    if (!KEYS.containsKey(key)) {
      throw source.error(
          keyStart, "the log block has no key '" + key + "'", Spelling.remedy(key, KEYS.keySet()));
    }
    if (source.text().charAt(at) != '=') {
      throw source.error(at, "expected '=' after '" + key + "'", "write '" + key + " = value'");
    }
    at++;
    while (source.text().charAt(at) == ' ' || source.text().charAt(at) == '\t') {
      at++;
    }
    int valueStart = at;
    String value = source.text().charAt(at) == '"' ? quoted() : word(";}\n");
    check(key, value, valueStart);
    if (entries.putIfAbsent(key, value) != null) {
      throw source.error(keyStart, "'" + key + "' is given twice", "keep one of them");
    }
  }

  private void check(String key, String value, int valueStart) {
    if (value.isEmpty()) {
      throw source.error(valueStart, "'" + key + "' has no value", "write one after '='");
    }
    List<String> allowed = KEYS.getOrDefault(key, List.of());
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw source.error(
          valueStart, "'" + key + "' cannot be '" + value + "'", Spelling.remedy(value, allowed));
    }
    if (key.equals("max_steps") && !value.matches("[1-9][0-9]{0,8}")) {
      throw source.error(
          valueStart, "'max_steps' cannot be '" + value + "'", "give a whole number from 1");
    }
  }

  /** The characters up to a stop or a comment, without blanks at its ends. */
  private String word(String stops) {
    int start = at;
    while (stops.indexOf(source.text().charAt(at)) < 0 && source.text().charAt(at) != '#') {
      at++;
    }
    int stop = at;
    while (source.text().charAt(at) == '#') {
      at = Lexer.lineEnd(source.text(), at, end);
    }
    return source.text().substring(start, stop).strip();
  }

  private String quoted() {
    int close = Lexer.quoteEnd(source, at, end);
    String value = Lexer.tokens(source, at, close).get(0).text();
    at = close;
    skipBlanksOnLine();
    if (";}\n".indexOf(source.text().charAt(at)) < 0) {
      throw source.error(at, "expected ';' after the value", "add it");
    }
    return value;
  }

  private void skipBlanksOnLine() {
    while (" \t\r".indexOf(source.text().charAt(at)) >= 0) {
      at++;
    }
    if (source.text().charAt(at) == '#') {
      at = Lexer.lineEnd(source.text(), at, end);
    }
  }

  private void skipBlanks() {
    while (at < end) {
      char c = source.text().charAt(at);
      if (c == '#') {
        at = Lexer.lineEnd(source.text(), at, end);
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }
}
