package dev.certbridge.benchmarks.contender;

import java.util.concurrent.Callable;

/** The operations that the clients are compared by. */
public enum ComparedOperation {
    /** An order, {@code POST /tls/certificate}. */
    ORDER,
    /** A read of a certificate, {@code GET /tls/certificate/ID}. */
    POLL;

    /** Returns this operation as a call of the client. */
    public Callable<Object> by(Contender contender) {
        return switch (this) {
            case ORDER -> contender::order;
            case POLL -> contender::poll;
        };
    }
}
