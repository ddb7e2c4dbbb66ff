/** Realtime Register, as the kit and the command line meet it: its clients, its stub, and what people do there. */
@NullMarked
package dev.certbridge.conformance.realtime;

import org.jspecify.annotations.NullMarked;
