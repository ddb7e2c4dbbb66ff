package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
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

/** Every setting in which a stub is worse than its contract, with a response that arrives, breaks or is lost. */
class StubSettingSpendTest {

    private static final List<NetworkFault> FAULTS =
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

    /** The number of listings that omit a new order, so that reconcile has to be repeated. */
    private static final int LAG = 2;

    private static SlowCases<String> running;

    /** A setting of a stub. */
    private record StubSetting(List<ClientVariant> variants, Consumer<StubReseller> change) {}

    private static Map<String, StubSetting> settings() {
        Map<String, StubSetting> settings = new LinkedHashMap<>();
        atRealtime()
                .forEach((name, change) -> settings.put(
                        name,
                        new StubSetting(
                                List.of(ClientVariant.REALTIME, ClientVariant.DEPRECATED),
                                stub -> change.accept((RealtimeStub) stub))));
        settings.put(
                "regfish lists late",
                new StubSetting(List.of(ClientVariant.REGFISH), stub -> ((RegfishStub) stub).listingLag(LAG)));
        return settings;
    }

    private static Map<String, Consumer<RealtimeStub>> atRealtime() {
        Map<String, Consumer<RealtimeStub>> settings = new LinkedHashMap<>();
        settings.put("charges a cent more", stub -> stub.chargesMoreThanQuoted(1));
        settings.put("charges another line", stub -> stub.chargesAnotherLine(500));
        settings.put("never asks", RealtimeStub::neverAsksForAcknowledgment);
        settings.put("takes quotes for orders", RealtimeStub::takesQuotesForOrders);
        settings.put(
                "takes quotes for orders, with 200",
                stub -> stub.takesQuotesForOrders().acceptsWith(200));
        settings.put(
                "takes quotes for orders, for a cent more",
                stub -> stub.takesQuotesForOrders().chargesMoreThanQuoted(1));
        settings.put("accepts with 201", stub -> stub.acceptsWith(201));
        for (ProcessIdLocation place : ProcessIdLocation.values()) {
            settings.put("id in " + place, stub -> stub.namesProcessesIn(place));
        }
        for (QuoteFlaw flaw : QuoteFlaw.values()) {
            settings.put("quotes with " + flaw, stub -> stub.quotesWith(flaw));
        }
        for (CommandEcho echo : CommandEcho.values()) {
            settings.put("echoes " + echo, stub -> stub.echoes(echo));
        }
        settings.put("lists late", stub -> stub.listsAfter(LAG));
        settings.put("ignores filters", RealtimeStub::ignoresAllFilters);
        settings.put("short pages, wrong order", stub -> stub.pagesOfAtMost(2).ignoresOrder());
        settings.put("clock ahead", stub -> stub.dateHeaderOff(Duration.ofHours(2)));
        settings.put("clock behind", stub -> stub.dateHeaderOff(Duration.ofHours(-2)));
        return settings;
    }

    static List<String> names() {
        return List.copyOf(settings().keySet());
    }

    @BeforeAll
    static void start() {
        running = new SlowCases<>(Runtime.getRuntime().availableProcessors());
        names().forEach(name -> running.begin(name, () -> check(settings().get(name))));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    /** A scenario that was prepared before the setting is applied. */
    private record Prepared(SpendRow row, NetworkFault fault, Spending spending, SpendScenario scenario) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void no_setting_costs_money_twice_or_more_than_was_allowed(String name) {
        running.end(name, () -> check(settings().get(name)));
    }

    private static void check(StubSetting setting) {
        List<String> complaints = new ArrayList<>();
        for (ClientVariant variant : setting.variants()) {
            try (ProxiedStub proxied = new ProxiedStub(variant)) {
                List<Prepared> all = prepared(proxied);
                setting.change().accept(proxied.stub());
                for (Prepared one : all) {
                    run(proxied, one);
                    one.scenario()
                            .complaints()
                            .forEach(complaint -> complaints.add(one.row() + ", " + one.fault() + ": " + complaint));
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static List<Prepared> prepared(ProxiedStub proxied) {
        List<Prepared> all = new ArrayList<>();
        for (SpendRow row : ROWS) {
            if (row.variant() == proxied.variant()) {
                Spending spending = new SpendScenario(proxied, row).spending();
                for (NetworkFault fault : FAULTS) {
                    all.add(new Prepared(row, fault, spending, new SpendScenario(proxied, row)));
                }
            }
        }
        return all;
    }

    private static void run(ProxiedStub proxied, Prepared one) {
        SpendRow row = one.row();
        try (CertificateReseller reseller = proxied.connect(true)) {
            proxied.faults(sent -> sent.isQuote() == row.question() ? one.fault() : NetworkFault.NONE);
            one.scenario().go(reseller, one.spending());
        }
        if (row.terms() != PriceTerms.ASKING) {
            one.scenario().go(proxied.client(), one.spending());
        }
        one.scenario().reconcile(one.spending(), LAG + 1);
        one.scenario().close();
        if (proxied.book().halted().isPresent()) {
            proxied.book().resume("the test has seen it");
        }
    }
}
