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
 * The state of a certificate before it was reissued. regfish keeps its id and goes on showing the old one as issued, so
 * nothing else distinguishes the new from the old.
 *
 * @param seen the entries of a snapshot in the book: {@code reissue:17}, {@code serial:0a}, {@code until:...}, {@code key:...}
 */
record ReissueBaseline(Set<String> seen) {

    private static final String REISSUE = "reissue:";
    private static final String SERIAL = "serial:";
    private static final String UNTIL = "until:";
    private static final String LEAF = "leaf:";
    private static final String KEY = "key:";

    /**
     * Returns the baseline of a certificate as it is shown now.
     *
     * @param old the certificate itself, where it could be downloaded
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

    /** Returns the baseline that the id of a reissue holds, without the book. */
    static ReissueBaseline of(OrderId id) {
        return new ReissueBaseline(id.oldSerial().equals(OrderId.NONE) ? Set.of() : Set.of(SERIAL + id.oldSerial()));
    }

    /** Returns true when the last reissue before is known. */
    boolean knowsReissues() {
        return text(REISSUE).isPresent();
    }

    /** Returns true when a reissue was shown before. */
    boolean had(Reissue reissue) {
        return seen.contains(REISSUE + reissue.getId());
    }

    /** Returns the serial number of the old certificate, as it was shown. */
    Optional<String> serial() {
        return text(SERIAL);
    }

    /** Returns the serial number of the old certificate: of its leaf, else as it was shown, else {@code -}. */
    String oldSerial() {
        return text(LEAF).or(this::serial).orElse(OrderId.NONE);
    }

    /** Returns true when a certificate cannot be the old one: it is for our key, and the old one was not. */
    boolean isNew(IssuedCertificate issued, String ourKey) {
        return !oldSerial().equals(OrderId.NONE)
                && issued.keySha256().equals(ourKey)
                && !seen.contains(KEY + ourKey)
                && !issued.serial().equals(oldSerial());
    }

    /** Returns true when the serial number is shown and still the old one. */
    boolean sameSerial(Certificate certificate) {
        return RegfishMapper.serial(certificate)
                .filter(now -> serial().filter(now::equals).isPresent())
                .isPresent();
    }

    /** Returns true when another certificate has replaced the old one. */
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
