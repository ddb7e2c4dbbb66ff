/**
 * The transport of all generated clients. Only it builds Feign clients.
 *
 * <p>A call passes each layer once: the generated interface, {@code GeneratedCallHandler}, Feign, {@code Transport},
 * {@code ReadRetrier} (reads only), {@code HttpExchange}, {@code ApiResponse}, and for other statuses than 2xx the {@code
 * ErrorMapper} of the reseller.
 *
 * <p>A spend takes a {@link dev.certbridge.client.transport.SpendPermit}. It uses a fresh HTTP/1.1 connection and one
 * write, without retries, redirects or authentication rounds. Reads use pooled connections. Both have a deadline for the
 * whole call and a limit on the bytes that are read.
 */
@NullMarked
package dev.certbridge.client.transport;

import org.jspecify.annotations.NullMarked;
