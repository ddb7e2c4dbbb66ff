package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.order.Certificate.State;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From regfish's certificate object to our certificate. */
final class RegfishCertificateMapper {

    private RegfishCertificateMapper() {}

    static dev.certbridge.reseller.order.Certificate certificate(
            ResellerAccount place, String id, Certificate certificate) {
        return dev.certbridge.reseller.order.Certificate.builder(
                        place.certificateId(id),
                        RegfishMapper.product(certificate),
                        List.copyOf(RegfishMapper.names(certificate)),
                        state(certificate),
                        RegfishMapper.status(certificate))
                .validity(
                        Optional.ofNullable(certificate.getValidFrom()).map(OffsetDateTime::toInstant),
                        Optional.ofNullable(certificate.getValidUntil()).map(OffsetDateTime::toInstant))
                .serial(serial(certificate))
                .orderId(Optional.of(id))
                .build();
    }

    /** True once there is, or was, a certificate and not only an order for one. */
    static boolean exists(Certificate certificate) {
        return state(certificate) != State.OTHER
                || certificate.getSerialNumber() != null
                || Boolean.TRUE.equals(certificate.getCertificatePemAvailable());
    }

    /**
     * The serial number in lower-case hex without separators and leading zeros. regfish's notation is not known; what
     * cannot be hex is not told.
     */
    static Optional<String> serial(Certificate certificate) {
        return Optional.ofNullable(certificate.getSerialNumber())
                .map(text -> text.replaceAll("[:\\s-]", "").toLowerCase(Locale.ROOT))
                .map(hex -> hex.replaceFirst("^0+(?=.)", ""))
                .filter(hex -> hex.matches("[0-9a-f]+"));
    }

    private static State state(Certificate certificate) {
        String status = RegfishMapper.status(certificate);
        return switch (status) {
            case "issued" -> State.ACTIVE;
            case "expired" -> State.EXPIRED;
            // Which word stands for a revoked certificate is not known.
            default -> status.contains("revoked") ? State.REVOKED : State.OTHER;
        };
    }
}
