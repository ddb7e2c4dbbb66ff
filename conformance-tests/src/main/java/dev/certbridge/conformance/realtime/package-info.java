/** The clients of Realtime Register that the kit tests, and the operator of the stub of Realtime Register. */
@NullMarked
package dev.certbridge.conformance.realtime;

import org.jspecify.annotations.NullMarked;
