package dev.certbridge.realtime;

import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Optional;

/**
 * What an order was charged. That the reseller charges what was acknowledged is not documented, so it is read back once. An
 * order that cannot be read, or tells no price yet, stays open in the book ({@link SpendLog#uncompared}), and is compared at the next look.
 */
final class RealtimeChargeVerifier {

    private final RealtimeClient client;
    private final RealtimeOverspending overspending;

    RealtimeChargeVerifier(RealtimeClient client, SpendLog book) {
        this.client = client;
        this.overspending = new RealtimeOverspending(book);
    }

    /**
     * Reads back what a fresh order cost.
     *
     * @return what it cost, where that was limited and is told
     * @throws OverspentException it is more than was allowed; the book is halted
     */
    Optional<Money> compared(OperationRef origin, OrderId id, OrderRequest request, Spending spending) {
        return limit(spending).flatMap(limit -> compared(origin, id, request, spending, limit));
    }

    /**
     * The order that an intent became earlier. Nothing is read unless its price was never compared: whoever ordered it
     * may have died before.
     *
     * @throws OverspentException as above
     */
    Optional<Order> recorded(OperationRef origin, Attempt accepted) {
        return SpendExecutor.recorded(accepted)
                .map(order -> accepted.priceOpen()
                        ? order.toBuilder()
                                .charged(accepted.sending()
                                        .allowed()
                                        .flatMap(limit -> compared(
                                                origin, order.id(), accepted.request(), Spending.upTo(limit), limit)))
                                .build()
                        : order);
    }

    private Optional<Money> compared(
            OperationRef origin, OrderId id, OrderRequest request, Spending spending, Money limit) {
        if (!RealtimeRequestRules.NUMBER.matcher(id.providerId()).matches()) {
            // A person may have settled it with an id that is none. Stays open in the book.
            return Optional.empty();
        }
        Process process;
        try {
            long number = RealtimeProducts.number("process", id.providerId());
            process = RealtimeProcesses.require(
                    OperationRef.of(Realtime.NAME, "getProcess"),
                    number,
                    client.processes().getProcess(number, null));
        } catch (ResellerException e) {
            // Stays open in the book.
            return Optional.empty();
        }
        Order order = RealtimeMapper.order(id, process, new CertificateRequestInfo(), Optional.empty())
                .withRequest(request);
        overspending.refuse(origin, order, process, spending, limit);
        return order.charged();
    }

    private static Optional<Money> limit(Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            return Optional.of(limit.limit());
        }
        return spending instanceof Spending.Acknowledging seen ? seen.quote().total() : Optional.empty();
    }
}
