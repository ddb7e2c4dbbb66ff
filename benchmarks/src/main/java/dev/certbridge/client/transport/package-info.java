/** Beside the transport, in its own package: what stands in for the network has to do what HttpClient does for it. */
@NullMarked
package dev.certbridge.client.transport;

import org.jspecify.annotations.NullMarked;
