package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.csr.DomainName;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge order}: a key, a CSR, an order at each reseller's stub, and the certificate on disk. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Orders a certificate at a stub of each reseller, inside this process, and writes it to disk.",
            "The stubs sell nothing real: their certificates are trusted nowhere. The real APIs cannot be reached from here yet."
        })
final class OrderCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names, the common name first, in A-label form.")
    private List<String> names = List.of();

    @Option(names = "--at", paramLabel = "RESELLER", description = "Only at this one: regfish or realtime.")
    private @Nullable String at;

    @Option(names = "--product", paramLabel = "ID", description = "Another product than the default.")
    private @Nullable String product;

    @Option(
            names = "--validity",
            paramLabel = "TERM",
            converter = ValidityText.class,
            description = "Another term than the default: 199d, 12m or 1y, in the reseller's own unit.")
    private @Nullable Validity validity;

    @Option(names = "--csr", paramLabel = "FILE", description = "Use this CSR (PEM); its key stays where it is.")
    private @Nullable Path csr;

    @Option(
            names = "--spend-up-to",
            paramLabel = "MONEY",
            converter = MoneyText.class,
            description = "Refuse a quote above this, such as EUR:25.00. Default: what the stub quotes.")
    private @Nullable Money limit;

    @Option(names = "--unquoted", description = "Order without a price, where the reseller tells none.")
    private boolean unquoted;

    @Option(
            names = "--stub-url",
            paramLabel = "URL",
            converter = StubAddress.class,
            description = "A stub elsewhere on this machine. Needs --at.")
    private @Nullable URI stubUrl;

    @Option(names = "--stub-key", paramLabel = "KEY", description = "The API key to show the stub.")
    private @Nullable String stubKey;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write, default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out");

    @Option(names = "--force", description = "Replace existing files; the old ones move to replaced-1/, -2/ and so on.")
    private boolean force;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "How long to wait for each certificate, default: ${DEFAULT-VALUE}.")
    private int deadline = 120;

    @Override
    public Integer call() {
        List<String> checked =
                names.stream().map(DomainName::requireValid).distinct().toList();
        List<Subject> subjects = subjects();
        if (deadline < 1) {
            throw new IllegalArgumentException("--deadline must be at least 1 second");
        }
        Wish wish = Wish.of(checked, product, validity, csr, limit, unquoted);
        // Everything that can be refused is refused before the first reseller is asked for anything.
        List<OutputFolder> folders = subjects.stream()
                .map(subject -> OutputFolder.in(out.resolve(subject.name()), checked.get(0)))
                .toList();
        folders.forEach(folder -> folder.requireFree(force));
        PrintWriter text = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter errors = spec.commandLine().getErr();
        List<OrderRun> runs = new ArrayList<>();
        try {
            OrderRun.Stub stub = new OrderRun.Stub(stubUrl, stubKey);
            for (int i = 0; i < subjects.size(); i++) {
                runs.add(new OrderRun(subjects.get(i), wish, folders.get(i), stub, text));
            }
            runs.forEach(OrderRun::check);
            text.println("Ordering at stub resellers: nothing real is sold, and no browser trusts what they issue.");
            List<ExitCode> ends = new ArrayList<>();
            runs.forEach(run -> ends.add(run.run(Duration.ofSeconds(deadline), errors)));
            return ExitCode.worst(ends).code();
        } finally {
            runs.forEach(OrderRun::close);
        }
    }

    private List<Subject> subjects() {
        List<Subject> all = Subject.all();
        if (at == null) {
            if (stubUrl != null) {
                throw new IllegalArgumentException("--stub-url is one stub's address; say whose with --at");
            }
            return all;
        }
        List<Subject> one =
                all.stream().filter(subject -> subject.name().equals(at)).toList();
        if (one.isEmpty()) {
            throw new IllegalArgumentException("no reseller is called \"" + at + "\"; there are "
                    + String.join(", ", all.stream().map(Subject::name).toList()));
        }
        return one;
    }
}
