package org.surety.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class ToolkitVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"surety " + number()};
  }

  static String number() {
    String version = ToolkitVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
