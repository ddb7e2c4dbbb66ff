package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes out on the wire: a reply, perhaps late or byte by byte with a pause before each, or a broken connection. */
record Outcome(Reply reply, @Nullable Fault fault, Duration delay, Duration betweenBytes) {

    /** No answer at all. */
    static final Outcome NOTHING = of(new Reply(Journal.NO_ANSWER, Map.of(), new byte[0]));

    static Outcome of(Reply reply) {
        return new Outcome(reply, null, Duration.ZERO, Duration.ZERO);
    }

    static Outcome of(Fault fault) {
        return new Outcome(NOTHING.reply(), fault, Duration.ZERO, Duration.ZERO);
    }

    Outcome delayed(Duration delay) {
        return new Outcome(reply, fault, delay, betweenBytes);
    }

    /** One byte at a time. */
    Outcome dribbled(Duration pause) {
        return new Outcome(reply, fault, delay, pause);
    }
}
