package org.surety.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * The rows of a file with a JSON object per step. The first lines decide which columns there are;
 * keys that are first met later are not columns, but what they hold enters the hash.
 */
final class JsonRowSource extends RowSource {
  private static final int LINES_THAT_DECIDE = 1000;
  private static final String LATER_KEYS = "(keys met later)";

  private final JsonLines lines;
  private final JsonParser parser;
  private final JsonKey root;
  private final @Nullable String[] texts;
  private final int laterCell;
  private final Set<String> laterKeys = new HashSet<>();
  private long laterHash;
  private long row = Long.MIN_VALUE;

  static JsonRowSource open(Path path) throws IOException {
    JsonKey root;
    try (JsonLines lines = JsonLines.open(path)) {
      try {
        root = JsonKey.scan(lines, LINES_THAT_DECIDE);
      } catch (com.fasterxml.jackson.core.JsonProcessingException | EOFException | ZipException e) {
        throw lines.broken(e);
      }
    }
    Map<String, Integer> widths = root.columns();
    widths.put(LATER_KEYS, 1);
    return new JsonRowSource(JsonLines.open(path), root, new Columns(path.toString(), widths));
  }

  private JsonRowSource(JsonLines lines, JsonKey root, Columns columns) {
    super(columns);
    this.lines = lines;
    this.root = root;
    parser = lines.parser;
    texts = new String[values.length];
    laterCell = values.length - 1;
  }

  @Override
  public boolean next() throws IOException {
    try {
      if (!lines.nextObject()) {
        return false;
      }
      row++;
      Arrays.fill(kinds, EMPTY);
      laterHash = 0;
      if (!laterKeys.isEmpty()) {
        laterKeys.clear();
      }
      readObject(root);
      if (laterHash != 0) {
        kinds[laterCell] = TEXT;
        values[laterCell] = laterHash >>> 12;
      }
      return true;
    } catch (com.fasterxml.jackson.core.JsonProcessingException | EOFException | ZipException e) {
      throw lines.broken(e);
    }
  }

  private void readObject(JsonKey object) throws IOException {
    JsonKey expected = object.firstChild;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonKey child =
          expected != null && expected.name.equals(key) ? expected : object.children.get(key);
      JsonToken token = parser.nextToken();
      if (child == null) {
        readLater(object.path.isEmpty() ? key : object.path + "." + key, token);
        continue;
      }
      expected = child.following;
      child.meet(lines, row);
      if (child.index >= 0) {
        readColumn(child, token);
      } else if (token == JsonToken.START_OBJECT) {
        readObject(child);
      } else if (token != JsonToken.VALUE_NULL) {
        throw new InputException(
            place(),
            "'" + child.path + "' is no object, but was one before",
            "give every key one shape in all lines");
      }
    }
  }

  private void readColumn(JsonKey key, JsonToken token) throws IOException {
    int cell = columns().offset(key.index);
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token == JsonToken.START_OBJECT && key.empty) {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        readLater(key.path + "." + name, parser.nextToken());
      }
      return;
    }
    if (token != JsonToken.START_ARRAY) {
      if (key.width != 1 || token == JsonToken.START_OBJECT) {
        throw JsonKey.ragged(lines, key.path, 1, key.width);
      }
      store(cell, token);
      return;
    }
    int count = readArray(cell, cell + key.width);
    if (count != 0 && count != key.width) {
      throw JsonKey.ragged(lines, key.path, count, key.width);
    }
  }

  /** Reads an array, nested or not, into cells up to {@code end}; the number of values in it. */
  private int readArray(int cell, int end) throws IOException {
    int depth = 1;
    int next = cell;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else if (token == JsonToken.START_OBJECT || token == null) {
        throw new InputException(
            place(), "an object stands inside an array", "write arrays of numbers");
      } else {
        if (next < end) {
          store(next, token);
        }
        next++;
      }
    }
    return next - cell;
  }

  private void store(int cell, JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NUMBER_FLOAT -> {
        kinds[cell] = NUMBER;
        values[cell] = parser.getDoubleValue();
      }
      case VALUE_NUMBER_INT -> {
        if (keys[cell] && parser.getTextLength() > 15) {
          storeText(cell);
        } else {
          kinds[cell] = NUMBER;
          values[cell] = parser.getDoubleValue();
        }
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        kinds[cell] = NUMBER;
        values[cell] = token == JsonToken.VALUE_TRUE ? 1 : 0;
      }
      case VALUE_STRING -> storeText(cell);
      default -> kinds[cell] = EMPTY;
    }
  }

  private void storeText(int cell) throws IOException {
    String text = parser.getText();
    texts[cell] = text;
    kinds[cell] = TEXT;
    values[cell] = textValue(text);
  }

  private void readLater(String path, JsonToken first) throws IOException {
    if (!laterKeys.add(path)) {
      throw lines.duplicate(path);
    }
    long hash = Fingerprint.textHash(path);
    int depth = 0;
    JsonToken token = first;
    do {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      hash = 31 * hash + Fingerprint.textHash(parser.getText());
      if (depth > 0) {
        token = parser.nextToken();
        if (token == null) {
          throw new EOFException("the object does not end");
        }
      }
    } while (depth > 0);
    laterHash += hash | 1;
  }

  @Override
  public String text(int cell) {
    String text = texts[cell];
    return text == null ? "" : text;
  }

  @Override
  public String place() {
    return lines.place();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
