package org.surety.trace.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.VersionParser;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/** A Parquet file open for reading: its leaves by dotted name, and readers of each row group. */
final class ParquetFile implements Closeable {
  private final Path path;
  private final ParquetFileReader reader;
  private final VersionParser.@Nullable ParsedVersion writer;
  private final List<ParquetColumn> columns = new ArrayList<>();

  @FunctionalInterface
  interface Reading<T extends @Nullable Object> {
    T read() throws IOException;
  }

  /** Turns whatever a damaged file makes the decoding run into into one message. */
  static <T extends @Nullable Object> T guard(Path path, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (InputException e) {
      throw e;
    } catch (java.nio.file.FileSystemException e) {
      throw e;
    } catch (RuntimeException | IOException | StackOverflowError e) {
      throw new InputException(
          path.toString(),
          "is damaged or cut short (" + e.getClass().getSimpleName() + " while decoding)",
          "copy or write the file again",
          e);
    } catch (OutOfMemoryError e) {
      throw new InputException(
          path.toString(),
          "holds, or claims to hold, more than fits into memory at once",
          "check the file, write smaller row groups, or give Java more memory with -Xmx",
          e);
    }
  }

  static boolean hasMagic(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (var in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(4);
      return head.length == 4
          && head[0] == 'P'
          && head[1] == 'A'
          && head[2] == 'R'
          && head[3] == '1';
    }
  }

  ParquetFile(Path path) throws IOException {
    this.path = path;
    if (!hasMagic(path)) {
      throw new InputException(
          path.toString(), "is not a Parquet file", "check the file or name its --format");
    }
    ParquetReadOptions options =
        new ParquetReadOptions.Builder(new PlainParquetConfiguration())
            .withCodecFactory(new PureJavaCodecs(path.toString()))
            .withUseHadoopVectoredIo(false)
            .usePageChecksumVerification(true)
            .build();
    reader = new ParquetFileReader(new LocalInputFile(path), options);
    boolean opened = false;
    try {
      checkSizes(Files.size(path));
      writer = writer(reader.getFileMetaData().getCreatedBy());
      MessageType schema = reader.getFileMetaData().getSchema();
      for (ColumnDescriptor column : schema.getColumns()) {
        columns.add(new ParquetColumn(column, name(schema, column.getPath())));
      }
      opened = true;
    } finally {
      if (!opened) {
        reader.close();
      }
    }
  }

  private static VersionParser.@Nullable ParsedVersion writer(@Nullable String createdBy) {
    try {
      return createdBy == null ? null : VersionParser.parse(createdBy);
    } catch (VersionParser.VersionParseException e) {
      return null;
    }
  }

  /** Every chunk must lie in the file: a forged size must not become an array. */
  private void checkSizes(long size) {
    for (BlockMetaData group : reader.getRowGroups()) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        long start = chunk.getStartingPos();
        long length = chunk.getTotalSize();
        if (start < 4 || length < 0 || start > size || length > size - start) {
          throw new InputException(
              path.toString(),
              "is damaged or cut short: column "
                  + chunk.getPath().toDotString()
                  + " should take "
                  + length
                  + " bytes at position "
                  + start
                  + " of "
                  + size,
              "copy or write the file again");
        }
      }
      if (group.getRowCount() < 0) {
        throw new InputException(
            path.toString(),
            "is damaged: a row group of " + group.getRowCount() + " rows",
            "copy or write the file again");
      }
    }
  }

  /** A leaf's dotted name, without the layers that Parquet puts around the elements of a list. */
  private static String name(MessageType schema, String[] path) {
    StringBuilder name = new StringBuilder();
    Type type = schema;
    int skip = 0;
    for (String part : path) {
      type = ((GroupType) type).getType(part);
      if (skip > 0) {
        skip--;
        continue;
      }
      if (name.length() > 0) {
        name.append('.');
      }
      name.append(part);
      skip = layers(type);
    }
    return name.toString();
  }

  /** How many path elements below a list only carry its elements. */
  private static int layers(Type type) {
    int layers = 0;
    Type at = type;
    while (!at.isPrimitive()
        && at.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      Type repeated = at.asGroupType().getType(0);
      layers++;
      if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1) {
        break;
      }
      layers++;
      at = repeated.asGroupType().getType(0);
    }
    return layers;
  }

  Path path() {
    return path;
  }

  List<ParquetColumn> columns() {
    return columns;
  }

  long rows() {
    return reader.getRecordCount();
  }

  /** The next row group's pages, or null after the last. */
  @Nullable PageReadStore nextGroup() throws IOException {
    return reader.readNextRowGroup();
  }

  /** A reader of one column of a row group. */
  ColumnReader reader(ParquetColumn column, PageReadStore group) {
    return new ColumnReaderImpl(
        column.descriptor(),
        group.getPageReader(column.descriptor()),
        new PrimitiveConverter() {},
        writer);
  }

  /**
   * Values per row of every list, from the first row that is not null. Opens the file once more, so
   * that nothing that was read has to be given back.
   */
  void measureLists() throws IOException {
    if (columns.stream().noneMatch(ParquetColumn::list)) {
      return;
    }
    try (ParquetFile probe = new ParquetFile(path)) {
      List<ColumnDescriptor> unknown = new ArrayList<>();
      columns.stream()
          .filter(ParquetColumn::list)
          .forEach(column -> unknown.add(column.descriptor()));
      while (!unknown.isEmpty()) {
        probe.reader.setRequestedSchema(unknown);
        PageReadStore group = probe.nextGroup();
        if (group == null) {
          return;
        }
        for (ParquetColumn column : columns) {
          if (column.list() && column.width() == 0) {
            column.setWidth(column.measure(probe.reader(column, group), group.getRowCount()));
            if (column.width() > 0) {
              unknown.remove(column.descriptor());
            }
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
