package org.surety.automaton.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;

/**
 * Owl (Křetínský, Meggendorfer, Sickert, "Owl: A Library for ω-Words, Automata, and LTL", ATVA
 * 2018): its executable, kept running as one process for each kind of automaton, or its jars in
 * this process.
 */
public final class OwlTranslator implements Translator {
  /** What to do where Owl is not found. */
  public static final String INSTALL =
      "unpack a release of Owl 22 or later from https://owl.model.in.tum.de and put its folder bin"
          + " on the PATH, or name the folder by --owl-home or OWL_HOME";

  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final List<String> JAR_FOLDERS =
      List.of("", "lib", "jar", "jars", "libs", "build/libs");

  private final @Nullable Path program;
  private final @Nullable OwlLibrary library;
  private final Map<Target, ToolProcess> running = new EnumMap<>(Target.class);
  private @Nullable String version;

  private OwlTranslator(@Nullable Path program, @Nullable OwlLibrary library) {
    this.program = program;
    this.library = library;
  }

  /**
   * Owl, wherever it is: the executable or the jars in a folder, if one is given or OWL_HOME names
   * one; else the executable on the PATH.
   *
   * @param home the folder of a release or a build
   * @throws InputException if it is not there
   */
  public static OwlTranslator find(Optional<Path> home) {
    Optional<Path> folder =
        home.or(() -> Optional.ofNullable(System.getenv("OWL_HOME")).map(Path::of));
    if (folder.isEmpty()) {
      return new OwlTranslator(
          Programs.onPath("owl")
              .orElseThrow(() -> new InputException("owl", "it is not on the PATH", INSTALL)),
          null);
    }
    for (String name : List.of("bin/owl", "owl")) {
      Path file = folder.get().resolve(name);
      if (Programs.isProgram(file)) {
        return new OwlTranslator(file, null);
      }
    }
    for (String name : JAR_FOLDERS) {
      List<Path> jars = jars(folder.get().resolve(name));
      if (jars.stream().anyMatch(OwlTranslator::holdsOwl)) {
        return new OwlTranslator(null, new OwlLibrary(jars));
      }
    }
    throw new InputException(
        folder.get().toString(), "holds neither an executable owl nor its jar", INSTALL);
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean holdsOwl(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry("owl/command/OwlCommand.class") != null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "owl";
  }

  @Override
  public String version() {
    if (version == null) {
      version = library != null ? library.version() : versionOf(String.valueOf(program));
    }
    return version;
  }

  private static String versionOf(String program) {
    try (ToolProcess process = new ToolProcess("owl", List.of(program, "--version"))) {
      process.sendNothing();
      return process.readAll(Limits.startingNow(1, ANSWER)).strip();
    } catch (TooManyStatesException e) {
      return "owl (it does not tell its version)";
    }
  }

  /** Whether Owl runs within this process. */
  public boolean isInProcess() {
    return library != null;
  }

  @Override
  public Set<Target> targets() {
    return EnumSet.allOf(Target.class);
  }

  @Override
  public OmegaAutomaton translate(Formula formula, Target target, Limits limits) {
    PortableFormula portable = PortableFormula.of(formula);
    String text =
        library != null
            ? WatchedCall.call(
                "owl", () -> library.translate(subcommand(target), portable.text()), limits)
            : ask(target, portable.text(), limits);
    return PrintedAutomaton.checked(
        PrintedAutomaton.read(text, portable, "owl", limits), target, "owl");
  }

  private String ask(Target target, String formula, Limits limits) {
    ToolProcess process = running.get(target);
    if (process == null || !process.isAlive()) {
      end(target);
      process =
          new ToolProcess(
              "owl",
              List.of(String.valueOf(program), subcommand(target), "--run-in-non-native-mode"));
      running.put(target, process);
    }
    boolean answered = false;
    try {
      process.send(formula);
      String text = process.readAutomaton(limits);
      answered = true;
      return text;
    } finally {
      if (!answered) {
        end(target);
      }
    }
  }

  private void end(Target target) {
    ToolProcess process = running.remove(target);
    if (process != null) {
      process.close();
    }
  }

  private static String subcommand(Target target) {
    return switch (target) {
      case NBA -> "ltl2nba";
      case LDBA -> "ltl2ldba";
      case DPA -> "ltl2dpa";
      case DELA -> "ltl2dela";
    };
  }

  @Override
  public void close() {
    List.copyOf(running.keySet()).forEach(this::end);
    if (library != null) {
      library.close();
    }
  }
}
