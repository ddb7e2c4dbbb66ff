package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.OrderId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a book could not commit about an attempt.
 *
 * @param attempt its number
 * @param owner who sent it, which tells the attempts of two books apart
 * @param state how it ended
 * @param id the order, when its id was seen
 * @param head of the answer, when there was one
 * @param about what it was about, for people
 */
record RecoveryEntry(
        long attempt,
        String owner,
        Attempt.State state,
        Optional<OrderId> id,
        Optional<Attempt.Head> head,
        Map<String, String> about) {

    static final String NOTE = "# The order book could not keep this. It takes it when it is opened next with this"
            + " folder, and then renames the file.\n";

    /** An attempt that did not end is accepted when there is an order, else unknown. */
    static RecoveryEntry of(Attempt attempt, Optional<OrderId> id) {
        Attempt.State seen = id.isPresent() ? Attempt.State.ACCEPTED : Attempt.State.UNKNOWN;
        Map<String, String> about = new LinkedHashMap<>();
        about.put("intent", attempt.intent().name());
        about.put("target", attempt.target());
        about.put("verb", attempt.verb().name());
        return new RecoveryEntry(
                attempt.number(),
                attempt.owner(),
                attempt.state() == Attempt.State.SENDING ? seen : attempt.state(),
                id,
                attempt.head(),
                about);
    }

    String text() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("attempt", Long.toString(attempt));
        values.put("owner", owner);
        values.putAll(about);
        values.put("state", state.name());
        id.ifPresent(seen -> values.put("order", seen.toString()));
        head.ifPresent(seen -> {
            values.put("status", Integer.toString(seen.status()));
            values.put("headers", seen.headers());
        });
        return NOTE + KeyedLines.of(values);
    }

    /** True for what an early build left about an order of no attempt; it names a book, and no book is named any more. */
    static boolean isOfNoAttempt(String text) {
        Map<String, String> values = KeyedLines.parse(text);
        return values.containsKey("book") && !values.containsKey("attempt");
    }

    /**
     * Parses what {@link #text} wrote.
     *
     * @throws IllegalArgumentException the text is damaged or not such a file
     */
    static RecoveryEntry parse(String text) {
        Map<String, String> values = KeyedLines.parse(text);
        for (String name : new String[] {"attempt", "owner", "state"}) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("it has no line " + name + "=");
            }
        }
        Attempt.State state = Attempt.State.valueOf(values.get("state"));
        Optional<OrderId> id = Optional.ofNullable(values.get("order")).map(OrderId::parse);
        if (state == Attempt.State.SENDING || (state == Attempt.State.ACCEPTED && id.isEmpty())) {
            // Applied, it would keep the intent from being ordered or settled.
            throw new IllegalArgumentException("its line state= says " + state + ", and no order is named");
        }
        return new RecoveryEntry(
                number(values, "attempt"),
                values.get("owner"),
                state,
                id,
                Optional.ofNullable(values.get("status"))
                        .map(status -> new Attempt.Head(
                                Math.toIntExact(number(values, "status")), values.getOrDefault("headers", ""))),
                Map.of());
    }

    private static long number(Map<String, String> values, String name) {
        String text = values.get(name);
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("its line " + name + "= is not a number");
        }
        return Long.parseLong(text);
    }
}
