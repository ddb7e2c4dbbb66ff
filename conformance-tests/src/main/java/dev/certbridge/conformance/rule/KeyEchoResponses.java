package dev.certbridge.conformance.rule;

import dev.certbridge.stub.CannedFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reseller that repeats what it was sent, and everything that a client lets out again. */
final class KeyEchoResponses {

    private static final String BODY = """
            {"success":false,"type":"ValidationError","message":"bad key %1$s","error":"key %1$s","property":"%1$s",
             "violations":[{"field":"%1$s","message":"not %1$s"}]}""";

    private KeyEchoResponses() {}

    /** A refusal that has the key wherever a text can stand. */
    static CannedFailure of(int status, String key) {
        return CannedFailure.status(
                status, BODY.formatted(key), Map.of("Content-Type", "application/json", "X-Request-Id", key));
    }

    /** A failure with its stack, its causes and what it suppressed. */
    static String everythingOf(@Nullable Throwable failure) {
        if (failure == null) {
            throw new AssertionError("a refused call did not fail");
        }
        StringWriter everything = new StringWriter();
        failure.printStackTrace(new PrintWriter(everything));
        return everything.toString();
    }
}
