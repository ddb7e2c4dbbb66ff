package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.ArrayList;
import java.util.List;

/** From a key made on the spot to a certificate that verifies, through the real client over HTTP. */
class IssuanceTest {

    @EveryReseller
    void a_single_name_is_ordered_once_and_its_certificate_verifies(String reseller) throws Exception {
        try (Shopper shopper = Shopper.at(reseller)) {
            Issuance.requireIssued(shopper, Shopper.key("www.example.com"));
        }
    }

    @EveryReseller
    void an_rsa_key_is_as_good(String reseller) throws Exception {
        try (Shopper shopper = Shopper.at(reseller)) {
            Issuance.requireIssued(shopper, KeyAndCsr.rsa2048("www.example.com"));
        }
    }

    @EveryReseller
    void a_wildcard_is_ordered_once_and_its_certificate_verifies(String reseller) throws Exception {
        try (Shopper shopper = Shopper.at(reseller)) {
            Issuance.requireIssued(shopper, Shopper.key("*.example.com"));
        }
    }

    @EveryReseller
    void a_certificate_found_again_by_the_text_of_its_id_needs_no_book(String reseller) throws Exception {
        try (Shopper shopper = Shopper.at(reseller)) {
            KeyAndCsr key = Shopper.key("www.example.com");
            String text =
                    shopper.order("shop-4711/1", shopper.request(key)).id().toString();
            var elsewhere = shopper.connect(shopper.stub().apiKey(), OrderBooks.inMemory());

            IssuedCertificate issued = elsewhere.await(OrderId.parse(text), Shopper.PATIENCE, new RecordingPublisher());

            assertThat(issued.leaf().getPublicKey()).isEqualTo(key.csr().publicKey());
            assertThat(elsewhere.find(OrderId.parse(text)).request()).isEmpty();
        }
    }

    @EveryReseller
    void every_look_is_told_and_ends_with_the_certificate(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId id = shopper.order("www.example.com").id();
            List<Order> looks = new ArrayList<>();

            shopper.reseller().await(id, Shopper.PATIENCE, new RecordingPublisher(), looks::add);

            assertThat(looks)
                    .extracting(Order::state)
                    .containsExactly(Order.State.PENDING, Order.State.PENDING, Order.State.ISSUED);
            assertThat(looks).extracting(Order::id).containsOnly(id);
        }
    }

    @EveryReseller
    void the_catalog_lists_what_is_ordered_by_default(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderRequest usual = shopper.request(Shopper.key("www.example.com"));
            assertThat(shopper.reseller().products())
                    .filteredOn(product -> product.id().equals(usual.product()))
                    .singleElement()
                    .satisfies(product -> assertThat(product.validation()).isEqualTo("dv"));
        }
    }
}
