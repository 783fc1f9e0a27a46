package org.surety.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.surety.base.InputException;

/** A file of JSON objects, one after the other. */
final class JsonLines implements Closeable {
  /** NaN and Infinity without quotes are what Python writes. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final String file;
  final JsonParser parser;
  private long line = 1;

  private JsonLines(String file, InputStream in) throws IOException {
    this.file = file;
    parser = FACTORY.createParser(in);
  }

  static JsonLines open(Path path) throws IOException {
    return new JsonLines(path.toString(), TextInput.open(path));
  }

  static JsonLines of(String place, byte[] bytes) throws IOException {
    return new JsonLines(place, new ByteArrayInputStream(bytes));
  }

  /** Steps into the next object; false at the end of the file. */
  boolean nextObject() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return false;
    }
    line = parser.currentTokenLocation().getLineNr();
    if (token != JsonToken.START_OBJECT) {
      throw new InputException(
          place(), "a value stands where an object was expected", "write one JSON object per line");
    }
    return true;
  }

  /** The file. */
  String file() {
    return file;
  }

  /** Where the current object begins, for messages. */
  String place() {
    return file + " line " + line;
  }

  InputException duplicate(String key) {
    return new InputException(
        place(), "the key '" + key + "' stands twice in one object", "write every key once");
  }

  /** What to tell the user when the parser fails. */
  InputException broken(IOException cause) {
    if (cause instanceof JsonEOFException) {
      return new InputException(
          place(), "the object does not end", "the file may be cut off: copy it again", cause);
    }
    if (cause instanceof JsonProcessingException json) {
      long at = json.getLocation() == null ? line : json.getLocation().getLineNr();
      return new InputException(
          file + " line " + at,
          "this is no JSON (" + json.getOriginalMessage() + ")",
          "write one JSON object per line",
          cause);
    }
    return TextInput.broken(place(), cause);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
