package org.surety.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/** A key of the objects in a file, with the keys of the objects below it. */
final class JsonKey {
  final String name;
  final String path;
  final Map<String, JsonKey> children = new HashMap<>();

  /** The key that came after this one when it was first met: most often it does again. */
  @Nullable JsonKey following;

  @Nullable JsonKey firstChild;
  private @Nullable JsonKey lastChild;

  /** Where its values go, or -1 for the key of an object. */
  int index = -1;

  /** Number of values of a row, once known. */
  int width;

  /** Whether no value of it was met: only nulls and empty objects. */
  boolean empty;

  /** Number of the object in which it was last met. */
  long lastMet = -1;

  JsonKey(String name, String path) {
    this.name = name;
    this.path = path;
  }

  static JsonKey root() {
    return new JsonKey("", "");
  }

  JsonKey child(String key) {
    JsonKey child = children.get(key);
    if (child == null) {
      child = new JsonKey(key, path.isEmpty() ? key : path + "." + key);
      children.put(key, child);
      if (lastChild == null) {
        firstChild = child;
      } else {
        lastChild.following = child;
      }
      lastChild = child;
    }
    return child;
  }

  /** Meets a key for the {@code object}-th time; twice in one object is an error. */
  void meet(JsonLines lines, long object) {
    if (lastMet == object) {
      throw lines.duplicate(path);
    }
    lastMet = object;
  }

  /**
   * The columns of a file with a step per line, from its first {@code count} objects: each key with
   * values is a column, as wide as its arrays.
   */
  static JsonKey scan(JsonLines lines, int count) throws IOException {
    JsonKey root = root();
    for (int i = 0; i < count && lines.nextObject(); i++) {
      root.scanObject(lines, i);
    }
    return root;
  }

  private void scanObject(JsonLines lines, long object) throws IOException {
    JsonParser parser = lines.parser;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonKey child = child(key);
      child.meet(lines, object);
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        child.requireNoValues(lines);
        child.scanObject(lines, object);
      } else if (token != JsonToken.VALUE_NULL) {
        int n = countValues(parser, token);
        if (!child.children.isEmpty() || (child.width > 0 && n > 0 && n != child.width)) {
          throw ragged(lines, child.path, n, child.width);
        }
        child.width = Math.max(n, child.width);
      }
    }
  }

  private void requireNoValues(JsonLines lines) {
    if (width > 0) {
      throw new InputException(
          lines.place(),
          "'" + path + "' is an object, but was a value before",
          "give every key one shape in all lines");
    }
  }

  static InputException ragged(JsonLines lines, String path, int found, int expected) {
    return new InputException(
        lines.place(),
        "'" + path + "' has " + found + " values, but " + expected + " in the lines before",
        "give every key the same number of values in all lines");
  }

  /** Number of single values in the value at which the parser stands; reads to its end. */
  private static int countValues(JsonParser parser, JsonToken first) throws IOException {
    if (first != JsonToken.START_ARRAY) {
      return 1;
    }
    int depth = 1;
    int count = 0;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return count;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token != JsonToken.FIELD_NAME) {
        count++;
      }
    }
    return count;
  }

  /** Numbers the keys that have values, in the order met, and gives their widths by path. */
  Map<String, Integer> columns() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    addColumns(widths);
    return widths;
  }

  private void addColumns(Map<String, Integer> widths) {
    if (children.isEmpty() && !path.isEmpty()) {
      index = widths.size();
      empty = width == 0;
      width = Math.max(1, width);
      widths.put(path, width);
    }
    for (JsonKey child = firstChild; child != null; child = child.following) {
      child.addColumns(widths);
    }
  }
}
