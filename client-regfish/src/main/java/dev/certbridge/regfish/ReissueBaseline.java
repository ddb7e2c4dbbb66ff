package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate showed before it was reissued. regfish keeps its id and goes on showing the old one as issued, so
 * nothing else tells the new from the old.
 *
 * @param seen as kept in a snapshot of the book: {@code reissue:17}, {@code serial:0a}, {@code until:...}, {@code key:...}
 */
record ReissueBaseline(Set<String> seen) {

    private static final String REISSUE = "reissue:";
    private static final String SERIAL = "serial:";
    private static final String UNTIL = "until:";
    private static final String LEAF = "leaf:";
    private static final String KEY = "key:";

    /**
     * What is shown now.
     *
     * @param old the certificate itself, where it could be downloaded
     */
    static ReissueBaseline of(Certificate certificate, Optional<IssuedCertificate> old) {
        Set<String> seen = new HashSet<>();
        Reissue last = certificate.getReissue();
        seen.add(REISSUE + (last == null ? "none" : String.valueOf(last.getId())));
        RegfishCertificateMapper.serial(certificate)
                .or(() -> old.map(IssuedCertificate::serial))
                .ifPresent(serial -> seen.add(SERIAL + serial));
        Optional.ofNullable(certificate.getValidUntil()).ifPresent(until -> seen.add(UNTIL + until.toInstant()));
        old.ifPresent(leaf -> {
            seen.add(LEAF + leaf.serial());
            seen.add(KEY + leaf.keySha256());
        });
        return new ReissueBaseline(seen);
    }

    /** What the id of a reissue tells by itself, without the book. */
    static ReissueBaseline of(OrderId id) {
        return new ReissueBaseline(id.oldSerial().equals(OrderId.NONE) ? Set.of() : Set.of(SERIAL + id.oldSerial()));
    }

    /** True when it is known which reissue was the last one. */
    boolean knowsReissues() {
        return text(REISSUE).isPresent();
    }

    /** True when this one had been there before. */
    boolean had(Reissue reissue) {
        return seen.contains(REISSUE + reissue.getId());
    }

    /** The serial number of the old certificate, as it was told. */
    Optional<String> serial() {
        return text(SERIAL);
    }

    /** The serial number of the old certificate: its own, else the one that was told; {@code -} when neither is known. */
    String oldSerial() {
        return text(LEAF).or(this::serial).orElse(OrderId.NONE);
    }

    /** True when this certificate cannot be the old one: it is for our key, and that was not. */
    boolean isNew(IssuedCertificate issued, String ourKey) {
        return !oldSerial().equals(OrderId.NONE)
                && issued.keySha256().equals(ourKey)
                && !seen.contains(KEY + ourKey)
                && !issued.serial().equals(oldSerial());
    }

    /** True when the serial number is told and still the old one. */
    boolean sameSerial(Certificate certificate) {
        return RegfishCertificateMapper.serial(certificate)
                .filter(now -> serial().filter(now::equals).isPresent())
                .isPresent();
    }

    /** True when another certificate has taken the place of the old one. */
    boolean replaced(Certificate certificate) {
        boolean otherSerial = RegfishCertificateMapper.serial(certificate)
                .filter(now -> serial().filter(old -> !old.equals(now)).isPresent())
                .isPresent();
        return otherSerial || lastsLonger(certificate);
    }

    private boolean lastsLonger(Certificate certificate) {
        return certificate.getValidUntil() != null
                && text(UNTIL)
                        .map(Instant::parse)
                        .filter(certificate.getValidUntil().toInstant()::isAfter)
                        .isPresent();
    }

    private Optional<String> text(String prefix) {
        return seen.stream()
                .filter(mark -> mark.startsWith(prefix))
                .map(mark -> mark.substring(prefix.length()))
                .findFirst();
    }
}
