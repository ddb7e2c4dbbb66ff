package dev.certbridge.conformance.pact;

import java.util.List;

/**
 * One interaction of a committed pact: one call of a built-in client and the parts of the response that the client
 * relies on.
 *
 * @param reseller the name of the reseller, as in file names
 * @param operationId the operationId of the operation in the contract
 * @param statuses the statuses that the client accepts, ascending; usually only one
 * @param description the description, which is unique in its pact
 * @param line the number of the line in the pact file at which the interaction begins; the first line of the file has
 *     the number 1
 * @param example a request and a response that match the interaction
 * @param json the whole interaction as JSON, with its matchers
 */
public record PactInteraction(
        String reseller,
        String operationId,
        List<Integer> statuses,
        String description,
        int line,
        ExampleExchange example,
        String json) {

    /** Copies the list of statuses, so that later changes to the argument have no effect. */
    public PactInteraction {
        statuses = List.copyOf(statuses);
    }

    /** Returns reseller, operation, statuses and description in one line. */
    @Override
    public String toString() {
        String all = String.join("/", statuses.stream().map(String::valueOf).toList());
        return reseller + " " + operationId + " " + all + ": " + description;
    }
}
