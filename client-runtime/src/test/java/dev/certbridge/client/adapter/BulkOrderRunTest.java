package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ends a run of many, and what its report still tells. */
class BulkOrderRunTest {

    private static final IllegalStateException FULL = new IllegalStateException("the disk is full");

    private static BulkReport failing(RuntimeException failure) {
        Map<Intent, OrderRequest> two = new LinkedHashMap<>();
        two.put(Intent.of("1"), OrderRequest.builder("p").build());
        two.put(Intent.of("2"), OrderRequest.builder("p").build());
        return BulkOrderRun.of(two, (intent, request) -> {
            throw failure;
        });
    }

    @Test
    void what_nobody_foresaw_is_an_unknown_outcome_and_ends_the_run_with_a_report() {
        BulkReport report = failing(FULL);
        assertThat(report.unknown()).containsOnlyKeys(Intent.of("1"));
        assertThat(report.notStarted()).containsExactly(Intent.of("2"));
        assertThat(report.halted().orElseThrow()).hasCause(FULL);
    }

    @Test
    void a_book_that_fails_before_the_first_byte_ends_the_run_and_nothing_is_unknown() {
        BulkReport report = failing(
                new NotSentException(OperationRef.of("regfish", "createCertificate"), "the order book failed", FULL));
        assertThat(report.refused()).containsOnlyKeys(Intent.of("1"));
        assertThat(report.unknown()).isEmpty();
        assertThat(report.notStarted()).containsExactly(Intent.of("2"));
        assertThat(report.halted().orElseThrow()).isInstanceOf(NotSentException.class);
    }
}
