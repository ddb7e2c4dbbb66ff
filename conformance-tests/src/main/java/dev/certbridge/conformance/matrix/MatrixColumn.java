package dev.certbridge.conformance.matrix;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The columns of the matrix, in the order of the page. */
enum MatrixColumn {
    SPEC("In the contract: the line of the status", "give it the status in %s"),
    EVIDENCE("How the contract knows: documented, a vendor's own client, or inferred", "write x-evidence in %s"),
    OPEN("New values in the response still decode: no closed list", "make it an open string with x-known-values in %s"),
    EXAMPLE("Named examples in the contract", "add a named example in %s"),
    STUB(
            "A stub answered so over HTTP in this run: by its own behaviour, as every success must that an adapter calls, or"
                    + " canned, with the contract's example only",
            "let a rule meet this response and its stub behave so, with its orders, ledger or zones as after the call; the"
                    + " sweep over every status only shows examples"),
    PACT("What the clients rely on, as a pact", "write the pact in conformance-tests and commit its file %2$s"),
    RULE("Rules of the kit that met it", "write or restore a rule of the kit that meets this response"),
    /** The results of all rules during which a stub sent the response, including the sweeps. */
    RESULT("The results of those rules, or of the sweep over every status", "fix the client, the stub or the rule");

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

    /** Returns what to do about a gap in this column, with the path of the contract or of the pact. */
    String remedy(String contractPath, String pactPath) {
        return remedy.formatted(contractPath, pactPath);
    }

    /**
     * Returns true if a gap in this column can be waived. A failed result has to be fixed. The column for the contract
     * is always filled, because the status in the contract defines the row.
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
