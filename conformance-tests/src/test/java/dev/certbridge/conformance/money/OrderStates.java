package dev.certbridge.conformance.money;

import static dev.certbridge.conformance.money.SpendSetup.INTENT;

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
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.realtime.OrderOutcome;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What provokes each failure over HTTP, at each reseller where it can occur, and why it cannot where it cannot. */
final class OrderStates {

    /** Runs into the failure. */
    @FunctionalInterface
    interface Scene {
        void play(SpendSetup stage) throws InterruptedException;
    }

    private static final String NO_PRICES = "regfish tells no price, and asks for no acknowledgement";

    private final Map<Class<?>, Map<ClientVariant, Scene>> played = new LinkedHashMap<>();
    private final Map<Class<?>, String> neverAtRegfish = new LinkedHashMap<>();

    OrderStates() {
        refusedByTheReseller();
        refusedHere();
        onTheWay();
        whileWaiting();
    }

    /** By failure, the scenes by reseller. */
    Map<Class<?>, Map<ClientVariant, Scene>> played() {
        return played;
    }

    /** By failure, why regfish never causes it. */
    Map<Class<?>, String> neverAtRegfish() {
        return neverAtRegfish;
    }

    private void refusedByTheReseller() {
        at(
                ClientVariant.REGFISH,
                InvalidRequestException.class,
                stage -> stage.orderAnswered(400, refusal("ValidationError")));
        at(
                ClientVariant.REALTIME,
                InvalidRequestException.class,
                stage -> stage.order(
                        stage.request().toBuilder().validity(Validity.months(7)).build()));
        both(UnauthorizedException.class, stage -> stage.orderAnswered(401, refusal("AuthenticationFailed")));
        at(
                ClientVariant.REGFISH,
                NotFoundException.class,
                stage -> stage.client().orders().get(withNumber(stage.order().id(), "NOSUCHORDER00")));
        at(
                ClientVariant.REALTIME,
                NotFoundException.class,
                stage -> stage.order(OrderRequest.builder("ssl_nobody_sells")
                        .csr(stage.request().csr())
                        .validity(Validity.months(6))
                        .build()));
        both(
                ConflictException.class,
                stage -> stage.client().orders().download(stage.order().id()));
        at(
                ClientVariant.REALTIME,
                BillableAcknowledgmentNeededException.class,
                stage -> stage.order(OrderRequest.builder("ssl_example_multi")
                        .csr(TestClient.key("www.example.com", "shop.example.com")
                                .csr())
                        .validity(Validity.months(6))
                        .build()));
        neverAtRegfish.put(BillableAcknowledgmentNeededException.class, NO_PRICES);
        at(
                ClientVariant.REALTIME,
                InsufficientCreditException.class,
                stage -> stage.orderAnswered(400, refusal("InsufficientCreditException")));
        neverAtRegfish.put(InsufficientCreditException.class, "regfish documents no credit that could be used up");
        both(RateLimitedException.class, stage -> stage.orderAnswered(429, refusal("TooManyRequests")));
    }

    private void refusedHere() {
        at(
                ClientVariant.REALTIME,
                SpendingLimitExceededException.class,
                stage -> stage.client().order(INTENT, stage.request(), Spending.upTo("EUR", "0.01")));
        neverAtRegfish.put(SpendingLimitExceededException.class, NO_PRICES);
        both(IntentMismatchException.class, stage -> {
            OrderRequest request = stage.request();
            stage.order(request);
            stage.client().order(Intent.of("shop-4711/2"), request, Spending.unquoted());
        });
        both(PossibleDuplicateException.class, stage -> {
            try (CertificateReseller other =
                    stage.shop().connect(SpendLog.of(OrderBooks.inMemory()), options -> options)) {
                other.order(INTENT, stage.request(), Spending.unquoted());
            }
            stage.order();
        });
        both(BudgetExhaustedException.class, stage -> {
            stage.shop().book().budget(new Budget("2026", 0, Money.of("EUR", "0.00")));
            stage.client().order(INTENT, stage.request(), Spending.unquoted().from("2026"));
        });
        both(BookHaltedException.class, stage -> {
            stage.shop().book().halt("a person stopped it");
            stage.order();
        });
        at(
                ClientVariant.REGFISH,
                UnsupportedException.class,
                stage -> stage.client().order(INTENT, stage.request(), Spending.upTo("EUR", "25.00")));
        at(
                ClientVariant.REALTIME,
                UnsupportedException.class,
                stage -> stage.client()
                        .order(INTENT, OrderRequest.completion(stage.order().id(), "hdl_1"), Spending.unquoted()));
    }

    private void onTheWay() {
        both(NotSentException.class, stage -> {
            stage.shop().door().refuse();
            stage.order();
        });
        both(OutcomeUnknownException.class, stage -> {
            stage.shop().door().plan(sent -> NetworkFault.named("drop"));
            stage.order();
        });
        both(NotRecordedException.class, stage -> {
            stage.shop().door().plan(sent -> {
                // From here on the book fails, and the reseller books.
                stage.shop().book().close();
                return NetworkFault.NONE;
            });
            stage.order();
        });
        at(ClientVariant.REALTIME, OverspentException.class, stage -> {
            stage.realtime().chargesMoreThanQuoted(1);
            stage.client().order(INTENT, stage.request(), Spending.upTo("EUR", "25.00"));
        });
        neverAtRegfish.put(OverspentException.class, NO_PRICES);
        both(ProviderFaultException.class, stage -> {
            OrderId id = stage.order().id();
            stage.answerReads(500, "{}");
            stage.client().orders().get(id);
        });
        both(BrokenContractException.class, stage -> {
            OrderId id = stage.order().id();
            stage.answerReads(200, "<html>Welcome</html>");
            stage.client().orders().get(id);
        });
    }

    private void whileWaiting() {
        at(ClientVariant.REGFISH, OrderEndedException.class, stage -> {
            OrderId id = stage.order().id();
            stage.regfish().end(id.providerId(), "rejected");
            stage.await(id);
        });
        at(ClientVariant.REALTIME, OrderEndedException.class, stage -> {
            OrderId id = stage.order().id();
            stage.realtime().end(Long.parseLong(id.providerId()), OrderOutcome.FAILED_AND_REFUNDED);
            stage.await(id);
        });
        at(
                ClientVariant.REGFISH,
                ActionRequiredException.class,
                stage -> stage.await(stage.shop()
                        .before(SpendOperation.COMPLETE, "ov.example.com")
                        .orElseThrow()
                        .id()));
        at(
                ClientVariant.REALTIME,
                ActionRequiredException.class,
                stage -> stage.await(stage.order(stage.requestForOrganization()).id()));
        both(DeadlineExceededException.class, stage -> stage.await(stage.order().id()));
    }

    private void both(Class<? extends ResellerException> failure, Scene scene) {
        at(ClientVariant.REGFISH, failure, scene);
        at(ClientVariant.REALTIME, failure, scene);
    }

    private void at(ClientVariant market, Class<? extends ResellerException> failure, Scene scene) {
        played.computeIfAbsent(failure, unused -> new EnumMap<>(ClientVariant.class))
                .put(market, scene);
    }

    private static String refusal(String type) {
        return "{\"success\":false,\"type\":\"" + type + "\",\"message\":\"no\"}";
    }

    private static OrderId withNumber(OrderId id, String number) {
        return OrderId.parse(id.toString().replace(":" + id.providerId() + ":", ":" + number + ":"));
    }
}
