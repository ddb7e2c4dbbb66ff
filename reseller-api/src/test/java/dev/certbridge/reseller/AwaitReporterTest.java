package dev.certbridge.reseller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.DomainValidation.HttpFile;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwaitReporterTest {

    private static final OrderId ID =
            new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, "ABC", OrderId.NONE, OrderId.NONE, OrderId.NONE);
    private static final DnsRecord RECORD =
            new DnsRecord("_dnsauth.www.example.com", "CNAME", "abc.dcv.example", false);

    private final List<String> lines = new ArrayList<>();
    private final AwaitReporter reporter = AwaitReporter.to(lines::add);

    private void pending(String status, DomainValidation... validations) {
        reporter.accept(Order.builder(ID, Order.State.PENDING, status)
                .validations(List.of(validations))
                .build());
    }

    private void reports(String... expected) {
        assertThat(lines).containsExactly(expected);
        lines.clear();
    }

    @Test
    void an_order_is_reported_at_the_first_poll_and_whenever_it_waits_for_something_else() {
        pending("pending", RECORD);
        pending("pending", RECORD);
        reports("order ABC at regfish (pending) waits for DNS record _dnsauth.www.example.com CNAME abc.dcv.example");
        pending("pending", new DnsRecord(RECORD.name(), RECORD.type(), RECORD.value(), true));
        pending("pending");
        reports("order ABC at regfish (pending) waits for the certificate authority");
        Order issued = Order.builder(ID, Order.State.ISSUED, "issued").build();
        reporter.accept(issued);
        reporter.accept(issued);
        reports("order ABC at regfish (issued) is issued");
        pending("pending", RECORD);
        assertThat(lines).hasSize(1);
    }

    @Test
    void a_line_has_three_validations_and_no_control_character() {
        Email email = new Email("hostmaster@example.com", false);
        HttpFile file = new HttpFile("www.example.com/.well-known/x", "text", false);
        pending("a\nb", email, file, RECORD, email, email);
        reports(
                "order ABC at regfish (a?b) waits for an answer to the e-mail to hostmaster@example.com, the file"
                        + " www.example.com/.well-known/x, DNS record _dnsauth.www.example.com CNAME abc.dcv.example and 2 more");
    }

    @Test
    void an_order_that_waits_for_a_person_names_the_action_and_its_page() {
        Order.Action action = new Order.Action("an organization", Optional.of(URI.create("https://dash.example/1")));
        reporter.accept(Order.builder(ID, Order.State.ACTION_REQUIRED, "pending")
                .action(Optional.of(action))
                .build());
        reporter.accept(Order.builder(ID, Order.State.ENDED, "rejected").build());
        reports(
                "order ABC at regfish (pending) waits for a person: an organization at https://dash.example/1",
                "order ABC at regfish (rejected) ended without a certificate");
    }

    @Test
    void a_listener_of_many_orders_gets_every_event_after_the_report() {
        List<OrderId> seen = new ArrayList<>();
        AwaitListener listener = reporter.before(new AwaitListener() {
            @Override
            public void issued(OrderId id, IssuedCertificate certificate) {
                throw new AssertionError("nothing is issued in this test");
            }

            @Override
            public void ended(OrderId id, ResellerException why) {
                seen.add(id);
            }

            @Override
            public void changed(Order order) {
                assertThat(lines).isNotEmpty();
                seen.add(order.id());
            }
        });
        Order order = Order.builder(ID, Order.State.PENDING, "pending").build();
        listener.changed(order);
        listener.ended(ID, new NotSentException(OperationRef.of("regfish", "awaitAll"), "no", null));
        listener.changed(order);
        assertThat(seen).containsExactly(ID, ID, ID);
        assertThat(lines).hasSize(2);
    }
}
