package org.surety.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;

/** What a file's first JSON object holds, judged by its keys and the nesting of its arrays. */
enum JsonShape {
  /** One step. */
  STEP,
  /** The steps of one episode, each column an array. */
  EPISODE,
  /** An RLlib batch. */
  RLLIB_BATCH,
  /** Something else, or no JSON object at all. */
  NONE;

  static JsonShape of(Path path) throws IOException {
    byte[] head = TextInput.head(path);
    int start = 0;
    while (start < head.length && head[start] <= ' ') {
      start++;
    }
    if (start == head.length || head[start] != '{') {
      return NONE;
    }
    Evidence evidence = new Evidence();
    try (JsonLines lines = JsonLines.of(path.toString(), head)) {
      lines.nextObject();
      evidence.read(lines.parser);
    } catch (IOException e) {
      // The head ends within the first object, or it is no JSON: what was seen so far decides.
    }
    return evidence.verdict();
  }

  private static final class Evidence {
    boolean batch;
    boolean resultIsScalar;
    boolean resultIsArray;
    boolean vectorPerRow;
    boolean stepColumn;
    boolean observationVector;
    boolean plainScalar;
    boolean plainArray;

    void read(JsonParser parser) throws IOException {
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        String kind = Columns.kind(key);
        if (token == JsonToken.VALUE_STRING && key.equals("type")) {
          batch |= parser.getText().endsWith("Batch");
        } else if (token == JsonToken.START_ARRAY) {
          readArray(parser, key);
        } else if (token == JsonToken.START_OBJECT) {
          parser.skipChildren();
        } else if (kind.equals("rewards") || kind.equals("costs")) {
          resultIsScalar = true;
        } else if (key.equals("step") || key.equals("t") || key.equals("timestep")) {
          stepColumn = true;
        } else if (token.isNumeric() && !Columns.isIndex(key)) {
          plainScalar = true;
        }
      }
    }

    private void readArray(JsonParser parser, String key) throws IOException {
      boolean result = Columns.timing(key) == ColumnTiming.REACHED;
      resultIsArray |= result;
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        vectorPerRow = true;
      } else if (Columns.kind(key).equals("observations")) {
        observationVector = true;
      } else if (!result) {
        plainArray = true;
      }
      int depth = 1;
      while (true) {
        if (token == null) {
          throw new IOException("cut off");
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0) {
          return;
        }
        token = parser.nextToken();
      }
    }

    JsonShape verdict() {
      if (batch) {
        return RLLIB_BATCH;
      }
      if (resultIsScalar || (stepColumn && !resultIsArray)) {
        return STEP;
      }
      if (resultIsArray || vectorPerRow) {
        return EPISODE;
      }
      if (observationVector || (plainScalar && !plainArray)) {
        return STEP;
      }
      return plainArray ? EPISODE : NONE;
    }
  }
}
