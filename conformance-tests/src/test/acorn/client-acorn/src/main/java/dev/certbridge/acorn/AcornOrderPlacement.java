package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.api.ShopApi;
import dev.certbridge.acorn.generated.model.OrderForm;
import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.BulkOrderRun;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import java.util.Optional;

/**
 * Places orders. For each order, it stores a snapshot of the listing, compares the price with the limit, sends the
 * order once and checks the charge.
 */
final class AcornOrderPlacement {

    private final ShopApi api;
    private final AcornReads reads;
    private final AcornViews views;
    private final AcornPrices prices;
    private final SpendLog book;
    private final ResellerAccount place;
    private final ConnectOptions options;

    AcornOrderPlacement(
            ShopApi api,
            AcornReads reads,
            AcornViews views,
            SpendLog book,
            ResellerAccount place,
            ConnectOptions options) {
        this.api = api;
        this.reads = reads;
        this.views = views;
        this.prices = new AcornPrices(reads);
        this.book = book;
        this.place = place;
        this.options = options;
    }

    Order order(Intent intent, OrderRequest request, Spending spending) {
        return buy(intent, request, spending, look());
    }

    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        AcornPreOrderSnapshot look = look();
        return BulkOrderRun.of(requests, (intent, request) -> buy(intent, request, spending, look));
    }

    private AcornPreOrderSnapshot look() {
        return new AcornPreOrderSnapshot(reads, views, book, place, options.clock());
    }

    private Order buy(Intent intent, OrderRequest request, Spending spending, AcornPreOrderSnapshot look) {
        OrderForm form = AcornRequests.order(request, spending);
        SpendExecutor purchase = new SpendExecutor(
                AcornRequests.ORDER,
                book,
                SpendRequest.of(intent, place.target(), request),
                new AcornOrderIdReader(place, request),
                options.spendDeadline());
        Optional<Order> recorded = purchase.recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        purchase.takeSnapshot(() -> look.before(request));
        Optional<Money> price = prices.agreed(request, spending);
        SpendExecutor.Placed placed = purchase.order(spending, price, spend -> api.createOrder(form, spend));
        return views.order(placed.id(), placed.as(ShopOrder.class)).withRequest(request);
    }
}
