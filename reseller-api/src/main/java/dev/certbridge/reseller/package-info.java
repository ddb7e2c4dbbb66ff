/**
 * What callers import: one thin API over the resellers. Start at {@link
 * dev.certbridge.reseller.CertificateReseller}; a client module gives the instance.
 *
 * <p>The promise: a named {@link dev.certbridge.reseller.Intent} in one {@link
 * dev.certbridge.reseller.book.OrderBook} puts at most one order on the wire from us, is refused when its quote exceeds
 * its {@link dev.certbridge.reseller.Spending}, and its accepted id is committed before it is decoded.
 */
@NullMarked
package dev.certbridge.reseller;

import org.jspecify.annotations.NullMarked;
