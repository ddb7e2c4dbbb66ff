package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.CertificateWarning;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Formats the results of commands as JSON. A result always has all its members. The value of a member is null if the
 * value is unknown. Later versions of this program only add members to a result.
 */
final class JsonOutput {

    private JsonOutput() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns a JSON object with one member, whose value is a list. */
    static ObjectNode list(String member, Stream<ObjectNode> items) {
        ObjectNode root = object();
        ArrayNode array = root.putArray(member);
        items.forEach(array::add);
        return root;
    }

    /** Adds a failure to a result. If the result already contains the id of an order, keeps this id. */
    static void failed(ObjectNode node, Throwable failure) {
        node.put("error", ExitCode.oneLine(failure).substring("certbridge: ".length()));
        String type = failure.getClass().getSimpleName().replaceAll("Exception$", "");
        node.put("failure", failure instanceof ResellerException ? type : null);
        if (!node.hasNonNull("id")) {
            text(node, "id", orderId(failure));
        }
        order(failure).ifPresent(order -> money(node, order));
    }

    /** Returns the order id in a failure, so that the result can contain the id. */
    private static Optional<OrderId> orderId(Throwable failure) {
        if (failure instanceof OutcomeUnknownException unknown) {
            return unknown.seenId();
        }
        return failure instanceof NotRecordedException lost
                ? lost.id()
                : order(failure).map(Order::id);
    }

    /** Returns the order in a failure, in its last known state. */
    private static Optional<Order> order(Throwable failure) {
        if (failure instanceof OverspentException overspent) {
            return Optional.of(overspent.order());
        }
        if (failure instanceof ActionRequiredException action) {
            return Optional.of(action.order());
        }
        if (failure instanceof OrderEndedException ended) {
            return Optional.of(ended.order());
        }
        return failure instanceof DeadlineExceededException late ? late.order() : Optional.empty();
    }

    /** Adds the charge and the refund of an order, and the action that the order waits for. */
    private static void money(ObjectNode node, Order order) {
        order.charged().ifPresent(charged -> node.put("charged", charged.toString()));
        order.refunded().ifPresent(refunded -> node.put("refunded", refunded.toString()));
        order.action().ifPresent(action -> {
            node.put("waitingFor", action.waitingFor());
            text(node, "actAt", action.url());
        });
    }

    /** Returns the initial result of a command that orders. All members that are unknown before the order are null. */
    static ObjectNode run(ResellerProvider provider, Intent intent) {
        ObjectNode node = object().put("reseller", provider.name()).put("intent", intent.name());
        Stream.of("id", "charged", "certificateId", "certificate", "folder", "error", "failure", "exit")
                .forEach(node::putNull);
        return node;
    }

    static ObjectNode order(Order order) {
        ObjectNode node = object().put("id", order.id().toString())
                .put("reseller", order.id().provider())
                .put("environment", order.id().environment())
                .put("account", order.id().account())
                .put("kind", word(order.id().kind()))
                .put("state", word(order.state()))
                .put("status", order.status());
        request(node, order.request());
        ArrayNode validations = node.putArray("validations");
        order.validations().forEach(validation -> validations.add(validation(validation)));
        text(node, "waitingFor", order.action().map(Order.Action::waitingFor));
        text(node, "actAt", order.action().flatMap(Order.Action::url));
        text(node, "charged", order.charged());
        text(node, "refunded", order.refunded());
        text(node, "certificateId", order.certificate());
        return node;
    }

    static ObjectNode certificate(Certificate certificate) {
        ObjectNode node = object();
        node.put("id", certificate.id().toString());
        node.put("reseller", certificate.id().provider());
        node.put("product", certificate.product());
        texts(node, "names", certificate.names());
        node.put("state", word(certificate.state()));
        node.put("status", certificate.status());
        text(node, "notBefore", certificate.notBefore());
        text(node, "notAfter", certificate.notAfter());
        text(node, "serial", certificate.serial());
        text(node, "orderId", certificate.orderId());
        return node;
    }

    static ObjectNode issued(IssuedCertificate issued) {
        ObjectNode node = object();
        node.put("subject", issued.leaf().getSubjectX500Principal().getName());
        node.put("issuer", issued.leaf().getIssuerX500Principal().getName());
        texts(node, "names", issued.names());
        node.put("serial", issued.serial());
        node.put("notBefore", issued.notBefore().toString());
        node.put("notAfter", issued.notAfter().toString());
        node.put("keySha256", issued.keySha256());
        texts(
                node,
                "warnings",
                issued.warnings().stream().map(CertificateWarning::message).toList());
        return node;
    }

    static ObjectNode product(String reseller, Product product) {
        ObjectNode node = object();
        node.put("reseller", reseller);
        node.put("id", product.id());
        node.put("name", product.name());
        node.put("validation", product.validation());
        texts(
                node,
                "validities",
                product.validities().stream().map(Converters::text).toList());
        return node;
    }

    /** Returns the quote of an order as JSON. */
    static ObjectNode quote(String reseller, OrderRequest request, Optional<Quote> quote) {
        ObjectNode node = object();
        node.put("reseller", reseller);
        request(node, Optional.of(request));
        node.put("quoted", quote.isPresent());
        text(node, "total", quote.flatMap(Quote::total));
        ArrayNode lines = node.putArray("lines");
        quote.stream()
                .flatMap(known -> known.lines().stream())
                .forEach(line -> lines.addObject()
                        .put("product", line.product())
                        .put("action", line.action())
                        .put("quantity", line.quantity())
                        .put("cents", line.cents())
                        .put("refundable", line.refundable()));
        return node;
    }

    static ObjectNode attempt(Attempt attempt) {
        ObjectNode node = object();
        node.put("number", attempt.number());
        node.put("intent", attempt.intent().name());
        node.put("verb", word(attempt.type()));
        node.put("target", attempt.target());
        node.put("state", word(attempt.state()));
        node.put("begun", attempt.begun().toString());
        node.put("over", attempt.over().toString());
        request(node, Optional.of(attempt.request()));
        text(node, "answered", attempt.head().map(Attempt.Head::status));
        text(node, "id", attempt.orderId());
        return node;
    }

    static void text(ObjectNode node, String member, Optional<?> value) {
        node.put(member, value.map(Object::toString).orElse(null));
    }

    static void texts(ObjectNode node, String member, Collection<String> texts) {
        texts.forEach(node.putArray(member)::add);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void request(ObjectNode node, Optional<OrderRequest> request) {
        text(node, "product", request.map(OrderRequest::product).filter(product -> !product.isEmpty()));
        texts(node, "names", request.map(OrderRequest::names).orElse(List.of()));
        text(node, "validity", request.flatMap(OrderRequest::validity).map(Converters::text));
    }

    private static ObjectNode validation(DomainValidation validation) {
        ObjectNode node = object();
        if (validation instanceof DomainValidation.DnsRecord record) {
            node.put("method", "dns").put("name", record.name()).put("type", record.type());
            node.put("value", record.value());
        } else if (validation instanceof DomainValidation.Email email) {
            node.put("method", "email").put("name", email.address()).putNull("type");
            node.putNull("value");
        } else if (validation instanceof DomainValidation.HttpFile file) {
            node.put("method", "file").put("name", file.location()).putNull("type");
            node.put("value", file.contents());
        }
        return node.put("done", validation.done());
    }
}
