package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Installs issued certificates. The certificates of a group are installed together, when all certificates of the group
 * are issued. At the end of a run, a certificate of an incomplete group is installed if no certificate is deployed yet.
 * A certificate of an incomplete group is also installed if half of the time between the due time and the end of the
 * deployed certificate is over. Thread-safe.
 */
final class Delivery {

    private static final Set<FleetState> READY = Set.of(FleetState.VALID, FleetState.TAKEN);

    private final Deployment deployment;
    private final Collection<CertificateSpec> specs;
    private final Clock clock;
    private final Function<String, FleetEntry> entries;
    private final Consumer<FleetEntry> changed;
    private final Map<String, Issued> held = new LinkedHashMap<>();

    private record Issued(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {}

    Delivery(
            Deployment deployment,
            Collection<CertificateSpec> specs,
            Clock clock,
            Function<String, FleetEntry> entries,
            Consumer<FleetEntry> changed) {
        this.deployment = deployment;
        this.specs = specs;
        this.clock = clock;
        this.entries = entries;
        this.changed = changed;
    }

    /** Installs an issued certificate, or keeps it until all certificates of its group are issued. */
    synchronized void issued(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
        held.put(spec.id(), new Issued(spec, certificate, key));
        List<CertificateSpec> members = spec.group().isEmpty()
                ? List.of(spec)
                : specs.stream().filter(one -> one.group().equals(spec.group())).toList();
        boolean complete = members.stream()
                .allMatch(one -> held.containsKey(one.id())
                        || READY.contains(entries.apply(one.id()).state()));
        if (complete) {
            members.stream()
                    .map(one -> held.remove(one.id()))
                    .filter(Objects::nonNull)
                    .forEach(this::install);
        } else {
            FleetEntry entry = entries.apply(spec.id());
            changed.accept(entry.in(
                    FleetState.WAITING,
                    "issued; waits for the other certificates of group "
                            + spec.group().orElseThrow()));
        }
    }

    /**
     * Installs the certificates that cannot wait longer for their group, and runs the pending commands of the
     * specifications.
     */
    synchronized void finish() {
        for (Issued one : new ArrayList<>(held.values())) {
            FleetEntry entry = entries.apply(one.spec.id());
            if (entry.notAfter().isEmpty() || entry.isLate(clock.instant())) {
                install(one);
            }
        }
        activate();
    }

    /** Runs the pending commands of the specifications. */
    synchronized void activate() {
        deployment.activate(specs).forEach((id, failure) -> {
            FleetEntry entry = entries.apply(id);
            if (READY.contains(entry.state())) {
                changed.accept(entry.in(FleetState.DELIVERY_FAILED, failure + ". The next run tries again"));
            }
        });
    }

    private void install(Issued one) {
        FleetEntry entry = entries.apply(one.spec.id());
        try {
            deployment.install(one.spec, one.certificate, one.key);
            changed.accept(
                    entry.withDeployed(one.certificate).in(FleetState.VALID, "the new certificate is installed"));
        } catch (IllegalArgumentException | IllegalStateException e) {
            changed.accept(entry.in(FleetState.DELIVERY_FAILED, e.getMessage() + ". The next run tries again"));
        }
    }
}
