package dev.certbridge.stub;

import java.util.List;
import java.util.Optional;

/**
 * What one reseller does with requests: its state per order and its ways of refusing. The engine has already matched
 * the operation and checked the request against the contract, and checks the answer afterwards.
 */
public interface StubBehaviour {

    /** The key that is accepted. */
    String apiKey();

    /** The key that a request shows, if any. */
    Optional<String> credential(StubCall call);

    /** The answer to a missing or unknown key. */
    Reply unauthorized();

    /** The answer to a path or method that the contract does not have. */
    Reply unknownRoute(String method, String path);

    /**
     * Whether a source says that the reseller refuses this. What it does not refuse is carried out as far as it can be, and
     * noted in the journal as a deviation.
     */
    default boolean refuses(ContractViolation breach) {
        return breach.kind() != ContractViolation.Kind.ACCEPTED_TYPE;
    }

    /** The answer to a request that breaks the contract in ways that the reseller refuses. Never a success. */
    Reply refusal(StubCall call, List<ContractViolation> breaches);

    /** The names of the order that a call is about, as far as they can be told; empty for calls without an order. */
    List<String> names(StubCall call);

    /**
     * The answer to a good request. Books and charges. Empty for an operation that these rules keep no state for: the
     * engine then answers with the contract's first example, which is derived from the contract and from nothing else.
     */
    Optional<Reply> answer(StubCall call);

    /**
     * What goes out in the place of an answer that kept the contract. The same, unless the stub was told to be a reseller
     * that does not keep it.
     */
    default Reply sent(StubCall call, Reply checked) {
        return checked;
    }
}
