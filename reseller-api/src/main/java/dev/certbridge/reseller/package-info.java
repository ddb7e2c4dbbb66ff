/**
 * What callers import: one thin API over the resellers. Start at {@link
 * dev.certbridge.reseller.CertificateReseller}; a client module gives the instance.
 *
 * <p>The promise: a named {@link dev.certbridge.reseller.order.Intent} in one {@link
 * dev.certbridge.reseller.book.OrderBook} sends at most one order, is refused when its quote exceeds its {@link
 * dev.certbridge.reseller.order.Spending}, and its accepted id is committed before it is decoded.
 */
@NullMarked
package dev.certbridge.reseller;

import org.jspecify.annotations.NullMarked;
