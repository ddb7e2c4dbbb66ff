package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What something that is listed says about an attempt. The same CSR or key proves it only where it is new: whoever
 * renews with the key of last year has an old order with that key, too.
 */
final class RealtimeAttemptEvidence {

    /** Wider than any time zone and any clock that is a few hours off. */
    private static final Duration MARGIN = Duration.ofHours(26);

    /** What follows for the attempt. */
    enum Verdict {
        /** It is what the attempt ordered. */
        PROOF,
        /** It may be. */
        LIKE,
        /** It is something else. */
        OTHER
    }

    private final Attempt attempt;
    private final Csr csr;
    private final Set<String> before;
    private final Instant since;

    RealtimeAttemptEvidence(Attempt attempt, Optional<Snapshot> snapshot) {
        this.attempt = attempt;
        this.csr = attempt.request().csr();
        this.before = snapshot.map(Snapshot::seen).orElse(Set.of());
        this.since = snapshot.map(Snapshot::at).orElse(attempt.begun()).minus(MARGIN);
    }

    /** From when on what is made may be new: the reseller's own time before the attempt, less a margin. */
    Instant since() {
        return since;
    }

    Verdict of(Process process) {
        if (before.contains(String.valueOf(process.getId()))) {
            return Verdict.OTHER;
        }
        boolean recent = RealtimeProcesses.madeSince(process, since);
        boolean dated = process.getCreatedDate() != null;
        if (RealtimeProcesses.holds(process, csr)) {
            return proof(recent && dated);
        }
        // To read a CSR is slow, for its signature is checked: only one for our names is read.
        if (!RealtimeProcesses.mayBeNamed(process, attempt.request())) {
            return Verdict.OTHER;
        }
        Optional<Csr> asked = RealtimeProcesses.csr(process);
        if (asked.isPresent()) {
            return asked.get().equals(csr) ? proof(recent && dated) : Verdict.OTHER;
        }
        return recent && RealtimeProcesses.mayBeFor(process, attempt.request()) ? Verdict.LIKE : Verdict.OTHER;
    }

    Verdict of(Certificate certificate) {
        if (before.contains(String.valueOf(certificate.getProcess()))) {
            return Verdict.OTHER;
        }
        boolean dated = certificate.getStartDate() != null;
        boolean recent = !dated || !certificate.getStartDate().toInstant().isBefore(since);
        Optional<Boolean> sameKey = RealtimeCertificates.inline(certificate)
                .map(IssuedCertificate::keySha256)
                .or(() -> Optional.ofNullable(certificate.getCsr())
                        .flatMap(RealtimeProcesses::csr)
                        .map(Csr::keySha256))
                .map(csr.keySha256()::equals);
        if (sameKey.isPresent()) {
            return sameKey.get() ? proof(recent && dated) : Verdict.OTHER;
        }
        return recent && sameNames(certificate) ? Verdict.LIKE : Verdict.OTHER;
    }

    /** Ours, but perhaps from another time: a person has to look. */
    private static Verdict proof(boolean isNew) {
        return isNew ? Verdict.PROOF : Verdict.LIKE;
    }

    private boolean sameNames(Certificate certificate) {
        String product = attempt.request().product();
        boolean sameProduct = product.isEmpty() || product.equals(certificate.getProduct());
        Set<String> names = new HashSet<>(attempt.request().names());
        return sameProduct && (certificate.getSan() == null || new HashSet<>(certificate.getSan()).containsAll(names));
    }
}
