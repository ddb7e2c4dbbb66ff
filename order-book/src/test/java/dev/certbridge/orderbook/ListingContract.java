package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.ListingTurn;
import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
            long number = i % 10 == 0 ? writer.keep(snapshot) : keepListing(writer, snapshot);
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
            // Another process reads the groups of ids, and merges those that no stored listing distinguishes.
            SpendLog writer = i == 150 || i == 249 ? elsewhere() : book();
            kept.put(keepListing(writer, snapshot), snapshot);
            if (i == 150) {
                kept.forEach(
                        (number, whole) -> assertThat(book().snapshot(number)).contains(whole));
                age();
            }
        }
        listed.remove("ID7");
        Snapshot last = new Snapshot(TARGET, Instant.EPOCH, listed);
        kept.put(keepListing(elsewhere(), last), last);
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
        long unknown = keepListing(book(), listing("1", "2"));
        Attempt lost = begun("unknown", unknown);
        book().settle(lost, Attempt.State.UNKNOWN, Optional.empty());
        long abandoned = keepListing(book(), listing("1", "3"));
        book().abandon(begun("abandoned", abandoned), REASON);
        long accepted = keepListing(book(), listing("4"));
        book().settle(begun("accepted", accepted), Attempt.State.ACCEPTED, Optional.of(id("5")));
        long recent = keepListing(book(), listing("4", "5"));
        assertThat(List.of(unknown, abandoned, accepted, recent))
                .allSatisfy(number -> assertThat(book().snapshot(number)).isPresent());

        age();
        long newest = keepListing(elsewhere(), listing("5"));

        assertThat(book().snapshot(unknown)).contains(listing("1", "2"));
        assertThat(book().snapshot(abandoned)).contains(listing("1", "3"));
        assertThat(book().snapshot(accepted)).isEmpty();
        assertThat(book().snapshot(recent)).isEmpty();
        assertThat(book().snapshot(newest)).contains(listing("5"));

        book().settle(lost, Attempt.State.ACCEPTED, Optional.of(id("2")));
        age();
        long last = keepListing(book(), listing("5", "6"));
        assertThat(book().snapshot(unknown)).isEmpty();
        assertThat(book().snapshot(abandoned)).contains(listing("1", "3"));
        assertThat(book().snapshot(last)).contains(listing("5", "6"));
    }

    @Test
    default void the_newest_listing_of_each_account_stays() throws Exception {
        Snapshot other = new Snapshot(OrderId.target("regfish", "live", "second"), Instant.EPOCH, Set.of("9"));
        long first = keepListing(book(), other);
        age();
        keepListing(book(), listing("1"));
        assertThat(book().snapshot(first)).contains(other);
    }

    private static ListingTurn turn(SpendLog book, String... names) {
        return book.listing(TARGET, List.of(names), Duration.ofSeconds(30), LONG);
    }

    private static ListingTurn.Read reading(SpendLog book, String... names) {
        return (ListingTurn.Read) turn(book, names);
    }

    private long shared(String... ids) {
        return book().keepListing(listing(ids), List.of(), Optional.of(reading(book())));
    }

    @Test
    default void one_caller_reads_a_listing_and_the_others_share_it_until_it_is_too_old() throws Exception {
        ListingTurn.Read turn = reading(book());
        assertThat(turn(book())).isInstanceOf(ListingTurn.Wait.class);
        assertThat(turn(elsewhere())).isInstanceOf(ListingTurn.Wait.class);
        List<OpenOrder> open = List.of(
                new OpenOrder("1\n=", "RapidSSL", Set.of("a.example.com", "b.example.com"), true),
                new OpenOrder("\0\\\uD800", "", Set.of(), false));
        long number = book().keepListing(listing("1", "2"), open, Optional.of(turn));

        ListingTurn.Shared shared = new ListingTurn.Shared(number, open);
        assertThat(turn(book())).isEqualTo(shared);
        assertThat(turn(elsewhere())).isEqualTo(shared);
        assertThat(turn(elsewhere())).isEqualTo(shared);
        assertThat(book().listing(OrderId.target("regfish", "live", "second"), List.of(), LONG, LONG))
                .isInstanceOf(ListingTurn.Read.class);

        age();
        assertThat(turn(elsewhere())).isInstanceOf(ListingTurn.Read.class);
        assertThat(turn(book())).isInstanceOf(ListingTurn.Wait.class);
    }

    @Test
    default void the_open_orders_of_an_earlier_listing_are_not_shared() throws Exception {
        for (String id : List.of("1", "2")) {
            List<OpenOrder> open = List.of(new OpenOrder(id, "RapidSSL", Set.of(id + ".example.com"), true));
            ListingTurn.Read read = reading(id.equals("1") ? book() : elsewhere());
            long number = book().keepListing(listing(id), open, Optional.of(read));
            assertThat(turn(book())).isEqualTo(new ListingTurn.Shared(number, open));
            age();
        }
    }

    @Test
    default void a_listing_that_was_read_for_one_order_only_is_not_shared() {
        shared("1");
        keepListing(book(), listing("1", "2"));
        assertThat(turn(book())).isInstanceOf(ListingTurn.Read.class);
    }

    @Test
    default void a_reader_that_failed_or_died_is_replaced() throws Exception {
        book().endReading(TARGET, reading(book()));
        ListingTurn.Read died = reading(book());
        assertThat(turn(elsewhere())).isInstanceOf(ListingTurn.Wait.class);
        age();
        ListingTurn.Read next = reading(elsewhere());
        assertThat(next.reader()).isNotEqualTo(died.reader());

        // The first reader was only slow. It does not end the turn of the other reader.
        book().endReading(TARGET, died);
        assertThat(turn(book())).isInstanceOf(ListingTurn.Wait.class);
        assertThat(book().keepListing(listing("1"), List.of(), Optional.of(died)))
                .isPositive();
        long number = book().keepListing(listing("1", "2"), List.of(), Optional.of(next));
        assertThat(turn(book())).isEqualTo(new ListingTurn.Shared(number, List.of()));
    }

    @ParameterizedTest
    @EnumSource(names = {"SENDING", "UNKNOWN", "ABANDONED"})
    default void an_order_reads_its_own_listing_while_an_equal_order_may_be_missing_in_the_shared_one(State state)
            throws Exception {
        long number = shared("1");
        Attempt possible = begin(book());
        if (state == State.UNKNOWN) {
            book().settle(possible, state, Optional.empty());
        } else if (state == State.ABANDONED) {
            book().abandonNow(possible, REASON);
        }
        for (String equal : List.of("www.example.com", "example.com", "*.example.com", "*.www.example.com")) {
            assertThat(turn(elsewhere(), "shop.example.com", equal)).isInstanceOf(ListingTurn.Read.class);
            // Such a turn is for one order: nobody waits for it.
            assertThat(turn(book(), equal)).isInstanceOf(ListingTurn.Read.class);
        }
        ListingTurn shared = new ListingTurn.Shared(number, List.of());
        assertThat(turn(book(), "shop.example.com")).isEqualTo(shared);
        assertThat(turn(book())).isEqualTo(shared);
        ListingTurn elsewhere =
                book().listing(OrderId.target("regfish", "live", "second"), List.of("www.example.com"), LONG, LONG);
        assertThat(elsewhere).isInstanceOf(ListingTurn.Read.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "QUOTED", "ACCEPTED"})
    default void an_equal_order_shares_the_listing_once_the_outcome_of_the_other_is_known(State state) {
        long number = shared("1");
        book().settle(begin(book()), state, state == State.ACCEPTED ? Optional.of(id("2")) : Optional.empty());
        assertThat(turn(book(), "www.example.com")).isEqualTo(new ListingTurn.Shared(number, List.of()));
    }

    @Test
    default void a_listing_that_began_after_the_end_of_a_lost_order_is_shared() {
        book().settle(book().begin(ORIGIN, SPEND, OVER_AT_ONCE), State.UNKNOWN, Optional.empty());
        long number = shared("1");
        assertThat(turn(book(), "www.example.com")).isEqualTo(new ListingTurn.Shared(number, List.of()));
    }

    @Test
    default void a_lost_order_of_another_account_does_not_matter() {
        long number = shared("1");
        book().settle(
                        book().begin(ORIGIN, spendAt("lost", TARGET, "shop.example.com"), TERMS),
                        State.UNKNOWN,
                        Optional.empty());
        String second = OrderId.target("regfish", "live", "second");
        book().settle(
                        book().begin(ORIGIN, spendAt("elsewhere", second, "www.example.com"), TERMS),
                        State.UNKNOWN,
                        Optional.empty());
        assertThat(turn(book(), "www.example.com")).isEqualTo(new ListingTurn.Shared(number, List.of()));
        assertThat(turn(book(), "shop.example.com")).isInstanceOf(ListingTurn.Read.class);
    }

    private static SpendRequest spendAt(String intent, String target, String name) {
        return SpendRequest.of(Intent.of(intent), target, request(name));
    }

    @Test
    default void of_many_threads_one_reads() throws Exception {
        List<SpendLog> books = List.of(book(), elsewhere());
        for (int round = 0; round < 5; round++) {
            List<Callable<ListingTurn>> calls = IntStream.range(0, 16)
                    .<Callable<ListingTurn>>mapToObj(i -> () -> turn(books.get(i % 2)))
                    .toList();
            ExecutorService pool = Executors.newFixedThreadPool(calls.size());
            try {
                List<ListingTurn> turns = new ArrayList<>();
                for (Future<ListingTurn> turn : pool.invokeAll(calls)) {
                    turns.add(turn.get());
                }
                assertThat(turns)
                        .filteredOn(ListingTurn.Read.class::isInstance)
                        .singleElement()
                        .satisfies(one -> book().endReading(TARGET, (ListingTurn.Read) one));
            } finally {
                pool.shutdownNow();
            }
        }
    }
}
