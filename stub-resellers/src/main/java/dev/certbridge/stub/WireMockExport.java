package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The documented answers of a reseller as files for any WireMock: {@code mappings/} and {@code __files/}, to be mounted or
 * given as its root. Each operation answers its first documented success, a listing with a whole one, to a question for a price a quote; the reserved
 * keys provoke every documented failure, and so do the reserved names where the body of an order shows them. A request
 * without a key is answered 401.
 *
 * <p>Canned answers have no memory, no ledger and no certificate authority; what is derived from a contract is no evidence
 * of how the reseller behaves. The same contract gives the same files.
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

    /**
     * Writes the files of a reseller; the folder is made when it is missing.
     *
     * @throws IllegalArgumentException when the folder has mappings already
     * @throws UncheckedIOException when a file cannot be written
     */
    public static void write(String reseller, Path directory) {
        if (Files.exists(directory.resolve(MAPPINGS)) || Files.exists(directory.resolve(FILES))) {
            throw new IllegalArgumentException(
                    directory + " has mappings of a WireMock already; choose another folder");
        }
        try {
            new WireMockExport(reseller, directory).write();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }

    /**
     * That nothing is there that would be mixed with what is written.
     *
     * @throws IllegalArgumentException when the folder has mappings already
     */
    public static void requireUnused(Path directory) {
        if (Files.exists(directory.resolve(MAPPINGS)) || Files.exists(directory.resolve(FILES))) {
            throw new IllegalArgumentException(
                    directory + " has mappings of a WireMock already; choose another folder");
        }
    }

    private void write() throws IOException {
        Files.createDirectories(directory.resolve(MAPPINGS));
        Files.createDirectories(directory.resolve(FILES));
        for (StubOperation operation : contract.operations()) {
            ObjectNode file = JsonNodeFactory.instance.objectNode();
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
                ObjectNode asked = mapping(mappings, operation, QUOTE, "quote", operation.canned(true));
                asked.putObject("queryParameters").putObject("quote").put("equalTo", "true");
            }
            // The path of a list is meant before one that takes anything in its place.
            mapping(mappings, operation, SUCCESS + operation.parameterCount(), "success", success(operation));
            Files.write(directory.resolve(MAPPINGS).resolve(operation.id() + ".json"), JSON.writeValueAsBytes(file));
        }
    }

    private void failure(
            ArrayNode mappings, StubOperation operation, int status, String example, Reply reply, boolean first)
            throws IOException {
        String name = status + "-" + example;
        String key = ReservedNames.key(operation, status, example);
        // Without its type a key means the first failure of the status.
        String words = first ? key.replaceFirst("-([^-]*)$", "(-$1)?") : key;
        ObjectNode byKey = mapping(mappings, operation, BY_KEY, name, reply);
        byKey.putObject("headers").putObject(contract.keyHeader()).put("matches", "(ApiKey )?" + words);
        if (ReservedNames.isNamed(reseller, operation) && operation.method().equals("POST")) {
            ObjectNode byName = mapping(mappings, operation, BY_NAME, name, reply);
            byName.putArray("bodyPatterns").addObject().put("contains", ReservedNames.name(operation, status, example));
        }
        if (status == 401 && first) {
            ObjectNode keyless = mapping(mappings, operation, WITHOUT_KEY, name, reply);
            keyless.putObject("headers").putObject(contract.keyHeader()).put("absent", true);
        }
    }

    /** Adds a mapping; what the request must be like besides is up to the caller. */
    private ObjectNode mapping(ArrayNode mappings, StubOperation operation, int priority, String name, Reply reply)
            throws IOException {
        ObjectNode mapping =
                mappings.addObject().put("name", operation.id() + " " + name).put("priority", priority);
        ObjectNode request = mapping.putObject("request")
                .put("method", operation.method())
                .put("urlPathPattern", operation.pathPattern());
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

    /** Of a listing, a whole one: whoever asks a canned page for the next gets the same again. */
    private static Reply success(StubOperation operation) {
        return operation
                .successes()
                .filter(WireMockExport::isWhole)
                .findFirst()
                .orElseGet(() -> operation.canned(false));
    }

    private static boolean isWhole(Reply reply) {
        try {
            JsonNode body = isJson(reply) ? StubContract.JSON.readTree(reply.body()) : MissingNode.getInstance();
            JsonNode total = body.at("/pagination/total");
            return total.isNumber() && total.asInt() == body.path("entities").size();
        } catch (IOException e) {
            throw new UncheckedIOException("an example that is not JSON", e);
        }
    }

    private static boolean isJson(Reply reply) {
        return reply.headers().getOrDefault("Content-Type", "").contains("json");
    }
}
