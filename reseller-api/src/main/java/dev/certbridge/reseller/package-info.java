/**
 * The API that all resellers share. Start at {@link dev.certbridge.reseller.CertificateReseller}; the client module of
 * a reseller creates the instance.
 *
 * <p>The API guarantees three things. At most one order is sent for an {@link dev.certbridge.reseller.order.Intent} in
 * one {@link dev.certbridge.reseller.book.OrderBook}. An order is refused if its quote exceeds its {@link
 * dev.certbridge.reseller.order.Spending}. The id of an accepted order is committed to the order book before the rest
 * of the response is decoded.
 */
@NullMarked
package dev.certbridge.reseller;

import org.jspecify.annotations.NullMarked;
