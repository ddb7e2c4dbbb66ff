/**
 * The transport under every generated client, and the only place that builds a Feign client.
 *
 * <p>A spending operation takes a {@link dev.certbridge.client.transport.SpendPermit}: one fresh HTTP/1.1 connection, one write
 * behind a latch, no retry, redirect or authentication round. Reads are pooled. Both have a deadline over the whole
 * call and a bound on what they read.
 */
@NullMarked
package dev.certbridge.client.transport;

import org.jspecify.annotations.NullMarked;
