package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.regfish.RegfishStub;
import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a modular program orders with the jars on the module path. Runs after the phase {@code package}. */
class ModulePathTest {

    private static final String MODULE = """
            module shop {
                requires dev.certbridge.regfish;
                requires dev.certbridge.orderbook;
            }
            """;

    private static final String PROGRAM = """
            package shop;

            import dev.certbridge.orderbook.OrderBooks;
            import dev.certbridge.regfish.Regfish;
            import dev.certbridge.reseller.CertificateReseller;
            import dev.certbridge.reseller.ConnectOptions;
            import dev.certbridge.reseller.book.OrderBook;
            import dev.certbridge.reseller.csr.KeyAndCsr;
            import dev.certbridge.reseller.order.Intent;
            import dev.certbridge.reseller.order.OrderRequest;
            import dev.certbridge.reseller.order.Spending;
            import dev.certbridge.reseller.order.Validity;
            import dev.certbridge.reseller.spi.ResellerProvider;
            import java.net.URI;

            public class Shop {
                public static void main(String[] arguments) {
                    ConnectOptions options = ConnectOptions.builder().uri(URI.create(arguments[0])).build();
                    try (OrderBook book = OrderBooks.inMemory();
                            CertificateReseller regfish = Regfish.connect(arguments[1], book, options)) {
                        OrderRequest request = OrderRequest.builder("RapidSSL")
                                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                                .validity(Validity.days(199))
                                .build();
                        System.out.println(regfish.order(Intent.of("shop-1"), request, Spending.unquoted()).id());
                        ResellerProvider.all().forEach(provider -> System.out.println(provider.name()));
                    }
                }
            }
            """;

    /** The artifacts that an application needs at run time; jars of the JDK's own modules are not among them. */
    private static final List<String> ARTIFACTS = List.of(
            ("certbridge-reseller-api certbridge-order-book certbridge-client-runtime certbridge-client-regfish feign-core httpclient5 httpcore5 httpcore5-h2 jackson-annotations "
                            + "jackson-core jackson-databind jackson-datatype-jsr310 bcpkix-jdk18on bcprov-jdk18on bcutil-jdk18on jspecify slf4j-api")
                    .split(" "));

    @TempDir
    private Path folder;

    @Test
    void a_modular_program_orders_without_extra_flags() throws Exception {
        String modulePath = modulePath();
        Path classes = compiled(modulePath);
        try (RegfishStub stub = RegfishStub.start()) {
            CliRun run = ChildRun.in(folder)
                    .options("-p", modulePath + File.pathSeparator + classes)
                    .runModule("shop/shop.Shop", stub.uri().toString(), stub.apiKey());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).contains("certbridge:regfish:", "\nregfish\n");
            assertThat(stub.ledger().orders()).isEqualTo(1);
        }
    }

    private Path compiled(String modulePath) throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/shop"));
        Path module = Files.writeString(source.resolveSibling("module-info.java"), MODULE);
        Path program = Files.writeString(source.resolve("Shop.java"), PROGRAM);
        Path classes = folder.resolve("classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-d", classes.toString(), "--module-path", modulePath),
                            null,
                            files.getJavaFileObjects(module, program))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        return classes;
    }

    private static String modulePath() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> jars = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> ARTIFACTS.stream().anyMatch(artifact -> isJarOf(artifact, entry)))
                .toList();
        assertThat(jars).as("jars in %s", classPath).hasSize(ARTIFACTS.size());
        return String.join(File.pathSeparator, jars);
    }

    private static boolean isJarOf(String artifact, String entry) {
        return new File(entry).getName().matches(artifact + "-[0-9][^/]*(?<!-tests)\\.jar");
    }
}
