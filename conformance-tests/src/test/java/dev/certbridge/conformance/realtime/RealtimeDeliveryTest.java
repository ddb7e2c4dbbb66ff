package dev.certbridge.conformance.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.endtoend.Shopper;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.failure.BrokenContractException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that is downloaded by its id alone, without the book of whoever ordered it. */
class RealtimeDeliveryTest {

    private final ScriptedRealtime server = new ScriptedRealtime();
    private final CertificateReseller realtime = server.connect(OrderBook.inMemory());
    private final Csr csr = Shopper.key("www.example.com", "example.com").csr();

    RealtimeDeliveryTest() {
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr);
    }

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.com example.com", "www.example.com", "example.com"})
    void it_is_taken_for_the_ordered_names_and_one_that_was_given_away(String ordered) {
        assertThat(realtime.download(id(sum(ordered))).names()).containsExactlyElementsOf(csr.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"www.example.org", "www.example.com shop.example.com", "www.example.com example.com example.org"
            })
    void it_is_refused_for_other_names_though_the_key_is_right(String ordered) {
        assertThatThrownBy(() -> realtime.download(id(sum(ordered))))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("not what was ordered");
    }

    @Test
    void names_that_the_id_does_not_know_are_not_compared() {
        assertThat(realtime.download(id(OrderId.NONE)).names()).containsExactlyElementsOf(csr.names());
    }

    private static String sum(String names) {
        return DomainName.namesSha256(List.of(names.split(" ")));
    }

    private OrderId id(String namesSha256) {
        return new OrderId(
                "realtime",
                server.options().uri().orElseThrow().getAuthority(),
                ScriptedRealtime.CUSTOMER,
                OrderId.Kind.ORDER,
                "7",
                csr.keySha256(),
                namesSha256);
    }
}
