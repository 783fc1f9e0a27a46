package org.surety.guard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Keeps the state of a guard in a file, decision by decision. The line is padded to one block and
 * written over the last one in a single call, tens of thousands of times a second: a process that
 * is killed leaves the old line or the new one, and a machine that loses its power at worst one
 * whose digest does not fit, which {@link GuardState#parse} refuses.
 */
public final class GuardStateFile implements Closeable {
  private static final int BLOCK = 512;
  private static final int LONGEST = 1 << 16;

  private final Path file;
  private @Nullable FileChannel channel;

  /** A file that may exist. */
  public GuardStateFile(Path file) {
    this.file = file;
  }

  /**
   * The state kept last; empty if the file does not exist.
   *
   * @throws InputException if it holds something else, or is damaged
   */
  public Optional<GuardState> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      throw new InputException(
          file.toString(), "is not the state of a guard", "name the file that a guard has kept");
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return Optional.of(GuardState.parse(text, file.toString()));
  }

  /** Keeps a state. */
  public void keep(GuardState state) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = open;
    }
    byte[] line = state.toJson().getBytes(StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(line, (line.length / BLOCK + 1) * BLOCK);
    Arrays.fill(block, line.length, block.length, (byte) ' ');
    block[block.length - 1] = '\n';
    ByteBuffer bytes = ByteBuffer.wrap(block);
    while (bytes.hasRemaining()) {
      open.write(bytes, bytes.position());
    }
    if (open.size() > block.length) {
      open.truncate(block.length);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
