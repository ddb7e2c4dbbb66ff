package dev.certbridge.cli;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints the progress and the result of a command for people. On a terminal, each poll updates the same line. */
final class ProgressReport {

    private final PrintWriter out;
    private final Consumer<DnsRecord> published;
    private final Terminal terminal;
    private int polls;

    /** Creates a report. The consumer immediately receives each DNS record that a person must publish. */
    ProgressReport(PrintWriter out, Terminal terminal, Consumer<DnsRecord> published) {
        this.out = out;
        this.terminal = terminal;
        this.published = published;
    }

    void heading(String reseller) {
        out.println();
        item(reseller);
    }

    void line(String label, String text) {
        out.printf(Locale.ROOT, "  %-11s %s%n", label, PrintableText.of(text));
    }

    /** Prints a line without a label, for instance a line of a list. */
    void item(String text) {
        out.println(PrintableText.of(text));
    }

    /**
     * Prints the product of a request, with its name in the product list of the reseller. If the product list does not
     * contain the product, returns the id of a similar product.
     */
    Optional<String> product(CertificateReseller reseller, OrderRequest request) {
        String term = request.validity().map(validity -> ", " + validity).orElse("");
        String product = request.product();
        if (product.isEmpty()) {
            line("product", "as before" + term);
            return Optional.empty();
        }
        List<Product> all;
        try {
            all = reseller.products();
        } catch (ResellerException e) {
            // An earlier run may have ordered. Therefore the run continues.
            line("product", product + " (list not available)" + term);
            return Optional.empty();
        }
        Optional<String> listed = all.stream()
                .filter(each -> each.id().equals(product))
                .map(each -> each.name() + (each.validation().isEmpty() ? "" : ", " + each.validation()))
                .findFirst();
        line("product", product + " (" + listed.orElse("not listed by the reseller") + ")" + term);
        return listed.isPresent()
                ? Optional.empty()
                : Suggestion.nearest(product, all.stream().map(Product::id).toList());
    }

    /**
     * Waits for a certificate. Prints the DNS records that a person must publish. On a terminal, also prints each poll.
     */
    IssuedCertificate await(CertificateReseller reseller, OrderId order, Duration limit) {
        DnsPublisher publisher = KeepDns.printing(record -> {
            endPolling();
            line("publish", record.toString());
            published.accept(record);
        });
        IssuedCertificate issued = reseller.orders().await(order, limit, publisher, this::polled);
        endPolling();
        return issued;
    }

    private void polled(Order order) {
        polls++;
        if (terminal.interactive()) {
            out.printf(Locale.ROOT, "\r  %-11s poll %d: %s   ", "waiting", polls, PrintableText.of(order.status()));
            out.flush();
        }
    }

    private void endPolling() {
        if (terminal.interactive() && polls > 0) {
            out.println();
        }
    }

    /** Prints the web address at which a person must act, so that the order continues. */
    void actAt(ActionRequiredException failure) {
        failure.url().ifPresent(url -> line("act at", url.toString()));
    }

    void certificate(IssuedCertificate issued) {
        String subject = issued.leaf().getSubjectX500Principal().getName();
        line("subject", subject + ", for " + String.join(", ", issued.names()));
        line("issuer", issued.leaf().getIssuerX500Principal().getName());
        line("serial", issued.serial());
        line("valid", issued.notBefore() + " to " + issued.notAfter());
    }

    void order(Order order) {
        line("order", order.id().toString());
        line("state", state(order));
        order.request().ifPresent(request -> line("for", described(request)));
        order.validations().stream().filter(validation -> !validation.done()).forEach(this::validation);
        order.action().ifPresent(action -> {
            line("waits for", action.waitingFor());
            action.url().ifPresent(url -> line("act at", url.toString()));
        });
        order.charged().ifPresent(money -> line("charged", money.toString()));
        order.refunded().ifPresent(money -> line("refunded", money.toString()));
        order.certificate().ifPresent(id -> line("certificate", id.toString()));
    }

    private void validation(DomainValidation validation) {
        if (validation instanceof DomainValidation.Email email) {
            line("answer", "the e-mail to " + email.address());
        } else if (validation instanceof DomainValidation.HttpFile file) {
            line("publish", file.location() + " with " + file.contents());
        } else {
            line("publish", validation.toString());
        }
    }

    void certificate(Certificate certificate) {
        line("certificate", certificate.id().toString());
        line("state", JsonOutput.word(certificate.state()) + " (" + certificate.status() + ")");
        line("for", certificate.product() + ", " + String.join(", ", certificate.names()));
        line("valid", known(certificate.notBefore()) + " to " + known(certificate.notAfter()));
        line("serial", known(certificate.serial()));
    }

    /** Returns a line of text that describes an order. */
    static String line(Order order) {
        return order.id() + "  " + state(order)
                + order.request().map(request -> "  " + described(request)).orElse("");
    }

    /** Returns a line of text that describes a certificate. */
    static String line(Certificate certificate) {
        return certificate.id() + "  " + JsonOutput.word(certificate.state()) + "  until "
                + known(certificate.notAfter()) + "  " + certificate.product() + ", "
                + String.join(", ", certificate.names());
    }

    /** Returns a line of text that describes a product. */
    static String line(String reseller, Product product) {
        String terms = product.validities().stream().map(Validity::toString).collect(Collectors.joining(", "));
        return "%-9s %-26s %-3s %s%s"
                .formatted(
                        reseller,
                        product.id(),
                        product.validation(),
                        product.name(),
                        terms.isEmpty() ? "" : " (" + terms + ")");
    }

    /** Returns a line of text that describes an attempt. */
    static String line(Attempt attempt) {
        return attempt.number() + "  " + JsonOutput.word(attempt.state()) + "  " + JsonOutput.word(attempt.type())
                + " of \"" + attempt.intent() + "\" at " + OrderId.describe(attempt.target()) + ", begun "
                + attempt.begun() + "  "
                + described(attempt.request())
                + attempt.orderId().map(id -> "  seen: " + id).orElse("");
    }

    private static String state(Order order) {
        return JsonOutput.word(order.state()) + " (" + order.status() + ")";
    }

    private static String described(OrderRequest request) {
        return (request.product().isEmpty() ? "" : request.product() + ", ") + String.join(", ", request.names());
    }

    private static String known(Optional<?> value) {
        return value.map(Object::toString).orElse("unknown");
    }
}
