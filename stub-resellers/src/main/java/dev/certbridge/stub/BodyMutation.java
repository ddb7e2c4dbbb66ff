package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * One way in which a JSON body can differ from its schema, or from what a client of today has seen. {@link DerivedFaults} has
 * each of them at every place of every documented body.
 */
public enum BodyMutation {
    /** An object has a member that no contract knows. Catches a client that fails on what is new. */
    EXTRA_FIELD {
        @Override
        void change(ObjectNode object, String member) {
            object.putObject(member).putArray("ofThings").add(1).add("two").addNull();
        }

        @Override
        void change(ArrayNode plain) {
            throw new IllegalArgumentException("what stands in " + plain + " has no members");
        }
    },
    /** A word that nobody has heard of where known ones stand. Catches a client with a closed list of values. */
    UNKNOWN_VALUE {
        @Override
        void change(ObjectNode object, String member) {
            if (object.get(member) instanceof ArrayNode list) {
                list.removeAll().add(UNHEARD_OF);
            } else {
                object.put(member, UNHEARD_OF);
            }
        }

        @Override
        void change(ArrayNode plain) {
            plain.removeAll().add(UNHEARD_OF);
        }
    },
    /** A member that need not be there is not, or a list is empty. Catches a client that counts on what it usually saw. */
    MISSING_OPTIONAL {
        @Override
        void change(ObjectNode object, String member) {
            object.remove(member);
        }

        @Override
        void change(ArrayNode plain) {
            plain.removeAll();
        }
    },
    /** A member that must be there is not. Catches a client that goes on with a null instead of saying what is missing. */
    MISSING_REQUIRED {
        @Override
        void change(ObjectNode object, String member) {
            object.remove(member);
        }

        @Override
        void change(ArrayNode plain) {
            plain.removeAll();
        }
    },
    /** A member, or what stands in a list, is null. Catches a client that tells an absent member from a null one, and falls over one of them. */
    NULL_VALUE {
        @Override
        void change(ObjectNode object, String member) {
            object.putNull(member);
        }

        @Override
        void change(ArrayNode plain) {
            for (int i = 0; i < plain.size(); i++) {
                plain.setNull(i);
            }
        }
    },
    /** A number in quotes. Catches a client that dies of a library's cast, or compares ids as text. */
    NUMBER_AS_STRING {
        @Override
        void change(ObjectNode object, String member) {
            object.put(member, object.get(member).asText());
        }

        @Override
        void change(ArrayNode plain) {
            for (int i = 0; i < plain.size(); i++) {
                plain.set(i, TextNode.valueOf(plain.get(i).asText()));
            }
        }
    };

    /** The name of the member that {@link #EXTRA_FIELD} adds. */
    public static final String UNHEARD_OF_MEMBER = "unheardOf";

    private static final String UNHEARD_OF = "UNHEARD_OF";
    private static final String EVERY_ELEMENT = "*";

    abstract void change(ObjectNode object, String member);

    /** Done to all that stands in a list of plain values. */
    abstract void change(ArrayNode plain);

    /** Its name in a {@link Schedule}, such as {@code missing-required}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The stub's own answer with this done to it; one without such a place passes as it is. The request is carried out.
     *
     * @param pointer a JSON pointer to the member, to the object for {@link #EXTRA_FIELD}; {@code *} in it is every
     *     element of a list, and at its end every plain value of one
     */
    public CannedFailure at(String pointer) {
        return CannedFailure.of(moment -> WireResponse.of(applied(moment.reply(), pointer)))
                .afterBooking();
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static BodyMutation named(String word) {
        return Arrays.stream(values())
                .filter(alteration -> alteration.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no alteration is called " + word));
    }

    Reply applied(Reply reply, String pointer) {
        try {
            JsonNode body = StubContract.JSON.readTree(reply.body());
            apply(body, pointer);
            return new Reply(reply.status(), reply.headers(), StubContract.JSON.writeValueAsBytes(body));
        } catch (IOException notJson) {
            return reply;
        }
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
        if (node instanceof ArrayNode plain && last && path[at].equals(EVERY_ELEMENT)) {
            change(plain);
        } else if (node instanceof ArrayNode list && path[at].equals(EVERY_ELEMENT)) {
            list.forEach(element -> apply(element, path, at + 1));
        } else if (node instanceof ObjectNode object && !last) {
            apply(object.path(member), path, at + 1);
        } else if (node instanceof ObjectNode object && (this == EXTRA_FIELD || object.has(member))) {
            change(object, member);
        }
    }
}
