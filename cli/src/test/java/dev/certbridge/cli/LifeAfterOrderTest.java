package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a certificate after it was issued. */
class LifeAfterOrderTest {

    @TempDir
    private Path folder;

    @EveryReseller
    void a_renewal_is_another_order_with_another_key_for_the_same_names(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String certificate = issued(served);
            Path next = folder.resolve("next");

            CliRun run =
                    served.run("renew", certificate, "--out", next.toString()).requireDone();

            assertThat(run.told("order")).singleElement().asString().contains(":renewal:");
            assertThat(served.stub().ledger().orders()).isEqualTo(2);
            WrittenFiles renewed = WrittenFiles.at(next, reseller, ServedStub.NAME);
            renewed.requireKey();
            renewed.requireChain();
            assertThat(renewed.text("privkey.pem"))
                    .isNotEqualTo(served.written().text("privkey.pem"));
        }
    }

    @EveryReseller
    void a_reissue_is_another_certificate_for_another_key(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String certificate = issued(served);
            Path next = folder.resolve("next");

            CliRun unsaid =
                    served.run("reissue", certificate, "--out", next.toString()).requireOneLine();
            assertThat(unsaid.exit()).isEqualTo(2);
            assertThat(next).doesNotExist();

            JsonNode result = served.run(
                            "reissue", certificate, "--old-may-be-revoked", "--out", next.toString(), "--json")
                    .requireDone()
                    .json()
                    .get("results")
                    .get(0);
            assertThat(CliRun.members(result))
                    .containsExactly(
                            "reseller",
                            "intent",
                            "id",
                            "charged",
                            "certificateId",
                            "certificate",
                            "folder",
                            "error",
                            "failure",
                            "exit");
            assertThat(result.get("id").textValue()).contains(":reissue:");
            WrittenFiles reissued = WrittenFiles.at(next, reseller, ServedStub.NAME);
            reissued.requireKey();
            assertThat(reissued.leaf().getSerialNumber())
                    .isNotEqualTo(served.written().leaf().getSerialNumber());
        }
    }

    @Test
    void a_certificate_is_revoked_by_its_serial_number_only() throws Exception {
        try (ServedStub served = ServedStub.of("realtime", folder)) {
            String certificate = issued(served);
            String serial = served.written().leaf().getSerialNumber().toString(16);

            CliRun other =
                    served.run("revoke", certificate, "--serial", "0a0b0c").requireOneLine();
            assertThat(other.exit()).isEqualTo(2);
            assertThat(served.stub().journal().received("revokeCertificate")).isZero();
            CliRun reason = served.run("revoke", certificate, "--serial", serial, "--reason", "boredom")
                    .requireOneLine();
            assertThat(reason.err()).contains("key-compromise");

            JsonNode revoked = served.run(
                            "revoke", certificate, "--serial", serial, "--reason", "key-compromise", "--json")
                    .requireDone()
                    .json();
            assertThat(CliRun.members(revoked)).containsExactly("certificateId", "serial", "reason", "accepted");
            assertThat(served.stub().journal().received("revokeCertificate")).isEqualTo(1);
            assertThat(served.run("status", certificate).requireDone().told("state"))
                    .singleElement()
                    .asString()
                    .startsWith("revoked");

            CliRun again = served.run("revoke", certificate, "--serial", serial).requireOneLine();
            assertThat(again.exit()).isEqualTo(3);
            assertThat(again.err()).contains("is already revoked");
            assertThat(served.stub().journal().received("revokeCertificate")).isEqualTo(1);
        }
    }

    @Test
    void a_reseller_that_revokes_nothing_says_so() {
        try (ServedStub served = ServedStub.of("regfish", folder)) {
            CliRun run = served.run("revoke", issued(served), "--serial", "1").requireOneLine();
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("regfish", "nothing was sent");
        }
    }

    @EveryReseller
    void certificates_are_listed_and_those_that_expire_soon(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            assertThat(served.at("certificates").requireDone().out()).contains("no certificates");
            String certificate = issued(served);

            assertThat(served.at("certificates").requireDone().out()).contains(certificate, "active", ServedStub.NAME);
            assertThat(served.at("certificates", "--expiring-within", "30d")
                            .requireDone()
                            .out())
                    .doesNotContain(certificate);
            JsonNode soon = served.at("certificates", "--expiring-within", "400d", "--json")
                    .requireDone()
                    .json();
            assertThat(soon.get("certificates")).singleElement().satisfies(found -> {
                assertThat(CliRun.members(found))
                        .containsExactly(
                                "id",
                                "reseller",
                                "product",
                                "names",
                                "state",
                                "status",
                                "notBefore",
                                "notAfter",
                                "serial",
                                "orderId");
                assertThat(found.get("id").textValue()).isEqualTo(certificate);
            });
            assertThat(served.at("certificates", "--expiring-within", "soon")
                            .requireOneLine()
                            .exit())
                    .isEqualTo(2);
        }
    }

    private static String issued(ServedStub served) {
        return served.order().requireDone().told("certificate").get(0);
    }
}
