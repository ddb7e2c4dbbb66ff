/**
 * The transport of all generated clients. Only this package builds Feign clients.
 *
 * <p>A call passes through these layers: the generated interface, {@code GeneratedCallHandler}, Feign, {@code
 * Transport}, {@code ReadRetrier} (reads only), {@code HttpExchange} and {@code ApiResponse}. The {@code ErrorMapper}
 * of the reseller maps a response with a status other than 2xx to an exception.
 *
 * <p>A request that can cost money (a spend) requires a {@link dev.certbridge.client.transport.SpendPermit}. The
 * transport sends a spend with one write over a fresh HTTP/1.1 connection. The transport never repeats a spend, never
 * follows a redirect, and never answers an authentication challenge. Reads use pooled connections. Each call has a
 * deadline and a maximum size of the response.
 */
@NullMarked
package dev.certbridge.client.transport;

import org.jspecify.annotations.NullMarked;
