package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that texts of resellers, files and arguments are escaped on a terminal. */
class UntrustedOutputTest extends StubbedCommandTest {

    /** A cursor movement, line breaks of three kinds, a right-to-left override, an isolate, and a C1 control. */
    private static final String EVIL =
            "\u001b[2K\u001b[1;31m\r\nforged  DONE\u2028forged\u0085\u202egnp.exe\u2066\u009b31m\u200b\ufeff";

    static Stream<List<String>> readings() {
        return Stream.of(
                List.of("products"),
                List.of("products", "--json"),
                List.of("order", "www.example.com", "--out", "OUT"),
                List.of("order", "www.example.com", "--out", "OUT", "--json"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void texts_of_a_reseller_are_escaped(List<String> command) throws Exception {
        ServedStub served = serve("regfish");
        served.stub()
                .answer(
                        "listProducts",
                        CannedFailure.altered(UntrustedOutputTest::evilNames).always());
        String[] more = command.stream()
                .skip(1)
                .map(argument -> argument.equals("OUT") ? served.out() : argument)
                .toArray(String[]::new);
        CliRun run = served.at(command.get(0), more).requireDone();
        requireHarmless(run);
        if (command.equals(List.of("products"))) {
            assertThat(run.out()).contains("\\u001b[2K", "\\u202e", "\\u2028");
            assertThat(run.out().lines()).noneMatch(line -> line.startsWith("forged"));
        }
        if (command.equals(List.of("products", "--json"))) {
            assertThat(run.json().get("products").get(0).get("name").textValue())
                    .as("the escapes are those of JSON")
                    .isEqualTo(EVIL);
        }
    }

    @Test
    void error_texts_of_a_reseller_are_escaped_in_one_line_on_standard_error() throws Exception {
        ObjectNode error = new ObjectMapper().createObjectNode();
        error.put("success", false).put("message", EVIL).put("error", EVIL).put("code", 400);
        CannedFailure failure = CannedFailure.status(400, error.toString(), Map.of("Content-Type", "application/json"));
        ServedStub served = serve("regfish");
        served.stub().answer("createCertificate", failure);
        requireHarmless(served.order().requireFailed(3, "\\u202egnp.exe", "\\u2028forged"));
    }

    @Test
    void an_argument_is_escaped() {
        CliRun run = CliRun.of("order", "www.example.com", "--no\u001b[31msense\u202e")
                .requireOneLine();
        requireHarmless(run);
    }

    @Test
    void texts_of_a_contract_are_escaped() throws Exception {
        String text = "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{%s}}";
        Path before = Files.writeString(folder.resolve("a.yaml"), text.formatted(operation()));
        Path after = Files.writeString(folder.resolve("b.yaml"), text.formatted(""));
        for (String form : List.of("--json", "-")) {
            CliRun run = CliRun.of(Stream.of("spec", "diff", before.toString(), after.toString(), form)
                            .filter(argument -> !argument.equals("-"))
                            .toArray(String[]::new))
                    .requireExit(1);
            requireHarmless(run);
        }
    }

    @Test
    void a_name_with_an_at_sign_in_front_is_a_name_and_no_file_of_arguments() throws Exception {
        Path arguments = Files.writeString(folder.resolve("arguments"), "www.example.com --help");
        CliRun.of("order", "@" + arguments, "--out", folder.resolve("out").toString())
                .requireFailed(2, "domain name \"@" + arguments + "\"");
        assertThat(CliRun.of("order", "@x").requireOneLine().err()).contains("domain name \"@x\"");
    }

    private static String operation() {
        return "\"/a\":{\"get\":{\"operationId\":\"get\\u001b[31m\\u202ea\",\"responses\":{\"200\":{\"description\":\"d\"}}}}";
    }

    private static Reply evilNames(Reply reply) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode body = (ObjectNode) json.readTree(new String(reply.body(), UTF_8));
            body.findParents("name").forEach(product -> ((ObjectNode) product).put("name", EVIL));
            return Reply.json(reply.status(), body);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void requireHarmless(CliRun run) {
        assertThat((run.out() + run.err()).codePoints())
                .allSatisfy(c -> assertThat(c == '\n'
                                || Character.getType(c) != Character.CONTROL
                                        && Character.getType(c) != Character.FORMAT
                                        && Character.getType(c) != Character.LINE_SEPARATOR)
                        .as("U+%04X in %s", c, run)
                        .isTrue());
    }
}
