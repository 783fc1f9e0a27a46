/**
 * The use cases: certify a policy from logs, say how far another may move from it, verify a
 * certificate by computing it again. The one place that ties the other rooms together.
 */
@NullMarked
package org.surety.certify;

import org.jspecify.annotations.NullMarked;
