package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.RevocationReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a client is, what is not here, and that a closed one sends nothing. */
class RegfishConnectTest {

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final String here = desk.options().uri().orElseThrow().getAuthority();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void without_an_address_it_is_the_live_one() {
        try (CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory());
                RegfishDns dns = Regfish.dns(ScriptedRegfishServer.KEY)) {
            assertThat(regfish.name()).isEqualTo("regfish");
            assertThat(dns).isNotNull();
            // Both are refused before anything is sent, for different reasons.
            assertThatThrownBy(() -> regfish.orders().cancel(order("live"))).isInstanceOf(UnsupportedException.class);
            assertThatThrownBy(() -> regfish.orders().cancel(order(here))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_was_ordered_elsewhere_is_refused_as_such() {
        try (CertificateReseller regfish =
                Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory(), desk.options())) {
            assertThatThrownBy(() -> regfish.orders().cancel(order("live")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("nothing was sent: the order is at regfish live");
            CertificateId theirs = new CertificateId("regfish", "live", "-", "ONE");
            assertThatThrownBy(() -> regfish.certificates().revoke(theirs, "ab", RevocationReason.values()[0]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("nothing was sent: the certificate is at regfish live");
        }
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void organizations_are_there_for_callers_of_the_generated_client() {
        desk.on("GET /tls/organization", Said.response("[{\"id\":\"hdl_4N8RC2VXW6DYE\"}]"));
        try (RegfishClient client = RegfishClient.connect(ScriptedRegfishServer.KEY, desk.options())) {
            assertThat(client.organizations().listOrganizations().getResponse())
                    .singleElement()
                    .satisfies(one -> assertThat(one.getId()).isEqualTo("hdl_4N8RC2VXW6DYE"));
        }
    }

    @Test
    void a_closed_client_sends_nothing() {
        CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory(), desk.options());
        regfish.close();
        assertThatThrownBy(regfish::products).isInstanceOf(NotSentException.class);
        assertThat(desk.routes()).isEmpty();
    }

    private static OrderId order(String environment) {
        return new OrderId("regfish", environment, "-", OrderId.Kind.ORDER, "ONE", OrderId.NONE, OrderId.NONE);
    }
}
