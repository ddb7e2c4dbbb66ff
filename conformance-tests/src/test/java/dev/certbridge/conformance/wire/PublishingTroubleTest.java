package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Orders that stand in each other's way, waits that gave up, and a DNS service that fails. */
class PublishingTroubleTest extends RecordsAtRegfish {

    @Test
    void orders_with_two_names_do_not_hold_each_other_up() {
        certificates.put("a", waitingAt("x"));
        certificates.put("b", waitingAt("x", "y"));
        try (CertificateReseller reseller = connect(look -> {
            if (look == 1) {
                certificates.put("a", waitingAt("x", "y"));
            }
            for (String order : List.of("a", "b")) {
                if (zone.containsAll(List.of("+" + order + "-x", "+" + order + "-y"))) {
                    certificates.put(order, CANCELLED);
                }
            }
        })) {
            assertThat(reseller.awaitAll(List.of(id("a"), id("b")), Duration.ofHours(1), dns, ignoring()))
                    .isEmpty();
        }
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
                    free.add(book.hold("x", id("OTHER"), Duration.ofMinutes(1)));
                    certificates.put("A", CANCELLED);
                }
                default -> {}
            }
        });
        assertThat(free).containsExactly(true);
        assertThat(zone).containsExactly("+a-x", "+a-y", "-a-x", "-a-y");
    }

    @Test
    void what_an_earlier_wait_left_behind_is_withdrawn_when_the_order_is_over() {
        certificates.put("A", waitingAt("x"));
        assertThat(catchThrowable(() -> await("A", look -> {}))).isInstanceOf(DeadlineExceededException.class);

        certificates.put("A", waitingAt("x").replace("pending", "cancelled"));
        await("A", look -> {});

        assertThat(zone).containsExactly("+a-x", "withdrawn a-x");
        assertThat(book.hold("x", id("OTHER"), Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void a_record_that_another_order_may_need_now_is_not_withdrawn() {
        book.hold("x", id("OTHER"), Duration.ofDays(1));
        certificates.put("A", waitingAt("x").replace("pending", "cancelled"));
        await("A", look -> {});
        assertThat(zone).isEmpty();
    }

    @Test
    void a_failure_to_publish_does_not_hide_that_a_person_is_needed() {
        broken.add(new IOException("the zone is read-only"));
        certificates.put("A", waitingAt("x").replace("\"status\"", "\"action_required\":true,\"status\""));
        Throwable end = catchThrowable(() -> await("A", look -> {}));
        assertThat(end).isInstanceOf(ActionRequiredException.class);
        assertThat(end.getSuppressed())
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining("a-x"));
    }

    @Test
    void a_dns_service_that_is_down_for_a_while_ends_no_wait() {
        Origin origin = Origin.of("dns", "createRecord");
        for (boolean many : new boolean[] {false, true}) {
            zone.clear();
            broken.add(new ProviderFaultException(origin, 503, "down", null));
            broken.add(new OutcomeUnknownException(origin, false, null, "lost", null));
            certificates.put("A", waitingAt("x"));
            IntConsumer shown = look -> certificates.computeIfPresent("A", (id, is) -> zone.isEmpty() ? is : CANCELLED);
            if (many) {
                try (CertificateReseller reseller = connect(shown)) {
                    assertThat(reseller.awaitAll(List.of(id("A")), Duration.ofHours(1), dns, ignoring()))
                            .isEmpty();
                }
            } else {
                await("A", shown);
            }
            assertThat(zone).containsExactly("+a-x", "-a-x");
        }
    }
}
