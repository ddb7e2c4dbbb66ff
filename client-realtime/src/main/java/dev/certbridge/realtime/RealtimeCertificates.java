package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRevokeRequest;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.Certificate.State;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.spi.StackGuard;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The certificates at Realtime Register. They can be read, listed and revoked. */
final class RealtimeCertificates implements Certificates {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    private final CertificatesApi api;
    private final RealtimeListings listings;
    private final ResellerAccount account;

    RealtimeCertificates(CertificatesApi api, RealtimeListings listings, ResellerAccount account) {
        this.api = api;
        this.listings = listings;
        this.account = account;
    }

    @Override
    public dev.certbridge.reseller.order.Certificate get(CertificateId id) {
        requireStack("getCertificate");
        Certificate read = read(id);
        return certificate(read, leaf(read));
    }

    /**
     * Returns the current serial number of a certificate. Throws {@link BrokenContractException} if the certificate
     * cannot be parsed.
     */
    String serial(CertificateId id) {
        return serial(id, read(id));
    }

    private String serial(CertificateId id, Certificate read) {
        return leaf(read)
                .orElseThrow(() -> new BrokenContractException(
                        OperationRef.of(Realtime.NAME, "getCertificate"),
                        200,
                        "certificate " + id.providerId() + " cannot be read, so its serial number is not known",
                        null))
                .serial();
    }

    /** Returns the id of the process that issued a certificate, if the certificate shows it. */
    Optional<String> processOf(CertificateId id) {
        return Optional.ofNullable(read(id).getProcess()).map(String::valueOf);
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        requireStack("revoke");
        account.require(id);
        String wanted = normal(serial);
        Certificate read = read(id);
        String found = serial(id, read);
        if (!found.equals(wanted)) {
            throw new IllegalArgumentException("nothing was revoked: certificate " + id.providerId()
                    + " has the serial number " + found + ", not " + wanted);
        }
        if (state(RealtimeMapper.text(read.getStatus())) == State.REVOKED) {
            throw new ConflictException(
                    OperationRef.of(Realtime.NAME, "revokeCertificate"),
                    Refusal.local("nothing was sent: certificate " + id.providerId()
                            + " is already revoked, nothing is left to do"),
                    ConflictException.Reason.WRONG_STATE);
        }
        api.revokeCertificate(
                RealtimeRequestRules.number(id),
                new CertificateRevokeRequest().reason(reason.name()),
                SpendPermit.once());
    }

    @Override
    public Stream<dev.certbridge.reseller.order.Certificate> list() {
        requireStack("certificates");
        return listings.certificates().map(this::listed);
    }

    @Override
    public Stream<dev.certbridge.reseller.order.Certificate> expiringBefore(Instant instant) {
        requireStack("certificates");
        return listings.certificatesExpiringBefore(instant)
                .map(this::listed)
                .filter(certificate -> certificate.state() == State.ACTIVE)
                .filter(certificate ->
                        certificate.notAfter().map(end -> end.isBefore(instant)).orElse(true));
    }

    private Certificate read(CertificateId id) {
        account.require(id);
        long number = RealtimeRequestRules.number(id);
        Certificate certificate = api.getCertificate(number, null);
        if (certificate.getId() != null && certificate.getId() != number) {
            throw new BrokenContractException(
                    OperationRef.of(Realtime.NAME, "getCertificate"),
                    200,
                    "the response contains certificate " + certificate.getId() + " instead of " + number,
                    null);
        }
        return certificate.id(number);
    }

    /** Returns the leaf certificate. It is downloaded if the response does not contain it. */
    private Optional<IssuedCertificate> leaf(Certificate certificate) {
        Optional<IssuedCertificate> leaf = inline(certificate)
                .or(() -> parsed(
                        api.downloadCertificate(certificate.getId(), "CRT").body()));
        leaf.ifPresent(issued -> requireLeafOf(certificate, issued));
        return leaf;
    }

    /**
     * Checks that a leaf certificate contains the main name of its certificate entry. Keys are not compared. It is not
     * documented whether the {@code csr} member changes after a reissue, and an older CSR must not prevent a
     * revocation.
     *
     * @throws BrokenContractException the leaf is for another main name
     */
    static void requireLeafOf(Certificate certificate, IssuedCertificate leaf) {
        String name = certificate.getDomainName();
        // How the reseller spells names with non-ASCII characters is not documented, so such names are not compared.
        boolean sameName = name == null
                || !name.chars().allMatch(c -> c < 128)
                || leaf.names().contains(name.toLowerCase(Locale.ROOT));
        if (!sameName) {
            throw otherLeaf(certificate, leaf);
        }
    }

    /**
     * Checks that a leaf certificate is for the key of the CSR in its certificate entry. Used if the id of the order
     * contains no key. Without a CSR nothing is checked.
     *
     * @throws BrokenContractException the leaf is for another key
     */
    static void requireKeyOf(Certificate certificate, IssuedCertificate leaf) {
        Optional.ofNullable(certificate.getCsr())
                .flatMap(RealtimeMapper::csr)
                .filter(csr -> !csr.keySha256().equals(leaf.keySha256()))
                .ifPresent(csr -> {
                    throw otherLeaf(certificate, leaf);
                });
    }

    private static BrokenContractException otherLeaf(Certificate certificate, IssuedCertificate leaf) {
        return new BrokenContractException(
                OperationRef.of(Realtime.NAME, "downloadCertificate"),
                200,
                "the response contains certificate " + leaf + " instead of " + certificate.getId(),
                null);
    }

    /** Returns the leaf certificate, if a listing or a response contains it. */
    static Optional<IssuedCertificate> inline(Certificate certificate) {
        return Optional.ofNullable(certificate.getCertificate())
                .flatMap(text -> parsed(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<IssuedCertificate> parsed(byte[] bytes) {
        try {
            return Optional.of(IssuedCertificate.parse(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private dev.certbridge.reseller.order.Certificate listed(Certificate certificate) {
        return certificate(certificate, inline(certificate));
    }

    private dev.certbridge.reseller.order.Certificate certificate(
            Certificate certificate, Optional<IssuedCertificate> leaf) {
        Set<String> names = new LinkedHashSet<>();
        Stream.concat(
                        Stream.ofNullable(certificate.getDomainName()),
                        Stream.ofNullable(certificate.getSan()).flatMap(List::stream))
                .filter(Objects::nonNull)
                .forEach(names::add);
        String status = RealtimeMapper.text(certificate.getStatus());
        return dev.certbridge.reseller.order.Certificate.builder(
                        account.certificateId(String.valueOf(certificate.getId())),
                        RealtimeMapper.text(certificate.getProduct()),
                        List.copyOf(names),
                        state(status),
                        status)
                .validity(
                        Optional.ofNullable(certificate.getStartDate())
                                .map(OffsetDateTime::toInstant)
                                .or(() -> leaf.map(IssuedCertificate::notBefore)),
                        Optional.ofNullable(certificate.getExpiryDate())
                                .map(OffsetDateTime::toInstant)
                                .or(() -> leaf.map(IssuedCertificate::notAfter)))
                .serial(leaf.map(IssuedCertificate::serial))
                .orderId(Optional.ofNullable(certificate.getProcess()).map(String::valueOf))
                .build();
    }

    private static State state(String status) {
        return switch (status.toUpperCase(Locale.ROOT)) {
            case "ACTIVE" -> State.ACTIVE;
            case "EXPIRED" -> State.EXPIRED;
            case "REVOKED" -> State.REVOKED;
            case "REISSUED", "RENEWED" -> State.REPLACED;
            default -> State.OTHER;
        };
    }

    /**
     * Returns a serial number as lower-case hex without separators and leading zeros. Throws IllegalArgumentException
     * if it is not hex.
     */
    private static String normal(String serial) {
        String digits = serial.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
        if (!HEX.matcher(digits).matches()) {
            throw new IllegalArgumentException("nothing was sent: a serial number is written in hex digits");
        }
        String stripped = digits.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Realtime.NAME, call));
    }
}
