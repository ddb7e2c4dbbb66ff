package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Optional;

/**
 * An order in an order book.
 *
 * @param request the request that placed the order
 * @param intent the intent of the order; empty for an order without an intent, such as an order that the reseller
 *     placed for a quote request
 */
public record KnownOrder(OrderId id, OrderRequest request, Optional<Intent> intent) {}
