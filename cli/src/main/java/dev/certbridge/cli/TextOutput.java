package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats the results of commands as lines for people. */
final class TextOutput {

    private TextOutput() {}

    /** Prints an order in full. */
    static void order(ProgressReport report, Order order) {
        report.line("order", order.id().toString());
        report.line("state", JsonOutput.word(order.state()) + " (" + order.status() + ")");
        order.request().ifPresent(request -> report.line("for", described(request)));
        order.validations().stream()
                .filter(validation -> !validation.done())
                .forEach(validation -> report.line(label(validation), shown(validation)));
        order.action().ifPresent(action -> {
            report.line("waits for", action.waitingFor());
            action.url().ifPresent(url -> report.line("act at", url.toString()));
        });
        order.charged().ifPresent(money -> report.line("charged", money.toString()));
        order.refunded().ifPresent(money -> report.line("refunded", money.toString()));
        order.certificate().ifPresent(id -> report.line("certificate", id.toString()));
    }

    /** Prints a certificate in full. */
    static void certificate(ProgressReport report, Certificate certificate) {
        report.line("certificate", certificate.id().toString());
        report.line("state", JsonOutput.word(certificate.state()) + " (" + certificate.status() + ")");
        report.line("for", certificate.product() + ", " + String.join(", ", certificate.names()));
        report.line("valid", known(certificate.notBefore()) + " to " + known(certificate.notAfter()));
        report.line("serial", known(certificate.serial()));
    }

    /** Returns an order as one line of a list. */
    static String line(Order order) {
        return order.id() + "  " + JsonOutput.word(order.state()) + " (" + order.status() + ")"
                + order.request().map(request -> "  " + described(request)).orElse("");
    }

    /** Returns a certificate as one line of a list. */
    static String line(Certificate certificate) {
        return certificate.id() + "  " + JsonOutput.word(certificate.state()) + "  until "
                + known(certificate.notAfter()) + "  " + certificate.product() + ", "
                + String.join(", ", certificate.names());
    }

    /** Returns a product as one line of a list. */
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

    /** Returns an attempt as one line of a list. */
    static String line(Attempt attempt) {
        return attempt.number() + "  " + JsonOutput.word(attempt.state()) + "  " + JsonOutput.word(attempt.type())
                + " of \""
                + attempt.intent() + "\" at " + attempt.target() + ", begun " + attempt.begun() + "  "
                + described(attempt.request())
                + attempt.orderId().map(id -> "  seen: " + id).orElse("");
    }

    /** Prints a list, or a single line if the list is empty. */
    static void list(ProgressReport report, List<String> lines, String none) {
        lines.forEach(report::item);
        if (lines.isEmpty()) {
            report.item(none);
        }
    }

    private static String described(OrderRequest request) {
        return (request.product().isEmpty() ? "" : request.product() + ", ") + String.join(", ", request.names());
    }

    private static String label(DomainValidation validation) {
        return validation instanceof DomainValidation.Email ? "answer" : "publish";
    }

    private static String shown(DomainValidation validation) {
        if (validation instanceof DomainValidation.Email email) {
            return "the e-mail to " + email.address();
        }
        return validation instanceof DomainValidation.HttpFile file
                ? file.location() + " with " + file.contents()
                : validation.toString();
    }

    private static String known(Optional<?> value) {
        return value.map(Object::toString).orElse("unknown");
    }
}
