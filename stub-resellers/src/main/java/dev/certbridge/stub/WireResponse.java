package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A response that the stub sends: a reply or a broken connection. A reply can be delayed, or sent byte by byte. */
record WireResponse(Reply reply, @Nullable Fault fault, Duration delay, Duration betweenBytes) {

    static final WireResponse NOTHING = of(Reply.empty(Journal.NO_ANSWER));

    static WireResponse of(Reply reply) {
        return new WireResponse(reply, null, Duration.ZERO, Duration.ZERO);
    }

    static WireResponse of(Fault fault) {
        return new WireResponse(NOTHING.reply(), fault, Duration.ZERO, Duration.ZERO);
    }

    WireResponse delayed(Duration other) {
        return new WireResponse(reply, fault, other, betweenBytes);
    }

    /** Returns a copy that is sent one byte at a time, with this pause between bytes. */
    WireResponse dribbled(Duration pause) {
        return new WireResponse(reply, fault, delay, pause);
    }
}
