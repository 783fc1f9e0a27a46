package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import org.surety.base.InputException;

/**
 * Turns whatever a damaged file makes the decoding run into (an index out of bounds, an arithmetic
 * overflow, a size that does not fit) into one message.
 */
final class Guard {
  private Guard() {}

  @FunctionalInterface
  interface Reading<T extends @org.jspecify.annotations.Nullable Object> {
    T read() throws IOException;
  }

  static <T extends @org.jspecify.annotations.Nullable Object> T guard(
      Path path, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException | InternalError e) { // InternalError: a mapped page that is gone
      throw new InputException(
          path.toString(),
          "is damaged or cut short (" + e.getClass().getSimpleName() + " while decoding)",
          "copy or write the file again",
          e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          path.toString(),
          "holds, or claims to hold, more than fits into memory at once",
          "check the file, or give Java more memory with -Xmx",
          e);
    }
  }
}
