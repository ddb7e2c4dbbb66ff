package dev.certbridge.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of programs that publish records, fail or hang. */
class ProgramDnsPublisherTest {

    private static final DnsRecord RECORD = new DnsRecord("_dnsauth.example.com", "TXT", "a b;$(c)", false);

    @TempDir
    Path folder;

    private static ProgramDnsPublisher sh(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script));
        command.addAll(List.of(arguments));
        return ProgramDnsPublisher.of(command, Duration.ofSeconds(1));
    }

    @Test
    void the_program_gets_the_operation_and_the_record() throws Exception {
        Path calls = folder.resolve("calls");
        ProgramDnsPublisher publisher = sh(
                "for one in \"$@\"; do printf '%s|' \"$one\" >> \"$0\"; done; echo >> \"$0\"",
                calls.toString(), "zone");
        try (AutoCloseable published = publisher.publish(RECORD)) {
            assertThat(published).isNotNull();
            assertThat(calls).hasContent("zone|publish|_dnsauth.example.com|TXT|a b;$(c)|");
        }
        assertThat(calls)
                .hasContent("zone|publish|_dnsauth.example.com|TXT|a b;$(c)|\n"
                        + "zone|remove|_dnsauth.example.com|TXT|a b;$(c)|");
    }

    @Test
    void a_failure_ends_the_wait_and_shows_the_output() {
        assertThatIllegalStateException()
                .isThrownBy(() -> sh("echo no such zone; exit 2").publish(RECORD))
                .withMessage("cannot publish _dnsauth.example.com TXT a b;$(c): sh ended with status 2: no such zone");
        assertThatIllegalStateException()
                .isThrownBy(() -> ProgramDnsPublisher.of(List.of("/no/such/program"), Duration.ofSeconds(1))
                        .publish(RECORD))
                .withMessageContaining("/no/such/program could not be started");
        AutoCloseable published = sh("test $0 = publish").publish(RECORD);
        assertThatIllegalStateException()
                .isThrownBy(published::close)
                .withMessage("cannot remove _dnsauth.example.com TXT a b;$(c): sh ended with status 1");
    }

    @Test
    void a_temporary_failure_or_a_timeout_is_tried_again() {
        assertThatExceptionOfType(ProviderFaultException.class)
                .isThrownBy(() -> sh("echo busy; exit 75").publish(RECORD))
                .withMessage(
                        "program publish: cannot publish _dnsauth.example.com TXT a b;$(c): sh ended with status 75:"
                                + " busy");
        assertThatExceptionOfType(ProviderFaultException.class)
                .isThrownBy(() -> sh("sleep 600").publish(RECORD))
                .withMessageContaining("sh did not end within 1 s and was stopped");
    }

    @Test
    void a_program_is_required() {
        for (List<String> none : List.of(List.<String>of(), List.of(" "))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ProgramDnsPublisher.of(none, Duration.ofSeconds(1)))
                    .withMessageStartingWith("no program for DNS records was given");
        }
        assertThat(sh("true")).hasToString("DNS records with sh");
    }
}
