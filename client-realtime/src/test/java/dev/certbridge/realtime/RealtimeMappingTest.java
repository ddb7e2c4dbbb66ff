package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an order waits for, what is sold and what a certificate is, read from words that say less or more than usual. */
class RealtimeMappingTest {

    private final TestClient shopper = TestClient.at("realtime");

    @AfterEach
    void stop() {
        shopper.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'requiresAttention':true | something the reseller does not name",
                "'requiresAttention':true,'validations':{'dcv':[{'status':'WAITING'}]}"
                        + " | something the reseller does not name",
                "'requiresAttention':true,'validations':{'dcv':[{'status':'WAITING'},{'status':'ATTENTION'}]} | ",
                "'requiresAttention':false | ",
                "'validations':{'organization':'ATTENTION','voice':'attention','docs':'VALIDATED'} | organization, call"
            })
    void a_person_is_needed_where_a_step_says_so_or_nothing_else_explains_it(String info, String waitingFor) {
        Order order = found(info);
        assertThat(order.action().map(Order.Action::waitingFor)).isEqualTo(Optional.ofNullable(waitingFor));
        assertThat(order.state()).isEqualTo(waitingFor == null ? Order.State.PENDING : Order.State.ACTION_REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"' https://one.example/x ' | https://one.example/x", "'no address' | ", "' ' | ", "null | "})
    void the_page_where_to_do_it_is_told_where_there_is_one(String link, String url) {
        Order order = found("'requiresAttention':true,'oneTimeLink':" + link);
        assertThat(order.action().orElseThrow().url())
                .isEqualTo(Optional.ofNullable(url).map(URI::create));
    }

    @Test
    void host_names_lose_their_trailing_dot_and_texts_stay_as_they_are() {
        assertThat(found("'validations':{'dcv':["
                                + "{'dnsRecord':'_A.example.com.','dnsType':'CNAME','dnsContents':'B.example.net.'},"
                                + "{'dnsRecord':'_c.example.com','dnsType':'TXT','dnsContents':'Text.'},"
                                + "{'email':'admin@example.com','status':'VALIDATED'},{'commonName':'example.com'}]}")
                        .validations())
                .containsExactly(
                        new DomainValidation.DnsRecord("_a.example.com", "CNAME", "b.example.net", false),
                        new DomainValidation.DnsRecord("_c.example.com", "TXT", "Text.", false),
                        new DomainValidation.Email("admin@example.com", true));
    }

    @Test
    void what_a_person_has_to_do_keeps_no_record_from_being_published() {
        RecordingPublisher dns = new RecordingPublisher();
        OrderId id = shopper.order("www.example.com").id();
        answer(
                "getProcessInfo",
                text -> text.replace("\"validations\":{", "\"validations\":{\"voice\":\"ATTENTION\","));
        assertThatThrownBy(() -> shopper.await(id, dns)).isInstanceOf(ActionRequiredException.class);
        assertThat(dns.published()).hasSize(1);
        assertThat(dns.removed()).isEmpty();
    }

    @Test
    void where_the_reseller_tells_no_time_its_newest_order_dates_the_look_and_not_our_clock() {
        StubOptions before = StubOptions.defaults().clock(new SimulatedTime());
        try (TestClient early = TestClient.at("realtime", before)) {
            early.order("www.example.com");
            SpendLog book = SpendLog.of(OrderBooks.inMemory());
            Clock wrong = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
            early.stub().answer("listProcesses", CannedFailure.altered(reply -> reply.with("Date", "soon")));
            early.connect(
                            early.stub().apiKey(),
                            book,
                            options -> options.toBuilder()
                                    .time(wrong, early.time())
                                    .build())
                    .order(
                            Intent.of("1"),
                            early.request(TestClient.key("www.example.com")).toBuilder()
                                    .allowingDuplicate()
                                    .build(),
                            Spending.unquoted());
            assertThat(book.snapshot(1).orElseThrow().at()).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
        }
    }

    @Test
    void a_product_is_sold_for_whole_months_only_and_may_tell_no_term() {
        answer(
                "listProducts",
                text -> "{\"entities\":[{\"product\":\"a\",\"periods\":[null,0,-1,12]},"
                        + "{\"product\":\"b\"}],\"pagination\":{\"limit\":100,\"offset\":0,\"total\":2}}");
        assertThat(shopper.reseller().products())
                .extracting(product -> product.validities())
                .containsExactly(List.of(Validity.months(12)), List.of());
    }

    @Test
    void a_certificate_whose_answer_does_not_hold_it_is_downloaded() {
        CertificateId id = issued();
        Optional<String> serial = shopper.reseller().certificates().get(id).serial();
        assertThat(serial).isPresent();
        answer("getCertificate", text -> text.replace("\"certificate\":", "\"elsewhere\":"));
        assertThat(shopper.reseller().certificates().get(id).serial()).isEqualTo(serial);
    }

    @Test
    void another_certificate_than_was_asked_for_is_refused_and_one_without_a_number_is_taken() {
        CertificateId id = issued();
        String own = "\"id\":" + id.providerId();
        answer("getCertificate", text -> text.replace(own, "\"number\":1"));
        assertThat(shopper.reseller().certificates().get(id).id()).isEqualTo(id);
        answer("getCertificate", text -> text.replace(own, "\"id\":1"));
        assertThatThrownBy(() -> shopper.reseller().certificates().get(id))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("and 1 came");
    }

    private CertificateId issued() {
        OrderId id = shopper.order("www.example.com").id();
        shopper.await(id, new RecordingPublisher());
        return shopper.reseller().orders().get(id).certificate().orElseThrow();
    }

    /** An order that runs, with this in its info; quotes stand for double ones. */
    private Order found(String info) {
        OrderId id = shopper.order("www.example.com").id();
        answer("getProcessInfo", text -> ("{" + info + "}").replace('\'', '"'));
        return shopper.reseller().orders().get(id);
    }

    private void answer(String operation, UnaryOperator<String> change) {
        shopper.stub()
                .answer(
                        operation,
                        CannedFailure.altered(reply -> new Reply(
                                reply.status(),
                                reply.headers(),
                                change.apply(new String(reply.body(), StandardCharsets.UTF_8))
                                        .getBytes(StandardCharsets.UTF_8))));
    }
}
