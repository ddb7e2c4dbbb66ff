package dev.certbridge.conformance.rule;

import dev.certbridge.stub.CannedFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers that repeat the API key, and a method that returns all text of a failure, in which the key could appear. */
final class KeyEchoResponses {

    private static final String BODY = """
            {"success":false,"type":"ValidationError","message":"bad key %1$s","error":"key %1$s","property":"%1$s",
             "violations":[{"field":"%1$s","message":"not %1$s"}]}""";

    private KeyEchoResponses() {}

    /** Returns a refusal with the key in every text of its body and in a header. */
    static CannedFailure of(int status, String key) {
        return CannedFailure.status(
                status, BODY.formatted(key), Map.of("Content-Type", "application/json", "X-Request-Id", key));
    }

    /** Returns the stack trace of a failure as text, with its causes and suppressed failures. */
    static String everythingOf(@Nullable Throwable failure) {
        if (failure == null) {
            throw new AssertionError("a refused call did not fail");
        }
        StringWriter everything = new StringWriter();
        failure.printStackTrace(new PrintWriter(everything));
        return everything.toString();
    }
}
