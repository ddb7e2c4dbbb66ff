package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A way in which a JSON body can differ from its schema, or from the bodies that clients usually receive. {@link
 * DerivedFaults} applies each of them at every place of every documented body.
 */
public enum BodyMutation {

    /** An object has a member that no contract has. Catches a client that fails on unknown members. */
    EXTRA_FIELD,
    /** An unknown text in place of a known value. Catches a client with a closed list of values. */
    UNKNOWN_VALUE,
    /** An optional member is missing, or a list is empty. Catches a client that relies on what it usually receives. */
    MISSING_OPTIONAL,
    /** A required member is missing. Catches a client that goes on with a null instead of reporting what is missing. */
    MISSING_REQUIRED,
    /** A member, or an element of a list, is null. Catches a client that distinguishes missing from null, and fails at one. */
    NULL_VALUE,
    /** A number in quotes. Catches a client that fails in a cast of its library, or compares ids as text. */
    NUMBER_AS_STRING;

    /** The name of the member that {@link #EXTRA_FIELD} adds. */
    public static final String UNHEARD_OF_MEMBER = "unheardOf";

    private static final String UNHEARD_OF = "UNHEARD_OF";
    private static final String EVERY_ELEMENT = "*";

    /** Returns the name in a {@link Schedule}, such as {@code missing-required}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns a failure that changes the stub's own answer; an answer without such a place stays as it is. The request is
     * carried out.
     *
     * @param pointer a JSON pointer to the member, to the object for {@link #EXTRA_FIELD}; {@code *} in it is every
     *     element of a list, and at its end every plain value of one
     */
    public CannedFailure at(String pointer) {
        return CannedFailure.of(context -> WireResponse.of(applied(context.reply(), pointer)))
                .afterBooking();
    }

    /** Finds the mutation of this name. */
    static Optional<BodyMutation> find(String word) {
        return Arrays.stream(values())
                .filter(mutation -> mutation.word().equals(word))
                .findFirst();
    }

    /**
     * Returns the mutation of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BodyMutation named(String word) {
        return find(word).orElseThrow(() -> new IllegalArgumentException("no body mutation is called " + word));
    }

    Reply applied(Reply reply, String pointer) {
        JsonNode body = reply.json();
        if (body.isMissingNode()) {
            return reply;
        }
        apply(body, pointer);
        return reply.withJson(body);
    }

    void apply(JsonNode body, String pointer) {
        String whole = this == EXTRA_FIELD ? pointer + "/" + UNHEARD_OF_MEMBER : pointer;
        if (!whole.startsWith("/")) {
            throw new IllegalArgumentException("a pointer begins with a slash, and " + pointer + " does not");
        }
        apply(body, whole.substring(1).split("/", -1), 0);
    }

    private void apply(JsonNode node, String[] path, int at) {
        String member = path[at].replace("~1", "/").replace("~0", "~");
        boolean last = at == path.length - 1;
        if (node instanceof ArrayNode list && path[at].equals(EVERY_ELEMENT)) {
            if (last) {
                change(list);
            } else {
                list.forEach(element -> apply(element, path, at + 1));
            }
        } else if (node instanceof ObjectNode object && !last) {
            apply(object.path(member), path, at + 1);
        } else if (node instanceof ObjectNode object && (this == EXTRA_FIELD || object.has(member))) {
            change(object, member);
        }
    }

    private void change(ObjectNode object, String member) {
        switch (this) {
            case EXTRA_FIELD ->
                object.putObject(member).putArray("ofThings").add(1).add("two").addNull();
            case UNKNOWN_VALUE -> {
                if (object.get(member) instanceof ArrayNode list) {
                    change(list);
                } else {
                    object.put(member, UNHEARD_OF);
                }
            }
            case MISSING_OPTIONAL, MISSING_REQUIRED -> object.remove(member);
            case NULL_VALUE -> object.putNull(member);
            case NUMBER_AS_STRING -> object.put(member, object.get(member).asText());
        }
    }

    /** Changes a list of plain values. */
    private void change(ArrayNode list) {
        switch (this) {
            case EXTRA_FIELD -> throw new IllegalArgumentException("the elements of " + list + " have no members");
            case UNKNOWN_VALUE -> list.removeAll().add(UNHEARD_OF);
            case MISSING_OPTIONAL, MISSING_REQUIRED -> list.removeAll();
            case NULL_VALUE -> IntStream.range(0, list.size()).forEach(list::setNull);
            case NUMBER_AS_STRING ->
                IntStream.range(0, list.size())
                        .forEach(i -> list.set(i, TextNode.valueOf(list.get(i).asText())));
        }
    }
}
