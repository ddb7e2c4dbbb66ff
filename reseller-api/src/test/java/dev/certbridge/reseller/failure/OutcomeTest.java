package dev.certbridge.reseller.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final OperationRef ORDER = OperationRef.of("regfish", "createCertificate");
    private static final Refusal REFUSAL = new Refusal(400, "", "no");

    @Test
    void a_local_check_sends_nothing_and_a_refusal_orders_nothing() {
        assertThat(InvalidRequestException.local(ORDER, List.of()).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(new InvalidRequestException(ORDER, REFUSAL, List.of()).outcome())
                .isEqualTo(Outcome.NOT_ORDERED);
    }

    @Test
    void a_certificate_that_is_not_ready_is_awaited_and_any_other_conflict_is_corrected() {
        ConflictException early = new ConflictException(ORDER, REFUSAL, ConflictException.Reason.NOT_READY);
        assertThat(early.outcome()).isEqualTo(Outcome.READ_FAILED);
        assertThat(early.nextStep()).isEqualTo(NextStep.AWAIT);
        ConflictException wrong = new ConflictException(ORDER, REFUSAL, ConflictException.Reason.WRONG_STATE);
        assertThat(wrong.outcome()).isEqualTo(Outcome.NOT_ORDERED);
        assertThat(wrong.nextStep()).isEqualTo(NextStep.CORRECT);
    }

    @Test
    void a_lost_answer_is_unknown_and_has_to_be_investigated() {
        ResellerException lost = new OutcomeUnknownException(ORDER, false, null, "the answer was lost", null);
        assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(lost.nextStep()).isEqualTo(NextStep.INVESTIGATE);
    }

    @Test
    void a_read_that_failed_before_an_order_names_the_order_that_was_not_sent() {
        ResellerException read =
                new ProviderFaultException(OperationRef.of("regfish", "listCertificates"), 503, "busy", null);
        assertThat(read.outcome()).isEqualTo(Outcome.READ_FAILED);

        read.beforeOrder(ORDER);

        assertThat(read.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(read.nextStep()).isEqualTo(NextStep.RETRY);
        assertThat(read)
                .hasMessage("regfish createCertificate: the order was not sent. regfish listCertificates: 503 busy");
    }

    @Test
    void a_failure_of_the_order_itself_stays_as_it_is() {
        ResellerException lost = new OutcomeUnknownException(ORDER, false, null, "the answer was lost", null);
        String message = lost.getMessage();
        lost.beforeOrder(ORDER);
        assertThat(lost).hasMessage(message);
        assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}
