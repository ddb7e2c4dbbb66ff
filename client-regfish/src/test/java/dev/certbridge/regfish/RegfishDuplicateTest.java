package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which open order is a possible duplicate, by its product and names. */
class RegfishDuplicateTest extends ScriptedRegfishTest {

    @Test
    void a_name_included_for_free_makes_no_difference() {
        requireDuplicate(open("example.com", "www.example.com"), "www.example.com");
        requireDuplicate(open("www.example.com", "example.com"), "example.com");
        requireDuplicate(open("example.com", "www.example.com", "shop.example.com"), "example.com", "shop.example.com");
        requireDuplicate(open("*.example.com", "example.com"), "*.example.com");
        requireDuplicate(open("example.com", "*.example.com"), "*.example.com");
    }

    @Test
    void missing_fields_count_as_equal() {
        requireDuplicate(open("www.example.com").without("product"), "www.example.com");
        requireDuplicate(open("any").without("common_name").without("dns_names"), "www.example.com");
        requireDuplicate(open("www.example.com").without("dns_names"), "www.example.com", "shop.example.com");
    }

    @Test
    void an_order_with_other_names_is_no_duplicate() {
        List<RegfishCertificateJson> others = List.of(
                open("example.com"),
                open("www.example.com", "shop.example.com"),
                open("shop.example.com").without("product"),
                open("shop.example.com").without("dns_names"));
        for (int i = 0; i < others.size(); i++) {
            RegfishCertificateJson ours = pending("OURS" + i, "RapidSSL", "www.example.com");
            server.on(LIST, list(others.get(i))).on(ORDER, ours.response());
            assertThat(orderNames("www.example.com")).isEqualTo("OURS" + i);
        }
    }

    @Test
    void an_order_in_the_book_is_a_duplicate_unless_an_intent_ordered_it() {
        ResellerAccount account = new ResellerAccount("regfish", server.host(), "-");
        OrderRequest theirs = request(csr("www.example.com"));
        known(
                SpendType.STANDALONE_QUOTE,
                SpendRequest.standaloneQuote(account.target(), theirs),
                account.orderId("THEIRS", theirs));
        requireDuplicate(open("www.example.com"), "www.example.com");

        known(
                SpendType.ORDER,
                SpendRequest.of(Intent.of("theirs"), account.target(), theirs),
                account.orderId("THEIRS", theirs));
        RegfishCertificateJson ours = pending("OURS", "RapidSSL", "www.example.com");
        server.on(ORDER, ours.response());
        assertThat(orderNames("www.example.com")).isEqualTo("OURS");
    }

    private void known(SpendType type, SpendRequest spend, OrderId id) {
        book.settle(begin(type, spend), Attempt.State.ACCEPTED, Optional.of(id));
    }

    private void requireDuplicate(RegfishCertificateJson listed, String... names) {
        lists(listed);
        assertThat(requireThrown(PossibleDuplicateException.class, () -> orderNames(names))
                        .providerIds())
                .containsExactly("THEIRS");
        assertThat(server.writes()).isEmpty();
    }

    private String orderNames(String... names) {
        KeyAndCsr key = KeyAndCsr.ecP256(names[0], Arrays.copyOfRange(names, 1, names.length));
        return order(Intent.of(key.csr().keySha256()), request(key.csr())).id().providerId();
    }

    private static RegfishCertificateJson open(String commonName, String... further) {
        return pending("THEIRS", "RapidSSL", commonName, further);
    }
}
