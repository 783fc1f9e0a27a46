package org.surety.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.surety.base.InputException;

/** A text log's bytes: gzip taken off, a byte order mark passed over. */
final class TextInput {
  private static final int HEAD = 1 << 16;

  private TextInput() {}

  static InputStream open(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    boolean opened = false;
    try {
      InputStream text = withoutMark(unzipped(new PushbackInputStream(in, 2)));
      opened = true;
      return text;
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }

  /** The first 64 KiB of text, or nothing if this is a folder or no text. */
  static byte[] head(Path path) throws IOException {
    byte[] raw = LogFormats.head(path, HEAD);
    byte[] text = raw;
    if (raw.length > 1 && raw[0] == 0x1F && raw[1] == (byte) 0x8B) {
      try (InputStream in = open(path)) {
        text = in.readNBytes(HEAD);
      } catch (IOException e) {
        return new byte[0]; // not gzip after all, or cut off: no text to be recognized
      }
    } else {
      try (InputStream in =
          withoutMark(new PushbackInputStream(new ByteArrayInputStream(raw), 3))) {
        text = in.readAllBytes();
      }
    }
    for (byte b : text) {
      if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
        return new byte[0];
      }
    }
    return text;
  }

  private static InputStream unzipped(PushbackInputStream in) throws IOException {
    byte[] magic = in.readNBytes(2);
    in.unread(magic);
    boolean zipped = magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    return zipped ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    PushbackInputStream text = new PushbackInputStream(in, 3);
    byte[] mark = text.readNBytes(3);
    boolean isMark =
        mark.length == 3
            && mark[0] == (byte) 0xEF
            && mark[1] == (byte) 0xBB
            && mark[2] == (byte) 0xBF;
    if (!isMark) {
      text.unread(mark);
    }
    return text;
  }

  /** What to tell the user when reading fails half way: a compressed file that was cut off. */
  static InputException broken(String place, IOException cause) {
    return new InputException(
        place,
        "the file cannot be read further (" + cause.getMessage() + ")",
        "it may be cut off or corrupt: copy it again",
        cause);
  }
}
