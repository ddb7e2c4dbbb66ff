package dev.certbridge.regfish;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.PackedEntries;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.api.TlsProductsApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.regfish.generated.model.Product;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads one certificate or order, or the list of all certificates and orders. */
final class RegfishListings {

    private static final OperationRef READ = OperationRef.of(Regfish.NAME, "getCertificate");
    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 256L * 1024 * 1024);

    private final TlsCertificatesApi api;
    private final TlsProductsApi products;
    private final Transport transport;

    RegfishListings(RegfishClient client) {
        this.api = client.certificates();
        this.products = client.products();
        this.transport = client.transport();
    }

    /**
     * Returns the payload in the envelope of a response to a read. Throws BrokenContractException if the envelope has
     * no payload or contains {@code success: false}.
     */
    static <T> T response(String operationId, @Nullable Boolean success, @Nullable T response) {
        if (Boolean.FALSE.equals(success) || response == null) {
            throw new BrokenContractException(
                    OperationRef.of(Regfish.NAME, operationId), 200, "the response envelope has no payload", null);
        }
        return response;
    }

    List<Product> products() {
        var envelope = products.listProducts();
        return response("listProducts", envelope.getSuccess(), envelope.getResponse()).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    Certificate certificate(String id) {
        CertificateResponse envelope = api.getCertificate(id);
        return requireAsked(id, response("getCertificate", envelope.getSuccess(), envelope.getResponse()));
    }

    /**
     * Reads an order. Returns null if the response envelope has no payload. Throws BrokenContractException if the
     * envelope contains {@code success: false}, because such an order must not count as pending.
     */
    @Nullable
    Certificate order(String id) {
        CertificateResponse envelope = api.getCertificate(id);
        if (envelope.getResponse() == null && !Boolean.FALSE.equals(envelope.getSuccess())) {
            return null;
        }
        return requireAsked(id, response("getCertificate", envelope.getSuccess(), envelope.getResponse()));
    }

    Optional<Certificate> find(String id) {
        try {
            return Optional.of(certificate(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Throws BrokenContractException if the response contains a certificate that was not requested. */
    private static Certificate requireAsked(String id, Certificate certificate) {
        Certificate read = withStoredId(certificate);
        if (read.getId() != null && !read.getId().equals(id)) {
            throw new BrokenContractException(
                    READ, 200, "the response contains certificate " + read.getId() + " instead of " + id, null);
        }
        return read.id(id);
    }

    /** Changes the id of the certificate to the form in the order book, and returns the certificate. */
    static Certificate withStoredId(Certificate certificate) {
        String id = certificate.getId();
        return id == null || id.isBlank()
                ? certificate
                : certificate.id(new CertificateId(Regfish.NAME, "-", "-", id.strip()).providerId());
    }

    ApiResponse bundle(String id) {
        return api.downloadCertificate(id, "pem");
    }

    /**
     * Downloads a certificate. Returns an empty result if the certificate cannot be downloaded yet, or has another
     * common name.
     */
    Optional<IssuedCertificate> issued(Certificate certificate) {
        try {
            return Optional.of(
                            IssuedCertificate.parse(bundle(certificate.getId()).body()))
                    .filter(leaf -> isLeafOf(certificate, leaf));
        } catch (ConflictException | NotFoundException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns true if the downloaded certificate contains the common name. This method does not compare other names,
     * because certificate authorities may add names.
     */
    private static boolean isLeafOf(Certificate certificate, IssuedCertificate leaf) {
        String name = certificate.getCommonName();
        // regfish does not document the spelling of names with non-ASCII characters, so such names are not compared.
        return name == null
                || !name.chars().allMatch(c -> c < 128)
                || leaf.names().contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Passes every certificate and every open order to a consumer, in the sequence of the list ({@code
     * listCertificates}). The list is one response without pages, and is parsed while it arrives. The response must be
     * at most 256 MiB long and must arrive within the deadline of a read. If this method throws, the consumer may have
     * received only a part of the list.
     *
     * @throws dev.certbridge.reseller.failure.ProviderFaultException the response broke off or did not arrive in time
     * @throws BrokenContractException the response contains no list of certificates, or is too long
     */
    void each(Consumer<Certificate> each) {
        transport.stream(
                TlsCertificatesApi.class,
                TlsCertificatesApi::listCertificates,
                ROWS,
                certificate -> each.accept(withStoredId(certificate)));
    }

    /**
     * Returns a stream of the list. The whole list is read before the first entry is consumed, because a slow consumer
     * could otherwise exceed the deadline of the read. The stream stores the entries in compressed form.
     */
    Stream<Certificate> stream() {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(
                () -> {
                    PackedEntries<Certificate> entries = new PackedEntries<>(Certificate.class);
                    each(entries::add);
                    return Spliterators.spliteratorUnknownSize(entries, characteristics);
                },
                characteristics,
                false);
    }
}
