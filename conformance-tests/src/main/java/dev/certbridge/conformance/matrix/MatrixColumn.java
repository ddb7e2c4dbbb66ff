package dev.certbridge.conformance.matrix;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The columns of the matrix, in the order of the page. */
enum MatrixColumn {
    SPEC("The line of the status in the contract", "add the status in %s"),
    EVIDENCE("The evidence for the response: documented, a vendor's own client, or inferred", "write x-evidence in %s"),
    OPEN(
            "Responses without a closed list of values, so that a client can decode new values",
            "replace the closed list by an open string with x-known-values in %s"),
    EXAMPLE("Named examples in the contract", "add a named example in %s"),
    STUB(
            "How a stub sent the response over HTTP in this run: by its own behaviour, or canned, as an example of the"
                    + " contract. The success of an operation that an adapter calls must not be canned",
            "add a rule during which a stub sends this response by its own behaviour; the test of every status only"
                    + " sends examples"),
    PACT(
            "The pacts, which describe what the clients rely on",
            "write the pact in conformance-tests and commit its file %2$s"),
    RULE(
            "The rules of the kit during which a stub sent the response",
            "write or restore a rule of the kit during which a stub sends this response"),
    /** The results of all rules during which a stub sent the response, including the sweeps. */
    RESULT(
            "The results of the rules in the column rule, or of the test of every status",
            "fix the client," + " the stub or the rule");

    private final String meaning;
    private final String remedy;

    MatrixColumn(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Returns a sentence that explains the column, without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** Returns the name of the column in lower case, for files and waivers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the remedy for a gap in this column, with the path of the contract or of the pact. */
    String remedy(String contractPath, String pactPath) {
        return remedy.formatted(contractPath, pactPath);
    }

    /**
     * Returns true if a gap in this column can be waived. A failed rule has to be fixed, and cannot be waived. The
     * column for the contract is always filled, because the status in the contract defines the row.
     */
    boolean isWaivable() {
        return this != RESULT && this != SPEC;
    }

    static Optional<MatrixColumn> find(String key) {
        return Arrays.stream(values())
                .filter(column -> column.key().equals(key))
                .findFirst();
    }
}
