/**
 * The guard that keeps a policy within a certified distance of the policy it was certified for,
 * while it runs: given both distributions of the next action it returns the one to draw from, and
 * charges a ledger for what was drawn. Behind the bounds stands the change of measure of Cloete,
 * Vertovec and Abate, "SPoRt: Safe Policy Ratio", IJCAI 2025; the ledger with refunds is derived in
 * {@code src/site/transfers.md}, the mean-only budget is fully adaptive Gaussian differential
 * privacy (Smith and Thakurta 2022).
 *
 * <p>The same guards exist as one Python file and one C header, {@code src/main/python} and {@code
 * src/main/c}, and agree with these to the last bit.
 */
@NullMarked
package org.surety.guard;

import org.jspecify.annotations.NullMarked;
