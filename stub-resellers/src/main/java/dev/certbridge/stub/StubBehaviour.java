package dev.certbridge.stub;

import java.util.List;
import java.util.Optional;

/**
 * The answers of one reseller to requests. The operation has already been found and the request checked against the
 * contract; the answer is checked afterwards.
 */
public interface StubBehaviour {

    /** Returns the key that is accepted. */
    String apiKey();

    /** Returns the key of a request, if it has one. */
    Optional<String> credential(StubCall call);

    /** Returns the answer to a missing or unknown key. */
    Reply unauthorized();

    /** Returns the answer to a path or method that the contract does not have. */
    Reply unknownRoute(String method, String path);

    /**
     * True if a source says that the reseller refuses this violation. Others are accepted, and noted in the journal as
     * deviations.
     */
    default boolean refuses(ContractViolation violation) {
        return violation.kind() != ContractViolation.Kind.ACCEPTED_TYPE;
    }

    /** Returns the answer to a request with violations that the reseller refuses. Never a success. */
    Reply refusal(StubCall call, List<ContractViolation> violations);

    /** Returns the names of the order of a call, as far as they are known; empty for calls without an order. */
    List<String> names(StubCall call);

    /**
     * Answers a valid request; books and charges. Empty for an operation without state: the stub then answers with the
     * first example of the contract.
     */
    Optional<Reply> answer(StubCall call);

    /** Returns the reply that is sent in place of a checked one: the same, unless a setting makes the stub break its contract. */
    default Reply sent(StubCall call, Reply checked) {
        return checked;
    }
}
