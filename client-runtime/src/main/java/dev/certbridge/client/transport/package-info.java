/**
 * The transport of all generated clients. Feign clients are built only in this package.
 *
 * <p>A call passes through the following layers, each once: the generated interface, {@code GeneratedCallHandler},
 * Feign, {@code Transport}, {@code ReadRetrier} (reads only), {@code HttpExchange} and {@code ApiResponse}. If the
 * status is not 2xx, the {@code ErrorMapper} of the reseller then maps the response to an exception.
 *
 * <p>A spend requires a {@link dev.certbridge.client.transport.SpendPermit}. A spend uses a fresh HTTP/1.1 connection
 * and one write. A spend is never retried or redirected, and a challenge for authentication is not answered. Reads use
 * pooled connections. Spends and reads have a deadline for the whole call and a limit on the bytes that are read.
 */
@NullMarked
package dev.certbridge.client.transport;

import org.jspecify.annotations.NullMarked;
