package dev.certbridge.contract;

/** What a change means for a caller that was written against the old contract. */
public enum Severity {
    /** Something that worked can fail, or means something else now. */
    BREAKING,
    /** What worked still works and means the same. */
    COMPATIBLE
}
