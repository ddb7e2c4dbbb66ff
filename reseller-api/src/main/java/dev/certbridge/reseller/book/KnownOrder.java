package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Optional;

/**
 * An order in a book.
 *
 * @param id the order
 * @param request what was asked for
 * @param intent whose wish it serves; empty for one that exists without an intent
 */
public record KnownOrder(OrderId id, OrderRequest request, Optional<Intent> intent) {}
