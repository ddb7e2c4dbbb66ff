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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads, lists and revokes the certificates at Realtime Register. */
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
        return RealtimeMapper.certificate(account, read, leaf(read));
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
        if (RealtimeMapper.state(read) == State.REVOKED) {
            throw new ConflictException(
                    OperationRef.of(Realtime.NAME, "revokeCertificate"),
                    Refusal.local("nothing was sent: certificate " + id.providerId() + " is already revoked"),
                    ConflictException.Reason.WRONG_STATE);
        }
        api.revokeCertificate(
                RealtimeRequestRules.number(id),
                new CertificateRevokeRequest().reason(reason.name()),
                SpendPermit.once());
    }

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

    Optional<String> processOf(CertificateId id) {
        return Optional.ofNullable(read(id).getProcess()).map(String::valueOf);
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

    private Optional<IssuedCertificate> leaf(Certificate certificate) {
        Optional<IssuedCertificate> leaf = inline(certificate)
                .or(() -> parsed(
                        api.downloadCertificate(certificate.getId(), "CRT").body()));
        leaf.ifPresent(issued -> requireLeafOf(certificate, issued));
        return leaf;
    }

    /**
     * Throws BrokenContractException if the leaf certificate lacks the main name that Realtime Register reports for the
     * certificate. This method does not compare keys, because Realtime Register does not document whether a reissue
     * changes the member {@code csr}.
     */
    static void requireLeafOf(Certificate certificate, IssuedCertificate leaf) {
        String name = certificate.getDomainName();
        // The reseller does not document the spelling of names with non-ASCII characters, so such names are not
        // compared.
        boolean sameName = name == null
                || !name.chars().allMatch(c -> c < 128)
                || leaf.names().contains(name.toLowerCase(Locale.ROOT));
        if (!sameName) {
            throw otherLeaf(certificate, leaf);
        }
    }

    /**
     * Throws BrokenContractException if the leaf certificate has another key than the CSR that Realtime Register
     * reports for the certificate.
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
        return RealtimeMapper.certificate(account, certificate, inline(certificate));
    }

    /** Converts a serial number to lower-case hex without separators and without leading zeros. */
    private static String normal(String serial) {
        String digits = serial.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
        if (!HEX.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "nothing was sent: the serial number contains characters that are not hex digits");
        }
        String stripped = digits.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Realtime.NAME, call));
    }
}
