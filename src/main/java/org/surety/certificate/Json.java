package org.surety.certificate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, immutable. Equality is by content; the order of an object's members does not count.
 *
 * <p>{@link #parse} is strict, because what it reads may have been written by someone who wants two
 * readers to see two things: a repeated member, invalid UTF-8, a lone surrogate or anything after
 * the value is an error. {@link #canonicalBytes} writes the one form of RFC 8785.
 */
public sealed interface Json {

  /** An object; members keep the order in which they were put or read. */
  record Obj(Map<String, Json> members) implements Json {
    /** Copies the members. */
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member {@code name}, or null. */
    public @Nullable Json get(String name) {
      return members.get(name);
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    /** Copies the items. */
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A string. */
  record Str(String value) implements Json {}

  /** A number written without fraction and exponent. */
  record Int(BigInteger value) implements Json {}

  /** A number with fraction or exponent. Never written into a certificate. */
  record Dec(BigDecimal value) implements Json {}

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** Null. */
  record Nil() implements Json {}

  /** A string value. */
  static Json of(String value) {
    return new Str(value);
  }

  /** An integer value. */
  static Json of(long value) {
    return new Int(BigInteger.valueOf(value));
  }

  /** A Boolean value. */
  static Json of(boolean value) {
    return new Bool(value);
  }

  /** An array of {@code items}. */
  static Arr array(Json... items) {
    return new Arr(Arrays.asList(items));
  }

  /** An array of strings. */
  static Arr texts(Collection<String> items) {
    return new Arr(items.stream().map(Json::of).toList());
  }

  /** An empty object to put members into. */
  static ObjBuilder object() {
    return new ObjBuilder();
  }

  /** Collects an object's members. A null value is left out; a name given twice is a bug. */
  final class ObjBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private ObjBuilder() {}

    /** Puts any value; leaves it out if null. */
    public ObjBuilder put(String name, @Nullable Json value) {
      if (value != null && members.put(name, value) != null) {
        throw new IllegalArgumentException("member '" + name + "' is put twice");
      }
      return this;
    }

    /** Puts a string; leaves it out if null. */
    public ObjBuilder put(String name, @Nullable String value) {
      return put(name, value == null ? null : Json.of(value));
    }

    /** Puts an integer. */
    public ObjBuilder put(String name, long value) {
      return put(name, Json.of(value));
    }

    /** Puts an integer; leaves it out if null. */
    public ObjBuilder putIfKnown(String name, @Nullable Long value) {
      return put(name, value == null ? null : Json.of(value.longValue()));
    }

    /** Puts a Boolean. */
    public ObjBuilder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    /** The object. */
    public Obj build() {
      return new Obj(members);
    }
  }

  /**
   * Reads one JSON value from UTF-8 bytes.
   *
   * @param place where the bytes come from, for messages
   * @throws org.surety.base.InputException with line and column if they are not one JSON value
   *     without repeated members, or exceed 64 MiB or 64 levels
   */
  static Json parse(byte[] utf8, String place) {
    return JsonReading.parse(utf8, place);
  }

  /** As {@link #parse(byte[], String)}, from text. */
  static Json parse(String text, String place) {
    return JsonReading.parse(text, place);
  }

  /**
   * The bytes of RFC 8785: members sorted by UTF-16 code units, no white space, shortest escapes.
   *
   * @throws IllegalArgumentException if it holds a {@link Dec}, an integer beyond ±(2^53 − 1) or a
   *     lone surrogate: readers would round or mend it, and then not agree on what was signed
   */
  default byte[] canonicalBytes() {
    return canonical().getBytes(StandardCharsets.UTF_8);
  }

  /** The text whose UTF-8 bytes are {@link #canonicalBytes}. */
  default String canonical() {
    StringBuilder out = new StringBuilder();
    JsonWriting.canonical(this, out);
    return out.toString();
  }

  /**
   * Indented text for a terminal, members in their own order. What could change how a terminal
   * shows the rest (control characters, direction overrides) is escaped.
   */
  default String pretty() {
    StringBuilder out = new StringBuilder();
    JsonWriting.pretty(this, 0, out);
    return out.toString();
  }
}
