/**
 * A replacement of the network for benchmarks. It is in the package of the transport, because it uses package-private
 * types of the transport.
 */
@NullMarked
package dev.certbridge.client.transport;

import org.jspecify.annotations.NullMarked;
