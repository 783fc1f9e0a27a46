package org.surety.automaton.engine;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.base.InputException;

/**
 * The functions of {@code src/main/native/surety_spot.cc}, loaded when they are first asked for.
 * Formulas and automata cross as text. One call at a time enters the library.
 */
final class SpotLibrary {
  /** What to do where the library is not found. */
  static final String INSTALL =
      "install Spot 2.11 or later, for example by 'conda install -c conda-forge spot', and build"
          + " the bridge by 'mvn -Pspot -Dspot.home=PREFIX -DskipTests package'";

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock(true);
  private static @Nullable Path loaded;

  private SpotLibrary() {}

  static native String version();

  static native @Nullable String translate(
      String formula, int type, int preference, int level, int maxStates);

  static native String simplify(String formula, int level);

  static native boolean equivalent(String left, String right);

  static native boolean contained(String inner, String outer);

  static native boolean stutterInvariant(String formula);

  static native char hierarchyClass(String formula);

  /**
   * Loads the library; a second time, it does nothing.
   *
   * @param file where it is; if empty, where SURETY_SPOT says, or beside Surety's jar
   * @throws InputException if it is not there, or Spot is not
   */
  static synchronized void load(Optional<Path> file) {
    Path library =
        file.or(() -> Optional.ofNullable(System.getenv("SURETY_SPOT")).map(Path::of))
            .orElseGet(SpotLibrary::besideSurety)
            .toAbsolutePath();
    if (library.equals(loaded)) {
      return;
    }
    if (!Files.isRegularFile(library)) {
      throw new InputException("spot", "its bridge " + library + " does not exist", INSTALL);
    }
    try {
      System.load(library.toString());
      version();
    } catch (UnsatisfiedLinkError e) {
      throw new InputException(
          "spot",
          "its bridge cannot be loaded: " + String.valueOf(e.getMessage()).strip(),
          INSTALL,
          e);
    }
    loaded = library;
  }

  private static Path besideSurety() {
    String name = System.mapLibraryName("surety-spot");
    try {
      CodeSource source = SpotLibrary.class.getProtectionDomain().getCodeSource();
      Path here = Path.of(source == null ? Path.of("").toUri() : source.getLocation().toURI());
      return here.resolveSibling("native").resolve(name);
    } catch (URISyntaxException e) {
      return Path.of("native", name);
    }
  }

  /**
   * The result of a call into the library.
   *
   * @throws TooManyStatesException if it, or an earlier call, does not end in time
   * @throws InputException if Spot reports a failure
   */
  static <T> T call(Callable<T> task, Limits limits) {
    return WatchedCall.call(
        "spot",
        () -> {
          enter(limits);
          try {
            return task.call();
          } finally {
            ONE_AT_A_TIME.unlock();
          }
        },
        limits);
  }

  private static void enter(Limits limits) throws InterruptedException {
    if (limits.remaining().isEmpty()) {
      ONE_AT_A_TIME.lockInterruptibly();
      return;
    }
    Duration left = limits.remaining().get();
    if (!ONE_AT_A_TIME.tryLock(left.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TooManyStatesException(
          "waiting for an earlier call of spot, which cannot be stopped");
    }
  }
}
