package dev.certbridge.conformance.matrix;

import java.util.List;

/**
 * What a contract says of a pair.
 *
 * @param pair which
 * @param call method and path
 * @param spends whether the operation can cost money
 * @param line where the status stands
 * @param evidence how it is known, empty when the contract does not say
 * @param source where that can be looked up
 * @param meaning what a caller must see, as the contract writes it
 * @param withoutBody whether it is documented without a body, so that there is nothing to show
 * @param examples the names of the examples and their lines
 * @param closed each closed list of values in it
 * @param open how many open lists are in it
 */
record DocumentedResponse(
        OperationStatus pair,
        String call,
        boolean spends,
        int line,
        String evidence,
        String source,
        String meaning,
        boolean withoutBody,
        List<Named> examples,
        List<Named> closed,
        int open) {

    /**
     * Something in the contract.
     *
     * @param name what it is called
     * @param line where it stands
     */
    record Named(String name, int line) {}

    int status() {
        return pair.status();
    }

    /** Whether it is a 4xx or 5xx. */
    boolean isFailure() {
        return status() >= 400;
    }
}
