package org.surety.policy.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.policy.Policy;

/** Reads policies from files of any known kind, told by their content, and writes them. */
public final class Policies {
  private static final long MAX_BYTES = 1L << 28;

  private Policies() {}

  /**
   * Reads a policy: safetensors, ONNX, a Stable-Baselines3 zip, or a state dict of torch.
   *
   * @param hints what the file does not say; {@link PolicyHints#NONE} if it says all
   * @throws InputException if the file is of another kind, corrupt, not supported (which is named),
   *     or leaves open what the hints do not say
   */
  public static Policy read(Path file, PolicyHints hints) throws IOException {
    return read(bytes(file), file.toString(), hints);
  }

  /**
   * What a file says, whether or not it says all.
   *
   * @param policy with something put in the place of what is missing
   * @param missing what neither the file nor the hints say; empty if the policy is complete
   */
  public record Examination(Policy policy, Set<MissingPieceException.Piece> missing) {}

  /**
   * Looks at a policy file.
   *
   * @throws InputException as {@link #read}, but for missing pieces; for those, too, if the rest
   *     cannot be told without them
   */
  public static Examination examine(Path file, PolicyHints hints) throws IOException {
    byte[] bytes = bytes(file);
    Set<MissingPieceException.Piece> missing = EnumSet.noneOf(MissingPieceException.Piece.class);
    PolicyHints known = hints;
    while (true) {
      try {
        return new Examination(read(bytes, file.toString(), known), missing);
      } catch (MissingPieceException e) {
        known = e.standIn(known);
        missing.add(e.piece());
      }
    }
  }

  static Policy read(byte[] bytes, String place, PolicyHints hints) {
    if (ZipBytes.looksLikeZip(bytes)) {
      ZipBytes zip = ZipBytes.of(bytes, place);
      if (StableBaselinesZip.isOne(zip)) {
        return StableBaselinesZip.policy(zip, place, hints);
      }
      if (TorchArchive.isOne(zip)) {
        return StateDicts.policy(
            TorchArchive.stateDict(zip, place), place, hints, StateDicts.Facts.UNKNOWN);
      }
      throw unknown(place, "is a zip archive, but of no trainer that is known");
    }
    if (Safetensors.looksLikeSafetensors(bytes)) {
      return Safetensors.read(bytes, place, hints);
    }
    if (bytes.length > 1 && bytes[0] == (byte) 0x80 && bytes[1] >= 2 && bytes[1] <= 5) {
      throw unknown(place, "is a bare pickle (torch before 1.6, or another Python object)");
    }
    if (bytes.length > 1 && bytes[0] == 0x08) {
      return OnnxPolicy.read(bytes, place, hints);
    }
    throw unknown(place, "is no policy file that is known");
  }

  /** Writes safetensors with float64 numbers; reading them gives an equal policy. */
  public static void writeSafetensors(Policy policy, Path file) throws IOException {
    Safetensors.write(policy, file);
  }

  /**
   * Writes an ONNX model (opset 17) from observations to {@code mean} and {@code std} of the raw
   * action, or to {@code logits}. Numbers are rounded to float32; squashing and scaling are not
   * part of the model.
   *
   * @throws InputException if a number is beyond the range of float32
   */
  public static void writeOnnx(Policy policy, Path file) throws IOException {
    byte[] model = PolicyHints.checked(file.toString(), () -> OnnxWriter.model(policy));
    AtomicFile.write(file, model);
  }

  static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file.toString(), "is no file", "check the path");
    }
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new InputException(
          file.toString(),
          "has " + size + " bytes, more than the " + MAX_BYTES + " read",
          "save the actor alone");
    }
    return Files.readAllBytes(file);
  }

  private static InputException unknown(String place, String problem) {
    return new InputException(
        place,
        problem,
        "give safetensors, ONNX, a Stable-Baselines3 zip, or a state_dict saved by torch 1.6 or"
            + " later");
  }
}
