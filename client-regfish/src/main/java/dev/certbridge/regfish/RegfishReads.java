package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.http.Answer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at one certificate. */
final class RegfishReads {

    private static final String PEM = "pem";

    private final RegfishClient client;

    RegfishReads(RegfishClient client) {
        this.client = client;
    }

    /**
     * As it stands now ({@code getCertificate}); without content when the envelope has none. A no inside a 200 is a broken
     * contract: nobody may take it for an order that is pending.
     */
    @Nullable
    Certificate anything(String id) {
        var envelope = client.certificates().getCertificate(id);
        return Boolean.FALSE.equals(envelope.getSuccess())
                ? Envelopes.response("getCertificate", envelope.getSuccess(), envelope.getResponse())
                : envelope.getResponse();
    }

    /** As it stands now ({@code getCertificate}); an envelope without it is a broken contract. */
    Certificate certificate(String id) {
        var envelope = client.certificates().getCertificate(id);
        return Envelopes.response("getCertificate", envelope.getSuccess(), envelope.getResponse());
    }

    /** Empty when regfish knows no such certificate. */
    Optional<Certificate> known(String id) {
        try {
            return Optional.of(certificate(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The certificate and its chain as PEM ({@code downloadCertificate}). */
    Answer bundle(String id) {
        return client.certificates().downloadCertificate(id, PEM);
    }

    /** What can be downloaded now; empty when there is nothing yet, or nothing readable. */
    Optional<IssuedCertificate> issued(String id) {
        try {
            return Optional.of(IssuedCertificate.parse(bundle(id).body()));
        } catch (ConflictException | NotFoundException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
