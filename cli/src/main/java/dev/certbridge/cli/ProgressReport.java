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
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubReseller;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person reads while a command runs. On a terminal, progress stays on one line. */
final class ProgressReport {

    private final PrintWriter out;
    private final @Nullable Consumer<DnsRecord> publishing;
    private final boolean terminal = System.console() != null;
    private int looks;
    private String lastStatus = "";

    ProgressReport(PrintWriter out) {
        this(out, null);
    }

    /** Tells records to publish elsewhere: whoever waits for them must see them at once. */
    ProgressReport(PrintWriter out, @Nullable Consumer<DnsRecord> publishing) {
        this.out = out;
        this.publishing = publishing;
    }

    void heading(String reseller) {
        out.println();
        out.println(PrintableText.of(reseller));
    }

    void line(String label, String text) {
        out.printf(Locale.ROOT, "  %-11s %s%n", label, PrintableText.of(text));
    }

    /** One item of a list, or a remark. */
    void item(String text) {
        out.println(PrintableText.of(text));
    }

    /** What is ordered, as the reseller lists it; a product that is not listed is the reseller's to refuse. */
    void product(CertificateReseller reseller, OrderRequest request) {
        String term = request.validity().map(validity -> ", " + validity).orElse("");
        if (request.product().isEmpty()) {
            line("product", "that of the certificate" + term);
            return;
        }
        line("product", request.product() + " (" + listed(reseller, request.product()) + ")" + term);
    }

    /** A remark only: that it cannot be read says nothing of the order, which may stand already. */
    private static String listed(CertificateReseller reseller, String id) {
        try {
            return reseller.products().stream()
                    .filter(product -> product.id().equals(id))
                    .map(ProgressReport::described)
                    .findFirst()
                    .orElse("not listed by the reseller");
        } catch (ResellerException e) {
            return "not known";
        }
    }

    /** Shows what a person or a DNS provider would publish. */
    DnsPublisher publisher() {
        return new DnsPublisher() {
            @Override
            public AutoCloseable publish(DnsRecord record) {
                looked();
                line("publish", record.toString());
                if (publishing != null) {
                    publishing.accept(record);
                }
                return () -> {};
            }

            @Override
            public boolean takesBack() {
                return false;
            }
        };
    }

    void look(Order order) {
        looks++;
        if (terminal) {
            out.printf(Locale.ROOT, "\r  %-11s look %d: %s   ", "waiting", looks, PrintableText.of(order.status()));
            out.flush();
        } else if (!order.status().equals(lastStatus)) {
            line("waiting", order.status());
        }
        lastStatus = order.status();
    }

    /** Ends the line that progress was written on. */
    void looked() {
        if (terminal && looks > 0) {
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

    /** By the stub's ledger, which knows also what the reseller does not tell. */
    static String cost(StubReseller stub) {
        return stub.ledger().entries().stream()
                        .filter(Ledger.Entry::charged)
                        .map(entry -> new Money(entry.currency(), entry.cents()).toString())
                        .collect(Collectors.joining(", "))
                + " by the stub's ledger";
    }

    /** By the reseller's own word. */
    static String cost(Order order) {
        return order.charged().map(Money::toString).orElse("not told by the reseller");
    }

    private static String described(Product product) {
        return product.name() + (product.validation().isEmpty() ? "" : ", " + product.validation());
    }
}
