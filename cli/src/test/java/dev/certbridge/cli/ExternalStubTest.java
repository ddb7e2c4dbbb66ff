package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stub that runs elsewhere on this machine, and nothing but a stub. */
class ExternalStubTest {

    private static final String NAME = "www.example.com";

    @TempDir
    private Path out;

    @Test
    void a_stub_elsewhere_is_ordered_at_once_and_tells_the_cost() throws Exception {
        try (RealtimeStub stub = RealtimeStub.start()) {
            CliRun run = order("realtime", stub.uri().toString());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
                assertThat(entry.product()).isEqualTo("ssl_example_dv");
                assertThat(entry.acknowledged()).isTrue();
            });
            assertThat(run.told("cost")).containsExactly("EUR:25.00");
            WrittenFiles.at(out, "realtime", NAME).requireKey();
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void regfish_does_not_tell_the_cost() {
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().downloadLag(1))) {
            CliRun run = order("regfish", stub.uri().toString());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(run.told("cost")).containsExactly("not reported by the reseller");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1",
                "https://192.0.2.1",
                "https://api.regfish.com",
                "http://127.0.0.1.example.com",
                "http://127.0.0.1@192.0.2.1",
                "ftp://127.0.0.1",
                "http://",
                "127.0.0.1:8080",
                "not a url",
                ""
            })
    void any_other_address_is_refused_before_anything_is_written(String address) {
        CliRun run = order("regfish", address).requireOneLine();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--stub-url");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void an_address_needs_its_reseller() {
        CliRun run = CliRun.order(List.of(NAME, "--out", out.toString(), "--stub-url", "http://127.0.0.1:1"))
                .requireOneLine();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--reseller");
    }

    @Test
    void nobody_at_the_address_is_a_failure_in_one_line() {
        CliRun run = order("regfish", "http://127.0.0.1:1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("certbridge: ").contains("nothing was sent");
    }

    @Test
    void a_wrong_key_is_rejected_and_not_told() {
        try (RegfishStub stub = RegfishStub.start()) {
            CliRun run = order("regfish", stub.uri().toString(), "--stub-key", "not-the-right-key")
                    .requireOneLine();
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).doesNotContain("not-the-right-key");
            for (String bad : List.of("secret\r\nX-Evil: 1", "secret secret", " ")) {
                CliRun refused = order("regfish", stub.uri().toString(), "--stub-key", bad)
                        .requireOneLine();
                assertThat(refused.exit()).isEqualTo(2);
                assertThat(refused.err()).contains("API key").doesNotContain("secret");
            }
            assertThat(stub.ledger().orders()).isZero();
        }
    }

    @Test
    void a_stub_that_never_issues_runs_into_the_deadline_with_the_order_told() {
        try (RealtimeStub stub = RealtimeStub.start(StubOptions.defaults().looksUntilIssued(1000))) {
            CliRun run =
                    order("realtime", stub.uri().toString(), "--timeout", "1").requireOneLine();
            assertThat(run.exit()).isEqualTo(5);
            assertThat(run.err()).contains(run.told("order").get(0));
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(WrittenFiles.at(out, "realtime", NAME).folder().resolve("privkey.pem"))
                    .exists();
        }
    }

    @Test
    void an_order_whose_answer_was_lost_keeps_its_key() {
        try (RegfishStub stub = RegfishStub.start()) {
            stub.answer("createCertificate", CannedFailure.drop().afterBooking());
            CliRun run = order("regfish", stub.uri().toString());
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(WrittenFiles.at(out, "regfish", NAME).folder().resolve("privkey.pem"))
                    .exists();
        }
    }

    @Test
    void a_look_that_is_refused_does_not_say_that_nothing_was_ordered() {
        try (RealtimeStub stub = RealtimeStub.start()) {
            stub.answer("getProcess", CannedFailure.status(401).always());
            CliRun run = order("realtime", stub.uri().toString(), "--unquoted").requireOneLine();
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.told("order")).hasSize(1);
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(WrittenFiles.at(out, "realtime", NAME).folder().resolve("privkey.pem"))
                    .exists();
        }
    }

    private CliRun order(String reseller, String address, String... more) {
        return CliRun.order(
                List.of(NAME, "--reseller", reseller, "--stub-url", address, "--out", out.toString()), more);
    }
}
