package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.DomainValidation.DnsRecord;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.stub.StubOptions;
import java.time.Duration;

/** What {@code await} does with the records that the certificate authority wants to see. */
class ValidationRecordsTest {

    private final RecordingPublisher dns = new RecordingPublisher();

    @EveryReseller
    void records_are_published_once_each_and_removed_after_issuance(String reseller) {
        try (Shopper shopper = Shopper.at(reseller, StubOptions.defaults().looksUntilIssued(5))) {
            Order order = shopper.order("www.example.com");
            assertThat(order.validations()).isNotEmpty();

            shopper.await(order.id(), dns);

            assertThat(dns.published()).hasSameElementsAs(dns.removed()).hasSize(1);
            assertThat(dns.published().get(0))
                    .satisfies(record -> assertThat(record.type()).isEqualTo("CNAME"))
                    .satisfies(record -> assertThat(record.name()).endsWith(".www.example.com"))
                    .satisfies(record -> assertThat(record.value()).doesNotEndWith("."));
            assertThat(order.validations()).contains(dns.published().get(0));
        }
    }

    @EveryReseller
    void records_that_appear_only_on_a_later_look_are_published_then(String reseller) {
        StubOptions late = StubOptions.defaults().lateRecords(true).looksUntilIssued(4);
        try (Shopper shopper = Shopper.at(reseller, late)) {
            Order order = shopper.order("www.example.com");
            assertThat(order.validations()).isEmpty();

            shopper.await(order.id(), dns);

            assertThat(dns.published()).hasSize(1).isEqualTo(dns.removed());
        }
    }

    @EveryReseller
    void records_stay_when_the_wait_gives_up(String reseller) {
        try (Shopper shopper = Shopper.at(reseller, StubOptions.defaults().looksUntilIssued(1000))) {
            Order order = shopper.order("www.example.com");

            assertThatThrownBy(() -> shopper.reseller().await(order.id(), Duration.ofMinutes(5), dns))
                    .isInstanceOf(DeadlineExceededException.class);

            assertThat(dns.published()).hasSize(1);
            assertThat(dns.removed()).isEmpty();
        }
    }

    @EveryReseller
    void a_publisher_that_fails_ends_the_wait_and_leaves_the_order_alone(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            Order order = shopper.order("www.example.com");
            DnsPublisher broken = record -> {
                throw new java.io.IOException("the zone is read-only");
            };

            assertThatThrownBy(() -> shopper.await(order.id(), broken))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(((DnsRecord) order.validations().get(0)).name());

            assertThat(shopper.await(order.id(), dns).names()).contains("www.example.com");
        }
    }

    @EveryReseller
    void a_record_that_cannot_be_removed_does_not_hide_the_certificate(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            Order order = shopper.order("www.example.com");
            DnsPublisher sticky = record -> () -> {
                throw new java.io.IOException("the zone is read-only");
            };
            assertThat(shopper.await(order.id(), sticky).names()).contains("www.example.com");
        }
    }

    @EveryReseller
    void an_interruption_while_a_record_is_published_or_removed_is_kept(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            Order order = shopper.order("www.example.com");
            Throwable end = catchThrowable(() -> shopper.await(order.id(), record -> {
                throw new InterruptedException("enough");
            }));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(end).isInstanceOf(IllegalStateException.class);

            DnsPublisher removing = record -> () -> {
                throw new InterruptedException("enough");
            };
            IssuedCertificate issued = shopper.await(order.id(), removing);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(issued.names()).contains("www.example.com");
        }
    }
}
