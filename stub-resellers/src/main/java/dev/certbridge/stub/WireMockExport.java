package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the documented answers of a reseller as files for any WireMock server. The files are in the folders {@code
 * mappings/} and {@code __files/}, whose parent folder is the root folder for WireMock.
 *
 * <p>Each operation answers with its first documented success. An operation that returns a list answers with a complete
 * list if the contract has such an example. The answer to a request for a price is a quote. The keys of {@link
 * ReservedNames} provoke every documented failure. The domain names of {@link ReservedNames} provoke failures if they
 * are in the body of a POST request. A request without an API key is answered with 401.
 *
 * <p>The answers are fixed: they have no state, no ledger and no certificate authority. The answers are examples of the
 * contract and do not prove how the reseller behaves. Equal contracts give equal files.
 */
public final class WireMockExport {

    private static final String MAPPINGS = "mappings";
    private static final String FILES = "__files";
    private static final ObjectWriter JSON = StubContract.JSON.writerWithDefaultPrettyPrinter();

    private static final int BY_KEY = 1;
    private static final int BY_NAME = 2;
    private static final int WITHOUT_KEY = 3;
    private static final int QUOTE = 4;
    private static final int SUCCESS = 5;

    private final String reseller;
    private final StubContract contract;
    private final Path directory;

    private WireMockExport(String reseller, Path directory) {
        this.reseller = reseller;
        this.contract = StubContract.of(reseller);
        this.directory = directory;
    }

    /** Writes the files of a reseller. Throws IllegalArgumentException if the folder already contains mappings. */
    public static void write(String reseller, Path directory) {
        requireUnused(directory);
        try {
            new WireMockExport(reseller, directory).write();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }

    /**
     * Throws IllegalArgumentException if a folder already contains mappings, because old and new mappings must not be
     * mixed.
     */
    public static void requireUnused(Path directory) {
        if (Files.exists(directory.resolve(MAPPINGS)) || Files.exists(directory.resolve(FILES))) {
            throw new IllegalArgumentException(
                    directory + " already contains mappings of WireMock. Choose another folder");
        }
    }

    private void write() throws IOException {
        Files.createDirectories(directory.resolve(MAPPINGS));
        Files.createDirectories(directory.resolve(FILES));
        for (StubOperation operation : contract.operations()) {
            ObjectNode file = Reply.object();
            ArrayNode mappings = file.putArray("mappings");
            for (Map.Entry<Integer, Map<String, Reply>> status :
                    operation.failures().entrySet()) {
                boolean first = true;
                for (Map.Entry<String, Reply> example : status.getValue().entrySet()) {
                    failure(mappings, operation, status.getKey(), example.getKey(), example.getValue(), first);
                    first = false;
                }
            }
            if (operation.hasQuote()) {
                ObjectNode question = mapping(mappings, operation, QUOTE, "quote", operation.canned(true));
                question.putObject("queryParameters").putObject("quote").put("equalTo", "true");
            }
            // A path without parameters has priority over a path that has a parameter in the same place.
            mapping(
                    mappings,
                    operation,
                    SUCCESS + Math.toIntExact(operation.definition().pathParameterCount()),
                    "success",
                    success(operation));
            Files.write(directory.resolve(MAPPINGS).resolve(operation.id() + ".json"), JSON.writeValueAsBytes(file));
        }
    }

    private void failure(
            ArrayNode mappings, StubOperation operation, int status, String example, Reply reply, boolean first)
            throws IOException {
        String name = status + "-" + example;
        String key = ReservedNames.key(operation, status, example);
        // A key without a type provokes the first failure of the status.
        String pattern = first ? key.replaceFirst("-([^-]*)$", "(-$1)?") : key;
        ObjectNode byKey = mapping(mappings, operation, BY_KEY, name, reply);
        byKey.putObject("headers").putObject(contract.keyHeader()).put("matches", "(ApiKey )?" + pattern);
        if (ReservedNames.isNamed(reseller, operation)
                && operation.definition().method().equals("POST")) {
            ObjectNode byName = mapping(mappings, operation, BY_NAME, name, reply);
            byName.putArray("bodyPatterns").addObject().put("contains", ReservedNames.name(operation, status, example));
        }
        if (status == 401 && first) {
            ObjectNode keyless = mapping(mappings, operation, WITHOUT_KEY, name, reply);
            keyless.putObject("headers").putObject(contract.keyHeader()).put("absent", true);
        }
    }

    /** Adds a mapping, and returns its request pattern, to which the caller can add conditions. */
    private ObjectNode mapping(ArrayNode mappings, StubOperation operation, int priority, String name, Reply reply)
            throws IOException {
        ObjectNode mapping =
                mappings.addObject().put("name", operation.id() + " " + name).put("priority", priority);
        ObjectNode request = mapping.putObject("request")
                .put("method", operation.definition().method())
                .put("urlPathPattern", pathPattern(operation));
        ObjectNode response = mapping.putObject("response").put("status", reply.status());
        ObjectNode headers = response.putObject("headers");
        reply.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> headers.put(header.getKey(), header.getValue()));
        if (reply.body().length > 0) {
            String file = operation.id() + "-" + name + (isJson(reply) ? ".json" : ".bin");
            Files.write(directory.resolve(FILES).resolve(file), reply.body());
            response.put("bodyFileName", file);
        }
        return request;
    }

    /**
     * Returns the answer to a successful request. Prefers a complete listing, because a client would read an incomplete
     * listing again and again.
     */
    private static Reply success(StubOperation operation) {
        return operation
                .successes()
                .filter(WireMockExport::isComplete)
                .findFirst()
                .orElseGet(() -> operation.canned(false));
    }

    private static boolean isComplete(Reply reply) {
        JsonNode total = reply.json().at("/pagination/total");
        return total.isNumber()
                && total.asInt() == reply.json().path("entities").size();
    }

    private static String pathPattern(StubOperation operation) {
        return Stream.of(operation.definition().path().split("(?<=})|(?=\\{)"))
                .map(part -> part.startsWith("{") ? "([^/]+)" : Pattern.quote(part))
                .collect(Collectors.joining());
    }

    private static boolean isJson(Reply reply) {
        return reply.headers().getOrDefault("Content-Type", "").contains("json");
    }
}
