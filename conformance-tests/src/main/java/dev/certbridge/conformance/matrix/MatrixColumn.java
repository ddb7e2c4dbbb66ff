package dev.certbridge.conformance.matrix;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is asked of every pair, in the order of the page. */
public enum MatrixColumn {
    /** It stands in the contract. */
    SPEC("In the contract: the line where the status stands", "give it the status in %s"),
    /** How it is known. */
    EVIDENCE("How the contract knows: documented, a vendor's own client, or inferred", "say x-evidence in %s"),
    /** Its answer takes values that nobody knows yet. */
    OPEN("New values in the answer still decode: no closed list", "make it an open string with x-known-values in %s"),
    /** The contract shows an answer. */
    EXAMPLE("Named examples in the contract", "add a named example in %s"),
    /** A stub answered so over HTTP during this run. */
    STUB(
            "A stub answered so over HTTP in this run: by its own behaviour, as every success must that an adapter calls, or"
                    + " canned, with the contract's example only",
            "let a rule meet this answer and its stub behave so, its orders, ledger or zones as after the call; the sweep"
                    + " over every status only shows examples"),
    /** A pact says what the clients rely on in it. */
    PACT("What the clients rely on, as a pact", "write the pact in conformance-tests and commit its file %2$s"),
    /** A rule of the kit met it. */
    RULE("Rules of the kit that met it", "write or restore a rule of the kit that meets this answer"),
    /** What the rules that met it came to; the sweep's verdict where no other rule is needed. */
    RESULT("What those rules came to, or the sweep over every status", "mend the client, the stub or the rule");

    private final String meaning;
    private final String remedy;

    MatrixColumn(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** What the column says, in one sentence without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** Its name in files and waivers, in lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where to add what is missing. */
    String remedy(String contractPath, String pactPath) {
        return remedy.formatted(contractPath, pactPath);
    }

    /** A verdict is mended and not waived; that a pair is in the contract is what makes it a row. */
    boolean waivable() {
        return this != RESULT && this != SPEC;
    }

    static Optional<MatrixColumn> named(String key) {
        return Arrays.stream(values())
                .filter(column -> column.key().equals(key))
                .findFirst();
    }
}
