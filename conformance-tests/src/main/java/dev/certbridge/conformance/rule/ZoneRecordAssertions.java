package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.util.Optional;
import java.util.function.Function;

/** Assertions about a validation record in a DNS zone that the reseller hosts. */
final class ZoneRecordAssertions {

    private static final String NAME = "_dnsauth.www.example.com";
    private static final String BESIDE = "_dnsauth.shop.example.com";

    private ZoneRecordAssertions() {}

    /**
     * Publishes a record, replaces its value, and withdraws it. Asserts the content of the zone after each step, and
     * that another record in the zone does not change.
     */
    static void andWithdrawn(RuleContext context) throws Exception {
        TestClient client = context.client();
        DnsPublisher publisher = zones(context, client);
        Function<String, Optional<String>> zone = client.operator().hostZone("example.com");
        publisher.publish(record(BESIDE, "beside.example.net"));

        publisher.publish(record(NAME, "one.example.net"));
        assertThat(zone.apply(NAME)).as("what was published").hasValue("one.example.net.");
        AutoCloseable second = publisher.publish(record(NAME, "two.example.net"));
        assertThat(zone.apply(NAME)).as("what was published in its place").hasValue("two.example.net.");
        second.close();
        assertThat(zone.apply(NAME)).as("what is left of it").isEmpty();
        assertThat(zone.apply(BESIDE)).as("the record beside it").hasValue("beside.example.net.");
    }

    private static DnsRecord record(String name, String value) {
        return new DnsRecord(name, "CNAME", value, false);
    }

    private static DnsPublisher zones(RuleContext context, TestClient client) {
        DnsPublisher publisher = context.candidate()
                .zones(client.stub().apiKey(), client.options())
                .orElseThrow(() -> new AssertionError("it publishes in no zone of its reseller; opt out, and say why"));
        if (publisher instanceof AutoCloseable connected) {
            context.alsoClose(connected);
        }
        return publisher;
    }
}
