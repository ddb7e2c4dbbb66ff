package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.api.ShopApi;
import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.acorn.generated.model.ShopProduct;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reads from acorn, combined with data from the order book. */
record AcornReads(ShopApi api, SpendLog book, ResellerAccount account) {

    /** Reads an order. Throws {@link BrokenContractException} if the response is about another order. */
    ShopOrder order(String id) {
        ShopOrder order = api.getOrder(id);
        if (!id.equals(order.getId())) {
            throw broken("getOrder", "is not about " + id + ", which was requested");
        }
        return order;
    }

    List<ShopProduct> products() {
        return list("listProducts", api.listProducts().getProducts());
    }

    /**
     * Returns every listed order that has an id. Throws {@link BrokenContractException} if the response contains no
     * list.
     */
    List<ShopOrder> orders() {
        return list("listOrders", api.listOrders().getOrders()).stream()
                .filter(order -> order.getId() != null)
                .toList();
    }

    /** Returns an order with its request from the book, if the book contains it. */
    Order order(OrderId id, ShopOrder wire) {
        Order order = AcornMapper.order(account, id, wire);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    /** Returns an order from a listing. The id is taken from the book if the book contains the order. */
    Order listed(ShopOrder wire) {
        OrderId id = known(wire).stream()
                .findFirst()
                .map(KnownOrder::id)
                .orElseGet(() ->
                        account.listedId(OrderId.Kind.ORDER, AcornMapper.text(wire.getId()), AcornMapper.names(wire)));
        return order(id, wire);
    }

    /** Returns the orders in the book that have the reseller's id of a listed order. */
    List<KnownOrder> known(ShopOrder wire) {
        return book.orders(account.target(), AcornMapper.text(wire.getId()));
    }

    private static <T> List<T> list(String operation, @Nullable List<@Nullable T> list) {
        if (list == null) {
            throw broken(operation, "has no list");
        }
        return AcornMapper.all(list).toList();
    }

    private static BrokenContractException broken(String operation, String what) {
        return new BrokenContractException(OperationRef.of(Acorn.NAME, operation), 200, what, null);
    }
}
