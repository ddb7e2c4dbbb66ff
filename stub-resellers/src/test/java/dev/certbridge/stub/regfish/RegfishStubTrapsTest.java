package dev.certbridge.stub.regfish;

import static java.util.stream.StreamSupport.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.WireFault;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishStubTrapsTest {

    private static final String NAME = "www.example.com";

    private final RegfishStubCalls regfish = new RegfishStubCalls();
    private final TestCsr key = TestCsr.of(NAME);

    @AfterEach
    void close() {
        regfish.close();
    }

    @Test
    void records_can_stay_away_until_a_later_read() throws Exception {
        regfish.stub().recordsOnLook(2).requiresDns();
        JsonNode ordered = regfish.create(key, "RapidSSL", NAME).json().path("response");
        String id = ordered.path("id").asText();
        assertThat(ordered.has("validation")).isFalse();
        assertThat(regfish.read(id).has("validation")).isFalse();
        assertThat(regfish.read(id).at("/validation/dns_records")).hasSize(1);
    }

    @Test
    void downloads_can_come_too_early_although_the_certificate_says_issued() throws Exception {
        regfish.stub().earlyDownloads(2);
        String id = regfish.issued(key, NAME);
        assertThat(regfish.read(id).path("certificate_pem_available").asBoolean())
                .isTrue();
        assertThat(regfish.download(id).status()).isEqualTo(409);
        assertThat(regfish.download(id).status()).isEqualTo(409);
        assertThat(regfish.download(id).status()).isEqualTo(200);
    }

    @Test
    void a_listing_can_lag_behind() throws Exception {
        String old = regfish.ordered(key, "RapidSSL", NAME);
        regfish.list();
        regfish.list();
        regfish.stub().listingLag(2);
        String fresh = regfish.ordered(TestCsr.of(NAME), "RapidSSL", NAME);
        assertThat(listed()).containsExactly(old);
        assertThat(listed()).containsExactly(old);
        assertThat(listed()).containsExactlyInAnyOrder(old, fresh);
    }

    @Test
    void a_listing_can_move_orders_on() throws Exception {
        regfish.stub().listingsMoveOrdersOn();
        regfish.create(key, "RapidSSL", NAME);
        assertThat(regfish.list().at("/0/status").asText()).isEqualTo("pending");
        assertThat(regfish.list().at("/0/status").asText()).isEqualTo("issued");
    }

    @Test
    void the_ca_can_sign_for_another_key() throws Exception {
        regfish.stub().signsForAnotherKey();
        X509Certificate foreign = regfish.leaf(regfish.issued(key, NAME));
        assertThat(foreign.getPublicKey()).isNotEqualTo(key.publicKey());
        assertThat(names(foreign)).containsExactly(NAME);
    }

    @Test
    void the_ca_can_leave_out_a_name() throws Exception {
        regfish.stub().signsForAnotherName();
        X509Certificate lacking = regfish.leaf(regfish.issued(TestCsr.of(NAME, "example.com"), NAME, "example.com"));
        assertThat(names(lacking)).containsExactly(NAME, "someone-else.example");
    }

    @Test
    void an_accepted_order_whose_answer_was_lost_can_be_found_and_proven_by_its_key() throws Exception {
        for (CannedFailure lost : List.of(CannedFailure.drop(), CannedFailure.reset())) {
            regfish.stub().answer("createCertificate", lost.afterBooking());
            assertThatThrownBy(() -> regfish.create(key, "RapidSSL", NAME)).isInstanceOf(IOException.class);
        }
        regfish.stub()
                .answer(
                        "createCertificate",
                        CannedFailure.documented(502, "caFailed").afterBooking());
        assertThat(regfish.create(key, "RapidSSL", NAME).status()).isEqualTo(502);
        String colleagues = regfish.stub().placeInConsole("RapidSSL", NAME);

        assertThat(regfish.stub().ledger().entries())
                .extracting(Ledger.Entry::operationId)
                .containsExactly("createCertificate", "createCertificate", "createCertificate", "console");
        for (String id : listed()) {
            regfish.stub().issue(id);
            assertThat(regfish.leaf(id).getPublicKey().equals(key.publicKey())).isEqualTo(!id.equals(colleagues));
        }
    }

    @Test
    void a_200_can_say_that_it_is_no_success() throws Exception {
        regfish.stub().answer("createCertificate", WireFault.SAYS_NO.failure());
        Got booked = regfish.create(key, "RapidSSL", NAME);
        assertThat(booked.status()).isEqualTo(200);
        assertThat(booked.json().path("success").asBoolean(true)).isFalse();
        assertThat(regfish.stub().ledger().charged()).isEqualTo(Map.of("EUR", 1490L));

        regfish.stub().answer("createCertificate", WireFault.SAYS_NO.failure().beforeBooking());
        assertThat(regfish.create(key, "RapidSSL", NAME).json()).isEqualTo(booked.json());
        assertThat(regfish.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void the_term_of_an_order_is_at_least_that_of_its_certificate() throws Exception {
        regfish.stub().contractDays(1);
        JsonNode issued = regfish.read(regfish.issued(key, NAME));
        assertThat(issued.path("contract_valid_until")).isEqualTo(issued.path("valid_until"));
    }

    @Test
    void what_is_not_there_cannot_be_moved_on() throws Exception {
        String held = regfish.ordered(key, "SecureSite", NAME);
        assertThatThrownBy(() -> regfish.stub().issue(held)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> regfish.stub().issue("NONE")).isInstanceOf(IllegalArgumentException.class);
        String issued = regfish.issued(key, NAME);
        assertThatThrownBy(() -> regfish.stub().end(issued, "cancelled")).isInstanceOf(IllegalStateException.class);
    }

    private List<String> listed() throws IOException {
        return regfish.list().findValuesAsText("id");
    }

    private static List<String> names(X509Certificate leaf) throws Exception {
        return stream(leaf.getSubjectAlternativeNames().spliterator(), false)
                .map(san -> san.get(1).toString())
                .toList();
    }
}
