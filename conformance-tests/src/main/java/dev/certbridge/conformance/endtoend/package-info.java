/** Buying at a stub from beginning to end, and calling whatever a contract documents: what rules and tests begin with. */
@NullMarked
package dev.certbridge.conformance.endtoend;

import org.jspecify.annotations.NullMarked;
