package org.surety.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.surety.base.InputException;

/** The texts and numbers at the top level of a dataset's own JSON file. */
public final class JsonFacts {
  /** The files are a few kilobytes; with every feature of every camera still below this. */
  private static final long MOST_BYTES = 64L << 20;

  private JsonFacts() {}

  /** The facts by their keys; whatever is nested is left out. */
  public static Map<String, String> read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new InputException(file.toString(), "is no dataset description", "check the folder");
    }
    Map<String, String> facts = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InputException(file.toString(), "is not a JSON object", "check the folder");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isScalarValue()) {
          facts.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          file.toString(),
          "is not valid JSON (line " + e.getLocation().getLineNr() + ")",
          "copy or write the dataset again",
          e);
    }
    return facts;
  }
}
