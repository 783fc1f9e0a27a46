package org.surety.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The shape of the house, read from {@code house/rooms.txt}. */
class RoomsTest {
  private static final String ROOT = "org.surety";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final Map<String, Set<String>> ALLOWED = allowed();

  @Test
  void everyRoomUsesOnlyTheRoomsItMay() {
    List<String> broken = new ArrayList<>();
    for (JavaClass origin : CLASSES) {
      Set<String> allowed = ALLOWED.get(room(origin));
      assertTrue(allowed != null, origin.getName() + " is in no room of rooms.txt");
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT) && !allowed.contains(room(target))) {
          broken.add(dependency.getDescription());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> described = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      all.add(type.getPackageName());
      if (type.getSimpleName().equals("package-info")) {
        described.add(type.getPackageName());
        assertTrue(
            type.isAnnotatedWith("org.jspecify.annotations.NullMarked"),
            type.getPackageName() + " is not @NullMarked");
      }
    }
    assertEquals(all, described);
  }

  /** DJL belongs to the trainers; everything else must run without it. */
  @Test
  void onlyTheTrainersKnowDjl() {
    for (JavaClass origin : CLASSES) {
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        assertTrue(
            !dependency.getTargetClass().getPackageName().startsWith("ai.djl")
                || room(origin).equals("train"),
            dependency.getDescription());
      }
    }
  }

  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
  }

  private static Map<String, Set<String>> allowed() {
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(RoomsTest.class.getResourceAsStream("/house/rooms.txt"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] parts = line.split(":", 2);
        Set<String> rooms = new TreeSet<>(List.of(parts[0].trim(), "base", "numeric"));
        for (String used : parts[1].trim().split("[, ]+")) {
          if (used.equals("above")) {
            rooms.addAll(allowed.keySet());
          } else if (!used.isEmpty()) {
            rooms.addAll(Objects.requireNonNull(allowed.get(used), used));
          }
        }
        allowed.put(parts[0].trim(), rooms);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return allowed;
  }
}
