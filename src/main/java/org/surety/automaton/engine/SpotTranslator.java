package org.surety.automaton.engine;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;

/**
 * Spot (Duret-Lutz et al., "From Spot 2.0 to Spot 2.10: What's New?", CAV 2022) in this process.
 * Safe for use by several threads, which wait for each other.
 */
public final class SpotTranslator implements Translator {
  /** How much work Spot puts into a small result. */
  public enum Effort {
    LOW(0),
    MEDIUM(1),
    HIGH(2);

    /** A value of spot::postprocessor::optimization_level. */
    private final int level;

    Effort(int level) {
      this.level = level;
    }
  }

  /**
   * The classes of Manna and Pnueli, "A hierarchy of temporal properties" (PODC 1990). Each but the
   * first three includes all that come before, except that persistence and recurrence do not
   * include each other, nor safety and guarantee.
   */
  public enum HierarchyClass {
    /** Both safety and guarantee. */
    BOTTOM('B'),
    SAFETY('S'),
    GUARANTEE('G'),
    OBLIGATION('O'),
    PERSISTENCE('P'),
    RECURRENCE('R'),
    REACTIVITY('T');

    private final char letter;

    HierarchyClass(char letter) {
      this.letter = letter;
    }

    private static HierarchyClass of(char letter) {
      for (HierarchyClass c : values()) {
        if (c.letter == letter) {
          return c;
        }
      }
      throw new InputException(
          "spot", "it named an unknown class, '" + letter + "'", "use the release of the README");
    }
  }

  // Values of spot::postprocessor::output_type and output_pref.
  private static final int BUCHI_STATES = 1;
  private static final int GENERIC = 3;
  private static final int PARITY = 4;
  private static final int SMALL = 1;
  private static final int DETERMINISTIC = 2;

  private SpotTranslator() {}

  /**
   * Spot, through its bridge.
   *
   * @param library the bridge; if empty, where SURETY_SPOT says, or beside Surety's jar
   * @throws InputException if it cannot be loaded; it says how to install it
   */
  public static SpotTranslator load(Optional<Path> library) {
    SpotLibrary.load(library);
    return new SpotTranslator();
  }

  @Override
  public String name() {
    return "spot";
  }

  @Override
  public String version() {
    return SpotLibrary.call(SpotLibrary::version, Limits.NONE);
  }

  @Override
  public Set<Target> targets() {
    return EnumSet.of(Target.NBA, Target.DPA, Target.DELA);
  }

  @Override
  public OmegaAutomaton translate(Formula formula, Target target, Limits limits) {
    return translate(formula, target, Effort.HIGH, limits);
  }

  /** As {@link #translate(Formula, Target, Limits)}, with less effort for a small result. */
  public OmegaAutomaton translate(Formula formula, Target target, Effort effort, Limits limits) {
    int type =
        switch (target) {
          case NBA -> BUCHI_STATES;
          case DPA -> PARITY;
          case DELA -> GENERIC;
          case LDBA -> throw new IllegalArgumentException("spot has no " + target.plural());
        };
    int preference = target == Target.NBA ? SMALL : DETERMINISTIC;
    // Spot takes a limit on what it determinizes only.
    int most = limits.maxStates() == Integer.MAX_VALUE ? 0 : limits.maxStates();
    PortableFormula portable = PortableFormula.of(formula);
    String text =
        SpotLibrary.call(
            () ->
                String.valueOf(
                    SpotLibrary.translate(portable.text(), type, preference, effort.level, most)),
            limits);
    OmegaAutomaton automaton = PrintedAutomaton.read(text, portable, "spot", limits);
    if (most > 0 && target != Target.NBA && !automaton.isDeterministic()) {
      // It gave the determinization up and kept what it had.
      throw new TooManyStatesException(most + " states");
    }
    return PrintedAutomaton.checked(automaton, target, "spot");
  }

  /**
   * An equivalent formula that Spot finds simpler.
   *
   * @throws TooManyStatesException if it is not found in time
   */
  public Formula simplify(Formula formula, Limits limits) {
    PortableFormula portable = PortableFormula.of(formula);
    return portable.read(SpotLibrary.call(() -> SpotLibrary.simplify(portable.text(), 3), limits));
  }

  /** Whether two formulas hold of the same infinite words. */
  public boolean areEquivalent(Formula left, Formula right, Limits limits) {
    PortableFormula.Pair pair = PortableFormula.pair(left, right);
    return SpotLibrary.call(
        () -> SpotLibrary.equivalent(pair.left().text(), pair.right().text()), limits);
  }

  /** Whether every infinite word of which the inner formula holds satisfies the outer one. */
  public boolean isContained(Formula inner, Formula outer, Limits limits) {
    PortableFormula.Pair pair = PortableFormula.pair(inner, outer);
    return SpotLibrary.call(
        () -> SpotLibrary.contained(pair.left().text(), pair.right().text()), limits);
  }

  /** Whether repeating a letter of a word never changes whether the formula holds. */
  public boolean isStutterInvariant(Formula formula, Limits limits) {
    PortableFormula portable = PortableFormula.of(formula);
    return SpotLibrary.call(() -> SpotLibrary.stutterInvariant(portable.text()), limits);
  }

  /** The least class that the formula belongs to. */
  public HierarchyClass hierarchyClass(Formula formula, Limits limits) {
    PortableFormula portable = PortableFormula.of(formula);
    return HierarchyClass.of(
        SpotLibrary.call(() -> SpotLibrary.hierarchyClass(portable.text()), limits));
  }
}
