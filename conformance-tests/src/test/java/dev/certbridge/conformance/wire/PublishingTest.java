package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records follow what the authority wants to see, and orders take turns at a record's name. */
class PublishingTest extends RecordsAtRegfish {

    @Test
    void a_record_that_changes_is_published_anew_after_the_old_one_is_gone() {
        certificates.put("A", waitingFor("CNAME", "one"));
        await("A", look -> {
            switch (look) {
                case 2 -> certificates.put("A", waitingFor("CNAME", "two"));
                case 4 -> certificates.put("A", CANCELLED);
                default -> {}
            }
        });
        assertThat(zone).containsExactly("+one", "-one", "+two", "-two");
    }

    @Test
    void texts_of_one_name_stand_side_by_side_and_cnames_follow_one_another() {
        certificates.put("A", waitingFor("TXT", "one", "two"));
        await("A", look -> certificates.put("A", CANCELLED));
        assertThat(zone).containsExactly("+one", "+two", "-one", "-two");

        zone.clear();
        certificates.put("B", waitingFor("CNAME", "one", "two"));
        await("B", look -> certificates.put("B", CANCELLED));
        assertThat(zone).containsExactly("+one", "-one");
    }

    @Test
    void a_name_that_another_order_holds_is_published_when_it_is_free() {
        OrderId other = id("OTHER");
        book.hold(NAME, other, Duration.ofDays(1));
        certificates.put("A", waitingFor("CNAME", "one"));
        List<Integer> emptyAt = new ArrayList<>();
        await("A", look -> {
            if (zone.isEmpty()) {
                emptyAt.add(look);
            }
            switch (look) {
                case 3 -> book.release(NAME, other);
                case 5 -> certificates.put("A", CANCELLED);
                default -> {}
            }
        });
        assertThat(emptyAt).containsExactly(1, 2, 3);
        assertThat(zone).containsExactly("+one", "-one");
        assertThat(book.hold(NAME, other, Duration.ofDays(1))).as("given back").isTrue();
    }

    @Test
    void a_name_stays_held_for_as_long_as_the_wait_goes_on_and_runs_out_after_it() {
        certificates.put("A", waitingFor("CNAME", "one"));
        List<Boolean> taken = new ArrayList<>();
        Throwable end = catchThrowable(() ->
                await("A", look -> taken.add(book.hold(NAME, id("OTHER"), Duration.ofMinutes(1)))));

        assertThat(end).isInstanceOf(DeadlineExceededException.class);
        assertThat(taken).hasSizeGreaterThan(400).doesNotContain(true);
        time.advance(Duration.ofMinutes(31));
        assertThat(book.hold(NAME, id("OTHER"), Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void a_book_that_fails_for_a_while_does_not_end_the_wait() {
        certificates.put("A", waitingFor("CNAME", "one"));
        heldInVain = 2;
        await("A", look -> {
            if (look == 4) {
                certificates.put("A", CANCELLED);
            }
        });
        assertThat(zone).containsExactly("+one", "-one");
        assertThat(heldInVain).isZero();
    }

    @Test
    void of_many_orders_with_one_name_each_has_its_turn() {
        for (String order : List.of("a", "b", "c")) {
            certificates.put(order, waitingFor("CNAME", "of-" + order));
        }
        try (CertificateReseller reseller = connect(look -> zone.stream()
                .reduce((first, last) -> last)
                .filter(last -> last.startsWith("+of-"))
                .ifPresent(last -> certificates.put(last.substring(4), CANCELLED)))) {
            List<OrderId> left = reseller.orders()
                    .awaitAll(List.of(id("a"), id("b"), id("c")), Duration.ofHours(1), dns, ignoring());
            assertThat(left).isEmpty();
        }
        assertThat(zone).containsExactly("+of-a", "-of-a", "+of-b", "-of-b", "+of-c", "-of-c");
    }
}
