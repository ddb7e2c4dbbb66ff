package dev.certbridge.contract;

/** The effect of a change on a caller that was written against the old contract. */
public enum Severity {
    /** A call that worked before can now fail or have a different meaning. */
    BREAKING,
    /** Every call that worked before still works and has the same meaning. */
    COMPATIBLE
}
