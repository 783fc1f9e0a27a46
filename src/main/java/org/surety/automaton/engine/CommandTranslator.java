package org.surety.automaton.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;

/**
 * Any program that prints an automaton in the Hanoi Omega-Automata format for a formula among its
 * arguments, such as {@code ltl2tgba -D %f}. It is run once for each formula, without a shell: the
 * formula, in Spot's syntax with atoms called {@code p0}, {@code p1}, ..., is one argument or part
 * of one, whatever characters it has.
 *
 * @param command as it was given
 * @param words the program and its arguments, in which {@code %f} stands for the formula
 */
public record CommandTranslator(String command, List<String> words) {
  /** What stands for the formula. */
  public static final String FORMULA = "%f";

  public CommandTranslator {
    words = List.copyOf(words);
  }

  /**
   * Reads a command: words are separated by spaces, and quotes of either kind or a backslash keep a
   * space within a word.
   *
   * @throws InputException if a quote is not closed, or no word mentions the formula
   */
  public static CommandTranslator of(String command) {
    List<String> words = split(command);
    if (words.stream().noneMatch(word -> word.contains(FORMULA))) {
      throw new InputException(
          "command '" + command + "'",
          "nothing in it stands for the formula",
          "write " + FORMULA + " where the formula belongs, as in 'ltl2tgba -D " + FORMULA + "'");
    }
    return new CommandTranslator(command, words);
  }

  private static List<String> split(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < command.length();
      if (quote == 0 && Character.isWhitespace(c)) {
        finish(word, words);
        word = null;
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (escapes) {
        word.append(command.charAt(++i));
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new InputException(
          "command '" + command + "'", "a quote " + quote + " is not closed", "close it");
    }
    finish(word, words);
    return words;
  }

  private static void finish(@Nullable StringBuilder word, List<String> words) {
    if (word != null) {
      words.add(word.toString());
    }
  }

  /**
   * What the program prints for a formula.
   *
   * @throws TooManyStatesException if it takes too long; it is then killed
   * @throws InputException if it fails or prints something else than one automaton
   */
  public OmegaAutomaton translate(Formula formula, Limits limits) {
    PortableFormula portable = PortableFormula.of(formula);
    String name = "command '" + command + "'";
    List<String> filled =
        words.stream().map(word -> word.replace(FORMULA, portable.text())).toList();
    try (ToolProcess process = new ToolProcess(name, filled)) {
      process.sendNothing();
      return PrintedAutomaton.read(process.readAll(limits), portable, name, limits);
    }
  }
}
