package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.CommandEcho;
import dev.certbridge.stub.realtime.ProcessIdLocation;
import dev.certbridge.stub.realtime.QuoteFlaw;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a reseller may be worse than its contract, with an answer that comes, breaks or is lost. */
class StubSettingSpendTest {

    private static final OutcomeTable TALLY = new OutcomeTable();
    private static final List<NetworkFault> MISHAPS =
            List.of(NetworkFault.NONE, NetworkFault.named("drop"), NetworkFault.named("no JSON"));

    private static final List<SpendRow> ROWS = List.of(
            SpendRow.to(ClientVariant.REALTIME, SpendOperation.ORDER, PriceTerms.UP_TO),
            SpendRow.to(ClientVariant.REALTIME, SpendOperation.ORDER, PriceTerms.ACKNOWLEDGING),
            SpendRow.to(ClientVariant.REALTIME, SpendOperation.ORDER, PriceTerms.UNQUOTED),
            SpendRow.to(ClientVariant.REALTIME, SpendOperation.ORDER, PriceTerms.ASKING),
            SpendRow.to(ClientVariant.REALTIME, SpendOperation.RENEW, PriceTerms.UP_TO),
            SpendRow.to(ClientVariant.REALTIME, SpendOperation.REISSUE, PriceTerms.UP_TO),
            SpendRow.to(ClientVariant.DEPRECATED, SpendOperation.ORDER, PriceTerms.UP_TO),
            SpendRow.to(ClientVariant.DEPRECATED, SpendOperation.RENEW, PriceTerms.ACKNOWLEDGING),
            SpendRow.to(ClientVariant.REGFISH, SpendOperation.ORDER, PriceTerms.UNQUOTED),
            SpendRow.to(ClientVariant.REGFISH, SpendOperation.RENEW, PriceTerms.UNQUOTED),
            SpendRow.to(ClientVariant.REGFISH, SpendOperation.REISSUE, PriceTerms.UNQUOTED),
            SpendRow.to(ClientVariant.REGFISH, SpendOperation.COMPLETE, PriceTerms.UNQUOTED));

    /** Listings forget this long, so whoever looks has to look again. */
    private static final int LAG = 2;

    private static ParallelCases<String> running;

    /** What makes the stub of a reseller worse. */
    private record Quirk(List<ClientVariant> markets, Consumer<StubReseller> change) {}

    private static Map<String, Quirk> quirks() {
        Map<String, Quirk> quirks = new LinkedHashMap<>();
        atRealtime()
                .forEach((name, change) -> quirks.put(
                        name,
                        new Quirk(
                                List.of(ClientVariant.REALTIME, ClientVariant.DEPRECATED),
                                stub -> change.accept((RealtimeStub) stub))));
        quirks.put(
                "regfish lists late",
                new Quirk(List.of(ClientVariant.REGFISH), stub -> ((RegfishStub) stub).listingLag(LAG)));
        return quirks;
    }

    private static Map<String, Consumer<RealtimeStub>> atRealtime() {
        Map<String, Consumer<RealtimeStub>> quirks = new LinkedHashMap<>();
        quirks.put("charges a cent more", stub -> stub.chargesMoreThanQuoted(1));
        quirks.put("charges another line", stub -> stub.chargesAnotherLine(500));
        quirks.put("never asks", RealtimeStub::neverAsksForAcknowledgment);
        quirks.put("takes quotes for orders", RealtimeStub::takesQuotesForOrders);
        quirks.put(
                "takes quotes for orders, with 200",
                stub -> stub.takesQuotesForOrders().acceptsWith(200));
        quirks.put(
                "takes quotes for orders, for a cent more",
                stub -> stub.takesQuotesForOrders().chargesMoreThanQuoted(1));
        quirks.put("accepts with 201", stub -> stub.acceptsWith(201));
        for (ProcessIdLocation place : ProcessIdLocation.values()) {
            quirks.put("id in " + place, stub -> stub.namesProcessesIn(place));
        }
        for (QuoteFlaw flaw : QuoteFlaw.values()) {
            quirks.put("quotes with " + flaw, stub -> stub.quotesWith(flaw));
        }
        for (CommandEcho echo : CommandEcho.values()) {
            quirks.put("echoes " + echo, stub -> stub.echoes(echo));
        }
        quirks.put("lists late", stub -> stub.listsAfter(LAG));
        quirks.put("ignores filters", RealtimeStub::ignoresAllFilters);
        quirks.put("short pages, wrong order", stub -> stub.pagesOfAtMost(2).ignoresOrder());
        quirks.put("clock ahead", stub -> stub.dateHeaderOff(Duration.ofHours(2)));
        quirks.put("clock behind", stub -> stub.dateHeaderOff(Duration.ofHours(-2)));
        return quirks;
    }

    static List<String> names() {
        return List.copyOf(quirks().keySet());
    }

    @BeforeAll
    static void start() {
        names().forEach(TALLY::line);
        running = new ParallelCases<>(names(), name -> run(quirks().get(name), TALLY.line(name)));
    }

    @AfterAll
    static void show() {
        running.close();
        System.out.println(TALLY.table());
    }

    /** What was there before the reseller got worse. */
    private record Prepared(SpendRow row, NetworkFault mishap, Spending spending, SpendScenario trial) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void no_quirk_costs_money_twice_or_more_than_was_allowed(String name) throws Exception {
        assertThat(running.complaints(name)).isEmpty();
        assertThat(TALLY.line(name).bookings())
                .isLessThanOrEqualTo(TALLY.line(name).intents());
    }

    private static List<String> run(Quirk quirk, OutcomeTable.Line line) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (ClientVariant market : quirk.markets()) {
            try (ProxiedStub shop = new ProxiedStub(market)) {
                List<Prepared> all = prepared(shop, line);
                quirk.change().accept(shop.stub());
                for (Prepared one : all) {
                    run(shop, one);
                    one.trial()
                            .complaints()
                            .forEach(complaint -> complaints.add(one.row() + ", " + one.mishap() + ": " + complaint));
                }
            }
        }
        return complaints;
    }

    private static List<Prepared> prepared(ProxiedStub shop, OutcomeTable.Line line) throws InterruptedException {
        List<Prepared> all = new ArrayList<>();
        for (SpendRow row : ROWS) {
            if (row.market() == shop.market()) {
                Spending spending = new SpendScenario(shop, row, new OutcomeTable.Line()).spending();
                for (NetworkFault mishap : MISHAPS) {
                    all.add(new Prepared(row, mishap, spending, new SpendScenario(shop, row, line)));
                }
            }
        }
        return all;
    }

    private static void run(ProxiedStub shop, Prepared one) throws InterruptedException {
        SpendRow row = one.row();
        try (CertificateReseller reseller = shop.connect(true)) {
            shop.door().plan(sent -> sent.isQuestion() == row.question() ? one.mishap() : NetworkFault.NONE);
            one.trial().go(reseller, one.spending());
        }
        if (row.terms() != PriceTerms.ASKING) {
            one.trial().go(shop.client(), one.spending());
        }
        one.trial().reconcile(one.spending(), LAG + 1);
        one.trial().close();
        if (shop.book().halted().isPresent()) {
            shop.book().resume("the test has seen it");
        }
    }
}
