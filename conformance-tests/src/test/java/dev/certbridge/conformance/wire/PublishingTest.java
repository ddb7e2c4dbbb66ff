package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.wire.WireTest.EndedOrders;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** DNS records follow the validations of an order, and neither a failing publisher nor a failing book ends the wait. */
class PublishingTest extends DnsValidationFixture {

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
    void texts_of_one_name_are_published_together_and_cnames_one_after_another() {
        certificates.put("A", waitingFor("TXT", "one", "two"));
        await("A", look -> certificates.put("A", CANCELLED));
        assertThat(zone).containsExactly("+one", "+two", "-one", "-two");

        zone.clear();
        certificates.put("B", waitingFor("CNAME", "one", "two"));
        await("B", look -> certificates.put("B", CANCELLED));
        assertThat(zone).containsExactly("+one", "-one");
    }

    @Test
    void a_name_that_another_order_has_locked_is_published_when_it_is_free() {
        OrderId other = id("OTHER");
        book.lock(NAME, other, Duration.ofDays(1));
        certificates.put("A", waitingFor("CNAME", "one"));
        List<Integer> emptyAt = new ArrayList<>();
        await("A", look -> {
            if (zone.isEmpty()) {
                emptyAt.add(look);
            }
            switch (look) {
                case 3 -> book.unlock(NAME, other);
                case 5 -> certificates.put("A", CANCELLED);
                default -> {}
            }
        });
        assertThat(emptyAt).containsExactly(1, 2, 3);
        assertThat(zone).containsExactly("+one", "-one");
        assertThat(book.lock(NAME, other, Duration.ofDays(1))).as("given back").isTrue();
    }

    @Test
    void a_name_stays_locked_during_the_wait_and_is_free_some_time_after_it() {
        certificates.put("A", waitingFor("CNAME", "one"));
        List<Boolean> taken = new ArrayList<>();
        Throwable end = catchThrowable(() ->
                await("A", look -> taken.add(book.lock(NAME, id("OTHER"), Duration.ofMinutes(1)))));

        assertThat(end).isInstanceOf(DeadlineExceededException.class);
        assertThat(taken).hasSizeGreaterThan(400).doesNotContain(true);
        time.advance(Duration.ofMinutes(31));
        assertThat(book.lock(NAME, id("OTHER"), Duration.ofMinutes(1))).isTrue();
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
        List<OrderId> left = awaitAll(
                List.of("a", "b", "c"),
                Duration.ofHours(1),
                look -> zone.stream()
                        .reduce((first, last) -> last)
                        .filter(last -> last.startsWith("+of-"))
                        .ifPresent(last -> certificates.put(last.substring(4), CANCELLED)));
        assertThat(left).isEmpty();
        assertThat(zone).containsExactly("+of-a", "-of-a", "+of-b", "-of-b", "+of-c", "-of-c");
    }

    @Test
    void orders_with_two_names_do_not_block_each_other() {
        certificates.put("a", waitingAt("x"));
        certificates.put("b", waitingAt("x", "y"));
        List<OrderId> left = awaitAll(List.of("a", "b"), Duration.ofHours(1), look -> {
            if (look == 1) {
                certificates.put("a", waitingAt("x", "y"));
            }
            for (String order : List.of("a", "b")) {
                if (zone.containsAll(List.of("+" + order + "-x", "+" + order + "-y"))) {
                    certificates.put(order, CANCELLED);
                }
            }
        });
        assertThat(left).isEmpty();
        assertThat(zone).containsExactly("+a-x", "+a-y", "-a-x", "-a-y", "+b-x", "+b-y", "-b-x", "-b-y");
    }

    @Test
    void a_name_that_is_not_waited_for_any_more_is_given_back_while_the_order_goes_on() {
        certificates.put("A", waitingAt("x", "y"));
        List<Boolean> free = new ArrayList<>();
        await("A", look -> {
            switch (look) {
                case 1 -> certificates.put("A", waitingAt("y"));
                case 2 -> {
                    free.add(book.lock("x", id("OTHER"), Duration.ofMinutes(1)));
                    certificates.put("A", CANCELLED);
                }
                default -> {}
            }
        });
        assertThat(free).containsExactly(true);
        assertThat(zone).containsExactly("+a-x", "+a-y", "-a-x", "-a-y");
    }

    @Test
    void records_of_an_earlier_wait_are_removed_when_the_order_is_over_even_if_none_is_listed() {
        certificates.put("A", waitingAt("x", "y"));
        assertThat(catchThrowable(() -> await("A", look -> {}))).isInstanceOf(DeadlineExceededException.class);

        certificates.put("A", CANCELLED);
        await("A", look -> {});

        assertThat(zone).containsExactly("+a-x", "+a-y", "+a-x", "-a-x", "+a-y", "-a-y");
        assertThat(book.published(id("A"))).isEmpty();
        await("A", look -> {});
        assertThat(zone).as("nothing is left for a third wait").hasSize(6);
        assertThat(book.lock("x", id("OTHER"), Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void records_of_another_order_at_the_same_name_are_not_removed() throws Exception {
        for (String order : List.of("A", "B")) {
            certificates.put(order, waitingAt("x"));
            assertThat(catchThrowable(() -> await(order, look -> {}))).isInstanceOf(DeadlineExceededException.class);
        }
        time.sleep(Duration.ofDays(1));
        certificates.put("A", CANCELLED);
        await("A", look -> {});
        assertThat(zone).containsExactly("+a-x", "+b-x");
        assertThat(book.published(id("A"))).isEmpty();
        assertThat(book.published(id("B"))).hasSize(1);

        certificates.put("B", CANCELLED);
        await("B", look -> {});
        assertThat(zone).containsExactly("+a-x", "+b-x", "+b-x", "-b-x");
    }

    @Test
    void the_end_of_an_order_leaves_alone_what_its_pending_reissue_published() {
        String known = "k".repeat(43);
        String host = server.uri().getAuthority();
        OrderId order = new OrderId("regfish", host, "-", OrderId.Kind.ORDER, "A", known, known);
        OrderId reissue = new OrderId("regfish", host, "-", OrderId.Kind.REISSUE, "A", known, known, "0a");
        book.publishing(reissue, new DnsRecord("x", "CNAME", "a-x", false));
        for (String end : List.of(CANCELLED, waitingAt("x").replace("pending", "cancelled"))) {
            certificates.put("A", end);
            try (CertificateReseller reseller = connect(look -> {})) {
                assertThat(catchThrowable(() -> reseller.orders().await(order, Duration.ofHours(1), dns)))
                        .isInstanceOf(OrderEndedException.class);
            }
            assertThat(zone).isEmpty();
        }
        assertThat(book.published(reissue)).hasSize(1);
    }

    @Test
    void a_listed_record_that_is_not_in_the_book_is_withdrawn_when_the_order_is_over() {
        certificates.put("A", waitingAt("x").replace("pending", "cancelled"));
        await("A", look -> {});
        assertThat(zone).containsExactly("withdrawn a-x");
    }

    @Test
    void a_record_that_the_client_does_not_publish_is_not_recorded() {
        certificates.put("A", waitingAt("x"));
        try (CertificateReseller reseller = connect(look -> {})) {
            assertThat(catchThrowable(
                            () -> reseller.orders().await(id("A"), Duration.ofMinutes(5), DnsPublisher.none())))
                    .isInstanceOf(DeadlineExceededException.class);
        }
        certificates.put("A", CANCELLED);
        await("A", look -> {});
        assertThat(zone).isEmpty();
    }

    @Test
    void a_record_that_cannot_be_removed_stays_remembered_until_it_can() {
        certificates.put("A", waitingAt("x"));
        assertThat(catchThrowable(() -> await("A", look -> {}))).isInstanceOf(DeadlineExceededException.class);
        certificates.put("A", CANCELLED);
        broken.add(new IOException("the zone is read-only"));
        await("A", look -> {});
        assertThat(book.published(id("A"))).hasSize(1);

        await("A", look -> {});
        assertThat(zone).containsExactly("+a-x", "+a-x", "-a-x");
        assertThat(book.published(id("A"))).isEmpty();
    }

    @Test
    void a_record_that_another_order_may_need_now_is_not_withdrawn() {
        book.lock("x", id("OTHER"), Duration.ofDays(1));
        certificates.put("A", waitingAt("x").replace("pending", "cancelled"));
        await("A", look -> {});
        assertThat(zone).isEmpty();
    }

    @Test
    void a_failure_to_publish_does_not_hide_that_a_person_is_needed() {
        broken.add(new IOException("the zone\nis read-only"));
        certificates.put("A", waitingAt("x").replace("\"status\"", "\"action_required\":true,\"status\""));
        Throwable end = catchThrowable(() -> await("A", look -> {}));
        assertThat(end).isInstanceOf(ActionRequiredException.class);
        assertThat(end.getSuppressed())
                .singleElement()
                .satisfies(why ->
                        assertThat(why).hasMessageEndingWith("a-x could not be published: the zone is read-only"));
    }

    @Test
    void a_dns_service_that_is_down_for_a_while_ends_no_wait() {
        OperationRef origin = OperationRef.of("dns", "createRecord");
        for (boolean many : new boolean[] {false, true}) {
            zone.clear();
            broken.add(new ProviderFaultException(origin, 503, "down", null));
            broken.add(new OutcomeUnknownException(origin, false, null, "lost", null));
            certificates.put("A", waitingAt("x"));
            IntConsumer shown = look -> certificates.computeIfPresent("A", (id, is) -> zone.isEmpty() ? is : CANCELLED);
            if (many) {
                assertThat(awaitAll(List.of("A"), Duration.ofHours(1), shown)).isEmpty();
            } else {
                await("A", shown);
            }
            assertThat(zone).containsExactly("+a-x", "-a-x");
        }
    }

    /** The orders that the book cannot be asked about, and how often. */
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    private final EndedOrders listener = new EndedOrders();
    private final Map<OrderId, ResellerException> ended = listener.ended;

    private final SpendLog failing = InterceptedBook.of(book, (method, arguments, real) -> {
        if (method.matches("requestOf|allowed|published|publishing|removed")) {
            String id = ((OrderId) arguments[0]).providerId();
            if (failures.getOrDefault(id, 0) > 0) {
                failures.merge(id, -1, Integer::sum);
                throw new IllegalStateException("the disk is full");
            }
        }
        return real.call();
    });

    @Test
    void an_order_whose_book_entry_cannot_be_read_is_returned_and_the_others_end() {
        certificates.putAll(Map.of("a", CANCELLED, "b", waitingAt("x"), "c", CANCELLED));
        failures.put("b", Integer.MAX_VALUE);

        assertThat(await("a", "b", "c")).containsExactly(id("b"));

        assertThat(ended)
                .containsOnlyKeys(id("a"), id("c"))
                .allSatisfy((id, why) -> assertThat(why).isInstanceOf(OrderEndedException.class));
        assertThat(zone).as("what the book cannot remember is not published").isEmpty();
    }

    @Test
    void an_order_is_read_again_when_the_book_has_recovered() {
        certificates.putAll(Map.of("a", CANCELLED, "b", waitingAt("x"), "c", waitingAt("y")));
        failures.put("b", 2);
        // They end when their records are to be seen, b only after the book has recovered.
        assertThat(await("a", "b", "c")).isEmpty();

        assertThat(ended).containsOnlyKeys(id("a"), id("b"), id("c"));
        assertThat(zone).containsExactlyInAnyOrder("+b-x", "-b-x", "+c-y", "-c-y");
        assertThat(failures).containsEntry("b", 0);
    }

    @Test
    void an_end_is_reported_after_the_book_has_recovered() {
        certificates.put("a", waitingAt("x"));
        assertThat(await("a")).containsExactly(id("a"));
        certificates.put("a", CANCELLED);
        failures.put("a", Integer.MAX_VALUE);

        List<OrderId> left = await("a");
        failures.clear();
        assertThat(left)
                .as("not ended: the book is read before an end is reported")
                .containsExactly(id("a"));
        assertThat(book.published(id("a"))).as("still remembered").hasSize(1);
        assertThat(await("a")).isEmpty();
        assertThat(book.published(id("a"))).isEmpty();
    }

    private List<OrderId> await(String... orders) {
        try (CertificateReseller reseller = Regfish.connect(
                GeneratedClient.KEY,
                failing,
                server.options(it -> it.polling(new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30)))
                        .time(time, pause -> {
                            Set.of("b", "c").stream()
                                    .filter(order -> zone.stream().anyMatch(line -> line.startsWith("+" + order)))
                                    .forEach(order -> certificates.replace(order, CANCELLED));
                            time.sleep(pause);
                        })))) {
            return reseller.orders()
                    .awaitAll(List.of(orders).stream().map(this::id).toList(), Duration.ofMinutes(20), dns, listener);
        }
    }
}
