package dev.certbridge.conformance.pact;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Reads the committed pact files. The files are in {@code conformance-tests/pacts} in the repository and on the class
 * path of the kit.
 */
public final class CommittedPact {

    private static final String RESOURCES = "/dev/certbridge/conformance/pacts/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private CommittedPact() {}

    /** Returns the name of the pact file of a reseller, such as {@code certbridge-regfish.json}. */
    public static String fileName(String reseller) {
        return "certbridge-" + reseller + ".json";
    }

    /**
     * Returns the interactions of the pact with a reseller, in the order of the file. Every call reads the file again.
     *
     * @param reseller the name of a reseller, such as {@code regfish}
     * @throws IllegalArgumentException if the class path has no pact with this reseller
     */
    public static List<PactInteraction> interactions(String reseller) {
        String resource = RESOURCES + fileName(reseller);
        try (InputStream in = CommittedPact.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no pact at " + resource + " on the class path");
            }
            return read(reseller, in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** Returns true if the class path has a pact with this reseller. */
    public static boolean exists(String reseller) {
        return CommittedPact.class.getResource(RESOURCES + fileName(reseller)) != null;
    }

    private static List<PactInteraction> read(String reseller, InputStream in) throws IOException {
        List<PactInteraction> interactions = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(in)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("interactions");
                parser.nextToken();
                if (!wanted) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    int line = parser.currentTokenLocation().getLineNr();
                    interactions.add(interaction(reseller, line, parser.readValueAsTree()));
                }
            }
        }
        return interactions;
    }

    private static PactInteraction interaction(String reseller, int line, JsonNode node) {
        JsonNode request = node.path("request");
        JsonNode response = node.path("response");
        return new PactInteraction(
                reseller,
                node.at("/comments/references/openapi/operationId").asText(),
                statuses(response),
                node.path("description").asText(),
                line,
                new ExampleExchange(
                        request.path("method").asText(),
                        request.path("path").asText(),
                        values(request.path("query")),
                        values(request.path("headers")),
                        body(request),
                        values(response.path("headers")),
                        body(response)),
                node.toPrettyString());
    }

    /**
     * Returns the status of the example and all other statuses that the matchers of the pact allow, in ascending order.
     */
    private static List<Integer> statuses(JsonNode response) {
        TreeSet<Integer> statuses = new TreeSet<>();
        statuses.add(response.path("status").asInt());
        for (JsonNode matcher : response.at("/matchingRules/status/matchers")) {
            matcher.path("status").forEach(status -> statuses.add(status.asInt()));
        }
        return List.copyOf(statuses);
    }

    private static Map<String, List<String>> values(JsonNode named) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        named.properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        StreamSupport.stream(entry.getValue().spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()));
        return values;
    }

    private static String body(JsonNode message) {
        JsonNode content = message.at("/body/content");
        return content.isContainerNode() ? content.toString() : content.asText();
    }
}
