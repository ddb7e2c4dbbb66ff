package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import java.util.Optional;

/**
 * An order that a book knows.
 *
 * @param id the order
 * @param request what was asked for
 * @param intent whose wish it serves; empty for one that exists without an intent
 */
public record KnownOrder(OrderId id, OrderRequest request, Optional<Intent> intent) {}
