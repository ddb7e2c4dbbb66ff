package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.system.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of one certificate in the folder of a {@link FolderDeployment}, and the link to the live version. */
final class CertificateVersions {

    private static final int SETGID = 02000;
    private static final int MODE = 07777;
    private static final int PRIVATE_FOLDER = 0700;
    private static final int GROUP_FOLDER = 02750;
    private static final int GROUP_KEY = 0640;

    private final Path archive;
    private final Path link;

    CertificateVersions(Path folder, String id) {
        this.archive = folder.resolve("archive").resolve(id);
        this.link = folder.resolve("live").resolve(id);
    }

    Path link() {
        return link;
    }

    /** Returns the path of a file in the folder that contains all versions. */
    Path file(String name) {
        return archive.resolve(name);
    }

    /**
     * Returns the folder of the live version. Returns empty if the link does not exist or points to a missing folder.
     */
    Optional<Path> live() {
        try {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            if (!archive.equals(target.getParent()) || number(target) == 0) {
                throw new IllegalStateException(
                        link + " points to " + target + ", which is not a version in " + archive + ". Remove the link");
            }
            boolean folder =
                    Files.readAttributes(target, BasicFileAttributes.class).isDirectory();
            return folder ? Optional.of(target) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NotLinkException e) {
            throw new IllegalStateException(
                    link + " is not a symbolic link. Move it away, so that the link can be created", e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + link + ": " + DurableFile.reason(e), e);
        }
    }

    /** Returns true if a version has this certificate, these issuers and this key. */
    static boolean contains(Path version, IssuedCertificate certificate, KeyAndCsr key) throws IOException {
        return hasContent(version.resolve("fullchain.pem"), certificate.fullChainPem())
                && hasContent(version.resolve("privkey.pem"), key.privateKeyPem());
    }

    private static boolean hasContent(Path file, String content) throws IOException {
        return Files.exists(file) && Files.readString(file).equals(content);
    }

    /**
     * Returns the folder of the newest version, or empty if there is no version. The newest version is possibly not
     * live yet.
     */
    Optional<Path> newest() throws IOException {
        return Files.isDirectory(archive) ? all().stream().findFirst() : Optional.empty();
    }

    /**
     * Writes a new version, which is not live yet. A crash during this call leaves an unfinished version in the folder
     * {@code .new}, which the next call deletes.
     */
    Path add(Optional<Path> live, IssuedCertificate certificate, KeyAndCsr key) throws IOException {
        createFolder(archive);
        Path fresh = archive.resolve(".new");
        delete(fresh);
        createFolder(fresh);
        certificate.writeTo(fresh, key);
        Files.createSymbolicLink(fresh.resolve("fullchain.pem.key"), Path.of("privkey.pem"));
        if (live.isPresent()) {
            copyAccess(live.get(), fresh);
        } else if (isShared(fresh)) {
            Files.setAttribute(fresh.resolve("privkey.pem"), "unix:mode", GROUP_KEY);
        }
        DurableFile.syncDirectory(fresh);
        List<Path> all = all();
        Path version = archive.resolve(Integer.toString(all.isEmpty() ? 1 : number(all.get(0)) + 1));
        DurableFile.rename(fresh, version);
        return version;
    }

    /** Replaces the link to the live version in one step. */
    void switchTo(Path version) throws IOException {
        createFolder(link.getParent());
        // An id does not start with a dot.
        Path fresh = link.resolveSibling("." + link.getFileName());
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, link.getParent().relativize(version));
        DurableFile.rename(fresh, link);
    }

    /**
     * Deletes all versions except the given number of newest versions. Callers must first make the newest version the
     * live version. Logs a failure to delete a version.
     */
    void prune(int kept) {
        try {
            for (Path version : all().stream().skip(kept).toList()) {
                delete(version);
            }
        } catch (IOException e) {
            System.getLogger(CertificateVersions.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "old versions in " + archive + " were not deleted: " + e.getMessage() + ": "
                                    + DurableFile.reason(e));
        }
    }

    /** Returns the folders of all versions, beginning with the newest version. */
    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> number(file) > 0)
                    .sorted(Comparator.comparing(CertificateVersions::number).reversed())
                    .toList();
        }
    }

    /** Returns the version number that is the name of a folder. Returns 0 if the name of the folder is not a number. */
    private static int number(Path version) {
        String name = String.valueOf(version.getFileName());
        return name.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(name) : 0;
    }

    /**
     * Creates a folder and its parents, with access for the owner only. If the parent folder has the setgid bit, the
     * group of the parent folder also gets access.
     */
    static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createFolder(folder.getParent());
        DurableFile.createDirectories(folder);
        if (isShared(folder.getParent())) {
            Files.setAttribute(folder, "unix:mode", GROUP_FOLDER);
        }
    }

    private static boolean isShared(Path folder) throws IOException {
        return isUnix(folder) && ((int) Files.getAttribute(folder, "unix:mode") & SETGID) != 0;
    }

    private static boolean isUnix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Gives a new version and its files the owner, group and mode of an old version. */
    private static void copyAccess(Path from, Path to) throws IOException {
        if (!isUnix(to)) {
            return;
        }
        try (Stream<Path> files = Files.list(to)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path old = from.resolve(file.getFileName());
                if (Files.exists(old)) {
                    copyAttributes(old, file);
                }
            }
        }
        copyAttributes(from, to);
    }

    private static void copyAttributes(Path from, Path to) throws IOException {
        Map<String, Object> old = Files.readAttributes(from, "unix:uid,gid,mode");
        Map<String, Object> now = Files.readAttributes(to, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        // The mode is set last, because a new owner clears bits of the mode.
        for (String name : List.of("uid", "gid")) {
            if (!old.get(name).equals(now.get(name))) {
                Files.setAttribute(to, "unix:" + name, old.get(name));
            }
        }
        Files.setAttribute(to, "unix:mode", (int) old.get("mode") & MODE);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
