package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which failures end a run of many orders, and the report of such a run. */
class BulkOrderRunTest {

    private static final OperationRef ORDER = OperationRef.of("regfish", "createCertificate");
    private static final Refusal REFUSAL = new Refusal(400, "", "refused");
    private static final IllegalStateException FULL = new IllegalStateException("the disk is full");

    private static BulkReport failing(RuntimeException failure) {
        Map<Intent, OrderRequest> two = new LinkedHashMap<>();
        two.put(Intent.of("1"), OrderRequest.builder("p").build());
        two.put(Intent.of("2"), OrderRequest.builder("p").build());
        return BulkOrderRun.of(two, BulkOptions.parallel(1), ConnectOptions.defaults(), (intent, request, gate) -> {
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
        BulkReport report = failing(new NotSentException(ORDER, "the order book failed", FULL));
        assertThat(report.refused()).containsOnlyKeys(Intent.of("1"));
        assertThat(report.unknown()).isEmpty();
        assertThat(report.notStarted()).containsExactly(Intent.of("2"));
        assertThat(report.halted().orElseThrow()).isInstanceOf(NotSentException.class);
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheNextOrderToo")
    void a_failure_that_the_next_order_would_meet_as_well_ends_the_run(ResellerException failure) {
        assertThat(failing(failure).halted()).containsSame(failure);
    }

    static Stream<ResellerException> failuresOfTheNextOrderToo() {
        ResellerException listing =
                new ProviderFaultException(OperationRef.of("any", "list"), 502, "bad gateway", null);
        listing.beforeOrder(ORDER);
        return Stream.of(
                listing,
                new OutcomeUnknownException(ORDER, false, null, "the answer was lost", null),
                new NotRecordedException(ORDER, null, FULL),
                new NotSentException(ORDER, "no connection", null),
                new InsufficientCreditException(ORDER, REFUSAL),
                new UnauthorizedException(ORDER, REFUSAL),
                new RateLimitedException(ORDER, REFUSAL, null),
                new BudgetExhaustedException(ORDER, "the budget is exhausted"),
                new BookHaltedException(ORDER, "an overcharge"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOneRequest")
    void a_failure_of_one_request_does_not_end_the_run(ResellerException failure) {
        BulkReport report = failing(failure);
        assertThat(report.halted()).isEmpty();
        assertThat(report.refused()).hasSize(2);
    }

    static Stream<ResellerException> failuresOfOneRequest() {
        return Stream.of(
                InvalidRequestException.local(ORDER, List.of()),
                new InvalidRequestException(ORDER, REFUSAL, List.of()),
                new UnsupportedException(ORDER, "nothing was sent"),
                new NotFoundException(ORDER, REFUSAL),
                new ConflictException(ORDER, REFUSAL, ConflictException.Reason.WRONG_STATE),
                new PossibleDuplicateException(ORDER, List.of("4711")),
                new ProviderFaultException(ORDER, 502, "bad gateway", null),
                new BrokenContractException(ORDER, 200, "not JSON", null));
    }
}
