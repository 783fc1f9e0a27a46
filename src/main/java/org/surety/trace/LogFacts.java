package org.surety.trace;

/**
 * What a log's format and layout say about its episodes; written into the certificate.
 *
 * @param format name of the format, as given to {@code --format}
 * @param lastObservation whether the state after the last decision is recorded
 * @param autoreset the convention in force: {@code none}, {@code next-step}, {@code same-step}, or
 *     {@code not applicable} where the format separates episodes
 * @param endFlags which flags the log has: {@code terminated+truncated}, {@code done only}, {@code
 *     none}
 */
public record LogFacts(String format, boolean lastObservation, String autoreset, String endFlags) {}
