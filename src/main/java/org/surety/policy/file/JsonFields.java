package org.surety.policy.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/** An object of a JSON document whose members are asked for by type. Repeated names are refused. */
public final class JsonFields {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Python writes NaN and Infinity; whoever asks for a number checks it.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(100 << 20)
                  .maxNameLength(10_000)
                  .maxNumberLength(1000)
                  .build())
          .build();

  private final String place;
  private final Map<String, @Nullable Object> members;

  private JsonFields(String place, Map<String, @Nullable Object> members) {
    this.place = place;
    this.members = members;
  }

  /**
   * Reads a document that is one object.
   *
   * @param json UTF-8
   * @param place where it comes from, for messages
   * @throws InputException if it is none
   */
  public static JsonFields parse(byte[] json, String place) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Object value = parser.nextToken() == null ? null : read(parser);
      if (value instanceof Map<?, ?> map && parser.nextToken() == null) {
        return of(place, map);
      }
    } catch (IOException e) {
      throw new InputException(
          place, "is not JSON (" + firstLine(e) + ")", "check the file, or save it again", e);
    }
    throw new InputException(place, "is not one JSON object", "check the file, or save it again");
  }

  private static JsonFields of(String place, Map<?, ?> map) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, value) -> members.put(String.valueOf(name), value));
    return new JsonFields(place, members);
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, read(parser));
        }
        return map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser));
        }
        return list;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return parser.getDoubleValue();
      }
      case VALUE_TRUE -> {
        return true;
      }
      case VALUE_FALSE -> {
        return false;
      }
      default -> {
        return null;
      }
    }
  }

  /** Where the object is, for messages. */
  public String place() {
    return place;
  }

  Collection<String> names() {
    return members.keySet();
  }

  /** Whether the member is there, be it null. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** The member as it was read: text, Double, Boolean, List, Map or null. */
  public @Nullable Object get(String name) {
    return members.get(name);
  }

  /** Refuses members of other names. */
  public JsonFields only(Collection<String> known) {
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new InputException(
            place, "does not know the member '" + name + "'", Spelling.remedy(name, known));
      }
    }
    return this;
  }

  /** A text that has to be there. */
  public String text(String name) {
    if (get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  /** A number that has to be there; perhaps NaN. */
  public double number(String name) {
    if (get(name) instanceof Double number) {
      return number;
    }
    throw wrong(name, "a number");
  }

  /** A number; null means {@code otherwise}. */
  double numberOr(String name, double otherwise) {
    return get(name) == null ? otherwise : number(name);
  }

  /** An object that has to be there. */
  public JsonFields object(String name) {
    if (get(name) instanceof Map<?, ?> map) {
      return of(place + ", " + name, map);
    }
    throw wrong(name, "an object");
  }

  /** A list of numbers that has to be there. */
  public double[] numbers(String name) {
    return list(name, Double.class, "a list of numbers").stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** A list of texts that has to be there. */
  public List<String> texts(String name) {
    return list(name, String.class, "a list of texts");
  }

  private <T> List<T> list(String name, Class<T> type, String expected) {
    if (!(get(name) instanceof List<?> list)) {
      throw wrong(name, expected);
    }
    List<T> items = new ArrayList<>();
    for (Object item : list) {
      if (!type.isInstance(item)) {
        throw wrong(name, expected);
      }
      items.add(type.cast(item));
    }
    return items;
  }

  private InputException wrong(String name, String expected) {
    Object value = get(name);
    String shown = value instanceof Map || value instanceof List ? "something else" : value + "";
    return new InputException(
        place,
        has(name) ? "'" + name + "' is " + shown : "'" + name + "' is missing",
        "expected " + expected);
  }
}
