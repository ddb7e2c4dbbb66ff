/** The stub of Realtime Register: orders start processes, and certificates come of processes. */
@NullMarked
package dev.certbridge.stub.realtime;

import org.jspecify.annotations.NullMarked;
