package dev.certbridge.orderbook;

import dev.certbridge.orderbook.Store.CommitUnknownException;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.order.OrderId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The outcomes that a book could not commit. An outcome that a book cannot commit is written to a recovery file, and
 * applied when the book is opened the next time. If the response to the COMMIT of a new attempt was lost, the attempt
 * is settled as soon as the book works again.
 */
final class RecoveryLog {

    private static final String NOTE =
            "# The order book could not commit this outcome. When the book is next opened with this folder,"
                    + " it applies this file and renames it.\n";

    private final Store store;
    private final Optional<RecoveryFolder> folder;
    private final Queue<Unsent> waiting = new ConcurrentLinkedQueue<>();

    /**
     * An attempt that was not sent but may be open in the book. If this process ends before the attempt is settled, the
     * book settles the attempt from the recovery file when the book is opened the next time.
     */
    private record Unsent(Attempt attempt, Optional<Path> file) {}

    /** The content of a recovery file. The owner distinguishes attempts that have the same number in two books. */
    private record Entry(long attempt, String owner, State state, Optional<OrderId> id, Optional<Attempt.Head> head) {}

    /** Creates the log of a book, and applies the recovery files that earlier runs left in the folder. */
    RecoveryLog(Store store, Optional<RecoveryFolder> folder) {
        this.store = store;
        this.folder = folder;
        folder.ifPresent(
                files -> files.applyTo(text -> parse(text).filter(this::apply).isPresent()));
    }

    List<Path> damaged() {
        return folder.map(RecoveryFolder::damaged).orElse(List.of());
    }

    /**
     * Writes a recovery file and returns its path. Returns an empty result if the book has no recovery folder. Instead
     * of the state SENDING, the file contains the state ACCEPTED if an order id is given, or the state UNKNOWN if no
     * order id is given.
     */
    Optional<Path> write(Attempt attempt, Optional<OrderId> id) {
        State seen = id.isPresent() ? State.ACCEPTED : State.UNKNOWN;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("attempt", Long.toString(attempt.number()));
        values.put("owner", attempt.owner());
        values.put("intent", attempt.intent().name());
        values.put("target", attempt.target());
        values.put("verb", attempt.type().name());
        values.put("state", (attempt.state() == State.SENDING ? seen : attempt.state()).name());
        id.ifPresent(order -> values.put("order", order.toString()));
        attempt.head().ifPresent(head -> {
            values.put("status", Integer.toString(head.status()));
            values.put("headers", head.headers());
        });
        return folder.map(
                files -> files.write("attempt-" + attempt.number(), attempt.owner(), NOTE + KeyedLines.of(values)));
    }

    /**
     * Parses the text of a recovery file. Returns an empty result for a recovery file of an early version, which has a
     * line {@code book=} and no line {@code attempt=}. The book cannot apply a file of an early version, because the
     * file identifies its book by a name, and books no longer have names.
     *
     * @throws IllegalArgumentException the text is damaged or is not a recovery file
     */
    private static Optional<Entry> parse(String text) {
        Map<String, String> values = KeyedLines.parse(text);
        if (values.containsKey("book") && !values.containsKey("attempt")) {
            return Optional.empty();
        }
        for (String name : List.of("attempt", "owner", "state")) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("the file has no line " + name + "=");
            }
        }
        State state = State.valueOf(values.get("state"));
        Optional<OrderId> id = Optional.ofNullable(values.get("order")).map(OrderId::parse);
        if (state == State.SENDING || (state == State.ACCEPTED && id.isEmpty())) {
            // If this entry were applied, the intent could neither be ordered nor settled.
            throw new IllegalArgumentException("the line state= is " + state + ", but the file has no line order=");
        }
        Optional<Attempt.Head> head = Optional.ofNullable(values.get("status"))
                .map(status -> new Attempt.Head(
                        Math.toIntExact(number(values, "status")), values.getOrDefault("headers", "")));
        return Optional.of(new Entry(number(values, "attempt"), values.get("owner"), state, id, head));
    }

    private static long number(Map<String, String> values, String name) {
        String text = values.get(name);
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("the line " + name + "= is not a number");
        }
        return Long.parseLong(text);
    }

    /**
     * Applies an entry to the book. Returns false if the attempt of the entry is in another book.
     *
     * @throws IllegalArgumentException the row of the attempt is damaged
     * @throws IllegalStateException the book failed. The recovery file stays pending until the book is opened the next
     *     time
     */
    private boolean apply(Entry entry) {
        try {
            return StoredOrderBook.change(store, entry.attempt(), entry.owner(), entry.id(), (tx, stored) -> {
                Attempt ended = BookRules.afterReport(stored, entry.state(), entry.id());
                return entry.head().map(ended::with).orElse(ended);
            });
        } catch (Sql.DamagedRowException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Checks whether an attempt was committed although the response to the COMMIT was lost, and returns the attempt.
     * The check is a write transaction, which waits for the end of the lost transaction, so that the lost transaction
     * cannot commit after the check.
     *
     * @throws IllegalStateException the attempt was not committed, or the book still fails. If the book still fails,
     *     {@link #settleUnsent} settles the attempt later
     */
    Attempt committed(Attempt attempt, CommitUnknownException lost) {
        boolean stored;
        try {
            stored = store.write(
                    tx -> tx.attempt(attempt.number(), attempt.owner()).isPresent());
        } catch (IllegalStateException e) {
            lost.addSuppressed(e);
            settleLater(attempt, lost);
            throw new IllegalStateException(
                    "the response to a COMMIT was lost. Nothing was sent, and intent \"" + attempt.intent()
                            + "\" may be ordered again once the database works: " + e.getMessage(),
                    lost);
        }
        if (!stored) {
            throw new IllegalStateException(
                    "a COMMIT failed. Nothing was sent, and intent \"" + attempt.intent() + "\" may be ordered again: "
                            + lost.getMessage(),
                    lost);
        }
        return attempt;
    }

    /**
     * Settles an attempt as not sent when the book works again. The next call of {@link #settleUnsent} settles the
     * attempt, or the book settles the attempt from a recovery file when the book is opened the next time. Returns the
     * given failure of the book. If the recovery file cannot be written, the returned failure also contains this second
     * failure.
     */
    synchronized IllegalStateException settleLater(Attempt attempt, IllegalStateException failure) {
        if (waiting.stream().noneMatch(unsent -> unsent.attempt().owner().equals(attempt.owner()))) {
            waiting.add(new Unsent(attempt, recoveryFile(attempt, failure)));
        }
        return failure;
    }

    private Optional<Path> recoveryFile(Attempt attempt, IllegalStateException failure) {
        try {
            return write(attempt.in(State.NOT_SENT), Optional.empty());
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }

    /** Settles the attempts that were not sent. Throws {@link IllegalStateException} if the book still fails. */
    void settleUnsent() {
        for (Unsent unsent = waiting.peek(); unsent != null; unsent = waiting.peek()) {
            Attempt attempt = unsent.attempt();
            StoredOrderBook.change(
                    store,
                    attempt.number(),
                    attempt.owner(),
                    Optional.empty(),
                    (tx, stored) -> BookRules.afterReport(stored, State.NOT_SENT, Optional.empty()));
            unsent.file().ifPresent(RecoveryLog::remove);
            waiting.remove(unsent);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next opening of the book applies the file again, which changes nothing.
        }
    }
}
