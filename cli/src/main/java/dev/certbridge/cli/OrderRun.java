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
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
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

/**
 * One order at one reseller's stub, told as it happens. Made ready and checked first, so that a mistake in what was asked
 * for stops the orders at the other resellers too.
 */
final class OrderRun implements AutoCloseable {

    /** A stub needs no patience. */
    private static final Polling QUICK = new Polling(Duration.ofMillis(150), Duration.ofSeconds(1));

    private final Subject subject;
    private final Wish wish;
    private final OutputFolder folder;
    private final Report report;
    private final Optional<KeyAndCsr> fresh;
    private final OrderRequest request;
    private final Optional<StubReseller> stub;
    private final CertificateReseller reseller;
    private boolean ordered;

    /** Makes an order ready: a key, a request, a stub and its client. */
    OrderRun(Subject subject, Wish wish, OutputFolder folder, Stub address, PrintWriter out) {
        this.subject = subject;
        this.wish = wish;
        this.folder = folder;
        this.report = new Report(out);
        this.fresh = wish.csrFile().isPresent() ? Optional.empty() : Optional.of(freshKey());
        this.request = wish.request(subject, csr());
        this.stub = address.url() == null ? Optional.of(subject.startStub(StubOptions.defaults())) : Optional.empty();
        URI uri = stub.map(StubReseller::uri).orElseGet(address::url);
        String key = Optional.ofNullable(address.key()).orElseGet(subject::stubKey);
        try {
            ConnectOptions options = ConnectOptions.defaults().uri(uri).polling(QUICK);
            this.reseller = subject.connect(key, OrderBook.inMemory(), options);
        } catch (RuntimeException e) {
            stub.ifPresent(StubReseller::close);
            throw e;
        }
    }

    /** Where the stub is, when it is not started here, and what key to show it. */
    record Stub(@Nullable URI url, @Nullable String key) {}

    /** Refuses what can be known to be wrong before anything is sent. */
    void check() {
        reseller.check(request, wish.stated(reseller).orElseGet(Spending::unquoted));
    }

    ExitCode run(Duration deadline, PrintWriter errors) {
        report.heading(subject.name());
        try {
            order(deadline);
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

    @Override
    public void close() {
        reseller.close();
        stub.ifPresent(StubReseller::close);
    }

    private void order(Duration deadline) {
        report.product(reseller, request);
        Optional<Path> replaced = folder.setAside();
        replaced.ifPresent(aside -> report.line("kept", aside + " holds what was there before"));
        // The key is on disk before anything is ordered: a certificate without its key is money lost.
        fresh.ifPresent(pair -> pair.writeTo(folder.path()));
        Order order = order(replaced);
        report.line("order", order.id().toString());
        IssuedCertificate issued = reseller.await(order.id(), deadline, publisher(), report::look);
        report.looked();
        fresh.ifPresentOrElse(pair -> issued.writeTo(folder.path(), pair), () -> issued.writeTo(folder.path(), csr()));
        report.certificate(issued);
        report.line("cost", stub.map(Report::cost).orElseGet(() -> Report.cost(reseller.find(order.id()))));
        String key = fresh.isPresent() ? "privkey.pem," : "";
        report.line("files", folder.path() + "/{" + key + "request.pem,cert.pem,chain.pem,fullchain.pem}");
    }

    private Order order(Optional<Path> replaced) {
        try {
            Spending spending = wish.spending(reseller, request);
            report.line(
                    "price",
                    spending instanceof Spending.Unquoted ? "not told, ordered unquoted" : spending.toString());
            Order order = reseller.order(Intent.of(wish.names().get(0)), request, spending);
            ordered = true;
            return order;
        } catch (RejectedException
                | SpendingLimitExceededException
                | UnsupportedException
                | PossibleDuplicateException
                | IntentMismatchException
                | NotSentException e) {
            folder.takeBack(replaced, fresh.isPresent());
            throw e;
        }
    }

    private Csr csr() {
        return fresh.map(KeyAndCsr::csr).or(wish::csrFile).orElseThrow();
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
