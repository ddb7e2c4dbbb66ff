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
 * The state of a certificate before it was reissued. A reissue does not change the id of a certificate, and regfish
 * shows the old certificate as issued until the reissue is finished. A comparison with this state shows whether a
 * certificate is the new certificate.
 *
 * @param seen the entries of a snapshot in the order book, such as {@code reissue:17}, {@code serial:0a}, {@code
 *     until:...}, {@code key:...}
 */
record ReissueBaseline(Set<String> seen) {

    private static final String REISSUE = "reissue:";
    private static final String SERIAL = "serial:";
    private static final String UNTIL = "until:";
    private static final String LEAF = "leaf:";
    private static final String KEY = "key:";

    /**
     * Returns the baseline of a certificate in its current state.
     *
     * @param old the downloaded certificate; empty if the certificate could not be downloaded
     */
    static ReissueBaseline of(Certificate certificate, Optional<IssuedCertificate> old) {
        Set<String> seen = new HashSet<>();
        Reissue last = certificate.getReissue();
        seen.add(REISSUE + (last == null ? "none" : String.valueOf(last.getId())));
        RegfishMapper.serial(certificate)
                .or(() -> old.map(IssuedCertificate::serial))
                .ifPresent(serial -> seen.add(SERIAL + serial));
        Optional.ofNullable(certificate.getValidUntil()).ifPresent(until -> seen.add(UNTIL + until.toInstant()));
        old.ifPresent(leaf -> {
            seen.add(LEAF + leaf.serial());
            seen.add(KEY + leaf.keySha256());
        });
        return new ReissueBaseline(seen);
    }

    /**
     * Returns the baseline from the id of a reissue. The baseline contains only the old serial number. If the id has no
     * old serial number, the baseline is empty.
     */
    static ReissueBaseline of(OrderId id) {
        return new ReissueBaseline(id.oldSerial().equals(OrderId.NONE) ? Set.of() : Set.of(SERIAL + id.oldSerial()));
    }

    /** Returns true if the baseline contains the id of the previous reissue, or states that there was no reissue. */
    boolean knowsReissues() {
        return text(REISSUE).isPresent();
    }

    boolean had(Reissue reissue) {
        return seen.contains(REISSUE + reissue.getId());
    }

    /**
     * Returns the old serial number that regfish showed, or the serial number of the downloaded certificate if regfish
     * showed no serial number.
     */
    Optional<String> serial() {
        return text(SERIAL);
    }

    /**
     * Returns the serial number of the downloaded old certificate. If no certificate was downloaded, returns
     * {@link #serial()}, or {@code -} if {@link #serial()} is empty.
     */
    String oldSerial() {
        return text(LEAF).or(this::serial).orElse(OrderId.NONE);
    }

    /**
     * Returns true if a certificate is certainly the new certificate. The certificate must be for the key of the
     * reissue, and the baseline must not contain this key. The serial number must differ from the old serial number.
     */
    boolean isNew(IssuedCertificate issued, String ourKey) {
        return !oldSerial().equals(OrderId.NONE)
                && issued.keySha256().equals(ourKey)
                && !seen.contains(KEY + ourKey)
                && !issued.serial().equals(oldSerial());
    }

    boolean sameSerial(Certificate certificate) {
        return RegfishMapper.serial(certificate)
                .filter(now -> serial().filter(now::equals).isPresent())
                .isPresent();
    }

    /** Returns true if a new certificate has replaced the old certificate. */
    boolean replaced(Certificate certificate) {
        boolean otherSerial = RegfishMapper.serial(certificate)
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
