package dev.certbridge.conformance.audit;

import static dev.certbridge.stub.BodyMutation.NUMBER_AS_STRING;
import static dev.certbridge.stub.WireFault.DROPPED;
import static dev.certbridge.stub.WireFault.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitReporter;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Schedule;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.WireMockExport;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every block of Java in {@code docs/stub.md} is in this file, and so compiles and runs. */
class StubGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "stub.md");
    private static final Path SOURCE =
            Path.of("src/test/java", StubGuideTest.class.getName().replace('.', '/') + ".java");
    private static final Pattern BLOCK = Pattern.compile("```java\n([\\s\\S]*?)```");
    private static final int LONGEST = 120;

    @RegisterExtension
    static final StubExtension<RegfishStub> stub = StubExtension.of(RegfishStub.class);

    @Test
    void a_lost_response_never_orders_twice() {
        OrderRequest request = request();
        try (CertificateReseller regfish = stub.connect(OrderBooks.inMemory())) {
            stub.get().when("createCertificate").once().fault(DROPPED);
            assertThatThrownBy(() -> regfish.order(Intent.of("shop-1"), request, Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(stub.get().ledger().orders()).isEqualTo(1);
        }
    }

    @Test
    void a_certificate_expires() {
        OrderRequest request = request();
        DnsPublisher dns = DnsPublisher.none();
        try (CertificateReseller regfish = stub.connect(OrderBooks.inMemory())) {
            Order order = regfish.order(Intent.of("shop-1"), request, Spending.unquoted());
            regfish.orders().await(order.id(), Duration.ofMinutes(1), dns, AwaitReporter.to(System.out::println));
            stub.get().advanceClock(Duration.ofDays(400));
            Stream<String> states = regfish.certificates().list().map(Certificate::status);
            assertThat(states).containsExactly("expired");
        }
    }

    @Test
    void faults_are_configured_by_words() {
        StubReseller regfish = stub.get();
        regfish.when("getCertificate").twice().fault(TRUNCATED);
        regfish.when("getCertificate").always().mutate(NUMBER_AS_STRING, "/response/validity_days");
        regfish.when("createCertificate").matching("www.example.com").answersDocumented(400, "unusableCsr");
        regfish.when("createCertificate").afterBooking().answers(502);
        regfish.when("listProducts").answers(503, "{}", Map.of("Retry-After", "2"));
        stub.get().statusGoesBackwards().signsForAnotherKey();
    }

    @Test
    void a_schedule_is_written_as_one_line() {
        Schedule schedule = Schedule.seeded("regfish", 4711, 5);
        System.out.println("replay with: " + schedule);
        stub.get().play(schedule);
        stub.get().play(Schedule.parse("createCertificate:truncated,getCertificate:404-then-200x2"));
        assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
        stub.get().play(Schedule.parse("stub:statusGoesBackwards,stub:ordersEnd=rejected@4"));
        Schedule drawn = Schedule.seeded(stub.get(), 4711, 5);
        assertThat(Schedule.parse(drawn.toString())).isEqualTo(drawn);
    }

    @Test
    void mappings_are_written_for_another_wiremock(@TempDir Path folder) {
        WireMockExport.write("regfish", folder.resolve("regfish-mappings"));
        assertThat(folder.resolve("regfish-mappings")).isDirectory();
    }

    @Test
    void the_guide_shows_the_code_that_runs_and_is_short() throws IOException {
        String guide = Files.readString(GUIDE);
        assertThat(guide.lines()).hasSizeLessThanOrEqualTo(LONGEST);
        String source = plain(Files.readString(SOURCE));
        List<String> blocks = BLOCK.matcher(guide)
                .results()
                .map(block -> plain(block.group(1)))
                .toList();
        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(source).contains(block));
    }

    private static OrderRequest request() {
        return OrderRequest.builder("RapidSSL")
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .build();
    }

    private static String plain(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
