package dev.certbridge.benchmarks.contender;

import java.util.concurrent.Callable;

/** What is done by all. */
public enum ComparedOperation {
    /** {@code POST /tls/certificate}. */
    ORDER,
    /** {@code GET /tls/certificate/ID}. */
    POLL;

    /** This, done by a contender. */
    public Callable<Object> by(Contender contender) {
        return switch (this) {
            case ORDER -> contender::order;
            case POLL -> contender::poll;
        };
    }
}
