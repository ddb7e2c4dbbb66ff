package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.Optional;

/** What an order was charged. An acknowledgement carries no price, so it is read back once. */
final class RealtimeCharges {

    private final RealtimeClient client;
    private final RealtimeOverspending overspending;

    RealtimeCharges(RealtimeClient client, OrderBook book) {
        this.client = client;
        this.overspending = new RealtimeOverspending(book);
    }

    /**
     * Reads back what a fresh order cost. A price that cannot be read now is looked at when the order is.
     *
     * @throws OverspentException it is more than was allowed; the book is halted
     */
    void refuseOverspending(Origin origin, OrderId id, OrderRequest request, Spending spending) {
        Optional<Money> limit = limit(spending);
        if (limit.isEmpty()) {
            return;
        }
        Process process;
        try {
            process = client.processes().getProcess(Long.parseLong(id.providerId()));
        } catch (ResellerException e) {
            return;
        }
        overspending.refuse(
                origin,
                RealtimeOrders.order(id, process, new CertificateRequestInfo(), Optional.empty())
                        .withRequest(request),
                process,
                spending,
                limit.get());
    }

    private static Optional<Money> limit(Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            return Optional.of(limit.limit());
        }
        return spending instanceof Spending.Acknowledging seen ? seen.quote().total() : Optional.empty();
    }
}
