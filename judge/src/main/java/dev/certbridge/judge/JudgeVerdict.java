package dev.certbridge.judge;

import java.util.Locale;

/** The verdict of a rule in a scenario. */
public enum JudgeVerdict {
    /** The client had the opportunity to break the rule and did not break it. */
    KEPT,
    /** At least one request of the client broke the rule. */
    BROKEN,
    /** The client had no opportunity to break the rule. This verdict is not a success. */
    NOT_SEEN;

    /** Returns the verdict in lower case, for example {@code not seen}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
