package org.surety.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Reads the members of a JSON object by name and type; whatever is missing or of another type is an
 * {@link InputException} that names the path to it. Members nobody asks for are ignored.
 */
public final class Fields {
  private static final String REMEDY = "the file was not written by this version of surety";

  private final Json.Obj object;
  private final String place;

  private Fields(Json.Obj object, String place) {
    this.object = object;
    this.place = place;
  }

  /** The fields of {@code json}, which must be an object; {@code place} names it in messages. */
  public static Fields of(Json json, String place) {
    if (json instanceof Json.Obj obj) {
      return new Fields(obj, place);
    }
    throw new InputException(place, "is not a JSON object", REMEDY);
  }

  /** Where the member {@code name} is, for messages. */
  public String at(String name) {
    return place + ": " + name;
  }

  /** The member {@code name} as it is, or null where it is absent or null. */
  public @Nullable Json get(String name) {
    Json value = object.get(name);
    return value instanceof Json.Nil ? null : value;
  }

  private Json require(String name) {
    Json value = get(name);
    if (value == null) {
      throw new InputException(place, "the field '" + name + "' is missing", REMEDY);
    }
    return value;
  }

  /** A string. */
  public String text(String name) {
    return asText(require(name), name);
  }

  /** A string, or null where absent. */
  public @Nullable String textOrNull(String name) {
    Json value = get(name);
    return value == null ? null : asText(value, name);
  }

  private String asText(Json value, String name) {
    if (value instanceof Json.Str str) {
      return str.value();
    }
    throw new InputException(at(name), "is not a string", REMEDY);
  }

  /** An integer that fits a long. */
  public long integer(String name) {
    return asInteger(require(name), name);
  }

  /** An integer, or null where absent. */
  public @Nullable Long integerOrNull(String name) {
    Json value = get(name);
    return value == null ? null : asInteger(value, name);
  }

  private long asInteger(Json value, String name) {
    if (value instanceof Json.Int integer && integer.value().bitLength() < Long.SIZE) {
      return integer.value().longValue();
    }
    throw new InputException(at(name), "is not an integer of 64 bits", REMEDY);
  }

  /** A non-negative integer that fits an int. */
  public int count(String name) {
    long value = integer(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new InputException(at(name), value + " is out of range", REMEDY);
    }
    return (int) value;
  }

  /** A Boolean. */
  public boolean flag(String name) {
    if (require(name) instanceof Json.Bool bool) {
      return bool.value();
    }
    throw new InputException(at(name), "is not true or false", REMEDY);
  }

  /** An object. */
  public Fields object(String name) {
    return of(require(name), at(name));
  }

  /** An object, or null where absent. */
  public @Nullable Fields objectOrNull(String name) {
    Json value = get(name);
    return value == null ? null : of(value, at(name));
  }

  /** An array, each item read by {@code item} from its value and its place. */
  private <T> List<T> array(String name, ItemReader<T> item) {
    if (!(require(name) instanceof Json.Arr arr)) {
      throw new InputException(at(name), "is not an array", REMEDY);
    }
    List<T> items = new ArrayList<>();
    for (Json value : arr.items()) {
      items.add(item.read(value, name + "[" + items.size() + "]"));
    }
    return List.copyOf(items);
  }

  private interface ItemReader<T> {
    T read(Json value, String name);
  }

  /** An array of strings. */
  public List<String> texts(String name) {
    return array(name, this::asText);
  }

  /** An array of objects. */
  public List<Fields> objects(String name) {
    return array(name, (value, itemName) -> of(value, at(itemName)));
  }

  /** An array of objects, each turned into a value. */
  public <T> List<T> objects(String name, Function<Fields, T> item) {
    return objects(name).stream().map(item).toList();
  }

  /** One of an enumeration's constants by the name it has in JSON. */
  public <E extends Enum<E> & NamedInJson> E constant(String name, Class<E> type) {
    String text = text(name);
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (constant.jsonName().equals(text)) {
        return constant;
      }
      known.add(constant.jsonName());
    }
    throw new InputException(
        at(name), "'" + text + "' is unknown", "known: " + String.join(", ", known));
  }

  /** A real number as a decimal string. */
  public String decimal(String name) {
    return DecimalStrings.require(text(name), at(name));
  }

  /** A real number as a decimal string, or null where absent. */
  public @Nullable String decimalOrNull(String name) {
    String text = textOrNull(name);
    return text == null ? null : DecimalStrings.require(text, at(name));
  }

  /** A SHA-256 digest: 64 lowercase hexadecimal digits. */
  public String digest(String name) {
    return Digests.require(text(name), at(name));
  }

  /** A SHA-256 digest, or null where absent. */
  public @Nullable String digestOrNull(String name) {
    String text = textOrNull(name);
    return text == null ? null : Digests.require(text, at(name));
  }
}
