/**
 * For authors of clients: what a client writes in an order book around every spend. Callers need none of it.
 */
@NullMarked
package dev.certbridge.reseller.spi;

import org.jspecify.annotations.NullMarked;
