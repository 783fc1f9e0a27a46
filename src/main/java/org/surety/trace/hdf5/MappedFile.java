package org.surety.trace.hdf5;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/** A file mapped into memory, read by absolute position; every slice is held against its size. */
final class MappedFile implements Closeable {
  /** Segments start at multiples of this and reach twice as far, so any slice lies in one. */
  private static final int STRIDE_BITS = 30;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final @Nullable ByteBuffer[] segments;

  MappedFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = channel.size();
    this.segments = new ByteBuffer[(int) (size >>> STRIDE_BITS) + 1];
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** The bytes at {@code position}, little endian; fails if they do not all lie in the file. */
  ByteBuffer slice(long position, long length) {
    if (position < 0 || length < 0 || position > size || length > size - position) {
      throw damaged(
          "points to "
              + length
              + " bytes at position "
              + position
              + ", but the file ends at "
              + size);
    }
    if (length > 1 << STRIDE_BITS) {
      throw new InputException(
          path.toString(),
          "holds a piece of " + length + " bytes, more than 1 GiB",
          "rewrite it with smaller chunks");
    }
    ByteBuffer segment = segment((int) (position >>> STRIDE_BITS));
    int offset = (int) (position & ((1 << STRIDE_BITS) - 1));
    return segment.slice(offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes from {@code position} on, at most {@code most}, fewer at the end of the file. */
  ByteBuffer upTo(long position, long most) {
    return slice(position, Math.max(0, Math.min(most, size - position)));
  }

  private ByteBuffer segment(int index) {
    ByteBuffer segment = segments[index];
    if (segment == null) {
      long start = (long) index << STRIDE_BITS;
      try {
        segment =
            channel.map(
                FileChannel.MapMode.READ_ONLY, start, Math.min(size - start, Integer.MAX_VALUE));
      } catch (IOException e) {
        throw new InputException(
            path.toString(),
            "cannot be mapped into memory (" + e.getMessage() + ")",
            "check that it is an ordinary file on a mounted disk",
            e);
      }
      segments[index] = segment;
    }
    return segment;
  }

  /** The error for bytes that contradict the format. */
  InputException damaged(String problem) {
    return damaged(problem, null);
  }

  InputException damaged(String problem, @Nullable Throwable cause) {
    return new InputException(
        path.toString(),
        "is damaged or cut short: " + problem,
        "copy or write the file again",
        cause == null ? new IllegalStateException(problem) : cause);
  }

  /** The error for a part of the format that is not read here. */
  InputException unsupported(String what) {
    return new InputException(
        path.toString(),
        "uses " + what + ", which is not read here",
        "write it again with h5py's defaults (contiguous, gzip or lzf)");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
