package dev.certbridge.judge;

import static dev.certbridge.judge.JudgeRule.CHARGES_SHOWN;
import static dev.certbridge.judge.JudgeRule.KEY_IN_HEADER;
import static dev.certbridge.judge.JudgeRule.NO_SPEND_AGAIN;
import static dev.certbridge.judge.JudgeRule.ORDERS_ASKED;
import static dev.certbridge.judge.JudgeRule.POLL_END;
import static dev.certbridge.judge.JudgeRule.POLL_RATE;
import static dev.certbridge.judge.JudgeRule.RETRY_AFTER;
import static dev.certbridge.judge.JudgeRule.SILENT_AFTER_END;
import static dev.certbridge.judge.JudgeRule.SURVIVES_UNKNOWN;
import static dev.certbridge.judge.JudgeRule.VALID_REQUESTS;

import java.util.Set;

/** A mistake of a client, with the rules that it breaks. */
enum Mistake {
    NONE,
    SENDS_NULL(VALID_REQUESTS),
    REPEATS_LOST_ORDER(NO_SPEND_AGAIN, ORDERS_ASKED),
    REPEATS_LOST_ORDER_AT_ANOTHER_ADDRESS(NO_SPEND_AGAIN, ORDERS_ASKED),
    REPEATS_REFUSED_ORDER(NO_SPEND_AGAIN),
    REPEATS_REFUSED_ORDER_WITH_NEW_KEY(NO_SPEND_AGAIN),
    ORDERS_TWICE(ORDERS_ASKED),
    ACKNOWLEDGES_UNSEEN_CHARGES(CHARGES_SHOWN),
    IGNORES_RETRY_AFTER(RETRY_AFTER),
    POLLS_WITHOUT_PAUSE(POLL_RATE),
    POLLS_AFTER_THE_END(POLL_END),
    KEY_IN_URL(KEY_IN_HEADER),
    KEY_IN_REFERER(KEY_IN_HEADER),
    KEY_IN_BASE64(KEY_IN_HEADER),
    KEY_FOR_ANOTHER_HOST(KEY_IN_HEADER, VALID_REQUESTS),
    SENDS_AFTER_ITS_END(SILENT_AFTER_END),
    FAILS_AT_UNKNOWN_MEMBERS(SURVIVES_UNKNOWN),
    STOPS_AT_UNKNOWN_STATUS_IN_ITS_LAST_OPERATION(SURVIVES_UNKNOWN);

    private final Set<JudgeRule> broken;

    Mistake(JudgeRule... broken) {
        this.broken = Set.of(broken);
    }

    /** Returns the rules that the mistake breaks. regfish has no charges to acknowledge, and one address for orders. */
    Set<JudgeRule> broken(String reseller) {
        boolean onlyAtRealtime = this == ACKNOWLEDGES_UNSEEN_CHARGES || this == REPEATS_LOST_ORDER_AT_ANOTHER_ADDRESS;
        return onlyAtRealtime && reseller.equals("regfish") ? Set.of() : broken;
    }
}
