package org.surety.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a file beside its target and renames it into place, so that an interrupted run leaves the
 * old file or none, never half of a new one.
 */
public final class AtomicFile {
  /**
   * Files begun and neither finished nor deleted; an interrupted run must not leave them behind.
   */
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> UNFINISHED.forEach(AtomicFile::deleteQuietly)));
  }

  private AtomicFile() {}

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The machine is going down around us; there is nobody left to tell.
      return;
    }
  }

  /** Writes bytes to a stream. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to {@code out}; need not close it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces {@code target} with {@code bytes}. */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, out -> out.write(bytes));
  }

  /** Replaces {@code target} with what {@code writer} writes; leaves nothing if it throws. */
  public static void write(Path target, Writer writer) throws IOException {
    Path temporary = temporaryBeside(target);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
        writer.writeTo(out);
      }
      moveInto(temporary, target);
    } finally {
      discard(temporary);
    }
  }

  /** Deletes a temporary file that is not to be finished; does nothing to one that was. */
  public static void discard(Path temporary) throws IOException {
    Files.deleteIfExists(temporary);
    UNFINISHED.remove(temporary);
  }

  /**
   * A new empty file in the folder of {@code target}, for writers that need a path. Finish with
   * {@link #moveInto}; {@link #discard} it on failure. If the program ends before, it is deleted.
   */
  public static Path temporaryBeside(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new InputException(
          target.toString(), "is a directory, expected a file name", "name a file to write");
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          target.toString(),
          "the folder " + folder + " does not exist",
          "create it or choose another output");
    }
    Path temporary = Files.createTempFile(folder, "." + target.getFileName(), ".part");
    UNFINISHED.add(temporary);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      // createTempFile makes 0600; an ordinary output is readable like any other file.
      Files.setPosixFilePermissions(
          temporary,
          Set.copyOf(java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--")));
    }
    return temporary;
  }

  /** Renames {@code temporary} to {@code target}, replacing it. */
  public static void moveInto(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    UNFINISHED.remove(temporary);
  }
}
