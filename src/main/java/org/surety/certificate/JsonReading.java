package org.surety.certificate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.base.InputException;

/** Reads {@link Json} strictly. */
final class JsonReading {
  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .maxStringLength(MAX_BYTES)
                  .maxNumberLength(1000)
                  .build())
          .build();

  private final JsonParser parser;
  private final String place;

  private JsonReading(JsonParser parser, String place) {
    this.parser = parser;
    this.place = place;
  }

  static Json parse(byte[] utf8, String place) {
    if (utf8.length > MAX_BYTES) {
      throw new InputException(
          place,
          "is " + utf8.length + " bytes long, more than the " + MAX_BYTES + " read as JSON",
          "give a certificate, not a log");
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          place, "is not UTF-8 text", "expected a JSON file; is it the right one?", e);
    }
    return parse(text, place);
  }

  static Json parse(String text, String place) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonReading reading = new JsonReading(parser, place);
      if (parser.nextToken() == null) {
        throw new InputException(place, "is empty", "expected a JSON value");
      }
      Json value = reading.value();
      if (parser.nextToken() != null) {
        throw reading.error("something follows after the end of the JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InputException(
          at(place, e.getLocation()), firstLine(e), "expected well-formed JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string does no input or output", e);
    }
  }

  private Json value() throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Str(text(parser.getText()));
      case VALUE_NUMBER_INT -> new Json.Int(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> new Json.Nil();
      default -> throw error("unexpected " + token);
    };
  }

  private Json decimal() throws IOException {
    try {
      return new Json.Dec(parser.getDecimalValue());
    } catch (ArithmeticException | NumberFormatException e) {
      throw error("the number is out of range");
    }
  }

  private Json object() throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser.currentName());
      parser.nextToken();
      members.put(name, value());
    }
    return new Json.Obj(members);
  }

  private Json array() throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Json.Arr(items);
  }

  /** Escapes can spell half a surrogate pair, which has no UTF-8 form. */
  private String text(String value) {
    if (JsonWriting.hasLoneSurrogate(value)) {
      throw error("a string holds half of a surrogate pair");
    }
    return value;
  }

  private InputException error(String problem) {
    return new InputException(
        at(place, parser.currentTokenLocation()), problem, "expected well-formed JSON");
  }

  private static String at(String place, JsonLocation location) {
    return location == null
        ? place
        : place + " line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    int source = line.indexOf(" (code ");
    return source < 0 || line.length() < 200 ? line : line.substring(0, source);
  }
}
