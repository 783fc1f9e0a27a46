package org.surety.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output that knows why it failed: {@code | head} is no full disk. */
final class StandardOutput extends OutputStream {
  private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);
  private boolean readerHasLeft;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      file.write(bytes, from, count);
    } catch (IOException e) {
      // The only thing that tells them apart; in another language it counts as a failure.
      readerHasLeft = "Broken pipe".equals(e.getMessage());
      throw e;
    }
  }

  /** Whether nobody reads any more, and that alone was wrong. */
  boolean readerHasLeft() {
    return readerHasLeft;
  }
}
