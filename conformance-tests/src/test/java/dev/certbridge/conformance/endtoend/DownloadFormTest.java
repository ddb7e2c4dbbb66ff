package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.realtime.DownloadBodyType;
import dev.certbridge.stub.realtime.RealtimeStub;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A certificate that was paid for is delivered in whatever form Realtime Register answers its download. */
class DownloadFormTest {

    @ParameterizedTest
    @EnumSource
    void the_certificate_and_its_chain_are_delivered(DownloadBodyType form) {
        try (Shopper shopper = Shopper.at("realtime")) {
            ((RealtimeStub) shopper.stub()).downloadsAs(form);
            KeyAndCsr key = Shopper.key("www.example.com");
            Order order = shopper.order("shop-4711/1", shopper.request(key));

            IssuedCertificate issued = shopper.await(order.id(), new RecordingPublisher());

            assertThat(issued.keySha256()).isEqualTo(key.csr().keySha256());
            assertThat(issued.chain()).contains(shopper.stub().authority().intermediate());
        }
    }
}
