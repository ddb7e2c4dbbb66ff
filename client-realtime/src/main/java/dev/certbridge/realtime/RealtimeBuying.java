package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.provider.Place;
import dev.certbridge.reseller.provider.PriceQuestion;
import dev.certbridge.reseller.provider.Purchase;
import dev.certbridge.reseller.provider.QuoteGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Quote, compare, acknowledge, order, and look at what was charged. */
final class RealtimeBuying {

    private static final Origin ORDER = Origin.of(Realtime.NAME, "requestCertificate");

    private final RealtimeClient client;
    private final RealtimeListings listings;
    private final OrderBook book;
    private final Place place;

    RealtimeBuying(RealtimeClient client, RealtimeListings listings, OrderBook book, Place place) {
        this.client = client;
        this.listings = listings;
        this.book = book;
        this.place = place;
    }

    Quote quote(OrderRequest request) {
        CertificateRequest wire = RealtimeRequests.checked(ORDER, place.account(), request);
        return new PriceQuestion(book, request, new RealtimeAnswers(place, request))
                .ask(spend -> client.certificates().requestCertificate(wire, true, spend), RealtimeQuotes::read);
    }

    /** Everything that can be refused before anything is sent. */
    CertificateRequest checked(OrderRequest request, Spending spending) {
        if (spending instanceof Spending.Acknowledging seen) {
            QuoteGuard.requireWhole(ORDER, seen);
        }
        return RealtimeRequests.checked(ORDER, place.account(), request);
    }

    Order order(Intent intent, OrderRequest request, Spending spending) {
        CertificateRequest wire = checked(request, spending);
        Purchase purchase =
                new Purchase(ORDER, book, intent, place.target(), request, new RealtimeAnswers(place, request));
        Optional<Order> recorded = purchase.recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        refuseDuplicate(request);
        Purchase.Placed placed = place(purchase, wire, spending);
        CertificateRequestInfo info = placed.as(CertificateRequestInfo.class);
        Order order = RealtimeOrders.accepted(placed.id(), info).withRequest(request);
        refuseOverspending(order, spending);
        return order;
    }

    private Purchase.Placed place(Purchase purchase, CertificateRequest wire, Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            Purchase.Outcome outcome = purchase.quote(
                    spend -> client.certificates().requestCertificate(wire, true, spend), RealtimeQuotes::read);
            if (outcome instanceof Purchase.Placed placed) {
                // The question was taken for an order. Nothing more is sent.
                return placed;
            }
            Quote quote = ((Purchase.Quoted) outcome).quote();
            QuoteGuard.require(ORDER, quote, limit);
            wire.billables(billables(quote, spending));
        } else if (spending instanceof Spending.Acknowledging seen) {
            wire.billables(billables(seen.quote(), spending));
        }
        return purchase.order(spend -> client.certificates().requestCertificate(wire, null, spend));
    }

    private static @Nullable List<dev.certbridge.realtime.generated.model.BillableAcknowledgment> billables(
            Quote quote, Spending spending) {
        return quote.lines().isEmpty() ? null : RealtimeQuotes.acknowledge(ORDER, quote, spending);
    }

    private void refuseDuplicate(OrderRequest request) {
        if (request.duplicateAllowed()) {
            return;
        }
        List<String> equal = listings.openFor(request).stream()
                .filter(id -> !book.knows(place.target(), id))
                .toList();
        if (!equal.isEmpty()) {
            throw new PossibleDuplicateException(ORDER, equal);
        }
    }

    /** An acknowledgement carries no price, so what was charged is read back once. Not readable is not overspent. */
    private void refuseOverspending(Order order, Spending spending) {
        Optional<Money> limit = limit(spending);
        if (limit.isEmpty()) {
            return;
        }
        Process process;
        try {
            process = client.processes().getProcess(Long.parseLong(order.id().providerId()));
        } catch (ResellerException e) {
            return;
        }
        Stream.of(process.getTransaction(), process.getReservation())
                .flatMap(Stream::ofNullable)
                .flatMap(moved -> moved.entrySet().stream())
                .filter(moved -> exceeds(moved, limit.get()))
                .findFirst()
                .ifPresent(moved -> {
                    // The order exists: a currency we cannot write must not hide it.
                    String currency = moved.getKey().matches("[A-Z]{3}") ? moved.getKey() : RealtimeQuotes.NO_CURRENCY;
                    throw new OverspentException(ORDER, order, new Money(currency, moved.getValue()), spending);
                });
    }

    private static boolean exceeds(Map.Entry<String, Long> moved, Money limit) {
        return moved.getValue() != null
                && moved.getValue() > 0
                && (!moved.getKey().equals(limit.currency()) || moved.getValue() > limit.cents());
    }

    private static Optional<Money> limit(Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            return Optional.of(limit.limit());
        }
        return spending instanceof Spending.Acknowledging seen ? seen.quote().total() : Optional.empty();
    }
}
