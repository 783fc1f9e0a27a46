package org.surety.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.surety.base.InputException;

/** Reads JSON objects whose values are arrays with a row per step into an {@link EpisodeTable}. */
final class JsonTableReader implements EpisodeTables {
  private final String file;
  private final JsonLines lines;
  private final JsonParser parser;
  private final JsonKey root = JsonKey.root();
  private final EpisodeTable table = new EpisodeTable();
  private long object;

  JsonTableReader(Path path) throws IOException {
    file = path.toString();
    lines = JsonLines.open(path);
    parser = lines.parser;
  }

  @Override
  public boolean next() throws IOException {
    table.clear();
    object++;
    try {
      if (!lines.nextObject()) {
        return false;
      }
      readObject(root);
      return true;
    } catch (JsonProcessingException | EOFException | ZipException e) {
      throw lines.broken(e);
    }
  }

  @Override
  public EpisodeTable table() {
    return table;
  }

  @Override
  public String place() {
    return lines.place();
  }

  @Override
  public String file() {
    return file;
  }

  private void readObject(JsonKey parent) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonKey key = parent.child(name);
      key.meet(lines, object);
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        readObject(key);
      } else if (token != JsonToken.VALUE_NULL) {
        EpisodeTable.Column column = table.column(key.path);
        column.present = true;
        if (token == JsonToken.START_ARRAY) {
          readRows(column);
        } else {
          column.scalar = true;
          column.rows = 1;
          store(column, token);
        }
      }
    }
  }

  private void readRows(EpisodeTable.Column column) throws IOException {
    int width = -1;
    while (true) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY) {
        return;
      }
      int before = column.count;
      if (token == JsonToken.VALUE_NULL) {
        for (int i = 0; i < Math.max(1, width); i++) {
          column.add(Double.NaN);
        }
      } else if (token == JsonToken.START_ARRAY) {
        readRow(column);
      } else if (token == JsonToken.START_OBJECT) {
        hashObject(column);
      } else {
        store(column, token);
      }
      int found = column.count - before;
      if (width >= 0 && found != width) {
        throw new InputException(
            lines.place(),
            "row "
                + column.rows
                + " of '"
                + column.name
                + "' has "
                + found
                + " values, the rows before it "
                + width,
            "give every row the same number of values");
      }
      width = found;
      column.rows++;
    }
  }

  private void readRow(EpisodeTable.Column column) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else if (token == JsonToken.START_OBJECT) {
        hashObject(column);
      } else {
        store(column, token);
      }
    }
  }

  private void store(EpisodeTable.Column column, JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> {
        column.add(parser.getDoubleValue());
        if (column.scalar && token == JsonToken.VALUE_NUMBER_INT) {
          column.text = parser.getText();
        }
      }
      case VALUE_TRUE -> column.add(1);
      case VALUE_FALSE -> column.add(0);
      case VALUE_STRING -> {
        String text = parser.getText();
        column.add(RowSource.textValue(text));
        if (column.scalar) {
          column.text = text;
        } else {
          column.texts = true;
        }
      }
      default -> column.add(Double.NaN);
    }
  }

  /** An object in an array, as Gymnasium's infos are: no column, but it enters the hash. */
  private void hashObject(EpisodeTable.Column column) throws IOException {
    long hash = 0;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      hash = 31 * hash + Fingerprint.textHash(parser.getText());
    }
    column.texts = true;
    column.add((double) (hash >>> 12));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
