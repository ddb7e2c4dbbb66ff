package dev.certbridge.reseller;

import java.time.Instant;
import java.util.stream.Stream;

/** The certificates of an account, read from the reseller page by page while they are looked at. */
public interface Certificates {

    /**
     * All of them, each once, also when others are issued or revoked meanwhile; those issued meanwhile may be missing.
     * Each call reads anew. A failing page ends the stream with a {@link
     * dev.certbridge.reseller.failure.ResellerException}.
     */
    Stream<Certificate> stream();

    /**
     * Only those in use that expire before this instant, and those in use whose end the reseller does not tell: what has
     * to be renewed or looked at.
     */
    default Certificates expiringBefore(Instant instant) {
        return () -> stream()
                .filter(certificate -> certificate.state() == Certificate.State.ACTIVE)
                .filter(certificate ->
                        certificate.notAfter().map(end -> end.isBefore(instant)).orElse(true));
    }
}
