package dev.certbridge.regfish;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one certificate or order of regfish, or all of them. */
final class RegfishListings {

    private static final OperationRef READ = OperationRef.of(Regfish.NAME, "getCertificate");
    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 256L * 1024 * 1024);

    private final TlsCertificatesApi api;
    private final Transport transport;

    RegfishListings(RegfishClient client) {
        this.api = client.certificates();
        this.transport = client.transport();
    }

    /**
     * Returns the payload of a read.
     *
     * @throws BrokenContractException the envelope has no payload, or reports {@code success: false} with status 200
     */
    static <T> T response(String operationId, @Nullable Boolean success, @Nullable T response) {
        if (Boolean.FALSE.equals(success) || response == null) {
            throw new BrokenContractException(
                    OperationRef.of(Regfish.NAME, operationId), 200, "the envelope holds no response", null);
        }
        return response;
    }

    /** Reads a certificate ({@code getCertificate}). An envelope without one is a broken contract. */
    Certificate certificate(String id) {
        CertificateResponse envelope = api.getCertificate(id);
        return requireAsked(id, response("getCertificate", envelope.getSuccess(), envelope.getResponse()));
    }

    /**
     * Reads an order ({@code getCertificate}); returns null when the envelope has no content. {@code success: false} with
     * status 200 is a broken contract: it must not be taken for a pending order.
     */
    @Nullable
    Certificate order(String id) {
        CertificateResponse envelope = api.getCertificate(id);
        if (envelope.getResponse() == null && !Boolean.FALSE.equals(envelope.getSuccess())) {
            return null;
        }
        return requireAsked(id, response("getCertificate", envelope.getSuccess(), envelope.getResponse()));
    }

    /** Reads a certificate; empty when regfish does not know it. */
    Optional<Certificate> find(String id) {
        try {
            return Optional.of(certificate(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Requires the certificate that was asked for. An answer without an id counts as that certificate. */
    private static Certificate requireAsked(String id, Certificate certificate) {
        Certificate read = withStoredId(certificate);
        if (read.getId() != null && !read.getId().equals(id)) {
            throw new BrokenContractException(
                    READ, 200, "certificate " + id + " was asked for and " + read.getId() + " came", null);
        }
        return read.id(id);
    }

    /** Returns the certificate with its id as the order book stores it, see {@link CertificateId#providerId()}. */
    static Certificate withStoredId(Certificate certificate) {
        String id = certificate.getId();
        return id == null || id.isBlank()
                ? certificate
                : certificate.id(new CertificateId(Regfish.NAME, "-", "-", id.strip()).providerId());
    }

    /** Downloads the certificate and its chain as PEM ({@code downloadCertificate}). */
    ApiResponse bundle(String id) {
        return api.downloadCertificate(id, "pem");
    }

    /** Downloads a certificate; empty when there is none, none readable, or another one. */
    Optional<IssuedCertificate> issued(Certificate certificate) {
        try {
            return Optional.of(
                            IssuedCertificate.parse(bundle(certificate.getId()).body()))
                    .filter(leaf -> isLeafOf(certificate, leaf));
        } catch (ConflictException | NotFoundException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns true for a leaf for the main name of its certificate. Authorities may add names, so only that is compared. */
    private static boolean isLeafOf(Certificate certificate, IssuedCertificate leaf) {
        String name = certificate.getCommonName();
        // The form of names beyond ASCII is not known.
        return name == null
                || !name.chars().allMatch(c -> c < 128)
                || leaf.names().contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Lists every certificate and open order ({@code listCertificates}), once and in the order of the list, which is unpaged,
     * about 0.85 KB each. It is read as it arrives, up to 256 MiB and within the deadline of a read, and not kept. What was
     * handed on counts only when this returns: a list that breaks off, reports {@code success: false} or has no {@code
     * response} fails at its end, and never means that there is nothing.
     *
     * @param each takes an entry, in this thread; what it throws ends the read and is passed on
     * @throws dev.certbridge.reseller.failure.ProviderFaultException 5xx, or the answer broke off or took too long
     * @throws BrokenContractException the answer is no such list, or longer than the bound
     */
    void each(Consumer<Certificate> each) {
        transport.stream(
                TlsCertificatesApi.class,
                TlsCertificatesApi::listCertificates,
                ROWS,
                certificate -> each.accept(withStoredId(certificate)));
    }

    /**
     * Reads the whole list when the stream is first consumed, each time anew. The order book is asked only afterwards, so
     * that the answer does not wait for it.
     */
    Stream<Certificate> stream() {
        return Stream.of(this).flatMap(list -> {
            List<Certificate> all = new ArrayList<>();
            list.each(all::add);
            return all.stream();
        });
    }
}
