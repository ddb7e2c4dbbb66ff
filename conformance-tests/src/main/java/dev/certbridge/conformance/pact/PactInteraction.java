package dev.certbridge.conformance.pact;

import java.util.List;

/**
 * One interaction of a committed pact: one call that a built-in client makes, and what it relies on in the answer.
 *
 * @param reseller the name of the reseller, as in file names
 * @param operationId the operation of the contract that it refers to
 * @param statuses the statuses that the client takes here, ascending; mostly one, and 201 and 202 where both will do
 * @param description what it is called, in its pact only once
 * @param line where it starts in the pact file, from 1
 * @param example a request and an answer that keep it
 * @param json all of it as JSON, with the matchers that say what the client relies on
 */
public record PactInteraction(
        String reseller,
        String operationId,
        List<Integer> statuses,
        String description,
        int line,
        ExampleExchange example,
        String json) {

    /** Keeps its own copy of the statuses. */
    public PactInteraction {
        statuses = List.copyOf(statuses);
    }

    /** One line: reseller, operation, statuses and description. */
    @Override
    public String toString() {
        String all = String.join("/", statuses.stream().map(String::valueOf).toList());
        return reseller + " " + operationId + " " + all + ": " + description;
    }
}
