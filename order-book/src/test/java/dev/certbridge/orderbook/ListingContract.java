package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of listings, which a book stores as changes. */
interface ListingContract {

    SpendLog book();

    /** Opens the same book once more. */
    SpendLog elsewhere();

    /** Makes every stored listing two days old. */
    void age() throws Exception;

    private static Snapshot listing(String... ids) {
        return new Snapshot(TARGET, Instant.EPOCH, Set.of(ids));
    }

    /** Begins an attempt that refers to a listing, and is over at once. */
    private Attempt begun(String intent, long listing) {
        return book().begin(
                        ORIGIN,
                        spend(intent),
                        new SpendTerms(
                                SpendType.ORDER,
                                Duration.ZERO,
                                Duration.ZERO,
                                Optional.of(listing),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    default void every_listing_is_returned_whole_whatever_changed_and_whoever_stored_it() {
        Random random = new Random(20_261_130);
        SpendLog other = elsewhere();
        List<String> targets = List.of(TARGET, OrderId.target("regfish", "live", "second"));
        List<String> ids = IntStream.range(0, 60)
                .mapToObj(i -> i % 7 == 0 ? i + "\n=\\\0\uD800" : "ID" + i)
                .toList();
        Map<Long, Snapshot> kept = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            Set<String> listed = new HashSet<>(ids.subList(0, random.nextInt(ids.size())));
            listed.removeIf(id -> random.nextInt(20) == 0);
            Snapshot snapshot = new Snapshot(targets.get(random.nextInt(2)), Instant.ofEpochSecond(i, i), listed);
            SpendLog writer = random.nextInt(4) == 0 ? other : book();
            long number = i % 10 == 0 ? writer.keep(snapshot) : writer.keepListing(snapshot);
            assertThat(kept.put(number, snapshot)).as("number of " + i).isNull();
        }
        SpendLog reader = elsewhere();
        kept.forEach((number, snapshot) -> assertThat(reader.snapshot(number)).contains(snapshot));
        assertThat(reader.snapshot(1_000_000)).isEmpty();
    }

    @Test
    default void many_small_changes_are_merged_and_every_listing_stays_whole() throws Exception {
        Map<Long, Snapshot> kept = new HashMap<>();
        Set<String> listed = new HashSet<>();
        for (int i = 0; i < 250; i++) {
            listed.add("ID" + i);
            Snapshot snapshot = new Snapshot(TARGET, Instant.EPOCH, listed);
            kept.put(book().keepListing(snapshot), snapshot);
            if (i == 150) {
                age();
            }
        }
        listed.remove("ID7");
        Snapshot last = new Snapshot(TARGET, Instant.EPOCH, listed);
        kept.put(elsewhere().keepListing(last), last);
        kept.forEach((number, snapshot) -> {
            if (number > 151) {
                assertThat(book().snapshot(number)).contains(snapshot);
            } else {
                assertThat(book().snapshot(number)).isEmpty();
            }
        });
    }

    @Test
    default void a_listing_stays_as_long_as_an_attempt_may_need_it() throws Exception {
        long unknown = book().keepListing(listing("1", "2"));
        Attempt lost = begun("unknown", unknown);
        book().settle(lost, Attempt.State.UNKNOWN, Optional.empty());
        long abandoned = book().keepListing(listing("1", "3"));
        book().abandon(begun("abandoned", abandoned), REASON);
        long accepted = book().keepListing(listing("4"));
        book().settle(begun("accepted", accepted), Attempt.State.ACCEPTED, Optional.of(id("5")));
        long recent = book().keepListing(listing("4", "5"));
        assertThat(List.of(unknown, abandoned, accepted, recent))
                .allSatisfy(number -> assertThat(book().snapshot(number)).isPresent());

        age();
        long newest = elsewhere().keepListing(listing("5"));

        assertThat(book().snapshot(unknown)).contains(listing("1", "2"));
        assertThat(book().snapshot(abandoned)).contains(listing("1", "3"));
        assertThat(book().snapshot(accepted)).isEmpty();
        assertThat(book().snapshot(recent)).isEmpty();
        assertThat(book().snapshot(newest)).contains(listing("5"));

        book().settle(lost, Attempt.State.ACCEPTED, Optional.of(id("2")));
        age();
        long last = book().keepListing(listing("5", "6"));
        assertThat(book().snapshot(unknown)).isEmpty();
        assertThat(book().snapshot(abandoned)).contains(listing("1", "3"));
        assertThat(book().snapshot(last)).contains(listing("5", "6"));
    }

    @Test
    default void the_newest_listing_of_each_account_stays() throws Exception {
        Snapshot other = new Snapshot(OrderId.target("regfish", "live", "second"), Instant.EPOCH, Set.of("9"));
        long first = book().keepListing(other);
        age();
        book().keepListing(listing("1"));
        assertThat(book().snapshot(first)).contains(other);
    }
}
