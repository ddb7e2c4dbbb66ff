package dev.certbridge.regfish;

import dev.certbridge.client.adapter.BulkOrderRun;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import java.util.Optional;

/** Orders and renewals: look, keep what was seen, order once. */
final class RegfishOrderPlacement {

    private final RegfishClient client;
    private final SpendLog book;
    private final ResellerAccount place;
    private final ConnectOptions options;
    private final RegfishCatalog catalog;

    RegfishOrderPlacement(RegfishClient client, SpendLog book, ResellerAccount place, ConnectOptions options) {
        this.client = client;
        this.book = book;
        this.place = place;
        this.options = options;
        this.catalog = new RegfishCatalog(client);
    }

    Order order(Intent intent, OrderRequest request, Spending spending) {
        return buy(intent, request, spending, look());
    }

    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        RegfishRequests.requireUnquoted(RegfishRequests.ORDER, spending);
        // In the middle of the run it would be too late to say so.
        requests.values().forEach(request -> request.source().ifPresent(place::require));
        RegfishPreOrderSnapshot look = look();
        return BulkOrderRun.of(requests, (intent, request) -> buy(intent, request, spending, look));
    }

    private RegfishPreOrderSnapshot look() {
        return new RegfishPreOrderSnapshot(new RegfishListings(client), book, place, options.clock());
    }

    private Order buy(Intent intent, OrderRequest request, Spending spending, RegfishPreOrderSnapshot look) {
        CertificateRequest wire = RegfishRequests.order(place, request, spending);
        RegfishOrderIdReader reading = RegfishOrderIdReader.toOrder(place, request);
        SpendExecutor purchase = new SpendExecutor(
                RegfishRequests.ORDER,
                book,
                SpendRequest.of(intent, place.target(), request),
                reading,
                options.spendDeadline());
        Optional<Order> recorded = purchase.recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        catalog.requireSold(request);
        purchase.takeSnapshot(() -> {
            look.refuseDuplicate(RegfishRequests.ORDER, request);
            return look.number();
        });
        SpendExecutor.Placed placed = purchase.order(
                spending, Optional.empty(), spend -> client.certificates().createCertificate(wire, spend));
        Certificate shown = RegfishReads.in(placed);
        if (reading.isRefusal(placed.answer())) {
            throw placed.unusable("its answer says success:false, which is not documented");
        }
        return RegfishMapper.order(place, placed.id(), shown).withRequest(request);
    }
}
