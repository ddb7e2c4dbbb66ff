package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A deployment in memory. It survives the runs, as a disk does. Refuses a certificate with another key. */
final class MemoryDeployment implements Deployment {

    final Map<String, IssuedCertificate> live = new LinkedHashMap<>();
    final Map<String, List<String>> installed = new LinkedHashMap<>();
    final Set<String> pending = new HashSet<>();
    final List<String> activated = new ArrayList<>();
    boolean readOnly;
    boolean commandFails;
    boolean unreadable;

    @Override
    public synchronized Optional<IssuedCertificate> deployed(CertificateSpec spec) {
        if (unreadable) {
            throw new IllegalStateException("live/" + spec.id() + " cannot be read");
        }
        return Optional.ofNullable(live.get(spec.id()));
    }

    @Override
    public synchronized void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
        if (readOnly) {
            throw new IllegalStateException("the disk is full");
        }
        try {
            certificate.requireFor(key.csr(), spec.names());
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        IssuedCertificate old = live.put(spec.id(), certificate);
        if (old == null || !old.serial().equals(certificate.serial())) {
            installed.computeIfAbsent(spec.id(), unused -> new ArrayList<>()).add(certificate.serial());
            pending.add(spec.id());
        }
    }

    @Override
    public synchronized Map<String, String> activate(Collection<CertificateSpec> specs) {
        Map<String, String> failed = new LinkedHashMap<>();
        for (CertificateSpec spec : specs) {
            if (pending.contains(spec.id())) {
                if (commandFails) {
                    failed.put(spec.id(), "the command ended with status 1");
                } else {
                    pending.remove(spec.id());
                    activated.add(spec.id());
                }
            }
        }
        return failed;
    }

    @Override
    public synchronized boolean isPending(CertificateSpec spec) {
        return pending.contains(spec.id());
    }
}
