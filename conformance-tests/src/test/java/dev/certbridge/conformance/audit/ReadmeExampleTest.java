package dev.certbridge.conformance.audit;

import static dev.certbridge.reseller.order.DcvMethod.DNS;
import static dev.certbridge.reseller.order.Validity.days;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.AwaitReporter;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles, runs, and is the one printed there. */
class ReadmeExampleTest {

    private static final Path SOURCE =
            Path.of("src/test/java", ReadmeExampleTest.class.getName().replace('.', '/') + ".java");

    @Test
    void the_example_orders_a_certificate(@TempDir Path folder) throws IOException {
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().readsUntilIssued(1))) {
            Polling quick = new Polling(Duration.ofMillis(10), Duration.ofMillis(10));
            ConnectOptions options =
                    ConnectOptions.builder().uri(stub.uri()).polling(quick).build();
            Path rescue = Files.createDirectory(folder.resolve("rescued"));
            example(folder.resolve("keys"), folder.resolve("book.db"), rescue, stub.apiKey(), options, folder);
            assertThat(stub.ledger().orders()).isEqualTo(1);
        }
        assertThat(Files.readString(folder.resolve("fullchain.pem"))).contains("BEGIN CERTIFICATE");
    }

    @Test
    void the_readme_shows_the_code_that_runs_with_its_imports() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("```java\n") + "```java\n".length();
        String printed = readme.substring(start, readme.indexOf("```", start));
        String source = Files.readString(SOURCE);
        String body =
                source.substring(source.indexOf("// begin\n") + "// begin\n".length(), source.indexOf("// end\n"));
        assertThat(printed.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n")))
                .isEqualToIgnoringNewLines(
                        body.lines().map(line -> line.replaceFirst("^ {8}", "")).collect(Collectors.joining("\n")));
        assertThat(printed.lines().filter(line -> line.startsWith("import ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(source).contains(line.replace("*;", "")));
    }

    private static void example(
            Path keys, Path bookFile, Path recoveryFolder, String apiKey, ConnectOptions options, Path folder) {
        DnsPublisher dns = DnsPublisher.none();
        // begin
        KeyVault vault = KeyVault.in(keys);
        try (OrderBook book = OrderBooks.sqlite(bookFile, recoveryFolder);
                CertificateReseller regfish = Regfish.connect(apiKey, book, options)) {
            KeyAndCsr key = vault.getOrCreate("shop-4711/1", () -> KeyAndCsr.ecP256("www.example.com"));
            Order order = regfish.order(
                    Intent.of("shop-4711/1"),
                    OrderRequest.builder("RapidSSL")
                            .csr(key.csr())
                            .validity(days(199))
                            .dcv(DNS)
                            .build(),
                    Spending.unquoted());
            AwaitReporter reporter = AwaitReporter.to(System.out::println); // says what the order waits for
            regfish.orders().await(order.id(), ofHours(2), dns, reporter).writeTo(folder, key);
        }
        // end
    }
}
