package org.surety.automaton.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/**
 * Finds engines by name.
 *
 * @param owlHome the folder of Owl, if it is not the one on the PATH
 * @param spotBridge the bridge to Spot, if it is not beside Surety's jar
 */
public record Engines(Optional<Path> owlHome, Optional<Path> spotBridge) {
  /** What engines are called, the one that is always there first. */
  public static final List<String> NAMES = List.of("embedded", "owl", "spot");

  /**
   * The engine of that name.
   *
   * @throws InputException if there is none, or it is not installed; it says how to install it
   */
  public Translator open(String name) {
    return switch (name) {
      case "embedded" -> new EmbeddedTranslator();
      case "owl" -> OwlTranslator.find(owlHome);
      case "spot" -> SpotTranslator.load(spotBridge);
      default ->
          throw new InputException(
              "engine '" + name + "'", "is not known", Spelling.remedy(name, NAMES));
    };
  }
}
