/**
 * The interfaces for authors of clients: a client implements the provider, and reads and writes an order book before
 * and after every spend. Callers do not need these interfaces, except to find a provider by its name.
 */
@NullMarked
package dev.certbridge.reseller.spi;

import org.jspecify.annotations.NullMarked;
