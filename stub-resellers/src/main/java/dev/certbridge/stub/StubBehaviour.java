package dev.certbridge.stub;

import java.util.List;
import java.util.Optional;

/**
 * The behaviour of the stubs of one reseller. The caller of a behaviour checks the requests and the answers against the
 * contract.
 */
public interface StubBehaviour {

    /** Returns the API key that the stub accepts. */
    String apiKey();

    /** Returns the API key of a request, or empty if the request has no key. */
    Optional<String> credential(StubCall call);

    /** Returns the answer to a request with a missing or unknown API key. */
    Reply unauthorized();

    /** Returns the answer to a request whose path or method is not in the contract. */
    Reply unknownRoute(String method, String path);

    /**
     * Returns true if a document or client of the vendor shows that the reseller refuses requests with this violation.
     * If this method returns false, the stub accepts the request, and the journal records the violation as a deviation.
     */
    default boolean refuses(ContractViolation violation) {
        return violation.kind() != ContractViolation.Kind.ACCEPTED_TYPE;
    }

    /** Returns the refusal of a request with these violations. The refusal must not be a success. */
    Reply refusal(StubCall call, List<ContractViolation> violations);

    /**
     * Returns the domain names of the order to which a call refers. The list is empty if the call refers to no order,
     * or if the names of the order are unknown.
     */
    List<String> names(StubCall call);

    /**
     * Answers a valid request, and books and charges orders. Returns empty for an operation without state, which the
     * stub answers with the first example of the contract.
     */
    Optional<Reply> answer(StubCall call);

    /**
     * Returns the reply to send in place of a checked reply. By default, this method returns the checked reply. An
     * override may return a reply that breaks the contract, if a setting asks for such a reply.
     */
    default Reply sent(StubCall call, Reply checked) {
        return checked;
    }

    /**
     * Returns the charges that a request acknowledges. Returns an empty list if the API of this reseller has no
     * acknowledgments.
     */
    default List<String> acknowledgedCharges(StubCall call) {
        return List.of();
    }

    /** Returns the charges that an answer quotes, in the form of {@link #acknowledgedCharges}. */
    default List<String> quotedCharges(Reply reply) {
        return List.of();
    }

    /** Returns true if the call reads one order, and the answer shows that the order has ended. */
    default boolean isFinal(StubCall call, Reply reply) {
        return false;
    }
}
