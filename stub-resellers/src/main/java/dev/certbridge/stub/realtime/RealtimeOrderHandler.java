package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.realtime.ProcessOrder.CertificateNames;
import dev.certbridge.stub.realtime.ProcessOrder.DomainControl;
import dev.certbridge.stub.realtime.ProcessOrder.RequestedNames;
import dev.certbridge.stub.realtime.ProcessOrder.StubPrice;
import dev.certbridge.stub.realtime.ProductCatalogue.CatalogueProduct;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Handles orders, renewals, reissues and revocations, and applies the rules that are not in the contract. */
final class RealtimeOrderHandler {

    private static final int MONTHS_PER_YEAR = 12;

    private final StubContext context;
    private final ProcessStore processes;
    private final RealtimeStubSettings settings;

    RealtimeOrderHandler(StubContext context, ProcessStore processes, RealtimeStubSettings settings) {
        this.context = context;
        this.processes = processes;
        this.settings = settings;
    }

    /** Answers {@code requestCertificate}: the body contains the customer, and the period in months. */
    Reply request(StubCall call) {
        JsonNode body = call.json();
        requireCustomer(body.path("customer").asText());
        CatalogueProduct product = ProductCatalogue.product(body.path("product").asText());
        SigningRequest csr = csr(body);
        int months = months(product, body.path("period").asInt());
        requireFields(product, body);
        return accept(call, priced(call, ProcessOrder.REQUEST, product, months, csr, null));
    }

    /** Answers {@code createCertificate}: the path contains the customer, and the body contains the period in years. */
    Reply create(StubCall call) {
        JsonNode body = call.json();
        requireCustomer(call.pathParameter("customer"));
        CatalogueProduct product = ProductCatalogue.product(body.path("product").asText());
        int months = months(product, body.path("period").asInt() * MONTHS_PER_YEAR);
        return accept(call, priced(call, ProcessOrder.CREATE, product, months, csr(body), null));
    }

    /** Answers {@code renewCertificate}: the body contains the period in months, and can contain the product. */
    Reply renew(StubCall call) {
        JsonNode body = call.json();
        RealtimeCertificate source = replaceable(call);
        CatalogueProduct product = renewalProduct(body, source);
        SigningRequest csr = csr(body);
        int months = months(product, body.path("period").asInt());
        requireFields(product, body);
        return accept(call, priced(call, ProcessOrder.RENEW, product, months, csr, source));
    }

    /**
     * Answers {@code renewCertificateLegacy}: the body contains the period in years, and can contain the product and
     * the CSR.
     */
    Reply renewLegacy(StubCall call) {
        JsonNode body = call.json();
        requireCustomer(call.pathParameter("customer"));
        RealtimeCertificate source = replaceable(call);
        CatalogueProduct product = renewalProduct(body, source);
        int months = months(product, body.path("period").asInt() * MONTHS_PER_YEAR);
        SigningRequest csr = body.has("csr") ? csr(body) : source.order().csr();
        return accept(call, priced(call, ProcessOrder.RENEW, product, months, csr, source));
    }

    /**
     * Answers {@code reissueCertificate}. A reissued certificate keeps the paid term of the old certificate. A reissue
     * costs money only if it increases the number of extra names.
     */
    Reply reissue(StubCall call) {
        JsonNode body = call.json();
        RealtimeCertificate source = replaceable(call);
        CatalogueProduct product = source.order().product();
        if (!product.isReissuable()) {
            throw RealtimeRefusal.of("ValidationError", "This product cannot be reissued.");
        }
        ProcessOrder order = priced(call, ProcessOrder.REISSUE, product, 0, csr(body), source);
        return accept(
                call,
                order.withPrice(StubPrice.ofMoreNames(product, source.order().names(), order.names())));
    }

    /** Revokes a certificate. The process of a revocation ends at once. A revocation charges and refunds nothing. */
    RealtimeProcess revoke(RealtimeCertificate source, JsonNode body) {
        source.revoke();
        ProcessOrder old = source.order();
        RealtimeProcess process = processes.open(new ProcessOrder(
                "revokeCertificate",
                ProcessOrder.REVOKE,
                body,
                old.product(),
                0,
                old.csr(),
                old.names(),
                old.control(),
                StubPrice.NOTHING,
                source));
        process.end(OrderOutcome.DONE);
        return process;
    }

    /**
     * Adds open processes. Prefilled processes share one key, because creating ten thousand keys would take a minute.
     */
    List<PrefilledProcess> prefill(int count, ProcessState state) {
        if (!state.isOpen()) {
            throw new IllegalArgumentException(
                    "a prefilled order cannot be " + state + ". Prefill it in an open state and end it afterwards");
        }
        SigningRequest csr = SigningRequest.generate("prefilled.example.com");
        CatalogueProduct product = ProductCatalogue.product("ssl_example_dv");
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String name = "p" + context.ids().hex(8) + "-" + i + ".example.com";
                    ProcessOrder order = ordered(product, 6, csr, CertificateNames.only(name));
                    return new PrefilledProcess(processes.prefill(order, state).id(), name, csr.pem(), csr.keySha256());
                })
                .toList();
    }

    long orderInConsole(String productId, int months, SigningRequest csr) {
        try {
            CatalogueProduct product = ProductCatalogue.product(productId);
            if (!product.periods().contains(months)) {
                throw new IllegalArgumentException(
                        productId + " is sold only for these numbers of months: " + product.periods());
            }
            CertificateNames names = CertificateNames.of(product, RequestedNames.of(Reply.object(), csr.names()));
            ProcessOrder order = ordered(product, months, csr, names);
            return processes.open(order, RealtimeStub.CUSTOMER + "/console").id();
        } catch (RealtimeRefusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns an order that was placed without the API. */
    private ProcessOrder ordered(CatalogueProduct product, int months, SigningRequest csr, CertificateNames names) {
        JsonNode body = Reply.object()
                .put("product", product.id())
                .put("period", months)
                .put("csr", csr.pem());
        DomainControl control = DomainControl.of(body.path("dcv"), names, context.ids());
        String action = ProcessOrder.REQUEST;
        StubPrice price = StubPrice.of(product, action, months, names);
        return new ProcessOrder("requestCertificate", action, body, product, months, csr, names, control, price, null);
    }

    private ProcessOrder priced(
            StubCall call,
            String action,
            CatalogueProduct product,
            int months,
            SigningRequest csr,
            @Nullable RealtimeCertificate source) {
        JsonNode body = call.json();
        CertificateNames names = source != null && !body.has("csr")
                ? source.order().names()
                : CertificateNames.of(product, RequestedNames.of(body, csr.names()));
        DomainControl control = DomainControl.of(body.path("dcv"), names, context.ids());
        StubPrice price = StubPrice.of(product, action, months, names);
        return new ProcessOrder(call.operationId(), action, body, product, months, csr, names, control, price, source);
    }

    /** Returns the certificate to replace. Several processes may replace one certificate at the same time. */
    private RealtimeCertificate replaceable(StubCall call) {
        RealtimeCertificate source = processes.certificate(Long.parseLong(call.pathParameter("certificateId")));
        if (!source.isReplaceable()) {
            throw RealtimeRefusal.of("ObjectStatusProhibitsOperation", "The certificate is " + source.status() + ".");
        }
        return source;
    }

    private static CatalogueProduct renewalProduct(JsonNode body, RealtimeCertificate source) {
        CatalogueProduct present = source.order().product();
        CatalogueProduct product = body.has("product")
                ? ProductCatalogue.product(body.get("product").asText())
                : present;
        if (!product.renewFrom().contains(present.id())) {
            throw RealtimeRefusal.of(
                    "ValidationError", "This product does not renew a certificate of " + present.id() + ".");
        }
        return product;
    }

    static void requireCustomer(String customer) {
        if (!customer.equals(RealtimeStub.CUSTOMER)) {
            throw RealtimeRefusal.wrongCustomer(customer);
        }
    }

    private static int months(CatalogueProduct product, int months) {
        if (!product.periods().contains(months)) {
            throw RealtimeRefusal.constraint("period", "must be one of " + product.periods(), IntNode.valueOf(months));
        }
        return months;
    }

    private static void requireFields(CatalogueProduct product, JsonNode body) {
        List<ContractViolation> missing = product.fieldsOfBody().stream()
                .filter(field -> !body.has(field))
                .map(field -> new ContractViolation(ContractViolation.Kind.CONSTRAINT, field, "must not be missing"))
                .toList();
        if (!missing.isEmpty()) {
            throw RealtimeRefusal.constraints(missing, field -> MissingNode.getInstance());
        }
    }

    static SigningRequest csr(JsonNode body) {
        try {
            return SigningRequest.parse(body.path("csr").asText());
        } catch (IllegalArgumentException e) {
            throw RealtimeRefusal.of("InvalidCSRException", "The CSR cannot be read: " + e.getMessage());
        }
    }

    private Reply accept(StubCall call, ProcessOrder order) {
        JsonNode acknowledged = order.body().path("billables");
        StubPrice price = order.price();
        if (call.isQuote() && !settings.quotesAreOrders) {
            // The command names of the reseller are not known.
            String command = order.action().substring(0, 1).toUpperCase(Locale.ROOT)
                    + order.action().substring(1) + "CertificateCommand";
            ObjectNode body = Reply.object().put("command", command);
            body.set("quote", price.quote());
            return Reply.json(200, body);
        }
        // A reissue is charged without an acknowledgment, because its request has no field for one.
        if ((price.needsAcknowledgment() || settings.everyAcknowledgmentAsked && price.total() > 0)
                && !order.action().equals(ProcessOrder.REISSUE)
                && !settings.acknowledgmentNeverAsked
                && !price.isAcknowledgedBy(acknowledged)) {
            throw RealtimeRefusal.toAcknowledge(price.quote());
        }
        StubPrice charge = price.with(order.product().id(), settings.centsOnTop, settings.centsOfAnotherLine);
        RealtimeProcess process = processes.open(order.withPrice(charge));
        String id = Long.toString(process.id());
        context.ledger()
                .book(new Ledger.Entry(
                        id,
                        order.operationId(),
                        order.product().id(),
                        order.names().all(),
                        order.csr().keySha256(),
                        charge.total(),
                        StubPrice.CURRENCY,
                        true,
                        false,
                        charge.isAcknowledgedBy(acknowledged),
                        processes.now()));
        return Reply.json(202, process.info()).with(RealtimeBehaviour.PROCESS_ID, id);
    }
}
