/** The client of regfish that the kit tests, and the operator of the stub of regfish. */
@NullMarked
package dev.certbridge.conformance.regfish;

import org.jspecify.annotations.NullMarked;
