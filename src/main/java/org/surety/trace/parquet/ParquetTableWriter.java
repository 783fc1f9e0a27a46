package org.surety.trace.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;

/**
 * Writes a table of one row per state: {@code episode_id}, {@code step}, {@code observations} and
 * {@code actions} as lists of doubles, {@code rewards}, {@code costs}, {@code terminated}, {@code
 * truncated}, what was recorded with the action, and a struct {@code infos}. In an episode's last
 * row, its final state, everything that belongs to a decision is null. Compressed by zstd.
 */
final class ParquetTableWriter implements EpisodeWriter {
  private final Path target;
  private final Path temporary;
  private @Nullable ParquetWriter<Row> writer;
  private long episodes;
  private boolean finished;

  /** One state of one episode. */
  private record Row(EpisodeRecord episode, long id, int step) {}

  ParquetTableWriter(Path target) throws IOException {
    this.target = target;
    temporary = AtomicFile.temporaryBeside(target);
  }

  @Override
  public void write(EpisodeRecord episode) throws IOException {
    ParquetWriter<Row> open = writer;
    if (open == null) {
      open = start(episode);
    }
    for (int t = 0; t <= episode.decisions(); t++) {
      open.write(new Row(episode, episodes, t));
    }
    episodes++;
  }

  private ParquetWriter<Row> start(EpisodeRecord first) throws IOException {
    MessageType columns = schema(first);
    ParquetWriter<Row> open =
        new Builder(new LocalOutputFile(temporary), columns)
            .withConf((ParquetConfiguration) new PlainParquetConfiguration())
            .withCodecFactory(new PureJavaCodecs(target.toString()))
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withDictionaryEncoding(false)
            .withDictionaryEncoding("episode_id", true)
            .withRowGroupSize(32L << 20)
            .build();
    writer = open;
    return open;
  }

  private static MessageType schema(EpisodeRecord first) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    message.required(PrimitiveTypeName.INT64).named("episode_id");
    message.required(PrimitiveTypeName.INT64).named("step");
    message.addField(vector("observations", Type.Repetition.REQUIRED));
    message.addField(vector("actions", Type.Repetition.OPTIONAL));
    message.optional(PrimitiveTypeName.DOUBLE).named("rewards");
    if (first.costs() != null) {
      message.optional(PrimitiveTypeName.DOUBLE).named("costs");
    }
    message.optional(PrimitiveTypeName.BOOLEAN).named("terminated");
    message.optional(PrimitiveTypeName.BOOLEAN).named("truncated");
    for (String name : first.decisionColumns().keySet()) {
      message.addField(vector(name, Type.Repetition.OPTIONAL));
    }
    if (!first.infos().isEmpty()) {
      Types.GroupBuilder<org.apache.parquet.schema.GroupType> infos = Types.requiredGroup();
      for (String name : first.infos().keySet()) {
        infos.addField(vector(name, Type.Repetition.REQUIRED));
      }
      message.addField(infos.named("infos"));
    }
    return message.named("steps");
  }

  /** The three levels of a Parquet list. */
  private static Type vector(String name, Type.Repetition repetition) {
    return Types.buildGroup(repetition)
        .as(LogicalTypeAnnotation.listType())
        .repeatedGroup()
        .required(PrimitiveTypeName.DOUBLE)
        .named("element")
        .named("list")
        .named(name);
  }

  @Override
  public void finish() throws IOException {
    ParquetWriter<Row> open = writer;
    if (open == null) {
      throw new IllegalStateException("a log without episodes");
    }
    open.close();
    writer = null;
    AtomicFile.moveInto(temporary, target);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      ParquetWriter<Row> open = writer;
      writer = null;
      try {
        if (open != null) {
          open.close();
        }
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final MessageType schema;

    Builder(OutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the library
    protected WriteSupport<Row> getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
      return new Rows(schema);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration unused) {
      return new Rows(schema);
    }
  }

  private static final class Rows extends WriteSupport<Row> {
    private final MessageType schema;
    private final Map<String, Integer> fields = new HashMap<>();
    private RecordConsumer out;

    @SuppressWarnings("NullAway.Init") // the library calls prepareForWrite first
    Rows(MessageType schema) {
      this.schema = schema;
      for (int i = 0; i < schema.getFieldCount(); i++) {
        fields.put(schema.getFieldName(i), i);
      }
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the library
    public WriteContext init(org.apache.hadoop.conf.Configuration unused) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      EpisodeRecord episode = row.episode;
      int t = row.step;
      int last = episode.decisions() - 1;
      out.startMessage();
      whole("episode_id", row.id);
      whole("step", t);
      vector("observations", field("observations"), episode.observations()[t]);
      if (t <= last) {
        vector("actions", field("actions"), episode.actions()[t]);
        number("rewards", episode.rewards()[t]);
        double @Nullable [] costs = episode.costs();
        if (costs != null) {
          number("costs", costs[t]);
        }
        flag("terminated", t == last && episode.terminated());
        flag("truncated", t == last && episode.truncated());
        episode.decisionColumns().forEach((name, rows) -> vector(name, field(name), rows[t]));
      }
      if (!episode.infos().isEmpty()) {
        out.startField("infos", field("infos"));
        out.startGroup();
        int index = 0;
        for (Map.Entry<String, double[][]> info : episode.infos().entrySet()) {
          vector(info.getKey(), index++, info.getValue()[t]);
        }
        out.endGroup();
        out.endField("infos", field("infos"));
      }
      out.endMessage();
    }

    private int field(String name) {
      Integer index = fields.get(name);
      if (index == null) {
        throw new IllegalArgumentException("the first episode had no column '" + name + "'");
      }
      return index;
    }

    private void whole(String name, long value) {
      out.startField(name, field(name));
      out.addLong(value);
      out.endField(name, field(name));
    }

    private void number(String name, double value) {
      out.startField(name, field(name));
      out.addDouble(value);
      out.endField(name, field(name));
    }

    private void flag(String name, boolean value) {
      out.startField(name, field(name));
      out.addBoolean(value);
      out.endField(name, field(name));
    }

    private void vector(String name, int field, double[] values) {
      out.startField(name, field);
      out.startGroup();
      if (values.length > 0) {
        out.startField("list", 0);
        for (double value : values) {
          out.startGroup();
          out.startField("element", 0);
          out.addDouble(value);
          out.endField("element", 0);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
      out.endField(name, field);
    }
  }
}
