package dev.certbridge.contract;

/** The effect of a change on a caller that was written against the old contract. */
public enum Severity {
    /** A call that worked before can now fail or have a different meaning. */
    BREAKING,
    /**
     * Every call that worked before still works. The contract has a new part, and a person has not decided yet how the
     * client handles this part.
     */
    UNDECIDED,
    /** Every call that worked before still works and has the same meaning. */
    COMPATIBLE;

    /** Returns true if a change of this severity needs work before the new contract can be used. */
    public boolean needsWork() {
        return this != COMPATIBLE;
    }
}
