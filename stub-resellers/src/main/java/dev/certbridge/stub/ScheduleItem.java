package dev.certbridge.stub;

/** One thing that a {@link Schedule} has: what happens to the answers of an operation, or how a stub is from then on. */
public sealed interface ScheduleItem permits ScheduledFault, SettingChange {

    /**
     * Reads one entry of a line.
     *
     * @throws IllegalArgumentException when it is none; the message is one line and names it
     */
    static ScheduleItem parse(String text) {
        return text.startsWith(SettingChange.STUB) ? SettingChange.parse(text) : ScheduledFault.parse(text);
    }

    /**
     * Ready to be told to a stub.
     *
     * @throws IllegalArgumentException when that stub cannot be told so; the message is one line
     */
    Runnable at(StubReseller stub);
}
