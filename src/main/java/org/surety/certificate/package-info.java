/**
 * Signed certificates: what is claimed, about which bytes, by whom, and how a stranger checks it.
 *
 * <p>A certificate is an in-toto Statement v1 (subjects by digest, a predicate with the claim) in a
 * DSSE 1.0.2 envelope, signed with Ed25519 (RFC 8032) by the JDK alone, so that {@code openssl} and
 * a POSIX shell can check it without us. The payload is canonical JSON (RFC 8785) and every real
 * number in it a decimal string: equal claims give equal bytes, and Ed25519 being deterministic,
 * equal signatures. Keys are PEM files as {@code openssl} writes and reads them (RFC 8410, PBES2 of
 * RFC 8018). Nothing is parsed out of an envelope except the very bytes whose signature was
 * checked.
 */
@NullMarked
package org.surety.certificate;

import org.jspecify.annotations.NullMarked;
