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
 * The state of a certificate before its reissue (the baseline). A reissue does not change the id of a certificate.
 * Until the reissue is finished, regfish shows the old certificate as issued. A comparison with the baseline shows
 * whether a certificate is the old certificate or the new certificate.
 *
 * @param seen the entries of the snapshot in the order book, for instance {@code reissue:17} and {@code serial:0a}
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
     * @param old the old certificate; empty if the old certificate could not be downloaded
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
     * Returns a baseline that contains only the old serial number from the id of a reissue. If the id contains no old
     * serial number, the baseline is empty.
     */
    static ReissueBaseline of(OrderId id) {
        return new ReissueBaseline(id.oldSerial().equals(OrderId.NONE) ? Set.of() : Set.of(SERIAL + id.oldSerial()));
    }

    /**
     * Returns true if the baseline contains the id of the previous reissue, or states that there was no previous
     * reissue.
     */
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
     * Returns the serial number of the downloaded old certificate. If the old certificate was not downloaded, returns
     * {@link #serial()}. If no serial number is known, returns {@code -}.
     */
    String oldSerial() {
        return text(LEAF).or(this::serial).orElse(OrderId.NONE);
    }

    /**
     * Returns true if a certificate is certainly the new certificate. The new certificate is for the key of the
     * reissue, and its serial number differs from the old serial number. The result is false if the baseline contains
     * the key of the reissue or no old serial number.
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
