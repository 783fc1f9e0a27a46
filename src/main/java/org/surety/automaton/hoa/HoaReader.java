package org.surety.automaton.hoa;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.automaton.omega.OmegaAutomaton;

/**
 * Reads automata in the Hanoi Omega-Automata format, version 1 (Babiak et al., CAV 2015), one after
 * another from a stream: the next automaton is read when it is asked for, and one abandoned with
 * {@code --ABORT--} is passed over.
 *
 * <p>State acceptance becomes marks on all edges out of the state; the property {@code state-acc}
 * then says that it was so written. Negated acceptance sets become sets of their own, aliases and
 * implicit labels become explicit labels. Unknown header items are ignored if they start with a
 * lower-case letter, as the format says. Not read: alternating automata, more than 62 atoms or 64
 * acceptance sets, other versions.
 *
 * <p>{@link #hasNext} and {@link #next} throw {@link org.surety.base.InputException} with file,
 * line and column if the text is not of the format, if a name of an acceptance condition does not
 * belong to its formula, or if an automaton that is said to be deterministic or complete is not;
 * and {@link java.io.UncheckedIOException} if the stream cannot be read. The stream is not closed.
 */
public final class HoaReader implements Iterator<OmegaAutomaton> {
  private final Reader reader;
  private final String source;
  private @Nullable HoaWords words;
  private @Nullable OmegaAutomaton ahead;

  /**
   * @param source what messages call the stream: usually a file name
   */
  public HoaReader(Reader reader, String source) {
    this.reader = reader;
    this.source = source;
  }

  /** All automata of a text. */
  public static List<OmegaAutomaton> readAll(String text, String source) {
    List<OmegaAutomaton> automata = new ArrayList<>();
    new HoaReader(new StringReader(text), source).forEachRemaining(automata::add);
    return automata;
  }

  @Override
  public boolean hasNext() {
    if (words == null) {
      words = new HoaWords(new HoaLexer(reader, source));
    }
    while (ahead == null && !words.peek().is(Kind.END_OF_TEXT)) {
      try {
        ahead = HoaBody.read(HoaHeader.read(words), words);
      } catch (HoaWords.Aborted e) {
        // The writer gave this automaton up; another may follow.
      }
    }
    return ahead != null;
  }

  @Override
  public OmegaAutomaton next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("no automaton is left in " + source);
    }
    OmegaAutomaton next = ahead;
    ahead = null;
    return next;
  }
}
