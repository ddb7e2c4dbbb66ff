package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes out on the wire: a reply, perhaps late or byte by byte with a pause before each, or a broken connection. */
record WireResponse(Reply reply, @Nullable Fault fault, Duration delay, Duration betweenBytes) {

    /** No answer at all. */
    static final WireResponse NOTHING = of(new Reply(Journal.NO_ANSWER, Map.of(), new byte[0]));

    static WireResponse of(Reply reply) {
        return new WireResponse(reply, null, Duration.ZERO, Duration.ZERO);
    }

    static WireResponse of(Fault fault) {
        return new WireResponse(NOTHING.reply(), fault, Duration.ZERO, Duration.ZERO);
    }

    WireResponse delayed(Duration delay) {
        return new WireResponse(reply, fault, delay, betweenBytes);
    }

    /** One byte at a time. */
    WireResponse dribbled(Duration pause) {
        return new WireResponse(reply, fault, delay, pause);
    }
}
