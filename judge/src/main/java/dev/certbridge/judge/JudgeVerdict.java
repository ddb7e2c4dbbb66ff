package dev.certbridge.judge;

import java.util.Locale;

/** The verdict of a rule in a scenario. */
public enum JudgeVerdict {
    /** The client had the opportunity to break the rule, but did not break the rule. */
    KEPT,
    /** At least one request of the client broke the rule. */
    BROKEN,
    /** The client had no opportunity to break the rule, so the rule was not tested. */
    NOT_SEEN;

    /** Returns the verdict as lower-case text, for example {@code not seen}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
