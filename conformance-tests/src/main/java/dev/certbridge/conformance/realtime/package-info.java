/** The stub of Realtime Register: orders start processes, and certificates come of processes. */
@NullMarked
package dev.certbridge.conformance.realtime;

import org.jspecify.annotations.NullMarked;
