package dev.certbridge.conformance.money;

import static dev.certbridge.conformance.money.FailureScenarios.SpendSetup.INTENT;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Provokes each failure over HTTP at each reseller where it can occur, and gives the reason where it cannot. */
final class FailureScenarios {

    /** A state that leads to a failure. */
    @FunctionalInterface
    interface OrderState {
        void reach(SpendSetup setup);
    }

    private static final String NO_PRICES = "regfish tells no price, and asks for no acknowledgement";

    private final Map<Class<?>, Map<ClientVariant, OrderState>> byFailure = new LinkedHashMap<>();
    private final Map<Class<?>, String> neverAtRegfish = new LinkedHashMap<>();

    FailureScenarios() {
        refusedByTheReseller();
        refusedHere();
        onTheWay();
        whileWaiting();
    }

    /** Returns, by failure, the states by reseller. */
    Map<Class<?>, Map<ClientVariant, OrderState>> byFailure() {
        return byFailure;
    }

    /** Returns, by failure, the reason why regfish never causes it. */
    Map<Class<?>, String> neverAtRegfish() {
        return neverAtRegfish;
    }

    private void refusedByTheReseller() {
        at(
                ClientVariant.REGFISH,
                InvalidRequestException.class,
                setup -> setup.orderAnswered(400, refusal("ValidationError")));
        at(
                ClientVariant.REALTIME,
                InvalidRequestException.class,
                setup -> setup.order(
                        setup.request().toBuilder().validity(Validity.months(7)).build()));
        both(UnauthorizedException.class, setup -> setup.orderAnswered(401, refusal("AuthenticationFailed")));
        at(
                ClientVariant.REGFISH,
                NotFoundException.class,
                setup -> setup.client().orders().get(withNumber(setup.order().id(), "NOSUCHORDER00")));
        at(
                ClientVariant.REALTIME,
                NotFoundException.class,
                setup -> setup.order(OrderRequest.builder("ssl_nobody_sells")
                        .csr(setup.request().csr())
                        .validity(Validity.months(6))
                        .build()));
        both(
                ConflictException.class,
                setup -> setup.client().orders().download(setup.order().id()));
        at(
                ClientVariant.REALTIME,
                BillableAcknowledgmentNeededException.class,
                setup -> setup.order(OrderRequest.builder("ssl_example_multi")
                        .csr(TestClient.key("www.example.com", "shop.example.com")
                                .csr())
                        .validity(Validity.months(6))
                        .build()));
        neverAtRegfish.put(BillableAcknowledgmentNeededException.class, NO_PRICES);
        at(
                ClientVariant.REALTIME,
                InsufficientCreditException.class,
                setup -> setup.orderAnswered(400, refusal("InsufficientCreditException")));
        neverAtRegfish.put(InsufficientCreditException.class, "regfish documents no credit that could be used up");
        both(RateLimitedException.class, setup -> setup.orderAnswered(429, refusal("TooManyRequests")));
    }

    private void refusedHere() {
        at(
                ClientVariant.REALTIME,
                SpendingLimitExceededException.class,
                setup -> setup.client().order(INTENT, setup.request(), Spending.upTo("EUR", "0.01")));
        neverAtRegfish.put(SpendingLimitExceededException.class, NO_PRICES);
        both(IntentMismatchException.class, setup -> {
            OrderRequest request = setup.request();
            setup.order(request);
            setup.client().order(Intent.of("shop-4711/2"), request, Spending.unquoted());
        });
        both(PossibleDuplicateException.class, setup -> {
            try (CertificateReseller other =
                    setup.proxied().connect(SpendLog.of(OrderBooks.inMemory()), options -> options)) {
                other.order(INTENT, setup.request(), Spending.unquoted());
            }
            setup.order();
        });
        both(BudgetExhaustedException.class, setup -> {
            setup.proxied().book().budget(Budget.of("2026", 0, Money.of("EUR", "0.00")));
            setup.client().order(INTENT, setup.request(), Spending.unquoted().from("2026"));
        });
        both(BookHaltedException.class, setup -> {
            setup.proxied().book().halt("a person stopped it");
            setup.order();
        });
        at(
                ClientVariant.REGFISH,
                UnsupportedException.class,
                setup -> setup.client().order(INTENT, setup.request(), Spending.upTo("EUR", "25.00")));
        at(
                ClientVariant.REALTIME,
                UnsupportedException.class,
                setup -> setup.client()
                        .order(INTENT, OrderRequest.completion(setup.order().id(), "hdl_1"), Spending.unquoted()));
    }

    private void onTheWay() {
        both(NotSentException.class, setup -> {
            setup.proxied().proxy().refuse();
            setup.order();
        });
        both(OutcomeUnknownException.class, setup -> {
            setup.proxied().faults(sent -> NetworkFault.named("drop"));
            setup.order();
        });
        both(NotRecordedException.class, setup -> {
            setup.proxied().faults(sent -> {
                // From here on the book fails, and the reseller books.
                setup.proxied().book().close();
                return NetworkFault.NONE;
            });
            setup.order();
        });
        at(ClientVariant.REALTIME, OverspentException.class, setup -> {
            setup.realtime().chargesMoreThanQuoted(1);
            setup.client().order(INTENT, setup.request(), Spending.upTo("EUR", "25.00"));
        });
        neverAtRegfish.put(OverspentException.class, NO_PRICES);
        both(ProviderFaultException.class, setup -> {
            OrderId id = setup.order().id();
            setup.answerReads(500, "{}");
            setup.client().orders().get(id);
        });
        both(BrokenContractException.class, setup -> {
            OrderId id = setup.order().id();
            setup.answerReads(200, "<html>Welcome</html>");
            setup.client().orders().get(id);
        });
    }

    private void whileWaiting() {
        at(ClientVariant.REGFISH, OrderEndedException.class, setup -> {
            OrderId id = setup.order().id();
            setup.regfish().end(id.providerId(), "rejected");
            setup.await(id);
        });
        at(ClientVariant.REALTIME, OrderEndedException.class, setup -> {
            OrderId id = setup.order().id();
            setup.realtime().end(Long.parseLong(id.providerId()), OrderOutcome.FAILED_AND_REFUNDED);
            setup.await(id);
        });
        at(
                ClientVariant.REGFISH,
                ActionRequiredException.class,
                setup -> setup.await(setup.proxied()
                        .before(SpendOperation.COMPLETE, "ov.example.com")
                        .orElseThrow()
                        .id()));
        at(
                ClientVariant.REALTIME,
                ActionRequiredException.class,
                setup -> setup.await(setup.order(setup.requestForOrganization()).id()));
        both(DeadlineExceededException.class, setup -> setup.await(setup.order().id()));
    }

    private void both(Class<? extends ResellerException> failure, OrderState state) {
        at(ClientVariant.REGFISH, failure, state);
        at(ClientVariant.REALTIME, failure, state);
    }

    private void at(ClientVariant variant, Class<? extends ResellerException> failure, OrderState state) {
        byFailure
                .computeIfAbsent(failure, unused -> new EnumMap<>(ClientVariant.class))
                .put(variant, state);
    }

    private static String refusal(String type) {
        return "{\"success\":false,\"type\":\"" + type + "\",\"message\":\"no\"}";
    }

    private static OrderId withNumber(OrderId id, String number) {
        return OrderId.parse(id.toString().replace(":" + id.providerId() + ":", ":" + number + ":"));
    }

    /** A stub at which one failure is provoked. */
    record SpendSetup(ProxiedStub proxied) {

        static final Intent INTENT = Intent.of("shop-4711/1");

        RegfishStub regfish() {
            return (RegfishStub) proxied.stub();
        }

        RealtimeStub realtime() {
            return (RealtimeStub) proxied.stub();
        }

        CertificateReseller client() {
            return proxied.client();
        }

        /** Returns an order with the next key. */
        OrderRequest request() {
            return SpendOperation.ORDER.request(proxied.variant(), Optional.empty()).toBuilder()
                    .csr(TestClient.key("www.example.com").csr())
                    .build();
        }

        /** Returns an order that waits for its organization; Realtime Register only. */
        OrderRequest requestForOrganization() {
            return OrderRequest.builder("ssl_example_ov")
                    .csr(TestClient.key("www.example.com").csr())
                    .validity(Validity.months(12))
                    .organization(Organization.named("Example B.V.")
                            .address("Examplestraat 1")
                            .postalCode("1234 AB")
                            .city("Exampledam")
                            .country("NL")
                            .registration("12345678"))
                    .approver(Approver.of("Erika", "Example", "erika@example.com", "+31.612345678"))
                    .build();
        }

        Order order() {
            return order(request());
        }

        Order order(OrderRequest request) {
            return client().order(INTENT, request, Spending.unquoted());
        }

        /** Places an order that the stub refuses with this response, without booking it. */
        void orderAnswered(int status, String body) {
            String operation = proxied.variant() == ClientVariant.REGFISH ? "createCertificate" : "requestCertificate";
            proxied.stub()
                    .answer(operation, CannedFailure.status(status, body, Map.of("Content-Type", "application/json")));
            order();
        }

        /** Makes the stub respond to reads of orders with this. */
        void answerReads(int status, String body) {
            String operation = proxied.variant() == ClientVariant.REGFISH ? "getCertificate" : "getProcess";
            proxied.stub()
                    .answer(
                            operation,
                            CannedFailure.status(status, body, Map.of("Content-Type", "application/json"))
                                    .always());
        }

        /** Waits an hour of simulated time. */
        void await(OrderId id) {
            SimulatedTime time = new SimulatedTime();
            try (CertificateReseller waiting = proxied.connect(
                    proxied.book(),
                    options -> options.toBuilder().time(time, time).build())) {
                waiting.orders().await(id, Duration.ofHours(1), new RecordingPublisher());
            }
        }
    }
}
