package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.surety.base.ToolkitVersion;
import org.surety.certificate.Json;
import org.surety.train.tensor.Workspace;

/** What is said of a machine is what the rest of Surety finds there. */
class DoctorCommandTest {
  @Test
  void theEngineOfTrainingIsNamedWithItsDevices() {
    String said = SuretyCli.ok("doctor");
    assertTrue(
        said.lines()
            .anyMatch(
                line ->
                    line.matches("training +libtorch \\S+ with DJL \\S+; devices cpu(, gpu\\d+)*")),
        said);
    Json.Obj json = (Json.Obj) Json.parse(SuretyCli.ok("doctor", "--json"), "doctor");
    assertEquals(Json.of(Workspace.engine()), json.get("training"));
    assertEquals(Json.of(ToolkitVersion.number()), json.get("surety"));
  }
}
