package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.stub.Call;
import dev.certbridge.conformance.stub.Ledger;
import dev.certbridge.conformance.stub.Reply;
import dev.certbridge.conformance.stub.SigningRequest;
import dev.certbridge.conformance.stub.Workshop;
import java.util.List;
import java.util.Locale;

/** Takes orders: checks what only the reseller can check, quotes, books. */
final class OrderDesk {

    private static final int MONTHS_PER_YEAR = 12;

    private final Workshop workshop;
    private final ProcessOffice processes;

    OrderDesk(Workshop workshop, ProcessOffice processes) {
        this.workshop = workshop;
        this.processes = processes;
    }

    /** {@code requestCertificate}: the customer is in the body, the period in months. */
    Reply request(Call call) {
        JsonNode body = call.json();
        int months = body.path("period").asInt();
        return order(call, body.path("customer").asText(), months, "request");
    }

    /** {@code createCertificate}, deprecated: the customer is in the path, the period in years. */
    Reply create(Call call) {
        int months = call.json().path("period").asInt() * MONTHS_PER_YEAR;
        return order(call, call.pathParameter("customer"), months, "create");
    }

    private Reply order(Call call, String customer, int months, String action) {
        JsonNode body = call.json();
        if (!customer.equals(RealtimeStub.CUSTOMER)) {
            throw Refused.missing("customer", customer);
        }
        Product product = Catalogue.product(body.path("product").asText());
        SigningRequest csr = csr(body.path("csr").asText());
        if (!product.periods().contains(months)) {
            throw Refused.constraint("period", "must be one of " + product.periods(), IntNode.valueOf(months));
        }
        if (action.equals("request")) {
            checkFields(product, body);
        }
        Names names = Names.of(product, Names.Asked.of(body, csr.names()));
        DomainControl control = DomainControl.of(body.path("dcv"), names, workshop.ids());
        Price price = Price.of(product, action.toUpperCase(Locale.ROOT), months, names);
        if (call.queryValue("quote").filter("true"::equals).isPresent()) {
            return quoted(action, price);
        }
        boolean acknowledged = price.isAcknowledgedBy(body.path("billables"));
        if (price.needsAcknowledgment() && !acknowledged) {
            throw Refused.toAcknowledge(price.quote());
        }
        Order order = new Order(call.operationId(), action, body, product, months, csr, names, control, price);
        RealtimeProcess process = processes.open(order);
        book(process.id(), order, acknowledged);
        return Reply.json(202, process.info()).with("x-process-id", Long.toString(process.id()));
    }

    private static void checkFields(Product product, JsonNode body) {
        List<String> missing = product.demandedFields().stream()
                .filter(field -> body.path(field).isMissingNode())
                .toList();
        if (!missing.isEmpty()) {
            Refused refused = Refused.constraint(missing.get(0), "must not be missing", MissingNode.getInstance());
            missing.stream()
                    .skip(1)
                    .forEach(field -> refused.violation(field, "must not be missing", MissingNode.getInstance()));
            throw refused;
        }
    }

    private static Reply quoted(String action, Price price) {
        // The real names of the commands are not known.
        String command = action.equals("create") ? "CreateCertificateCommand" : "RequestCertificateCommand";
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("command", command);
        body.set("quote", price.quote());
        return Reply.json(200, body);
    }

    private void book(long processId, Order order, boolean acknowledged) {
        workshop.ledger()
                .book(new Ledger.Entry(
                        Long.toString(processId),
                        order.operationId(),
                        order.product().id(),
                        order.names().all(),
                        order.csr().keySha256(),
                        order.price().total(),
                        Price.CURRENCY,
                        true,
                        false,
                        acknowledged,
                        workshop.options().clock().instant()));
    }

    private static SigningRequest csr(String pem) {
        try {
            return SigningRequest.parse(pem);
        } catch (IllegalArgumentException e) {
            throw Refused.of("InvalidCSRException", "The CSR cannot be read: " + e.getMessage());
        }
    }
}
