package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
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
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Optional;

/** What the tests of books write into them. */
final class BookSamples {

    static final OperationRef ORIGIN = OperationRef.of("regfish", "createCertificate");
    static final Intent INTENT = Intent.of("shop-4711/1");
    static final String TARGET = OrderId.target("regfish", "live", "-");

    /** Long enough for a test. */
    static final Duration LONG = Duration.ofMinutes(10);

    static final OrderRequest REQUEST = request("www.example.com");
    /** What every intent may ask for, because a key belongs to one. */
    static final OrderRequest REQUEST_WITHOUT_KEY =
            OrderRequest.builder("RapidSSL").validity(Validity.days(199)).build();

    static final SpendRequest WISH = SpendRequest.of(INTENT, TARGET, REQUEST);
    static final SpendTerms SENDING = SpendTerms.of(SpendType.ORDER, LONG, LONG);

    static final SpendTerms ASKING = SpendTerms.of(SpendType.STANDALONE_QUOTE, LONG, LONG);

    /** Its leave and its deadline have passed as soon as it is begun. */
    static final SpendTerms OVER_AT_ONCE = SpendTerms.of(SpendType.ORDER, Duration.ZERO, Duration.ZERO);

    private BookSamples() {}

    static OrderRequest request(String name) {
        return OrderRequest.builder("RapidSSL")
                .csr(KeyAndCsr.ecP256(name).csr())
                .validity(Validity.days(199))
                .build();
    }

    static SpendRequest wish(String intent) {
        return SpendRequest.of(Intent.of(intent), TARGET, request("www.example.com"));
    }

    static SpendTerms taking(String budget, String price) {
        SpendTerms.Charge charge =
                new SpendTerms.Charge(budget, Optional.of(price).map(Money::parse));
        return new SpendTerms(SpendType.ORDER, LONG, LONG, Optional.empty(), Optional.of(charge), Optional.empty());
    }

    static OrderId id(String providerId) {
        return new OrderId(
                "regfish",
                "live",
                "-",
                OrderId.Kind.ORDER,
                providerId,
                REQUEST.csr().keySha256(),
                DomainName.namesSha256(REQUEST.names()));
    }

    static Attempt begin(SpendLog book) {
        return book.begin(ORIGIN, WISH, SENDING);
    }

    static Optional<Attempt> recorded(SpendLog book) {
        return book.recorded(ORIGIN, WISH);
    }
}
