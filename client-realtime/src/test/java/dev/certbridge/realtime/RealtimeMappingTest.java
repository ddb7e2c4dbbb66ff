package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How products, certificates and what an order waits for are read from responses with more or less than usual. */
class RealtimeMappingTest extends StubbedRealtimeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'requiresAttention':true | a step that the reseller does not name",
                "'requiresAttention':true,'validations':{'dcv':[{'status':'WAITING'}]}"
                        + " | a step that the reseller does not name",
                "'requiresAttention':true,'validations':{'dcv':[{'status':'WAITING'},{'status':'ATTENTION'}]} | ",
                "'requiresAttention':false | ",
                "'validations':{'organization':'ATTENTION','voice':'attention','docs':'VALIDATED'} | organization, call"
            })
    void action_is_required_if_a_step_says_so_or_nothing_else_explains_it(String info, String waitingFor) {
        Order order = found(info);
        assertThat(order.action().map(Order.Action::waitingFor)).isEqualTo(Optional.ofNullable(waitingFor));
        assertThat(order.state()).isEqualTo(waitingFor == null ? Order.State.PENDING : Order.State.ACTION_REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"' https://one.example/x ' | https://one.example/x", "'no address' | ", "' ' | ", "null | "})
    void the_address_of_the_page_for_the_action_is_returned_if_it_is_valid(String link, String url) {
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
    void a_record_is_published_although_action_is_required() {

        OrderId id = order("www.example.com").id();
        alterNext(
                "getProcessInfo",
                text -> text.replace("\"validations\":{", "\"validations\":{\"voice\":\"ATTENTION\","));
        requireThrown(ActionRequiredException.class, () -> await(id));
        assertThat(published).hasSize(1);
        assertThat(removed).isEmpty();
    }

    @Test
    void without_a_date_header_the_newest_order_dates_the_snapshot_not_our_clock() {
        restart(StubOptions.defaults().clock(clock));
        order("www.example.com");
        stub.answer("listProcesses", CannedFailure.altered(reply -> reply.with("Date", "soon")));
        Clock wrong = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        ConnectOptions options = options().toBuilder().time(wrong, pause -> {}).build();
        SpendLog other = SpendLog.of(OrderBooks.inMemory());
        try (CertificateReseller late = Realtime.connect(stub.apiKey(), RealtimeStub.CUSTOMER, other, options)) {
            late.order(
                    INTENT,
                    request("www.example.com").toBuilder().allowingDuplicate().build(),
                    Spending.unquoted());
        }
        assertThat(other.snapshot(1).orElseThrow().at()).isEqualTo(clock.instant());
    }

    @Test
    void a_product_has_the_positive_whole_months_listed_for_it() {
        alterNext(
                "listProducts",
                text -> "{\"entities\":[{\"product\":\"a\",\"periods\":[null,0,-1,12]},"
                        + "{\"product\":\"b\"}],\"pagination\":{\"limit\":100,\"offset\":0,\"total\":2}}");
        assertThat(reseller.products())
                .extracting(product -> product.validities())
                .containsExactly(List.of(Validity.months(12)), List.of());
    }

    @Test
    void a_certificate_whose_response_has_no_PEM_is_downloaded() {
        CertificateId id = issued();
        Optional<String> serial = reseller.certificates().get(id).serial();
        assertThat(serial).isPresent();
        alterNext("getCertificate", text -> text.replace("\"certificate\":", "\"elsewhere\":"));
        assertThat(reseller.certificates().get(id).serial()).isEqualTo(serial);
    }

    @Test
    void another_certificate_than_the_requested_one_is_refused_and_one_without_an_id_is_not() {
        CertificateId id = issued();
        String own = "\"id\":" + id.providerId();
        alterNext("getCertificate", text -> text.replace(own, "\"number\":1"));
        assertThat(reseller.certificates().get(id).id()).isEqualTo(id);
        alterNext("getCertificate", text -> text.replace(own, "\"id\":1"));
        requireThrown(
                BrokenContractException.class,
                () -> reseller.certificates().get(id),
                "contains certificate 1 instead of");
    }

    private CertificateId issued() {
        OrderId id = order("www.example.com").id();
        await(id);
        return reseller.orders().get(id).certificate().orElseThrow();
    }

    /** Returns a running order with this in its info; single quotes stand for double ones. */
    private Order found(String info) {
        OrderId id = order("www.example.com").id();
        alterNext("getProcessInfo", text -> ("{" + info + "}").replace('\'', '"'));
        return reseller.orders().get(id);
    }
}
