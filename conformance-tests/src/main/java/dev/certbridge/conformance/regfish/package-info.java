/** regfish, as the kit and the command line meet it: its client, its stub, and what people do there. */
@NullMarked
package dev.certbridge.conformance.regfish;

import org.jspecify.annotations.NullMarked;
