package org.surety.trace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.surety.base.AtomicFile;

/** A file that is written beside its target over some time and put in place when it is complete. */
final class AtomicOutput implements Closeable {
  private final Path target;
  private final Path temporary;
  private boolean inPlace;

  AtomicOutput(Path target) throws IOException {
    this.target = target;
    temporary = AtomicFile.temporaryBeside(target);
  }

  /** The file to write to. */
  Path path() {
    return temporary;
  }

  /** Puts the file in place; it must be closed. */
  void commit() throws IOException {
    AtomicFile.moveInto(temporary, target);
    inPlace = true;
  }

  /** Deletes the file unless it is in place. */
  @Override
  public void close() throws IOException {
    if (!inPlace) {
      AtomicFile.discard(temporary);
    }
  }
}
