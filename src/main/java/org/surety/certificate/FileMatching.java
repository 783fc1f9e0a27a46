package org.surety.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.base.InputException;
import org.surety.base.Sha256;

/** Holds files at hand against the digests in a certificate. Files match by digest alone. */
public final class FileMatching {
  private FileMatching() {}

  /**
   * One check per digest that the certificate states, and a failed one per file that has none of
   * them: whoever gives a file believes that the certificate is about it.
   *
   * @param kind what these files are, for the names of the checks: {@code policy}, {@code log}
   * @param expected digest to name, as the certificate states them
   * @param given the files at hand; none means that nothing is checked
   */
  public static List<Check> check(String kind, Map<String, String> expected, List<Path> given)
      throws IOException {
    Map<String, Path> found = new LinkedHashMap<>();
    List<Check> checks = new ArrayList<>();
    for (Path file : given) {
      if (!Files.isRegularFile(file)) {
        throw new InputException(file.toString(), "there is no such file", "check the path");
      }
      String digest = Sha256.of(file);
      if (expected.containsKey(digest)) {
        found.put(digest, file);
      } else {
        checks.add(
            Check.failed(
                kind + " " + file.getFileName(),
                "its digest "
                    + digest
                    + (expected.isEmpty()
                        ? " is not stated: the certificate names no " + kind
                        : " is none of those stated: another file, or altered")));
      }
    }
    for (Map.Entry<String, String> entry : expected.entrySet()) {
      Path file = found.get(entry.getKey());
      String name = kind + " " + entry.getValue();
      checks.add(
          file == null
              ? Check.notChecked(name, "no file with digest " + entry.getKey() + " was given")
              : Check.ok(name, file + " has the digest stated"));
    }
    return checks;
  }

  /** Policy, property file and logs against a base certificate. */
  public static List<Check> check(
      BaseCertificate certificate, List<Path> policies, List<Path> specs, List<Path> logs)
      throws IOException {
    Map<String, String> policy = new LinkedHashMap<>();
    String digest = certificate.policy().sha256();
    if (digest != null) {
      String name = certificate.policy().name();
      policy.put(digest, name == null ? "file" : name);
    }
    Map<String, String> log = new LinkedHashMap<>();
    for (Evidence evidence : certificate.evidence()) {
      log.put(evidence.sha256(), evidence.name());
    }
    List<Check> checks = new ArrayList<>(check("policy", policy, policies));
    checks.addAll(
        check(
            "specification",
            Map.of(certificate.property().specSha256(), certificate.property().name()),
            specs));
    checks.addAll(check("log", log, logs));
    return checks;
  }
}
