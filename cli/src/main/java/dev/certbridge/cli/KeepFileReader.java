package dev.certbridge.cli;

import dev.certbridge.cli.KeepFile.Book;
import dev.certbridge.cli.KeepFile.Dns;
import dev.certbridge.cli.KeepFile.Located;
import dev.certbridge.cli.KeepFile.Period;
import dev.certbridge.cli.KeepFile.PeriodicBudget;
import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.ValidityLimits;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a file of {@code certbridge keep}. Every mistake in the file is reported with its line, before anything is
 * sent.
 */
final class KeepFileReader {

    private static final List<String> TOP =
            List.of("folder", "keys", "book", "defaults", "budgets", "dns", "certificates");
    private static final List<String> OWN = List.of("id", "names", "replaces", "group");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");

    /**
     * The maximum number of {@code orders} of a budget for which the file sets no number of {@code orders}. The order
     * book needs a maximum number of {@code orders} for every budget.
     */
    private static final long MANY = 1_000_000;

    private final Path file;
    private final Clock clock;
    private final List<ResellerProvider> providers = ResellerProvider.all();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, PeriodicBudget> budgets = new HashMap<>();

    private KeepFileReader(Path file, Clock clock) {
        this.file = file;
        // One time, so that all budgets and the certificates that use them are in the same period.
        this.clock = Clock.fixed(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Reads a file.
     *
     * @param clock the clock that determines the current budget periods and the current limits for validities
     * @throws KeepFileException the contents of the file are not valid
     * @throws IllegalArgumentException the file cannot be read
     */
    static KeepFile read(Path file, Clock clock) {
        return new KeepFileReader(file, clock).keepFile(KeepYaml.root(file));
    }

    private KeepFile keepFile(Node root) {
        KeepSection top = KeepSection.of(file, root, "the file", TOP);
        Located<Path> folder = path(top, "folder", "certificates");
        Located<Path> keys = path(top, "keys", "keys");
        requireApart(top, folder.value(), keys.value());
        Located<Book> book = new Located<>(book(top), top.line("book"));
        List<Located<Budget>> periodic = top.items("budgets").stream()
                .map(node -> new Located<>(
                        budget(KeepSection.of(file, node, "a budget", List.of("name", "limit", "orders", "per")))
                                .in(clock),
                        KeepSection.line(node)))
                .toList();
        Optional<Located<Dns>> dns = top.section("dns", List.of("reseller", "program", "update"))
                .map(section -> new Located<>(dns(section), top.line("dns")));
        Optional<KeepSection> defaults = top.section("defaults", KeepValues.KEYS);
        Optional<String> usual = defaults.flatMap(section -> section.parsed("reseller", this::reseller));
        Optional<KeepValues> values = defaults.map(section -> budgeted(section, KeepValues.read(section)));
        if (top.items("certificates").isEmpty()) {
            throw new KeepFileException(
                    file,
                    top.line(),
                    "there are no certificates; add the YAML key certificates, with an id and names for each"
                            + " certificate");
        }
        Map<String, Integer> lines = new HashMap<>();
        List<Located<CertificateSpec>> entries = new ArrayList<>();
        List<String> known =
                Stream.of(OWN, KeepValues.KEYS).flatMap(List::stream).toList();
        for (Node node : top.items("certificates")) {
            KeepSection section = KeepSection.of(file, node, "a certificate", known);
            CertificateSpec spec = spec(section, usual, values);
            Integer earlier = lines.putIfAbsent(spec.id(), section.line());
            if (earlier != null) {
                throw section.wrong(
                        "id",
                        "the id \"" + spec.id() + "\" is also used in line " + earlier
                                + "; both would have the same path; choose another id");
            }
            entries.add(new Located<>(spec, section.line()));
        }
        warnSame(entries);
        return new KeepFile(file, folder, keys, book, dns, periodic, List.copyOf(entries), List.copyOf(warnings));
    }

    private Located<Path> path(KeepSection section, String key, String otherwise) {
        Path path = section.parsed(key, this::resolved).orElseGet(() -> resolved(otherwise));
        return new Located<>(path, section.line(key));
    }

    private Path resolved(String text) {
        Path path = Converters.findPath(text)
                .orElseThrow(() -> new IllegalArgumentException("not a valid name of a file or folder"));
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    private static void requireApart(KeepSection top, Path folder, Path keys) {
        if (keys.equals(folder)
                || keys.startsWith(folder.resolve("live"))
                || keys.startsWith(folder.resolve("archive"))) {
            throw top.wrong("keys", "keys and folder are the same path, " + keys + "; use another folder for the keys");
        }
    }

    private Book book(KeepSection top) {
        if (top.value("book").isEmpty()) {
            return new Book.File(resolved("orders.db"));
        }
        if (!top.isMapping("book")) {
            String text = top.text("book").orElseThrow();
            if (text.startsWith("jdbc:")) {
                throw top.wrong(
                        "book",
                        "the address of a database may contain a password; put it in an environment variable, and"
                                + " write book: {jdbc-url-variable: NAME}");
            }
            return new Book.File(top.parsed("book", this::resolved).orElseThrow());
        }
        KeepSection section =
                top.section("book", List.of("jdbc-url-variable", "schema")).orElseThrow();
        String variable =
                section.required("jdbc-url-variable", "the book", "the name of the variable with the JDBC URL");
        if (!VARIABLE.matcher(variable).matches()) {
            throw section.wrong(
                    "jdbc-url-variable",
                    "the name of an environment variable has only upper-case letters, digits and underscores;"
                            + " write the name, not the address");
        }
        return new Book.Database(variable, section.text("schema"));
    }

    private PeriodicBudget budget(KeepSection section) {
        String name = section.required("name", "a budget", "name: shop");
        section.required("limit", "the budget \"" + name + "\"", "limit: EUR:500.00");
        Money limit = section.parsed("limit", KeepFileReader::limit).orElseThrow();
        long orders = section.number("orders").orElse(MANY);
        Period per = section.parsed("per", KeepFileReader::period).orElse(Period.EVER);
        PeriodicBudget budget = new PeriodicBudget(name, limit, orders, per);
        section.parsed("name", name, text -> budget.in(clock));
        if (budgets.put(name, budget) != null) {
            throw section.wrong("name", "the budget \"" + name + "\" is given twice; remove one of them");
        }
        return budget;
    }

    private static Money limit(String text) {
        if (text.matches("[0-9.,]+")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has no currency. Write a currency and an amount, such as EUR:500.00");
        }
        return Money.parse(text);
    }

    private static Period period(String text) {
        return switch (text) {
            case "day" -> Period.DAY;
            case "month" -> Period.MONTH;
            case "ever" -> Period.EVER;
            default ->
                throw new IllegalArgumentException(
                        "the period of a budget is day, month or ever, not \"" + text + "\"");
        };
    }

    private Dns dns(KeepSection section) {
        if (section.keys().size() != 1) {
            throw new KeepFileException(file, section.line(), "dns needs exactly one of reseller, program and update");
        }
        if (section.value("program").isPresent()) {
            return new Dns.Program(section.texts("program").orElseThrow());
        }
        if (section.value("reseller").isPresent()) {
            return new Dns.AtReseller(section.parsed("reseller", this::reseller).orElseThrow());
        }
        KeepSection update = section.section("update", List.of("server", "zone", "tsig-key-file"))
                .orElseThrow();
        return new Dns.Update(
                update.required("server", "update", "server: 192.0.2.53"),
                update.text("zone"),
                resolved(update.required("tsig-key-file", "update", "tsig-key-file: certbridge.key")));
    }

    private String reseller(String name) {
        List<String> names = providers.stream().map(ResellerProvider::name).toList();
        return names.stream()
                .filter(name::equals)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reseller is named \"" + name + "\"; use one of "
                        + String.join(", ", names) + Suggestion.hint(name, names)));
    }

    private CertificateSpec spec(KeepSection section, Optional<String> usual, Optional<KeepValues> defaults) {
        String id = section.required("id", "a certificate", "id: www");
        String what = "the certificate \"" + id + "\"";
        Optional<String> own = section.parsed("reseller", this::reseller);
        String reseller = own.or(() -> usual).orElseThrow(() -> missing(section, what, "reseller: regfish"));
        KeepValues read = budgeted(section, KeepValues.read(section));
        boolean sameReseller = usual.filter(reseller::equals).isPresent();
        KeepValues values = defaults.map(all -> read.or(all, sameReseller)).orElse(read);
        String product =
                values.product().orElseThrow(() -> missing(section, what, "product: ID, from certbridge products"));
        Spending spending = spending(section, what, reseller, values);
        CertificateSpec.Builder spec =
                section.parsed("id", id, text -> CertificateSpec.builder(text, reseller, product, spending));
        List<String> names = names(section, what);
        section.parsed("names", "", text -> spec.names(names));
        values.addTo(spec, names);
        read.dcvNames().keySet().stream().filter(name -> !names.contains(name)).forEach(name -> {
            throw section.wrong("dcv-names", "dcv-names has \"" + name + "\", which is not in the list of names");
        });
        section.parsed("replaces", CertificateId::parse).ifPresent(old -> {
            if (!old.provider().equals(reseller)) {
                throw section.wrong(
                        "replaces", "the replaced certificate is at " + old.provider() + ", not at " + reseller);
            }
            spec.replaces(old);
        });
        section.parsed("group", KeepFileReader::group).ifPresent(spec::group);
        values.validity()
                .flatMap(term -> term)
                .flatMap(term -> ValidityLimits.baselineRequirements().warning(term, clock))
                .ifPresent(text ->
                        warn(section.value("validity").isPresent() ? section.line("validity") : section.line(), text));
        return spec.build();
    }

    private List<String> names(KeepSection section, String what) {
        List<String> names =
                section.texts("names").orElseThrow(() -> missing(section, what, "names: [www.example.com]"));
        Set<String> seen = new TreeSet<>();
        for (String name : names) {
            section.parsed("names", name, DomainName::requireValid);
            DomainName.findProblem(name).ifPresent(problem -> {
                throw section.wrong("names", "names: \"" + name + "\" " + problem);
            });
            if (!seen.add(name)) {
                throw section.wrong("names", "names: \"" + name + "\" is given twice; remove one of them");
            }
        }
        return names;
    }

    private static String group(String text) {
        if (!text.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "the group \"" + text + "\" is not valid. Use 1 to 64 lower-case letters,"
                            + " digits, dots, hyphens and underscores, beginning with a letter or digit");
        }
        return text;
    }

    private Spending spending(KeepSection section, String what, String reseller, KeepValues values) {
        boolean quotes = providers.stream()
                .filter(provider -> provider.name().equals(reseller))
                .anyMatch(ResellerProvider::quotesPrices);
        Spending spending = values.spending()
                .orElseThrow(() -> missing(
                        section, what, quotes ? "spending: EUR:25.00, the highest price" : "spending: unquoted"));
        if (quotes != spending instanceof Spending.UpTo) {
            throw section.wrong(
                    "spending",
                    "spending of " + what + ": " + reseller
                            + (quotes
                                    ? " quotes prices; write the highest price that you allow, such as EUR:25.00"
                                    : " quotes no prices; write spending: unquoted"));
        }
        Optional<PeriodicBudget> budget = values.budget().map(budgets::get);
        if (!quotes && budget.filter(one -> one.orders() == MANY).isPresent()) {
            throw section.wrong(
                    "budget",
                    "the budget \"" + budget.get().name() + "\" of " + what + " limits nothing, because " + reseller
                            + " quotes no prices; add a line such as \"orders: 10\" to the budget");
        }
        return budget.map(one -> spending.from(one.nameIn(clock))).orElse(spending);
    }

    /** Returns the values. Throws if the values name a budget that the file does not define. */
    private KeepValues budgeted(KeepSection section, KeepValues values) {
        values.budget().filter(name -> !budgets.containsKey(name)).ifPresent(name -> {
            throw section.wrong(
                    "budget",
                    "there is no budget \"" + name + "\"; add it under budgets"
                            + Suggestion.hint(name, budgets.keySet()));
        });
        return values;
    }

    private KeepFileException missing(KeepSection section, String what, String example) {
        return new KeepFileException(
                file,
                section.line(),
                what + " has no " + example.split(":")[0] + "; add " + example
                        + (KeepValues.KEYS.contains(example.split(":")[0]) ? " here or under defaults" : ""));
    }

    private void warn(int line, String text) {
        warnings.add(file + ":" + line + ": warning: " + text);
    }

    /**
     * Adds a warning for each certificate that has the same domain names and key type as an earlier certificate in the
     * file.
     */
    private void warnSame(List<Located<CertificateSpec>> entries) {
        Map<List<Object>, Located<CertificateSpec>> seen = new HashMap<>();
        for (Located<CertificateSpec> entry : entries) {
            CertificateSpec spec = entry.value();
            Located<CertificateSpec> earlier =
                    seen.putIfAbsent(List.of(Set.copyOf(spec.names()), spec.keyType()), entry);
            if (earlier != null) {
                warn(
                        entry.line(),
                        "the certificate \"" + spec.id() + "\" has the same names and type of key as \""
                                + earlier.value().id() + "\" in line " + earlier.line() + "; both are ordered");
            }
        }
    }
}
