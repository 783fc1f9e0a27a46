package org.surety.automaton.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.DelaTranslator;
import org.surety.automaton.translate.DpaTranslator;
import org.surety.automaton.translate.LdbaTranslator;
import org.surety.automaton.translate.NbaTranslator;
import org.surety.base.ToolkitVersion;
import org.surety.logic.Formula;

/** Surety's own translations, which need nothing installed. */
public final class EmbeddedTranslator implements Translator {
  /** A translation to one kind of automata. */
  @FunctionalInterface
  private interface Translation {
    OmegaAutomaton of(Formula formula, Limits limits);
  }

  private static final Map<Target, Translation> TRANSLATIONS =
      Map.of(
          Target.NBA, NbaTranslator::translate,
          Target.LDBA, LdbaTranslator::translate,
          Target.DPA, DpaTranslator::translate,
          Target.DELA, DelaTranslator::translate);

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public String version() {
    return ToolkitVersion.NAME + " " + ToolkitVersion.number();
  }

  @Override
  public Set<Target> targets() {
    return new TreeSet<>(TRANSLATIONS.keySet());
  }

  @Override
  public OmegaAutomaton translate(Formula formula, Target target, Limits limits) {
    Translation translation = TRANSLATIONS.get(target);
    if (translation == null) {
      throw new IllegalArgumentException("not translated to " + target.plural());
    }
    PortableFormula.atomsInOrder(formula); // too many are an error of the user
    return translation.of(formula, limits);
  }
}
