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
 * A change of a JSON body. The changed body differs from its schema, or differs from the bodies that clients usually
 * receive.
 */
public enum BodyMutation {

    /** An object has an unknown member. Catches a client that fails on unknown members. */
    EXTRA_FIELD,
    /** A known value is replaced by an unknown text. Catches a client that accepts only the values that it knows. */
    UNKNOWN_VALUE,
    /** An optional member is missing, or a list is empty. Catches a client that requires optional members. */
    MISSING_OPTIONAL,
    /** A required member is missing. Catches a client that uses null for the missing value and reports no error. */
    MISSING_REQUIRED,
    /**
     * A member, or an element of a list, is null. Catches a client that handles a missing value but fails on a null.
     */
    NULL_VALUE,
    /**
     * A number is sent as text, in quotes. Catches a client that fails to convert the number, or compares ids as text.
     */
    NUMBER_AS_STRING;

    /** The name of the member that {@link #EXTRA_FIELD} adds. */
    public static final String UNHEARD_OF_MEMBER = "unheardOf";

    /** The text that {@link #UNKNOWN_VALUE} writes. */
    public static final String UNHEARD_OF_TEXT = "UNHEARD_OF";

    private static final String EVERY_ELEMENT = "*";

    /** Returns the name in a {@link Schedule}, such as {@code missing-required}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns a failure that makes the stub carry out the request and then change the answer. The JSON pointer selects
     * the member to change. For {@link #EXTRA_FIELD}, the pointer selects the object that gets the new member. In the
     * pointer, {@code *} means every element of a list. An answer without the selected member is not changed.
     */
    public CannedFailure at(String pointer) {
        return CannedFailure.of(context -> WireResponse.of(applied(context.reply(), pointer)))
                .afterBooking();
    }

    static Optional<BodyMutation> find(String word) {
        return Arrays.stream(values())
                .filter(mutation -> mutation.word().equals(word))
                .findFirst();
    }

    /** Returns the mutation of this name. Throws IllegalArgumentException if there is no such mutation. */
    public static BodyMutation named(String word) {
        return find(word)
                .orElseThrow(() -> new IllegalArgumentException("there is no body mutation with the name " + word));
    }

    /** Adds the member of {@link #EXTRA_FIELD} to an object. */
    public static void addUnknownMember(ObjectNode object) {
        object.putObject(UNHEARD_OF_MEMBER)
                .putArray("ofThings")
                .add(1)
                .add("two")
                .addNull();
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
            throw new IllegalArgumentException("a JSON pointer must begin with a slash: " + pointer);
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
            case EXTRA_FIELD -> addUnknownMember(object);
            case UNKNOWN_VALUE -> {
                if (object.get(member) instanceof ArrayNode list) {
                    change(list);
                } else {
                    object.put(member, UNHEARD_OF_TEXT);
                }
            }
            case MISSING_OPTIONAL, MISSING_REQUIRED -> object.remove(member);
            case NULL_VALUE -> object.putNull(member);
            case NUMBER_AS_STRING -> object.put(member, object.get(member).asText());
        }
    }

    private void change(ArrayNode list) {
        switch (this) {
            case EXTRA_FIELD ->
                throw new IllegalArgumentException(
                        "a member cannot be added, because the list has no objects: " + list);
            case UNKNOWN_VALUE -> list.removeAll().add(UNHEARD_OF_TEXT);
            case MISSING_OPTIONAL, MISSING_REQUIRED -> list.removeAll();
            case NULL_VALUE -> IntStream.range(0, list.size()).forEach(list::setNull);
            case NUMBER_AS_STRING ->
                IntStream.range(0, list.size())
                        .forEach(i -> list.set(i, TextNode.valueOf(list.get(i).asText())));
        }
    }
}
