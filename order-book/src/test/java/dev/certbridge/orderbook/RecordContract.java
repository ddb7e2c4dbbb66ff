package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The rules of DNS name locks and published records, in every book. */
interface RecordContract {

    DnsRecord ONE = new DnsRecord(NAME, "TXT", "one", false);
    DnsRecord TWO = new DnsRecord(NAME, "TXT", "two", false);
    OrderId LISTED = listed(OrderId.Kind.ORDER, OrderId.NONE);
    /** Has the key of its order, so that only kind and serial number differ. */
    OrderId REISSUE = id(OrderId.Kind.REISSUE, "ABC", REQUEST.csr().keySha256(), "0a");

    SpendLog book();

    SpendLog elsewhere();

    @Test
    default void a_name_is_locked_by_one_order_until_it_is_released_or_its_time_is_up() {
        Duration hour = Duration.ofHours(1);
        assertThat(book().lock(NAME, id("ABC"), hour)).isTrue();
        assertThat(book().lock(NAME, id("ABC"), hour)).isTrue();
        assertThat(book().lock(NAME, id("DEF"), hour)).isFalse();
        assertThat(book().lock("other.example.com", id("DEF"), hour)).isTrue();

        book().unlock(NAME, id("DEF"));
        assertThat(book().lock(NAME, id("DEF"), hour)).isFalse();
        book().unlock(NAME, id("ABC"));
        assertThat(book().lock(NAME, id("DEF"), Duration.ZERO)).isTrue();
        assertThat(book().lock(NAME, id("ABC"), hour)).isTrue();
    }

    @Test
    default void a_published_record_is_stored_once_until_it_is_removed() {
        book().publishing(id("ABC"), TWO);
        book().publishing(id("ABC"), ONE);
        book().publishing(id("ABC"), new DnsRecord(ONE.name(), ONE.type(), ONE.value(), true));
        try (SpendLog other = elsewhere()) {
            assertThat(other.published(id("ABC"))).isEqualTo(List.of(ONE, TWO));
        }

        book().removed(id("ABC"), ONE);
        assertThat(book().published(id("ABC"))).containsExactly(TWO);
        book().removed(id("ABC"), ONE);
        book().removed(id("ABC"), TWO);
        assertThat(book().published(id("ABC"))).isEmpty();
    }

    /** Random, because PostgreSQL compresses other text until it fits. */
    private static String text(int length) {
        return new Random(20_261_129)
                .ints(length, 'A', 'Z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Test
    default void a_long_record_is_stored_and_one_that_does_not_fit_into_an_index_is_refused() {
        OrderId longest = id(text(850));
        DnsRecord fits = new DnsRecord(NAME, "TXT", text(1_500), false);
        book().publishing(longest, fits);
        assertThat(book().published(longest)).containsExactly(fits);
        assertThat(book().lock(text(1_600), longest, LONG)).isTrue();

        List<ThrowingCallable> tooLong = List.of(
                () -> book().publishing(id("ABC"), new DnsRecord(NAME, "TXT", text(3_000), false)),
                () -> book().publishing(id("ABC"), new DnsRecord(text(3_000), "TXT", "one", false)),
                () -> book().publishing(id("ABC"), new DnsRecord("\n", text(3_000), "one", false)),
                () -> book().lock("é".repeat(801), id("ABC"), LONG));
        for (ThrowingCallable each : tooLong) {
            assertRefused(each, "cannot be stored: it is ", "bytes long, but the limit of an order book is 1600");
            assertThatThrownBy(each).message().hasSizeLessThan(300);
        }
        assertThat(book().published(id("ABC"))).isEmpty();
    }

    @Test
    default void the_records_of_two_orders_are_separate() {
        book().publishing(id("ABC"), ONE);
        assertThat(book().published(id("DEF"))).isEmpty();
        book().removed(id("DEF"), ONE);
        assertThat(book().published(id("ABC"))).containsExactly(ONE);
    }

    @Test
    default void the_records_of_an_order_are_found_by_the_id_of_a_listing_too() {
        book().publishing(id("ABC"), ONE);
        assertThat(book().published(LISTED)).containsExactly(ONE);
        book().publishing(LISTED, ONE);
        book().publishing(LISTED, TWO);
        assertThat(book().published(id("ABC"))).containsExactly(ONE, TWO);

        book().removed(id("ABC"), ONE);
        assertThat(book().published(LISTED)).containsExactly(TWO);
    }

    @Test
    default void the_records_of_a_reissue_are_separate_although_it_has_the_id_of_its_order() {
        book().publishing(REISSUE, ONE);
        assertThat(book().published(id("ABC"))).isEmpty();
        book().removed(id("ABC"), ONE);
        book().publishing(id("ABC"), ONE);
        book().removed(id("ABC"), ONE);
        try (SpendLog other = elsewhere()) {
            assertThat(other.published(REISSUE)).containsExactly(ONE);
            assertThat(other.published(LISTED)).containsExactly(ONE);
        }
    }

    @Test
    default void a_record_of_another_order_is_found_by_its_name() {
        assertThat(book().publishedByOthers(id("DEF"), NAME)).isFalse();
        book().publishing(id("ABC"), ONE);
        try (SpendLog other = elsewhere()) {
            assertThat(other.publishedByOthers(id("DEF"), NAME)).isTrue();
            assertThat(other.publishedByOthers(REISSUE, NAME)).isTrue();
            assertThat(other.publishedByOthers(id("ABC"), NAME)).isFalse();
            assertThat(other.publishedByOthers(LISTED, NAME)).isFalse();
            assertThat(other.publishedByOthers(id("DEF"), "www.example.com")).isFalse();
        }
        book().removed(id("ABC"), ONE);
        assertThat(book().publishedByOthers(id("DEF"), NAME)).isFalse();
    }

    @Test
    default void removing_a_record_leaves_the_record_of_another_order_at_the_same_name() {
        book().publishing(id("ABC"), ONE);
        book().publishing(id("DEF"), TWO);
        book().removed(id("ABC"), ONE);
        assertThat(book().publishedByOthers(id("ABC"), NAME)).isTrue();
        assertThat(book().published(id("DEF"))).containsExactly(TWO);
    }
}
