package dev.certbridge.realtime;

import dev.certbridge.client.adapter.BulkOrderRun;
import dev.certbridge.client.adapter.QuoteLimitCheck;
import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Look, quote, compare, acknowledge, order, and look at what was charged: the same for every call that sells. */
final class RealtimeOrderPlacement {

    private final RealtimeClient client;
    private final RealtimeListings listings;
    private final RealtimeCertificates certificates;
    private final RealtimeOperations calls;
    private final RealtimeChargeVerifier charges;
    private final SpendLog book;
    private final ResellerAccount place;
    private final ConnectOptions options;

    RealtimeOrderPlacement(
            RealtimeClient client,
            RealtimeListings listings,
            RealtimeCertificates certificates,
            RealtimeOperations calls,
            SpendLog book,
            ResellerAccount place,
            ConnectOptions options) {
        this.client = client;
        this.listings = listings;
        this.certificates = certificates;
        this.calls = calls;
        this.charges = new RealtimeChargeVerifier(client, book);
        this.book = book;
        this.place = place;
        this.options = options;
    }

    Quote quote(OrderRequest request) {
        RealtimeOrderCall sale = filled(request);
        RealtimeOrderIdReader answers = new RealtimeOrderIdReader(place, request);
        SpendRequest question = SpendRequest.question(place.target(), request);
        return new SpendExecutor(sale.origin(), book, question, answers, options.spendDeadline())
                .standaloneQuote(sale::quote, RealtimeQuotes::read);
    }

    /** Everything that can be refused before anything is sent. */
    RealtimeOrderCall checked(OrderRequest request, Spending spending) {
        RealtimeOrderCall sale = filled(request);
        if (spending instanceof Spending.Acknowledging seen) {
            QuoteLimitCheck.requireWhole(sale.origin(), seen);
            RealtimeQuotes.requireAsked(sale.origin(), seen.quote(), request, spending);
        }
        return sale;
    }

    private RealtimeOrderCall filled(OrderRequest request) {
        if (request.completes().isPresent()) {
            throw new UnsupportedException(
                    OperationRef.of(Realtime.NAME, "complete"),
                    "nothing was sent: Realtime Register takes the organization with the order and validates it there");
        }
        request.source().ifPresent(place::require);
        return calls.prepare(request);
    }

    /** Orders, renews or reissues. */
    Order order(Intent intent, OrderRequest request, Spending spending) {
        RealtimeOrderCall sale = checked(request, spending);
        // Made when it is needed: a request without names is refused before.
        return buy(
                sale,
                intent,
                request,
                spending,
                look(() -> listings.processesFor(request.names().get(0))));
    }

    /** Orders and renewals one after the other, over one look at what is listed for any of their names. */
    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        requests.values().stream().flatMap(request -> request.source().stream()).forEach(place::require);
        Set<String> names = new HashSet<>();
        requests.values().forEach(request -> names.addAll(request.names()));
        RealtimePreOrderSnapshot look =
                look(() -> listings.processes().filter(process -> RealtimeProcesses.isForAny(process, names)));
        return BulkOrderRun.of(requests, (intent, request) -> {
            RealtimeOrderCall sale = checked(request, spending);
            RequestValidation.requireOrder(sale.origin(), request);
            return buy(sale, intent, request, spending, look);
        });
    }

    private RealtimePreOrderSnapshot look(Supplier<Stream<Process>> reading) {
        return new RealtimePreOrderSnapshot(client, book, place.target(), options.clock(), reading);
    }

    private Order buy(
            RealtimeOrderCall sale,
            Intent intent,
            OrderRequest request,
            Spending spending,
            RealtimePreOrderSnapshot look) {
        RealtimeOrderIdReader answers = new RealtimeOrderIdReader(place, request);
        SpendRequest wish = SpendRequest.of(intent, place.target(), request);
        SpendExecutor purchase = new SpendExecutor(sale.origin(), book, wish, answers, options.spendDeadline());
        Optional<Order> recorded = purchase.accepted().flatMap(earlier -> charges.recorded(sale.origin(), earlier));
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Optional<String> oldSerial = request.kind() == OrderId.Kind.REISSUE
                ? Optional.of(certificates.serial(request.source().orElseThrow()))
                : Optional.empty();
        oldSerial.ifPresent(answers::replacing);
        purchase.takeSnapshot(() -> {
            refuseDuplicate(sale.origin(), request, look);
            return look.snapshot(oldSerial);
        });
        SpendExecutor.Placed placed = place(purchase, sale, request, spending);
        // Before anything is decoded: what cannot be read may have cost too much all the same.
        Optional<Money> charged = charges.compared(sale.origin(), placed.id(), request, spending);
        return RealtimeMapper.accepted(placed.id(), info(placed)).toBuilder()
                .request(request)
                .charged(charged)
                .build();
    }

    /** By the contract, the answer to a deprecated order may have no body; with a known id no other needs one. */
    private static CertificateRequestInfo info(SpendExecutor.Placed placed) {
        return placed.answer().text().isBlank()
                ? new CertificateRequestInfo()
                : placed.as(CertificateRequestInfo.class);
    }

    private void refuseDuplicate(OperationRef origin, OrderRequest request, RealtimePreOrderSnapshot look) {
        if (request.duplicateAllowed()) {
            return;
        }
        List<String> equal =
                look.openFor(request).stream().filter(id -> !ordered(id)).toList();
        if (!equal.isEmpty() && request.source().isPresent()) {
            // The order that the certificate itself came from is no duplicate of its renewal.
            Optional<String> own = certificates.processOf(request.source().get());
            equal = equal.stream().filter(id -> !own.equals(Optional.of(id))).toList();
        }
        if (!equal.isEmpty()) {
            throw new PossibleDuplicateException(origin, equal);
        }
    }

    /** Whether an intent wanted it. One that was born of a question for the price is nobody's, and so in the way. */
    private boolean ordered(String id) {
        return book.orders(place.target(), id).stream()
                .anyMatch(known -> known.intent().isPresent());
    }

    private SpendExecutor.Placed place(
            SpendExecutor purchase, RealtimeOrderCall sale, OrderRequest request, Spending spending) {
        Optional<Money> price = Optional.empty();
        Optional<Quote> agreed = Optional.empty();
        if (spending instanceof Spending.Acknowledging seen) {
            agreed = Optional.of(seen.quote());
            price = seen.quote().total();
        }
        Optional<Spending.UpTo> limit = limit(sale, spending);
        if (limit.isPresent()) {
            SpendExecutor.Outcome outcome = purchase.quote(limit.get(), sale::quote, RealtimeQuotes::read);
            if (outcome instanceof SpendExecutor.Placed placed) {
                // The question was taken for an order. Nothing more is sent.
                return placed;
            }
            Quote quote = ((SpendExecutor.Quoted) outcome).quote();
            QuoteLimitCheck.require(sale.origin(), quote, limit.get());
            RealtimeQuotes.requireAsked(sale.origin(), quote, request, spending);
            agreed.ifPresent(seen -> requireSame(sale.origin(), quote, seen, spending));
            agreed = Optional.of(quote);
            price = quote.total();
        }
        List<BillableAcknowledgment> lines = lines(sale, agreed);
        return purchase.order(spending, price, spend -> sale.order(lines, spend));
    }

    /** What is quoted before: whatever is limited, and what was seen before where there is nothing to acknowledge. */
    private static Optional<Spending.UpTo> limit(RealtimeOrderCall sale, Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            return Optional.of(limit);
        }
        return spending instanceof Spending.Acknowledging seen
                        && (!sale.acknowledges() || seen.quote().lines().isEmpty())
                ? seen.quote().total().map(total -> new Spending.UpTo(total, seen.budget()))
                : Optional.empty();
    }

    private static void requireSame(OperationRef origin, Quote quote, Quote seen, Spending spending) {
        boolean bothFree = seen.free() && quote.free();
        if (!bothFree && !charges(quote).equals(charges(seen))) {
            throw new SpendingLimitExceededException(
                    origin, quote, spending, "the quote has other lines than the one that was seen");
        }
    }

    /** The charges of a quote, whatever else its lines tell. */
    private static Set<Quote.Line> charges(Quote quote) {
        return quote.lines().stream()
                .map(line ->
                        Quote.Line.of(line.product(), line.action(), line.quantity(), line.cents(), line.refundable()))
                .collect(Collectors.toSet());
    }

    private static @Nullable List<BillableAcknowledgment> lines(RealtimeOrderCall sale, Optional<Quote> agreed) {
        return agreed.filter(quote -> sale.acknowledges() && !quote.lines().isEmpty())
                .map(RealtimeQuotes::acknowledge)
                .orElse(null);
    }
}
