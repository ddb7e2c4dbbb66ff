package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An untrusted contract makes no library read a file or a URL, and cannot use up memory or time. */
class UntrustedContractTest {

    @TempDir
    private Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            MAPPING | one: 'URL'
            ROOT | externalDocs: {url: 'URL'}
            ROOT | servers: [{url: 'URL'}]
            ROOT | jsonSchemaDialect: 'URL'
            ROOT | $schema: 'URL'
            ROOT | $id: 'URL'
            ROOT | $self: 'URL'
            OPERATION | externalDocs: {url: 'URL'}
            RESPONSE | links: {more: {operationRef: 'URL'}}
            MEDIA | examples: {a: {externalValue: 'URL'}}
            PARAMETER | examples: {a: {externalValue: 'URL'}}
            SCHEMA | $schema: 'URL'
            SCHEMA | $id: 'URL'
            SCHEMA | id: 'URL'
            SCHEMA | externalDocs: {url: 'URL'}
            SCHEMA | xml: {namespace: 'URL'}
            PROPERTY | {$schema: 'URL', $id: 'URL', type: string, format: uri, default: 'URL'}
            COMPONENTS | securitySchemes: {a: {type: openIdConnect, openIdConnectUrl: 'URL'}}
            """)
    void no_url_in_a_contract_is_requested(String place, String content) {
        for (String version : new String[] {"3.0.3", "3.1.0"}) {
            String text = document(version, place, content.replace("URL", url()));
            assertThat(refusal(text)).as(version).doesNotContain("\n");
        }
        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ITEM | $ref: 'URL'
            ROOT | x-more: {$ref: 'URL'}
            MAPPING | one: 'URL'
            PROPERTY | {$ref: 'URL'}
            PROPERTY | {$dynamicRef: 'URL'}
            SCHEMA | allOf: [{$ref: 'URL'}]
            SCHEMA | not: {$ref: 'URL'}
            SCHEMA | additionalProperties: {$ref: 'URL'}
            MEDIA | examples: {a: {$ref: 'URL'}}
            BODY | examples: {a: {$ref: 'URL'}}
            RESPONSE | headers: {a: {$ref: 'URL'}}
            RESPONSE | links: {a: {$ref: 'URL'}}
            OPERATION | callbacks: {a: {$ref: 'URL'}}
            COMPONENTS | responses: {a: {$ref: 'URL'}}
            COMPONENTS | parameters: {a: {$ref: 'URL'}}
            COMPONENTS | requestBodies: {a: {$ref: 'URL'}}
            COMPONENTS | securitySchemes: {a: {$ref: 'URL'}}
            COMPONENTS | pathItems: {a: {$ref: 'URL'}}
            """)
    void a_reference_out_of_the_document_is_refused_and_not_followed(String place, String content) throws IOException {
        Path secret =
                Files.writeString(folder.resolve("secret.yaml"), "type: object\nproperties: {hunter2: {type: string}}");
        for (String target : new String[] {
            url(),
            url() + "#/components/schemas/One",
            secret.toUri().toString(),
            secret.toString(),
            "../" + secret.getFileName(),
            "secret.yaml",
            "jar:" + url() + "!/x",
            "//" + url().substring("http://".length())
        }) {
            for (String version : new String[] {"3.0.3", "3.1.0"}) {
                assertThat(refusal(document(version, place, content.replace("URL", target))))
                        .startsWith("untrusted.yaml has a ")
                        .contains(target)
                        .doesNotContain("\n", "hunter2");
            }
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void a_mapping_by_name_is_a_schema_of_the_document() {
        assertThat(refusal(document("3.0.3", "MAPPING", "one: One, two: '#/components/schemas/One'")))
                .isEmpty();
    }

    static Stream<Named<String>> bombs() {
        String head = "openapi: 3.0.3\npaths: {}\n";
        String json = "{\"openapi\":\"3.0.3\",\"paths\":{},\"x\":";
        String deep = "[".repeat(20_000) + "]".repeat(20_000);
        return Stream.of(
                Named.of("aliases in aliases", head + aliases(12, 9)),
                Named.of("two aliases in each of 24", head + aliases(24, 2)),
                Named.of("an anchor in itself", head + "x: &x [*x]\n"),
                Named.of("references in references", schemas("properties: {a: {$ref: NEXT}, b: {$ref: NEXT}}", 30)),
                Named.of("variants in variants", schemas("oneOf: [{$ref: NEXT}, {$ref: NEXT}]", 30)),
                Named.of("parts in parts", schemas("allOf: [{$ref: NEXT}, {$ref: NEXT}]", 30)),
                Named.of("a long chain of references", schemas("properties: {a: {$ref: NEXT}}", 20_000)),
                Named.of("deep YAML", head + "x: " + deep),
                Named.of("deep YAML in lines", head + repeated(2_000, i -> " ".repeat(i) + "x:\n")),
                Named.of("deep JSON", json + deep + "}"),
                Named.of("many values", json + "[" + "0,".repeat(1_000_000) + "0]}"),
                Named.of("a long text", head + "x: " + "y".repeat(ContractReader.MAX_BYTES)));
    }

    private static String aliases(int levels, int width) {
        return repeated(
                levels, i -> "a%d: &a%d [%s]\n".formatted(i, i, i == 0 ? "x" : ("*a" + (i - 1) + ", ").repeat(width)));
    }

    private static String repeated(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("bombs")
    @Timeout(60)
    void a_document_that_expands_is_refused_in_one_line(String text) {
        assertThat(refusal(text))
                .startsWith("untrusted.yaml is not ")
                .doesNotContain("\n")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/stdin"})
    void a_device_is_not_read(String source) {
        assertThatThrownBy(() -> ContractDocument.named(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(source + " is neither a file nor the name of a contract");
    }

    @Test
    void a_file_is_read_up_to_the_limit() throws IOException {
        Path file = Files.write(folder.resolve("long.yaml"), new byte[ContractReader.MAX_BYTES + 1]);
        assertThatThrownBy(() -> ContractDocument.named(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 16777216 bytes");
    }

    @Test
    void work_that_does_not_end_is_stopped() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> ContractDeadline.within(Duration.ofMillis(50), "x.yaml", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "";
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x.yaml is too complex");
    }

    @Test
    void work_that_overflows_the_stack_is_reported_in_one_line() {
        assertThatThrownBy(() -> ContractDeadline.within("x.yaml", () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x.yaml is too complex: StackOverflowError while reading the document");
    }

    /** Reads and compares a document. Returns the message of its refusal, empty without one. */
    private static String refusal(String text) {
        try {
            ContractDocument document = ContractDocument.parse("untrusted.yaml", text);
            ContractDocument other =
                    ContractDocument.parse("untrusted.yaml", text.replace("type: string", "type: integer"));
            ContractDiff.between(document, other);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/x.yaml";
    }

    private static String document(String version, String place, String what) {
        return EditedContract.resource("untrusted.yaml")
                .replace("VERSION", version)
                .replaceAll("\\b" + place + "\\b", what.replace("$", "\\$"))
                .replaceAll("NAME: PROPERTY", "z: {type: string}")
                .replaceAll("NAME:", "z:")
                .replaceAll(", (PARAMETER|BODY)\\b", "")
                .replaceAll("\\bMAPPING\\b", "")
                .replaceAll("(?m)^ *(ROOT|ITEM|OPERATION|RESPONSE|MEDIA|COMPONENTS|SCHEMA)\n", "");
    }

    private static String schemas(String each, int count) {
        return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n"
                + "          description: d\n          content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}\n"
                + "components:\n  schemas:\n"
                + repeated(
                        count,
                        i -> "    S" + i + ": {type: object, "
                                + each.replace("NEXT", "'#/components/schemas/S" + (i + 1) + "'") + "}\n")
                + "    S" + count + ": {type: string}\n";
    }
}
