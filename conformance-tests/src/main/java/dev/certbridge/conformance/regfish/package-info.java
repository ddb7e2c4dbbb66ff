/** regfish in the kit: its client under test and the operator of its stub. */
@NullMarked
package dev.certbridge.conformance.regfish;

import org.jspecify.annotations.NullMarked;
