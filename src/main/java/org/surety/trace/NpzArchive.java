package org.surety.trace;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.surety.base.InputException;

/**
 * The arrays of an npz file: a zip archive with one {@code .npy} each.
 *
 * <p>Nothing is executed and nothing is allocated by what the archive announces: elements are
 * streamed. An archive whose entries overlap, disagree with their headers, or unpack to more than
 * {@value #MAX_RATIO} times the file (beyond 1 GiB) is refused as a bomb.
 */
final class NpzArchive implements Closeable {
  private static final long HARMLESS = 1L << 30;
  private static final int MAX_RATIO = 100;

  private final String file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
  private final Map<String, NpyHeader> headers = new LinkedHashMap<>();

  private NpzArchive(String file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static NpzArchive open(Path path) throws IOException {
    String file = path.toString();
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile());
    } catch (ZipException e) {
      throw new InputException(
          file,
          "the zip archive cannot be opened (" + e.getMessage() + ")",
          "it may be cut off or corrupt: copy it again",
          e);
    }
    NpzArchive archive = new NpzArchive(file, zip);
    boolean opened = false;
    try {
      archive.readHeaders(Files.size(path));
      opened = true;
      return archive;
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  private void readHeaders(long fileBytes) throws IOException {
    long packed = 0;
    long unpacked = 0;
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      packed += Math.max(0, entry.getCompressedSize());
      unpacked += Math.max(0, entry.getSize());
      if (packed > fileBytes || unpacked < 0) {
        throw bomb("its entries overlap");
      }
      if (unpacked > HARMLESS && unpacked / MAX_RATIO > fileBytes) {
        throw bomb("it unpacks to more than " + MAX_RATIO + " times its size");
      }
      if (entry.getName().endsWith(".npy")) {
        String name = entry.getName().substring(0, entry.getName().length() - 4);
        if (entries.put(name, entry) != null) {
          throw new InputException(
              file, "two arrays are named '" + name + "'", "give every array its own name");
        }
      }
    }
    for (Map.Entry<String, ZipEntry> entry : entries.entrySet()) {
      headers.put(entry.getKey(), header(entry.getKey(), entry.getValue()));
    }
  }

  private InputException bomb(String why) {
    return new InputException(
        file,
        "the archive is refused as a zip bomb: " + why,
        "write it again with numpy.savez or in another format");
  }

  private NpyHeader header(String name, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      NpyHeader header = NpyHeader.read(place(name), in);
      long announced = header.bytes() + header.elements() * header.size();
      if (announced != entry.getSize()) {
        throw new InputException(
            place(name),
            "announces " + announced + " bytes, but the archive holds " + entry.getSize(),
            "the file may be corrupt: write it again");
      }
      return header;
    } catch (EOFException | ZipException e) {
      throw TextInput.broken(place(name), e);
    }
  }

  /** The file, for messages. */
  String file() {
    return file;
  }

  /** An array, for messages. */
  String place(String name) {
    return file + ", array '" + name + "'";
  }

  /** Headers by name, in the archive's order. */
  Map<String, NpyHeader> headers() {
    return headers;
  }

  /** A reader of an array from its first element. */
  NpyReader read(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(name);
    }
    InputStream in = zip.getInputStream(entry);
    NpyHeader header = NpyHeader.read(place(name), in);
    return new NpyReader(place(name), header, in);
  }

  /** All elements of a short array, as episode boundaries are. */
  double[] all(String name) throws IOException {
    try (NpyReader reader = read(name)) {
      long count = reader.header().elements();
      if (count > 1 << 27) {
        throw new InputException(
            place(name), "has " + count + " elements", "at most 134 million are read");
      }
      java.util.stream.DoubleStream.Builder values = java.util.stream.DoubleStream.builder();
      for (long i = 0; i < count; i++) {
        values.add(reader.next());
      }
      return values.build().toArray();
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
