package org.surety.policy.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.policy.Policy;
import org.surety.policy.Tensor;

/**
 * The safetensors format: a length, a JSON header, the numbers. The structure of a policy is the
 * JSON of {@link Policy#structure()} under {@value #KEY} in {@code __metadata__}; a file without it
 * is taken as a state dict.
 */
final class Safetensors {
  static final String KEY = "surety.policy";
  private static final int MAX_HEADER = 100_000_000;

  /** Where a tensor's numbers are announced to lie. */
  private record Span(String name, NumberFormat format, int[] shape, long begin, long end) {
    Tensor read(byte[] bytes, int start) {
      int count = (int) ((end - begin) / format.bytes());
      return new Tensor(shape, format.read(bytes, start + (int) begin, count));
    }
  }

  private Safetensors() {}

  static boolean looksLikeSafetensors(byte[] bytes) {
    return bytes.length > 9 && bytes[8] == '{' && headerLength(bytes) <= bytes.length - 8L;
  }

  private static long headerLength(byte[] bytes) {
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length < 0 ? Long.MAX_VALUE : length;
  }

  static Policy read(byte[] bytes, String place, PolicyHints hints) {
    long length = headerLength(bytes);
    if (length > MAX_HEADER || length > bytes.length - 8L) {
      throw new InputException(
          place, "has a header of " + length + " bytes", "the file is cut off: copy it again");
    }
    JsonFields header =
        JsonFields.parse(Arrays.copyOfRange(bytes, 8, 8 + (int) length), place + ", header");
    int start = 8 + (int) length;
    List<Span> spans = new ArrayList<>();
    for (String name : header.names()) {
      if (!name.equals("__metadata__")) {
        JsonFields entry = header.object(name).only(List.of("dtype", "shape", "data_offsets"));
        spans.add(span(name, entry, bytes.length - (long) start));
      }
    }
    checkSpans(spans, bytes.length - (long) start, place);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    spans.forEach(span -> tensors.put(span.name, span.read(bytes, start)));
    @Nullable JsonFields metadata =
        header.has("__metadata__") ? header.object("__metadata__") : null;
    if (metadata == null || !metadata.has(KEY)) {
      return StateDicts.policy(tensors, place, hints, StateDicts.Facts.UNKNOWN);
    }
    JsonFields structure =
        JsonFields.parse(metadata.text(KEY).getBytes(StandardCharsets.UTF_8), place + ", " + KEY);
    return StructureReader.policy(structure, tensors, new MissingPieces(place, hints));
  }

  private static Span span(String name, JsonFields entry, long size) {
    String place = entry.place();
    NumberFormat format =
        NumberFormat.ofSafetensors(entry.text("dtype"))
            .orElseThrow(
                () ->
                    new InputException(
                        place,
                        "has numbers of the type " + entry.get("dtype"),
                        "save it as F64, F32, F16 or BF16"));
    double[] sizes = entry.numbers("shape");
    double[] offsets = entry.numbers("data_offsets");
    int[] shape = new int[sizes.length];
    double count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) sizes[i];
      count *= sizes[i];
      if (shape[i] != sizes[i] || shape[i] < 0) {
        throw new InputException(place, "has the size " + sizes[i], "expected whole numbers");
      }
    }
    if (offsets.length != 2
        || !(offsets[0] >= 0 && offsets[0] <= offsets[1])
        || offsets[1] > size
        || offsets[0] != Math.rint(offsets[0])
        || offsets[1] - offsets[0] != count * format.bytes()) {
      throw new InputException(
          place,
          "its shape and offsets do not fit each other or the file",
          "the file is cut off or corrupt: copy it again");
    }
    return new Span(name, format, shape, (long) offsets[0], (long) offsets[1]);
  }

  /** The format allows neither holes nor overlaps, so nothing can hide in a file. */
  private static void checkSpans(List<Span> spans, long size, String place) {
    spans.sort(java.util.Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
    long next = 0;
    for (Span span : spans) {
      if (span.begin != next) {
        throw new InputException(
            place,
            "tensor '"
                + span.name
                + "' "
                + (span.begin < next ? "overlaps" : "leaves a hole after")
                + " the one before it",
            "the file is corrupt: save it again with safetensors");
      }
      next = span.end;
    }
    if (next != size) {
      throw new InputException(
          place,
          "has " + size + " bytes of numbers, its tensors take " + next,
          "the file is corrupt: copy it again");
    }
  }

  static void write(Policy policy, Path file) throws IOException {
    Map<String, Tensor> tensors = new TreeMap<>(policy.tensors());
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"" + KEY + "\":\"");
    header.append(policy.structure().replace("\"", "\\\"")).append("\"}");
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long end = offset + 8L * entry.getValue().values().length;
      header
          .append(",\"")
          .append(entry.getKey())
          .append("\":{\"dtype\":\"F64\",\"shape\":")
          .append(Arrays.toString(entry.getValue().shape()).replace(" ", ""))
          .append(",\"data_offsets\":[")
          .append(offset)
          .append(',')
          .append(end)
          .append("]}");
      offset = end;
    }
    header.append('}');
    while (header.length() % 8 != 0) {
      header.append(' ');
    }
    byte[] head = header.toString().getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(
        file,
        out -> {
          out.write(
              ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(head.length).array());
          out.write(head);
          for (Tensor tensor : tensors.values()) {
            ByteBuffer numbers =
                ByteBuffer.allocate(8 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            numbers.asDoubleBuffer().put(tensor.values());
            out.write(numbers.array());
          }
        });
  }
}
