/** Realtime Register in the kit: its clients under test and the operator of its stub. */
@NullMarked
package dev.certbridge.conformance.realtime;

import org.jspecify.annotations.NullMarked;
