package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Samples that tests write into books, and short forms of common calls. */
final class BookSamples {

    static final OperationRef ORIGIN = OperationRef.of("regfish", "createCertificate");
    static final Intent INTENT = Intent.of("shop-4711/1");
    static final String TARGET = OrderId.target("regfish", "live", "-");
    static final String NAME = "_dcv.example.com";
    static final String REASON = "the console shows no order";

    /** Longer than a test runs. */
    static final Duration LONG = Duration.ofMinutes(10);

    static final OrderRequest REQUEST = request("www.example.com");
    /** Any intent may use it, because it has no key. */
    static final OrderRequest REQUEST_WITHOUT_KEY =
            OrderRequest.builder("RapidSSL").validity(Validity.days(199)).build();

    static final SpendRequest SPEND = SpendRequest.of(INTENT, TARGET, REQUEST);
    static final SpendTerms TERMS = SpendTerms.of(SpendType.ORDER, LONG, LONG);
    static final SpendTerms QUOTE_TERMS = SpendTerms.of(SpendType.STANDALONE_QUOTE, LONG, LONG);

    /** Terms of an attempt that is over as soon as it is begun. */
    static final SpendTerms OVER_AT_ONCE = SpendTerms.of(SpendType.ORDER, Duration.ZERO, Duration.ZERO);

    private BookSamples() {}

    static OrderRequest request(String name) {
        return OrderRequest.builder("RapidSSL")
                .csr(KeyAndCsr.ecP256(name).csr())
                .validity(Validity.days(199))
                .build();
    }

    static SpendRequest spend(String intent) {
        return SpendRequest.of(Intent.of(intent), TARGET, request("www.example.com"));
    }

    static SpendRequest quote() {
        return SpendRequest.standaloneQuote(TARGET, REQUEST);
    }

    static SpendTerms taking(String budget, String price) {
        return new SpendTerms(
                SpendType.ORDER, LONG, LONG, Optional.empty(), Optional.of(charge(budget, price)), Optional.empty());
    }

    static SpendTerms.Charge charge(String budget, String price) {
        return new SpendTerms.Charge(budget, Optional.of(Money.parse(price)));
    }

    static SpendTerms limited(SpendType type, String limit) {
        return SpendTerms.of(type, LONG, LONG).allowing(Money.parse(limit));
    }

    static OrderId id(String providerId) {
        return id(OrderId.Kind.ORDER, providerId, REQUEST.csr().keySha256(), OrderId.NONE);
    }

    /** An id as a listing has it, without a key. */
    static OrderId listed(OrderId.Kind kind, String oldSerial) {
        return id(kind, "ABC", OrderId.NONE, oldSerial);
    }

    static OrderId id(OrderId.Kind kind, String providerId, String key, String oldSerial) {
        String names = key.equals(OrderId.NONE) ? OrderId.NONE : DomainName.namesSha256(REQUEST.names());
        return new OrderId("regfish", "live", "-", kind, providerId, key, names, oldSerial);
    }

    static Reconciliation.Placed placed(String providerId) {
        return Reconciliation.placed(id(providerId));
    }

    static SpendLog inMemory() {
        return SpendLog.of(OrderBooks.inMemory());
    }

    static SpendLog sqlite(Path file, Path recovery) {
        return SpendLog.of(OrderBooks.sqlite(file, recovery));
    }

    static SpendLog postgres(DataSource source, Path recovery) {
        return SpendLog.of(OrderBooks.postgres(source, recovery));
    }

    static SpendLog postgres(DataSource source, Path recovery, String schema) {
        return SpendLog.of(OrderBooks.postgres(source, recovery, schema));
    }

    static Attempt begin(SpendLog book) {
        return book.begin(ORIGIN, SPEND, TERMS);
    }

    /** Stores a listing that no other order shares. */
    static long keepListing(SpendLog book, Snapshot listing) {
        return book.keepListing(listing, List.of(), Optional.empty());
    }

    static void accept(SpendLog book, Attempt attempt, String providerId) {
        book.settle(attempt, State.ACCEPTED, Optional.of(id(providerId)));
    }

    static Optional<Attempt> recorded(SpendLog book) {
        return book.recorded(ORIGIN, SPEND);
    }

    static Optional<OrderId> recordedId(SpendLog book) {
        return recorded(book).flatMap(Attempt::orderId);
    }

    static List<String> fileNames(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Asserts that a call throws, with all parts in a message of one line. */
    static void assertFails(Class<? extends Throwable> type, ThrowingCallable call, String... parts) {
        var failure = assertThatThrownBy(call).isInstanceOf(type);
        for (String part : parts) {
            failure.hasMessageContaining(part);
        }
        failure.message().hasLineCount(1);
    }

    /** Asserts that a book refuses a call, with all parts in a message of one line. */
    static void assertRefused(ThrowingCallable call, String... parts) {
        assertFails(IllegalStateException.class, call, parts);
    }

    /** A call of a method of an intercepted object. */
    interface Interceptor {
        Object call(String method, Object[] arguments, Callable<Object> real) throws Exception;
    }

    /** Returns an object whose calls go through an interceptor, for instance a connection that fails. */
    static <T> T intercepted(Class<T> type, Object real, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> interceptor.call(method.getName(), arguments, () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof Exception failure ? failure : e;
                    }
                })));
    }
}
