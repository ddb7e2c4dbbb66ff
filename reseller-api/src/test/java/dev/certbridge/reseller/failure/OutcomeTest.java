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
}
