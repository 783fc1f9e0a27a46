package org.surety.certify;

import java.io.IOException;
import java.util.List;
import org.surety.certificate.Evidence;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFacts;

/** Where the episodes of a certificate come from, and what identifies them. */
public interface LogSource {
  /** Opens all logs as one stream of episodes. */
  EpisodeReader open(LogLayout layout, List<ColumnAddress> wanted) throws IOException;

  /**
   * The files read, with their digests; asked after the last episode has been read.
   *
   * @param facts what the reader said about the logs
   * @throws org.surety.base.InputException if a file changed while it was read
   */
  List<Evidence> evidence(LogFacts facts) throws IOException;
}
