package dev.certbridge.cli;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints the progress of a command for people. On a terminal, polling updates a single line. */
final class ProgressReport {

    private final PrintWriter out;
    private final @Nullable Consumer<DnsRecord> publishElsewhere;
    private final boolean terminal = System.console() != null;
    private int polls;
    private String lastStatus = "";

    ProgressReport(PrintWriter out) {
        this(out, null);
    }

    /** Creates a report that also passes each DNS record to publish to a consumer, without delay. */
    ProgressReport(PrintWriter out, @Nullable Consumer<DnsRecord> publishElsewhere) {
        this.out = out;
        this.publishElsewhere = publishElsewhere;
    }

    void heading(String reseller) {
        out.println();
        out.println(PrintableText.of(reseller));
    }

    void line(String label, String text) {
        out.printf(Locale.ROOT, "  %-11s %s%n", label, PrintableText.of(text));
    }

    /** Prints a line without a label, such as an item of a list. */
    void item(String text) {
        out.println(PrintableText.of(text));
    }

    /** Prints the product of a request, with its name in the reseller's product list. */
    void product(CertificateReseller reseller, OrderRequest request) {
        String term = request.validity().map(validity -> ", " + validity).orElse("");
        if (request.product().isEmpty()) {
            line("product", "as before" + term);
            return;
        }
        line("product", request.product() + " (" + listed(reseller, request.product()) + ")" + term);
    }

    /**
     * Returns the reseller's description of a product. If the product list cannot be read, returns a remark instead of
     * throwing, because the order may already exist.
     */
    private static String listed(CertificateReseller reseller, String id) {
        try {
            return reseller.products().stream()
                    .filter(product -> product.id().equals(id))
                    .map(ProgressReport::described)
                    .findFirst()
                    .orElse("not listed by the reseller");
        } catch (ResellerException e) {
            return "list not available";
        }
    }

    /** Returns a publisher that publishes nothing. It prints the DNS records so that a person can publish them. */
    DnsPublisher publisher() {
        return new DnsPublisher() {
            @Override
            public AutoCloseable publish(DnsRecord record) {
                endPolling();
                line("publish", record.toString());
                if (publishElsewhere != null) {
                    publishElsewhere.accept(record);
                }
                return () -> {};
            }

            @Override
            public boolean takesBack() {
                return false;
            }
        };
    }

    void polled(Order order) {
        polls++;
        if (terminal) {
            out.printf(Locale.ROOT, "\r  %-11s poll %d: %s   ", "waiting", polls, PrintableText.of(order.status()));
            out.flush();
        } else if (!order.status().equals(lastStatus)) {
            line("waiting", order.status());
        }
        lastStatus = order.status();
    }

    /** Ends the line that polling updates on a terminal. */
    void endPolling() {
        if (terminal && polls > 0) {
            out.println();
        }
    }

    void certificate(IssuedCertificate issued) {
        line(
                "subject",
                issued.leaf().getSubjectX500Principal().getName() + ", for " + String.join(", ", issued.names()));
        line("issuer", issued.leaf().getIssuerX500Principal().getName());
        line("serial", issued.serial());
        line("valid", issued.notBefore() + " to " + issued.notAfter());
    }

    /** Returns the charge of an order as text, if the reseller reports it. */
    static String cost(Order order) {
        return order.charged().map(Money::toString).orElse("not reported by the reseller");
    }

    private static String described(Product product) {
        return product.name() + (product.validation().isEmpty() ? "" : ", " + product.validation());
    }
}
