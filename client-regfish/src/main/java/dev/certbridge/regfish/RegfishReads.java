package dev.certbridge.regfish;

import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import java.util.Locale;
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
        Certificate certificate = Boolean.FALSE.equals(envelope.getSuccess())
                ? RegfishEnvelope.response("getCertificate", envelope.getSuccess(), envelope.getResponse())
                : envelope.getResponse();
        return certificate == null ? null : required(id, certificate);
    }

    /** As it stands now ({@code getCertificate}); an envelope without it is a broken contract. */
    Certificate certificate(String id) {
        var envelope = client.certificates().getCertificate(id);
        return required(id, RegfishEnvelope.response("getCertificate", envelope.getSuccess(), envelope.getResponse()));
    }

    /** Requires the certificate that was asked for. An answer without an id counts as that certificate. */
    private static Certificate required(String id, Certificate certificate) {
        Certificate read = withKeptId(certificate);
        if (read.getId() != null && !read.getId().equals(id)) {
            throw new BrokenContractException(
                    OperationRef.of(Regfish.NAME, "getCertificate"),
                    200,
                    "certificate " + id + " was asked for and " + read.getId() + " came",
                    null);
        }
        return read.id(id);
    }

    /**
     * The certificate in the answer to an order; without one where the envelope has none.
     *
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException it cannot be read, or is another than the order's
     */
    static @Nullable Certificate in(SpendExecutor.Placed placed) {
        Certificate shown = placed.as(CertificateResponse.class).getResponse();
        if (shown == null) {
            return null;
        }
        String id = withKeptId(shown).getId();
        if (id != null && !id.isBlank() && !id.equals(placed.id().providerId())) {
            throw placed.unusable("its answer shows certificate " + id);
        }
        return shown;
    }

    /** The same with its id as the order book keeps it, see {@link CertificateId#providerId()}. */
    static Certificate withKeptId(Certificate certificate) {
        String id = certificate.getId();
        return id == null || id.isBlank()
                ? certificate
                : certificate.id(new CertificateId(Regfish.NAME, "-", "-", id.strip()).providerId());
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
    ApiResponse bundle(String id) {
        return client.certificates().downloadCertificate(id, PEM);
    }

    /** Returns the certificate that can be downloaded now; empty when there is none, none readable, or another one. */
    Optional<IssuedCertificate> issued(Certificate certificate) {
        try {
            return Optional.of(
                            IssuedCertificate.parse(bundle(certificate.getId()).body()))
                    .filter(leaf -> isLeafOf(certificate, leaf));
        } catch (ConflictException | NotFoundException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** True when a leaf is for the main name of its certificate. Authorities may add names, so the others are not compared. */
    static boolean isLeafOf(Certificate certificate, IssuedCertificate leaf) {
        String name = certificate.getCommonName();
        // How names beyond ASCII are shown is not known.
        return name == null
                || !name.chars().allMatch(c -> c < 128)
                || leaf.names().contains(name.toLowerCase(Locale.ROOT));
    }
}
