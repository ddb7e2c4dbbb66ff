package dev.certbridge.conformance.wire;

import java.util.Map;
import java.util.Set;

/** The rejections that each spend allows, by status and body. */
final class AllowLists {

    private static final ExpectedOutcomes REGFISH = ExpectedOutcomes.of("""
            200-299  *                    Answered
            401      *                    Rejected/Unauthorized
            403      *                    Rejected/Unauthorized
            429      *                    Rejected/RateLimited
            400      success:false        Rejected/InvalidRequest
            404      success:false        Rejected/NotFound
            *        *                    OutcomeUnknown
            """);

    /** An order for something new conflicts with nothing of ours. */
    private static final ExpectedOutcomes REGFISH_NEW_ORDER =
            ExpectedOutcomes.of("""
            409      success:false        Rejected/Conflict:UNKNOWN
            """).then(REGFISH);

    private static final ExpectedOutcomes REALTIME = ExpectedOutcomes.of("""
            200-299  *                                       Answered
            401      *                                       Rejected/Unauthorized
            403      *                                       Rejected/Unauthorized
            429      *                                       Rejected/RateLimited
            400      BillableAcknowledgmentNeededException   Rejected/BillableAcknowledgmentNeeded
            400      InsufficientCreditException             Rejected/InsufficientCredit
            400      ConstraintViolationException            Rejected/InvalidRequest
            400      InvalidCSRException                     Rejected/InvalidRequest
            400      InvalidMessage                          Rejected/InvalidRequest
            400      NoContractException                     Rejected/InvalidRequest
            400      UnrecognizedPropertyException           Rejected/InvalidRequest
            400      ValidationError                         Rejected/InvalidRequest
            400      ObjectDoesNotExist                      Rejected/NotFound
            *        *                                       OutcomeUnknown
            """);

    private static final ExpectedOutcomes WITHOUT_CSR = REALTIME.without("InvalidCSRException");

    /** Operations whose documented errors exclude some types: those types are no rejection there. */
    private static final Map<String, ExpectedOutcomes> NARROWER = Map.of(
            "realtime createAcmeSubscription", WITHOUT_CSR,
            "realtime updateAcmeSubscription", WITHOUT_CSR,
            "realtime renewAcmeSubscription", WITHOUT_CSR,
            "realtime revokeCertificate", WITHOUT_CSR.without("BillableAcknowledgmentNeededException"));

    private static final Set<String> NEW_ORDERS = Set.of("regfish createCertificate");

    private AllowLists() {}

    static ExpectedOutcomes of(SpendCall call) {
        if (call.atRegfish()) {
            boolean renewal = call.body().has("renewal_of_certificate_id");
            return NEW_ORDERS.contains(call.name()) && !renewal ? REGFISH_NEW_ORDER : REGFISH;
        }
        return NARROWER.getOrDefault(call.name(), REALTIME);
    }
}
