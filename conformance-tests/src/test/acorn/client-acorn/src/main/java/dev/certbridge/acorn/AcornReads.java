package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.api.ShopApi;
import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.acorn.generated.model.ShopProduct;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reads from acorn. If a response is about another resource than the requested one, the read throws {@link
 * BrokenContractException}.
 */
final class AcornReads {

    private final ShopApi api;

    AcornReads(ShopApi api) {
        this.api = api;
    }

    ShopOrder order(String id) {
        ShopOrder order = api.getOrder(id);
        requireAbout("getOrder", id, order.getId());
        return order;
    }

    /** Returns the order; empty if acorn has no order with this id. */
    Optional<ShopOrder> known(String id) {
        try {
            return Optional.of(order(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    ShopProduct product(String id) {
        ShopProduct product = api.getProduct(id);
        requireAbout("getProduct", id, product.getId());
        return product;
    }

    List<ShopProduct> products() {
        return list("listProducts", "products", api.listProducts().getProducts());
    }

    /**
     * Returns every listed order that has an id. Throws {@link BrokenContractException} if the response contains no
     * list, because it is not known then which orders exist.
     */
    List<ShopOrder> orders() {
        return list("listOrders", "orders", api.listOrders().getOrders()).stream()
                .filter(order -> order.getId() != null)
                .toList();
    }

    private static <T> List<T> list(String operation, String member, @Nullable List<@Nullable T> list) {
        if (list == null) {
            throw new BrokenContractException(OperationRef.of(Acorn.NAME, operation), 200, "has no " + member, null);
        }
        return AcornMapper.all(list).toList();
    }

    private static void requireAbout(String operation, String asked, @Nullable String told) {
        if (!asked.equals(told)) {
            throw new BrokenContractException(
                    OperationRef.of(Acorn.NAME, operation),
                    200,
                    "is not about " + asked + ", which was asked for",
                    null);
        }
    }
}
