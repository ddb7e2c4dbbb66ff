package dev.certbridge.realtime;

import dev.certbridge.client.adapter.BulkOrderRun;
import dev.certbridge.client.adapter.QuoteLimitCheck;
import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.client.adapter.SpendGate;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.realtime.RealtimeOperations.OrderCall;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Places orders, renewals and reissues in the same steps. The steps before the order are a snapshot, a quote, and the
 * comparison of the quote with the price limit. The order is then sent with the acknowledged charges. The last step
 * compares the charge with the price limit.
 */
final class RealtimeOrderPlacement {

    private static final String SERIAL = "serial ";

    private final Transport transport;
    private final RealtimeListings listings;
    private final RealtimeCertificates certificates;
    private final RealtimeOperations operations;
    private final RealtimeChargeVerifier charges;
    private final SpendLog book;
    private final ResellerAccount account;
    private final ConnectOptions options;

    RealtimeOrderPlacement(
            RealtimeClient client,
            RealtimeListings listings,
            RealtimeCertificates certificates,
            RealtimeOperations operations,
            RealtimeChargeVerifier charges,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options) {
        this.transport = client.transport();
        this.listings = listings;
        this.certificates = certificates;
        this.operations = operations;
        this.charges = charges;
        this.book = book;
        this.account = account;
        this.options = options;
    }

    Quote quote(OrderRequest request) {
        OrderCall call = prepared(request);
        return executor(
                        call.operation(),
                        SpendRequest.standaloneQuote(account.target(), request),
                        new RealtimeOrderIdReader(account, request))
                .standaloneQuote(call::quote, RealtimeQuotes::read);
    }

    OrderCall checked(OrderRequest request, Spending spending) {
        OrderCall call = prepared(request);
        if (spending instanceof Spending.Acknowledging seen) {
            OperationRef operation = call.operation();
            QuoteLimitCheck.requireWhole(operation, seen);
            RealtimeQuotes.requireAsked(operation, seen.quote(), request, spending);
        }
        return call;
    }

    private OrderCall prepared(OrderRequest request) {
        if (request.completes().isPresent()) {
            throw new UnsupportedException(
                    OperationRef.of(Realtime.NAME, "complete"),
                    "nothing was sent: Realtime Register has no completions. Give the organization in the order");
        }
        request.source().ifPresent(account::require);
        return operations.prepare(request);
    }

    Order order(Intent intent, OrderRequest request, Spending spending) {
        OrderCall call = checked(request, spending);
        // The names are read only when the snapshot is taken. A request without names was refused before.
        PreOrderSnapshot listed =
                new PreOrderSnapshot(() -> listings.processesFor(request.names().get(0)));
        return order(call, intent, request, spending, listed, SpendGate.OPEN);
    }

    /**
     * Takes one snapshot of the processes for the names of all requests, and then places the orders and renewals,
     * several at a time.
     */
    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions bulk) {
        requests.values().stream().flatMap(request -> request.source().stream()).forEach(account::require);
        Set<String> names = new HashSet<>();
        requests.values().forEach(request -> names.addAll(request.names()));
        PreOrderSnapshot listed = new PreOrderSnapshot(
                () -> listings.processes().filter(process -> RealtimeMapper.isForAny(process, names)));
        return BulkOrderRun.of(requests, bulk, options, (intent, request, gate) -> {
            OrderCall call = checked(request, spending);
            RequestValidation.requireOrder(call.operation(), request);
            return order(call, intent, request, spending, listed, gate);
        });
    }

    private Order order(
            OrderCall call,
            Intent intent,
            OrderRequest request,
            Spending spending,
            PreOrderSnapshot listed,
            SpendGate gate) {
        OperationRef operation = call.operation();
        RealtimeOrderIdReader reader = new RealtimeOrderIdReader(account, request);
        SpendExecutor executor = executor(operation, SpendRequest.of(intent, account.target(), request), reader)
                .behind(gate);
        Optional<Order> recorded = executor.accepted().flatMap(earlier -> charges.recorded(operation, earlier));
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Optional<String> oldSerial = request.kind() == OrderId.Kind.REISSUE
                ? Optional.of(SpendExecutor.beforeOrder(
                        operation, () -> certificates.serial(request.source().orElseThrow())))
                : Optional.empty();
        oldSerial.ifPresent(reader::replacing);
        executor.takeSnapshot(() -> {
            refuseDuplicate(operation, request, listed);
            return listed.stored(oldSerial);
        });
        SpendExecutor.Placed placed = place(executor, operation, call, request, spending);
        // The charge is verified before the response is decoded, because an order whose response cannot be decoded may
        // also have cost too much.
        OrderId id = placed.id();
        Optional<Money> charged = charges.verify(operation, id, request, spending);
        // The response to a deprecated order may have no body. The id is already known, so no response needs a body
        // here.
        CertificateRequestInfo info = placed.answer().text().isBlank()
                ? new CertificateRequestInfo()
                : placed.as(CertificateRequestInfo.class);
        return RealtimeMapper.accepted(id, request, info, charged);
    }

    private SpendExecutor executor(OperationRef operation, SpendRequest request, RealtimeOrderIdReader reader) {
        return new SpendExecutor(operation, book, request, reader, options.spendDeadline());
    }

    private SpendExecutor.Placed place(
            SpendExecutor executor, OperationRef operation, OrderCall call, OrderRequest request, Spending spending) {
        Optional<Quote> agreed = Optional.empty();
        Optional<Spending.UpTo> limit = limit(spending);
        if (limit.isPresent()) {
            SpendExecutor.Outcome outcome = executor.quote(limit.get(), call::quote, RealtimeQuotes::read);
            if (outcome instanceof SpendExecutor.Placed placed) {
                // The reseller treated the quote request as an order. Nothing more is sent.
                return placed;
            }
            Quote quote = ((SpendExecutor.Quoted) outcome).quote();
            QuoteLimitCheck.require(operation, quote, limit.get());
            RealtimeQuotes.requireAsked(operation, quote, request, spending);
            if (spending instanceof Spending.Acknowledging seen) {
                RealtimeQuotes.requireSame(operation, quote, seen.quote(), spending);
            }
            agreed = Optional.of(quote);
        }
        List<BillableAcknowledgment> lines = agreed.filter(
                        quote -> call.acknowledges() && !quote.lines().isEmpty())
                .map(RealtimeQuotes::acknowledge)
                .orElse(null);
        return executor.order(spending, agreed.flatMap(Quote::total), permit -> call.order(lines, permit));
    }

    /**
     * Returns the price limit. The total of an acknowledged quote is a price limit too. The acknowledged quote may be
     * out of date or for another request, and the reseller does not promise to compare the acknowledged amounts with
     * its price.
     */
    private static Optional<Spending.UpTo> limit(Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            return Optional.of(limit);
        }
        return spending instanceof Spending.Acknowledging seen
                ? seen.quote().total().map(total -> new Spending.UpTo(total, seen.budget()))
                : Optional.empty();
    }

    private void refuseDuplicate(OperationRef operation, OrderRequest request, PreOrderSnapshot listed) {
        if (request.duplicateAllowed()) {
            return;
        }
        List<String> equal = RealtimeMapper.openFor(listed.listed(), request).stream()
                .filter(id -> !isOrdered(id))
                .toList();
        if (!equal.isEmpty() && request.source().isPresent()) {
            // The order that issued the old certificate is not a duplicate of its renewal.
            Optional<String> own = certificates.processOf(request.source().get());
            equal = equal.stream().filter(id -> !own.equals(Optional.of(id))).toList();
        }
        if (!equal.isEmpty()) {
            throw new PossibleDuplicateException(operation, equal);
        }
    }

    /**
     * Returns true if an intent of the order book owns this order. If the reseller mistook a standalone quote
     * request for an order, no intent owns the order.
     */
    private boolean isOrdered(String id) {
        return book.orders(account.target(), id).stream()
                .anyMatch(known -> known.intent().isPresent());
    }

    static Optional<String> oldSerial(Snapshot snapshot) {
        return snapshot.seen().stream()
                .filter(entry -> entry.startsWith(SERIAL))
                .map(entry -> entry.substring(SERIAL.length()))
                .findFirst();
    }

    /**
     * The processes at the reseller before an order is sent. The processes are read once, when the first order needs
     * them.
     */
    private final class PreOrderSnapshot {

        private final Supplier<Stream<Process>> reading;
        private @Nullable List<Process> listed;
        private @Nullable Long number;

        private PreOrderSnapshot(Supplier<Stream<Process>> reading) {
            this.reading = reading;
        }

        synchronized long stored(Optional<String> oldSerial) {
            if (number == null) {
                Set<String> seen = new HashSet<>();
                listed().forEach(process -> seen.add(String.valueOf(process.getId())));
                oldSerial.ifPresent(serial -> seen.add(SERIAL + serial));
                number = book.keep(new Snapshot(account.target(), now(), seen));
            }
            return number;
        }

        synchronized List<Process> listed() {
            if (listed == null) {
                listed = reading.get().toList();
            }
            return listed;
        }

        /**
         * Returns the time on the reseller's clock, which also sets the creation dates of processes. Returns the local
         * time if the reseller's time is not known.
         */
        private Instant now() {
            return transport
                    .lastServerTime()
                    .or(() -> listed().stream()
                            .flatMap(process -> Stream.ofNullable(process.getCreatedDate()))
                            .map(OffsetDateTime::toInstant)
                            .max(Comparator.naturalOrder()))
                    .orElseGet(options.clock()::instant);
        }
    }
}
