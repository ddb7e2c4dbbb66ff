package dev.certbridge.spring;

import dev.certbridge.reseller.Polling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code certbridge.<reseller>.polling}, which set the pauses between polls.
 *
 * @param first the pause after the first poll
 * @param longest the maximum pause between polls, or the first pause if no maximum is set
 */
record PollingProperties(@Nullable Duration first, @Nullable Duration longest) {

    Polling polling() {
        if (first == null) {
            throw new IllegalArgumentException("polling.longest is set without polling.first");
        }
        return new Polling(first, longest == null ? first : longest);
    }
}
