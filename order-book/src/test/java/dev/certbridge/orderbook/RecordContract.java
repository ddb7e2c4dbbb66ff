package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What was published for an order is remembered until it is removed, in every book. */
interface RecordContract {

    DnsRecord ONE = new DnsRecord("_dcv.example.com", "TXT", "one", false);
    DnsRecord TWO = new DnsRecord("_dcv.example.com", "TXT", "two", false);

    SpendLog book();

    SpendLog elsewhere();

    @Test
    default void a_published_record_is_remembered_once_until_it_is_removed() {
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

    /** Random, because PostgreSQL would compress anything else until it fits. */
    private static String text(int length) {
        return new Random(20_261_129)
                .ints(length, 'A', 'Z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Test
    default void a_long_record_is_kept_and_one_that_does_not_fit_into_an_index_is_refused() {
        OrderId longest = id(text(850));
        DnsRecord kept = new DnsRecord(ONE.name(), "TXT", text(1_500), false);
        book().publishing(longest, kept);
        assertThat(book().published(longest)).containsExactly(kept);
        assertThat(book().hold(text(1_600), longest, BookSamples.LONG)).isTrue();

        List<ThrowingCallable> tooLong = List.of(
                () -> book().publishing(id("ABC"), new DnsRecord(ONE.name(), "TXT", text(3_000), false)),
                () -> book().publishing(id("ABC"), new DnsRecord(text(3_000), "TXT", "one", false)),
                () -> book().publishing(id("ABC"), new DnsRecord("\n", text(3_000), "one", false)),
                () -> book().hold("é".repeat(801), id("ABC"), BookSamples.LONG));
        for (ThrowingCallable each : tooLong) {
            assertThatThrownBy(each)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is refused: it is ")
                    .hasMessageContaining("bytes long, and an order book keeps at most 1600")
                    .message()
                    .hasLineCount(1)
                    .hasSizeLessThan(300);
        }
        assertThat(book().published(id("ABC"))).isEmpty();
    }

    @Test
    default void the_records_of_another_order_are_its_own() {
        book().publishing(id("ABC"), ONE);
        assertThat(book().published(id("DEF"))).isEmpty();
        book().removed(id("DEF"), ONE);
        assertThat(book().published(id("ABC"))).containsExactly(ONE);
    }

    @Test
    default void an_order_is_known_by_the_id_of_a_listing_too() {
        book().publishing(id("ABC"), ONE);
        assertThat(book().published(listed())).containsExactly(ONE);
        book().publishing(listed(), ONE);
        book().publishing(listed(), TWO);
        assertThat(book().published(id("ABC"))).containsExactly(ONE, TWO);

        book().removed(id("ABC"), ONE);
        assertThat(book().published(listed())).containsExactly(TWO);
    }

    @Test
    default void the_records_of_a_reissue_are_its_own_although_it_has_the_id_of_its_order() {
        book().publishing(reissue(), ONE);
        assertThat(book().published(id("ABC"))).isEmpty();
        book().removed(id("ABC"), ONE);
        book().publishing(id("ABC"), ONE);
        book().removed(id("ABC"), ONE);
        try (SpendLog other = elsewhere()) {
            assertThat(other.published(reissue())).containsExactly(ONE);
            assertThat(other.published(listed())).containsExactly(ONE);
        }
    }

    @Test
    default void a_record_of_another_order_is_told_by_its_name() {
        assertThat(book().publishedByOthers(id("DEF"), ONE.name())).isFalse();
        book().publishing(id("ABC"), ONE);
        try (SpendLog other = elsewhere()) {
            assertThat(other.publishedByOthers(id("DEF"), ONE.name())).isTrue();
            assertThat(other.publishedByOthers(reissue(), ONE.name())).isTrue();
            assertThat(other.publishedByOthers(id("ABC"), ONE.name())).isFalse();
            assertThat(other.publishedByOthers(listed(), ONE.name())).isFalse();
            assertThat(other.publishedByOthers(id("DEF"), "www.example.com")).isFalse();
        }
        book().removed(id("ABC"), ONE);
        assertThat(book().publishedByOthers(id("DEF"), ONE.name())).isFalse();
    }

    @Test
    default void who_removes_a_record_leaves_that_of_another_at_the_same_name() {
        book().publishing(id("ABC"), ONE);
        book().publishing(id("DEF"), TWO);
        book().removed(id("ABC"), ONE);
        assertThat(book().publishedByOthers(id("ABC"), ONE.name())).isTrue();
        assertThat(book().published(id("DEF"))).containsExactly(TWO);
    }

    private static OrderId listed() {
        OrderId placed = id("ABC");
        return new OrderId(
                placed.provider(),
                placed.environment(),
                placed.account(),
                placed.kind(),
                placed.providerId(),
                OrderId.NONE,
                OrderId.NONE);
    }

    /** With the key of its order, so that only the kind and the serial number tell it. */
    private static OrderId reissue() {
        OrderId placed = id("ABC");
        return new OrderId(
                placed.provider(),
                placed.environment(),
                placed.account(),
                OrderId.Kind.REISSUE,
                placed.providerId(),
                placed.keySha256(),
                placed.namesSha256(),
                "0a");
    }
}
