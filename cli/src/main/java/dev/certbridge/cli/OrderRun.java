package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.conformance.stub.StubOptions;
import dev.certbridge.conformance.stub.StubReseller;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Polling;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One order at one reseller's stub, told as it happens. */
final class OrderRun {

    /** A stub needs no patience. */
    private static final Polling QUICK = new Polling(Duration.ofMillis(150), Duration.ofSeconds(1));

    private final Subject subject;
    private final Wish wish;
    private final OutputFolder folder;
    private final Duration deadline;
    private final Report report;
    private final PrintWriter errors;
    private boolean ordered;

    OrderRun(Subject subject, Wish wish, OutputFolder folder, Duration deadline, PrintWriter out, PrintWriter errors) {
        this.subject = subject;
        this.wish = wish;
        this.folder = folder;
        this.deadline = deadline;
        this.report = new Report(out);
        this.errors = errors;
    }

    ExitCode run(@Nullable URI stubUrl, @Nullable String stubKey) {
        report.heading(subject.name());
        String key = Optional.ofNullable(stubKey).orElseGet(subject::stubKey);
        try {
            if (stubUrl != null) {
                order(stubUrl, key, Optional.empty());
            } else {
                try (StubReseller stub = subject.startStub(StubOptions.defaults())) {
                    order(stub.uri(), key, Optional.of(stub));
                }
            }
            return ExitCode.DONE;
        } catch (ResellerException | IllegalArgumentException | UncheckedIOException e) {
            errors.println(ExitCode.oneLine(e));
            if (e instanceof ActionRequiredException act) {
                act.url().ifPresent(url -> report.line("act at", url.toString()));
            }
            // A refusal while waiting refuses a look, not the order.
            ExitCode end = ExitCode.of(e);
            return ordered && end.orderedNothing() ? ExitCode.FAILED : end;
        }
    }

    private void order(URI uri, String key, Optional<StubReseller> stub) {
        OrderBook book = OrderBook.inMemory();
        ConnectOptions options = ConnectOptions.defaults().uri(uri).polling(QUICK);
        try (CertificateReseller reseller = subject.connect(key, book, options)) {
            // The key is on disk before anything is ordered: a certificate without its key is money lost.
            Optional<KeyAndCsr> fresh = wish.csrFile().isPresent() ? Optional.empty() : Optional.of(freshKey());
            Csr csr = fresh.map(KeyAndCsr::csr).or(wish::csrFile).orElseThrow();
            OrderRequest request = wish.request(subject, csr);
            report.product(reseller, request);
            Optional<Path> replaced = folder.setAside();
            replaced.ifPresent(aside -> report.line("kept", aside + " holds what was there before"));
            fresh.ifPresent(pair -> pair.writeTo(folder.path()));
            Order order = order(reseller, request, replaced);
            report.line("order", order.id().toString());
            IssuedCertificate issued = reseller.await(order.id(), deadline, publisher(), report::look);
            report.looked();
            fresh.ifPresentOrElse(
                    pair -> issued.writeTo(folder.path(), pair), () -> issued.writeTo(folder.path(), csr));
            report.certificate(issued);
            report.line("cost", stub.map(Report::cost).orElseGet(() -> Report.cost(reseller.find(order.id()))));
            report.line("files", folder.path() + "/{" + String.join(",", folder.files()) + "}");
        }
    }

    private Order order(CertificateReseller reseller, OrderRequest request, Optional<Path> replaced) {
        try {
            Spending spending = wish.spending(reseller, request);
            report.line(
                    "price",
                    spending instanceof Spending.Unquoted ? "not told, ordered unquoted" : spending.toString());
            Order order = reseller.order(Intent.of(wish.names().get(0)), request, spending);
            ordered = true;
            return order;
        } catch (RejectedException | SpendingLimitExceededException | UnsupportedException | NotSentException e) {
            folder.takeBack(replaced);
            throw e;
        }
    }

    private KeyAndCsr freshKey() {
        String[] further = wish.names().stream().skip(1).toArray(String[]::new);
        return KeyAndCsr.ecP256(wish.names().get(0), further);
    }

    /** Shows what a person or a DNS provider would publish; the stub needs no DNS. */
    private DnsPublisher publisher() {
        return record -> {
            report.publish(record);
            return () -> {};
        };
    }
}
