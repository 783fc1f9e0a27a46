package org.surety.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.spec.StatementSplitter.Statement;
import org.surety.spec.Term.Condition;

/** Reads the statements of a property file: first what they declare, then what that means. */
final class PropertyFileParser {
  private static final List<String> KEYWORDS =
      List.of("log", "signal", "step", "predicate", "property", "margin", "horizon");

  /** A declaration whose right-hand side is still to be read. */
  private record Pending(Token name, int start, int end) {}

  private final SourceText source;
  private final Map<String, Token> declared = new HashMap<>();
  private final Map<String, Token> single = new HashMap<>();
  private final SortedMap<String, Signal> signals = new TreeMap<>();
  private final Map<String, Pending> predicates = new LinkedHashMap<>();
  private final Map<String, Pending> properties = new LinkedHashMap<>();
  private LogLayout layout = LogLayout.UNSPECIFIED;
  private Optional<Duration> step = Optional.empty();
  private double margin;

  PropertyFileParser(SourceText source) {
    this.source = source;
  }

  PropertyFile parse() {
    Optional<Statement> horizonStatement = Optional.empty();
    for (Statement statement : StatementSplitter.split(source)) {
      if (statement.keyword().text().equals("horizon")) {
        once(statement);
        horizonStatement = Optional.of(statement);
      } else {
        declare(statement);
      }
    }
    // The step may be declared below the horizon.
    OptionalInt horizon =
        horizonStatement
            .map(s -> OptionalInt.of(new TimeParser(cursor(s)).horizon(step)))
            .orElse(OptionalInt.empty());
    SortedMap<String, Condition> definitions = definitions();
    PropertyParser parser = new PropertyParser(source, names(), definitions, margin);
    List<Property> parsed = new ArrayList<>();
    properties.forEach((name, at) -> parsed.add(parser.parse(name, at.start(), at.end())));
    if (parsed.isEmpty()) {
      throw new InputException(
          source.name(),
          "it declares no property",
          "add 'property NAME := FORMULA', for example 'property safe := G !hazard'");
    }
    return new PropertyFile(
        source.name(),
        source.text(),
        new PropertyFile.Contents(
            layout, signals, definitions, List.copyOf(parsed), step, horizon, margin));
  }

  private void declare(Statement statement) {
    Token keyword = statement.keyword();
    switch (keyword.text()) {
      case "log" -> {
        once(statement);
        layout = LogBlockParser.parse(source, statement.start(), statement.end());
      }
      case "step" -> {
        once(statement);
        step = Optional.of(new TimeParser(cursor(statement)).step());
      }
      case "margin" -> {
        once(statement);
        margin = new TimeParser(cursor(statement)).margin();
      }
      case "signal" -> signal(cursor(statement));
      case "predicate" -> define(statement, predicates);
      case "property" -> define(statement, properties);
      default ->
          throw source.error(
              keyword.start(),
              "a statement cannot begin with " + keyword.shown(),
              Spelling.remedy(keyword.text(), KEYWORDS));
    }
  }

  private void once(Statement statement) {
    Token keyword = statement.keyword();
    Token before = single.putIfAbsent(keyword.text(), keyword);
    if (before != null) {
      throw source.error(
          keyword.start(),
          "'" + keyword.text() + "' is given twice, first in line " + source.line(before.start()),
          "keep one of them");
    }
  }

  private void signal(TokenCursor cursor) {
    Token name = declaredName(cursor, "signal");
    if (cursor.peek().is(":=")) {
      throw cursor.error(
          cursor.peek(), "a signal is a column, not an expression", "write '=' and a column");
    }
    cursor.expect("=", "after the signal's name");
    signals.put(name.text(), AddressParser.signal(name.text(), cursor));
    cursor.expectEnd(
        "a signal is a column or a slice of an array; put names with other characters than"
            + " letters, digits, '_' and '.' in double quotes");
  }

  private void define(Statement statement, Map<String, Pending> definitions) {
    TokenCursor cursor = cursorUpToDefinition(statement);
    Token name = declaredName(cursor, statement.keyword().text());
    Token sign = cursor.next();
    if (!sign.is(":=")) {
      throw cursor.error(
          sign,
          "expected ':=' after the name, found " + sign.shown(),
          "write '" + statement.keyword().text() + " " + name.text() + " := ...'");
    }
    definitions.put(name.text(), new Pending(name, sign.end(), statement.end()));
  }

  /** Only the tokens up to {@code :=}, for a formula has symbols that the lexer does not know. */
  private TokenCursor cursorUpToDefinition(Statement statement) {
    int sign = source.text().indexOf(":=", statement.start());
    boolean found = sign >= 0 && sign < statement.end();
    return new TokenCursor(
        source, Lexer.tokens(source, statement.start(), found ? sign + 2 : statement.end()));
  }

  private Token declaredName(TokenCursor cursor, String kind) {
    Token name = cursor.next();
    if (name.kind() != Token.Kind.NAME) {
      throw cursor.error(
          name,
          "expected the name of the " + kind + ", found " + name.shown(),
          "names are made of letters, digits and '_'");
    }
    String problem = Names.whyNotDeclarable(name.text());
    if (!problem.isEmpty()) {
      throw cursor.error(name, "'" + name.text() + "' " + problem, "choose another name");
    }
    Token before = declared.putIfAbsent(name.text(), name);
    if (before != null) {
      throw cursor.error(
          name,
          "'" + name.text() + "' is already declared in line " + source.line(before.start()),
          "choose another name");
    }
    return name;
  }

  private SortedMap<String, Condition> definitions() {
    SortedMap<String, Condition> definitions = new TreeMap<>();
    Names names = names();
    predicates.forEach(
        (name, at) -> {
          TokenCursor cursor = new TokenCursor(source, Lexer.tokens(source, at.start(), at.end()));
          Condition condition =
              new TermParser(cursor, names).condition("the predicate '" + name + "'");
          cursor.expectEnd("a predicate is a comparison, or several joined by & and |");
          definitions.put(name, condition);
        });
    DefinitionCheck.check(source, definitions, declared);
    return definitions;
  }

  private Names names() {
    return new Names(signals, predicates.keySet());
  }

  private TokenCursor cursor(Statement statement) {
    return new TokenCursor(source, Lexer.tokens(source, statement.start(), statement.end()));
  }
}
