package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.system.DurableFile;
import dev.certbridge.reseller.system.FolderLock;
import dev.certbridge.reseller.system.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A folder with all versions of all certificates. The folder {@code archive/<id>/<n>} contains the files of version
 * {@code n}, and the symbolic link {@code live/<id>} points to one of these folders. A delivery writes the files of a
 * new version and then replaces the link in one step. The file {@code archive/<id>/pending} records that a command has
 * to run, so that the command also runs after a crash.
 *
 * <p>Several threads and processes may use one folder at the same time. If the file {@code archive/<id>/hold} exists,
 * {@link #install} does not change the link.
 */
public final class FolderDeployment implements Deployment {

    private static final String HOLD = "hold";

    private final Path folder;
    private final int versions;
    private final Duration commandLimit;
    private final Clock clock;

    private FolderDeployment(Builder builder) {
        this.folder = builder.folder;
        this.versions = builder.versions;
        this.commandLimit = builder.commandLimit;
        this.clock = builder.clock;
    }

    /** Returns a builder of a deployment in this folder. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /**
     * Creates the folder if it does not exist, and checks that certificates can be delivered to the folder. Call this
     * method before anything is ordered.
     *
     * @throws IllegalStateException the folder cannot be created or written, or the path of a link exists but is not a
     *     link to a version folder
     */
    public void requireUsable() {
        locked(() -> {
            for (String name : List.of("archive", "live")) {
                Path part = folder.resolve(name);
                CertificateVersions.createFolder(part);
                if (!Files.isWritable(part)) {
                    throw new AccessDeniedException(part.toString());
                }
            }
            return folder;
        });
    }

    /**
     * Returns the certificate in the version to which the link {@code live/<id>} points. Returns empty if there is no
     * link, or if the link points to a version that no longer exists. Writes nothing.
     *
     * @throws IllegalStateException the link or the certificate cannot be read, or the path of the link is a file or
     *     folder
     */
    @Override
    public Optional<IssuedCertificate> deployed(CertificateSpec spec) {
        Optional<Path> live = versions(spec.id()).live();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        Path file = live.get().resolve("fullchain.pem");
        try {
            return Optional.of(IssuedCertificate.parse(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file + ": " + DurableFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "cannot read " + file + ": " + e.getMessage() + ". Restore the file, or remove the link "
                            + versions(spec.id()).link(),
                    e);
        }
    }

    /**
     * Writes a new version, and then changes the link {@code live/<id>} to the new version. The files of the version
     * are {@code cert.pem}, {@code chain.pem}, {@code fullchain.pem}, {@code privkey.pem}, {@code request.pem} and the
     * link {@code fullchain.pem.key} to the private key. All files are on the disk before the link is changed. Each
     * file gets the owner, group and mode of the same file in the previous version. The files of the first version
     * belong to the user of this process. Only the owner can read the private key of the first version. If the folder
     * has the setgid bit, the group of the folder can read the private key too.
     *
     * @throws IllegalArgumentException the certificate cannot be served, see {@link #requireServable}. Nothing was
     *     written
     * @throws IllegalStateException the certificate cannot be written, or the file {@code archive/<id>/hold} exists.
     *     The old version is still live
     */
    @Override
    public void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
        requireServable(spec, certificate, key);
        locked(() -> {
            CertificateVersions all = versions(spec.id());
            Optional<Path> live = all.live();
            if (live.isPresent() && CertificateVersions.contains(live.get(), certificate, key)) {
                return live.get();
            }
            if (Files.exists(all.file(HOLD))) {
                throw new IllegalStateException("nothing was delivered because of the file " + all.file(HOLD)
                        + ". Delete the file to deliver the new certificate");
            }
            // A version without a switch is left by a run that failed there.
            Optional<Path> newest = all.newest();
            Path version = newest.isPresent() && CertificateVersions.contains(newest.get(), certificate, key)
                    ? newest.get()
                    : all.add(live, certificate, key);
            // The command is remembered before the switch, because a crash after the switch must not lose it.
            if (!spec.deploy().isEmpty()) {
                DurableFile.writePublic(pending(spec), version.getFileName() + "\n");
            }
            all.switchTo(version);
            all.prune(versions);
            return version;
        });
    }

    /**
     * Runs the pending commands of these specifications, one after the other and without a shell. If several
     * specifications have the same command, the command is run only once. While the commands run, other processes that
     * use the folder wait, and do not run the same commands again. A command fails if its exit status is not 0, or if
     * it does not end within the time limit.
     */
    @Override
    public Map<String, String> activate(Collection<CertificateSpec> specs) {
        List<CertificateSpec> pending = pending(specs);
        if (pending.isEmpty()) {
            return Map.of();
        }
        try {
            // Another process may have run some of the commands before the folder was locked.
            return locked(() -> run(pending(pending)));
        } catch (IllegalStateException e) {
            return pending.stream()
                    .collect(Collectors.toMap(
                            CertificateSpec::id, spec -> "the command did not run: " + e.getMessage()));
        }
    }

    @Override
    public boolean isPending(CertificateSpec spec) {
        return Files.exists(pending(spec));
    }

    private List<CertificateSpec> pending(Collection<CertificateSpec> specs) {
        return specs.stream().filter(this::isPending).toList();
    }

    private Map<String, String> run(List<CertificateSpec> pending) throws IOException {
        Map<List<String>, List<CertificateSpec>> commands = pending.stream()
                .collect(Collectors.groupingBy(CertificateSpec::deploy, LinkedHashMap::new, Collectors.toList()));
        Map<String, String> failures = new HashMap<>();
        for (Map.Entry<List<String>, List<CertificateSpec>> entry : commands.entrySet()) {
            Optional<String> failure = failure(entry.getKey());
            for (CertificateSpec spec : entry.getValue()) {
                if (failure.isPresent()) {
                    failures.put(spec.id(), failure.get());
                } else {
                    Files.deleteIfExists(pending(spec));
                }
            }
        }
        return Map.copyOf(failures);
    }

    private Optional<String> failure(List<String> command) {
        // The specification had a command when the certificate was delivered, and has none now.
        if (command.isEmpty()) {
            return Optional.empty();
        }
        ProgramRun run = ProgramRun.of(command, commandLimit);
        return run.outcome() == ProgramRun.Outcome.SUCCEEDED
                ? Optional.empty()
                : Optional.of("the certificate is in place, but its command failed: " + run.message());
    }

    /**
     * Makes the same checks of a certificate as {@link #install}, but writes nothing.
     *
     * @throws IllegalArgumentException the certificate does not match the key, does not cover a domain name or is not
     *     valid now. The exception is also thrown if an issuer is missing, is not valid now or did not sign the
     *     certificate
     */
    public void requireServable(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
        try {
            certificate.requireFor(key.csr(), spec.names());
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (certificate.chain().isEmpty()) {
            throw new IllegalArgumentException(certificate + " has no issuers, so most clients would refuse it");
        }
        Instant now = clock.instant();
        requireValid(certificate.leaf(), certificate.toString(), now);
        for (X509Certificate issuer : certificate.chain()) {
            requireValid(issuer, "the issuer " + issuer.getSubjectX500Principal() + " of " + certificate, now);
        }
    }

    private static void requireValid(X509Certificate certificate, String name, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || !now.isBefore(until)) {
            throw new IllegalArgumentException(name + " is valid from " + from + " to " + until + ", not at " + now);
        }
    }

    private Path pending(CertificateSpec spec) {
        return versions(spec.id()).file("pending");
    }

    private CertificateVersions versions(String id) {
        return new CertificateVersions(folder, id);
    }

    private <T> T locked(FolderLock.Action<T> action) {
        try {
            DurableFile.createDirectories(folder);
            return FolderLock.run(folder.toRealPath(), action);
        } catch (FileSystemException e) {
            throw new IllegalStateException("cannot write " + e.getFile() + ": " + DurableFile.reason(e), e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write to " + folder + ": " + DurableFile.reason(e), e);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "deployment in " + folder;
    }

    /** Builds a {@link FolderDeployment}. Not thread-safe. */
    public static final class Builder {

        private final Path folder;
        private int versions = 3;
        private Duration commandLimit = Duration.ofSeconds(60);
        private Clock clock = Clock.systemUTC();

        private Builder(Path folder) {
            this.folder = folder.toAbsolutePath().normalize();
        }

        /**
         * Sets how many versions of each certificate are kept. Without this call, 3 versions are kept. The live version
         * is always kept.
         *
         * @throws IllegalArgumentException the number is below 1
         */
        public Builder versions(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("the number of kept versions must be at least 1, not " + count);
            }
            versions = count;
            return this;
        }

        /** Sets the time limit of each command. Without this call, a command may run for 60 seconds. */
        public Builder commandLimit(Duration limit) {
            commandLimit = limit;
            return this;
        }

        /** Sets the clock that determines if a certificate is valid now. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Returns the deployment. Creates no files. */
        public FolderDeployment build() {
            return new FolderDeployment(this);
        }
    }
}
