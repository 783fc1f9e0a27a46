package org.surety.trace.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.surety.base.InputException;

/**
 * Parquet's compression codecs in Java alone: snappy, zstd and lz4 by aircompressor, gzip by the
 * JDK. Writes zstd or nothing.
 */
public final class PureJavaCodecs implements CompressionCodecFactory {
  /** No codec here expands by more; a forged page size stops at it. */
  private static final long MOST_EXPANSION = 1 << 18;

  private final String place;

  /**
   * @param place the file, for messages
   */
  public PureJavaCodecs(String place) {
    this.place = place;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Decompression((in, out) -> in.length, true);
      case SNAPPY -> blocks(new SnappyDecompressor());
      case ZSTD -> blocks(new ZstdDecompressor());
      case LZ4_RAW -> blocks(new Lz4Decompressor());
      case LZ4 -> new Decompression(PureJavaCodecs::hadoopLz4, false);
      case GZIP -> new Decompression(PureJavaCodecs::gunzip, false);
      default ->
          throw new InputException(
              place,
              "is compressed by " + codec.name().toLowerCase(java.util.Locale.ROOT),
              "write it with zstd, snappy, lz4, gzip or without compression");
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("only zstd is written, not " + codec);
    }
    return new ZstdCompression();
  }

  @Override
  public void release() {}

  /** Fills {@code out} from {@code in}; gives the number of bytes that it wrote. */
  @FunctionalInterface
  private interface Block {
    int decompress(byte[] in, byte[] out) throws IOException;
  }

  private Decompression blocks(Decompressor codec) {
    return new Decompression(
        (in, out) -> codec.decompress(in, 0, in.length, out, 0, out.length), false);
  }

  private static byte[] array(BytesInput bytes) throws IOException {
    try (InputStream stream = bytes.toInputStream()) {
      return stream.readAllBytes();
    }
  }

  private static int gunzip(byte[] in, byte[] out) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(in))) {
      int n = stream.readNBytes(out, 0, out.length);
      return stream.read() < 0 ? n : -1;
    }
  }

  /** The older lz4 of Hadoop: blocks with their two lengths, big endian, before them. */
  private static int hadoopLz4(byte[] in, byte[] out) {
    Lz4Decompressor codec = new Lz4Decompressor();
    ByteBuffer frame = ByteBuffer.wrap(in);
    int written = 0;
    while (frame.remaining() >= 8) {
      int size = frame.getInt();
      int stored = frame.getInt();
      if (size < 0 || stored < 0 || stored > frame.remaining() || size > out.length - written) {
        return -1;
      }
      written += codec.decompress(in, frame.position(), stored, out, written, size);
      frame.position(frame.position() + stored);
    }
    return written;
  }

  private final class Decompression implements BytesInputDecompressor {
    private final Block block;
    private final boolean plain;

    Decompression(Block block, boolean plain) {
      this.block = block;
      this.plain = plain;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return plain ? bytes : BytesInput.from(expand(array(bytes), size));
    }

    @Override
    public void decompress(ByteBuffer input, int stored, ByteBuffer output, int size)
        throws IOException {
      byte[] bytes = new byte[stored];
      input.get(bytes);
      output.put(plain ? bytes : expand(bytes, size));
    }

    private byte[] expand(byte[] in, int size) throws IOException {
      if (size < 0 || size / MOST_EXPANSION > in.length) {
        throw damaged(in.length + " bytes cannot hold " + size, null);
      }
      byte[] out = new byte[size];
      int written;
      try {
        written = block.decompress(in, out);
      } catch (RuntimeException | IOException e) {
        throw damaged(String.valueOf(e.getMessage()), e);
      }
      if (written != size) {
        throw damaged("a page of another size than it declares", null);
      }
      return out;
    }

    private InputException damaged(String what, @org.jspecify.annotations.Nullable Exception e) {
      return new InputException(
          place,
          "is damaged or cut short: a compressed page (" + what + ")",
          "copy or write the file again",
          e == null ? new IllegalStateException(what) : e);
    }

    @Override
    public void release() {}
  }

  private static final class ZstdCompression implements BytesInputCompressor {
    private final Compressor zstd = new ZstdCompressor();

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      byte[] in = array(bytes);
      byte[] out = new byte[zstd.maxCompressedLength(in.length)];
      int n = zstd.compress(in, 0, in.length, out, 0, out.length);
      return BytesInput.from(out, 0, n);
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {}
  }
}
