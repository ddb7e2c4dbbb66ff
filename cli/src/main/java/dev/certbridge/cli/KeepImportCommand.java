package dev.certbridge.cli;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.FolderDeployment;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge keep import}: writes a file of {@code certbridge keep} for existing certificates. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a YAML file for certbridge keep. The YAML file lists the certificates of an account, or of"
                    + " PEM files on disk.",
            "Read the YAML file before you use it. The first run orders each certificate in the file, except"
                    + " certificates installed with --folder. To see the cost first, run certbridge keep --dry-run."
        },
        footer = {
            "  certbridge keep import --reseller regfish --live --expiring-within 30d >certificates.yaml",
            "  certbridge keep import --reseller regfish --folder /var/lib/certbridge \\",
            "    /etc/letsencrypt/live/*/fullchain.pem >certificates.yaml"
        })
final class KeepImportCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "PEM",
            description =
                    "PEM files, one certificate in each. Without files, the certificates of the account are read.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Option(
            names = "--product",
            order = 20,
            paramLabel = "ID",
            description = "The product for certificates of PEM files. Default: the reseller's usual product.")
    private @Nullable String product;

    @Option(
            names = "--spend-up-to",
            order = 30,
            paramLabel = "MONEY",
            description = "The highest price of one order, such as EUR:25.00. Needed if the reseller quotes prices.")
    private @Nullable Money limit;

    @Option(
            names = "--folder",
            order = 30,
            paramLabel = "DIR",
            description =
                    "Also install the certificates of the PEM files in DIR, the folder to which certbridge keep"
                            + " delivers. The private key of x.pem is in x.pem, or beside it in x.pem.key, x.key or privkey.pem.")
    private @Nullable Path folder;

    @Option(
            names = "--expiring-within",
            order = 30,
            paramLabel = "PERIOD",
            description = "Take only valid certificates that expire within this period, such as 30d.")
    private @Nullable Duration within;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
        server.require();
        String name = resellers
                .name()
                .orElseThrow(() ->
                        new IllegalArgumentException("keep import needs --reseller, the reseller of the renewals"));
        ResellerProvider provider = ResellerOption.named(name);
        if (provider.quotesPrices() != (limit != null)) {
            throw new IllegalArgumentException(provider.name()
                    + (limit == null
                            ? " quotes prices; set a limit with --spend-up-to, such as EUR:25.00"
                            : " quotes no prices; omit --spend-up-to"));
        }
        if (files.isEmpty() && folder != null) {
            throw new IllegalArgumentException(
                    "--folder needs PEM files with private keys; an account has only the certificates");
        }
        if (files.isEmpty() && server.isBuiltIn()) {
            throw new IllegalArgumentException("keep import needs PEM files, or --stub-url URL, --live or --ote");
        }
        Map<String, Item> items = new LinkedHashMap<>();
        for (Item item : files.isEmpty() ? ofAccount(provider) : ofFiles(provider)) {
            items.put(id(item.names().get(0), items.keySet()), item);
        }
        if (folder != null) {
            install(provider, items, folder);
        }
        print(provider, items);
        return ExitCode.DONE.code();
    }

    private static final Comparator<Certificate> BY_END =
            Comparator.comparing(each -> each.notAfter().orElse(Instant.MAX));

    /**
     * A certificate to import.
     *
     * @param pem the certificate, or empty if it was not read from a file
     * @param replaces the id of the certificate at the reseller, or empty if it was read from a file
     * @param comment the text of a comment in the written file
     */
    private record Item(
            List<String> names,
            String product,
            Optional<PemCertificate> pem,
            Optional<String> replaces,
            String comment) {}

    private List<Item> ofAccount(ResellerProvider provider) {
        Instant now = context().options().clock().instant();
        Instant end = within == null ? Instant.MAX : now.plus(within);
        try (ResellerServer selected = server.server(provider, context());
                OrderBook book = OrderBooks.inMemory();
                CertificateReseller reseller = selected.connect(book);
                Stream<Certificate> listed = reseller.certificates().list()) {
            // A certificate may be active although it was renewed. Only the newest one with the same names is kept
            // valid.
            List<Certificate> active = listed.filter(each -> each.state() == Certificate.State.ACTIVE)
                    .filter(each -> !each.names().isEmpty())
                    .toList();
            Map<Set<String>, Certificate> newest = active.stream()
                    .collect(Collectors.toMap(
                            each -> Set.copyOf(each.names()), each -> each, BinaryOperator.maxBy(BY_END)));
            if (newest.size() < active.size()) {
                context()
                        .err()
                        .println("certbridge: left out " + (active.size() - newest.size())
                                + " certificates, because other certificates with the same names end later");
            }
            return newest.values().stream()
                    .filter(each -> each.notAfter().map(end::isAfter).orElse(within == null))
                    .sorted(BY_END)
                    .map(each -> new Item(
                            each.names(),
                            each.product(),
                            Optional.empty(),
                            Optional.of(each.id().toString()),
                            "ends " + each.notAfter().map(Instant::toString).orElse("at an unknown time")))
                    .toList();
        }
    }

    private List<Item> ofFiles(ResellerProvider provider) {
        Map<String, PemCertificate> all = new LinkedHashMap<>();
        for (Path file : files) {
            PemCertificate pem = PemCertificate.read(file);
            PemCertificate same = all.putIfAbsent(pem.issued().leafPem(), pem);
            if (same != null) {
                throw pem.wrong("the same certificate is in " + same.file() + "; name one of the files");
            }
        }
        Instant now = context().options().clock().instant();
        return all.values().stream()
                .filter(pem -> within == null || isBetween(now, pem.issued().notAfter(), now.plus(within)))
                .map(pem -> of(provider, pem))
                .toList();
    }

    private static boolean isBetween(Instant from, Instant time, Instant until) {
        return time.isAfter(from) && time.isBefore(until);
    }

    private Item of(ResellerProvider provider, PemCertificate pem) {
        List<String> names = pem.issued().names();
        return new Item(
                names,
                Optional.ofNullable(product).orElseGet(() -> provider.defaultProduct(names)),
                Optional.of(pem),
                Optional.empty(),
                pem.file().getFileName() + ", ends " + pem.issued().notAfter());
    }

    /** A certificate that passed all checks and can be installed. */
    private record Installation(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {}

    /**
     * Checks all certificates, and then installs all of them. If a check fails, throws an exception and installs no
     * certificate.
     */
    private void install(ResellerProvider provider, Map<String, Item> items, Path into) {
        FolderDeployment deployment =
                FolderDeployment.in(into).clock(context().options().clock()).build();
        List<Installation> checked = new ArrayList<>();
        items.forEach((id, item) -> checked.add(checked(provider, deployment, id, item)));
        checked.forEach(each -> deployment.install(each.spec(), each.certificate(), each.key()));
    }

    private Installation checked(ResellerProvider provider, FolderDeployment deployment, String id, Item item) {
        PemCertificate pem = item.pem().orElseThrow();
        KeyAndCsr key = pem.key();
        IssuedCertificate issued = pem.issued();
        if (issued.chain().isEmpty()) {
            throw pem.wrong("the certificates of the issuers are missing; add them to the file, or name the file with"
                    + " all of them, such as fullchain.pem");
        }
        try {
            Spending spending = limit == null ? Spending.unquoted() : Spending.upTo(limit);
            CertificateSpec spec = CertificateSpec.builder(id, provider.name(), item.product(), spending)
                    .names(item.names())
                    .build();
            deployment.requireServable(spec, issued, key);
            // A certificate that is installed already is no mistake: an import may have failed half-way.
            deployment
                    .deployed(spec)
                    .filter(other -> !other.fullChainPem().equals(issued.fullChainPem()))
                    .ifPresent(other -> {
                        throw new IllegalStateException("live/" + id + " has another certificate, " + other
                                + "; remove the link, or leave out the file");
                    });
            return new Installation(spec, issued, key);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw pem.wrong(e.getMessage());
        }
    }

    private void print(ResellerProvider provider, Map<String, Item> items) {
        StringBuilder yaml = new StringBuilder("# Read docs/fleet.md of certbridge before you use this file.\n");
        if (folder != null) {
            // The file may be stored anywhere, and its relative paths start there.
            yaml.append("folder: ")
                    .append(quoted(folder.toAbsolutePath().normalize().toString()))
                    .append("\n");
        }
        yaml.append("defaults:\n  reseller: ").append(provider.name()).append("\n  spending: ");
        yaml.append(limit == null ? "unquoted" : limit.toString()).append("\ncertificates:\n");
        items.forEach((id, item) -> {
            yaml.append("  # ").append(plain(item.comment())).append("\n");
            yaml.append("  - id: ").append(id).append("\n    names: [");
            yaml.append(item.names().stream().map(KeepImportCommand::quoted).collect(Collectors.joining(", ")));
            yaml.append("]\n    product: ").append(quoted(item.product())).append("\n");
            item.pem()
                    .flatMap(pem -> KeyType.find(pem.issued().leaf().getPublicKey()))
                    .ifPresent(type -> yaml.append("    key: ")
                            .append(JsonOutput.word(type))
                            .append("\n"));
            item.replaces()
                    .ifPresent(old ->
                            yaml.append("    replaces: ").append(quoted(old)).append("\n"));
        });
        if (items.isEmpty()) {
            context().err().println("certbridge: there are no such certificates; the list in the file is empty");
        }
        context().out().print(yaml);
        context().out().flush();
    }

    /** Returns an unused id for a certificate with this common name. */
    private static String id(String name, Set<String> used) {
        String base = name.toLowerCase(Locale.ROOT).replace("*.", "wildcard.").replaceAll("[^a-z0-9._-]", "-");
        String plain = base.length() > 60 ? base.substring(0, 60) : base;
        String id = plain;
        for (int n = 2; used.contains(id); n++) {
            id = plain + "-" + n;
        }
        return id;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9._-]*") && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? text
                : "\"" + plain(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private CliContext context() {
        return CliContext.of(Objects.requireNonNull(command));
    }
}
