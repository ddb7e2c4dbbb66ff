package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubBehaviour;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.realtime.ListingPage.Kind;
import dev.certbridge.stub.realtime.ProcessOrder.RequestedNames;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documented behaviour of Realtime Register. */
final class RealtimeBehaviour implements StubBehaviour {

    static final String KEY = "not-a-real-realtime-key";

    static final String PROCESS_ID = "x-process-id";

    private static final String SCHEME = "ApiKey ";
    private static final List<String> MAILBOXES =
            List.of("admin", "administrator", "hostmaster", "postmaster", "webmaster");

    /** The operations whose failures are provoked by reserved names in the body. */
    private static final Set<String> BY_BODY = Set.of("requestCertificate", "createCertificate");

    /** The operations whose failures are provoked by reserved names in the order that the process executes. */
    private static final Set<String> BY_PROCESS =
            Set.of("getProcess", "getProcessInfo", "cancelProcess", "resendProcess");

    /** The operations whose failures are provoked by reserved names in the certificate. */
    private static final Set<String> BY_CERTIFICATE = Set.of(
            "getCertificate",
            "downloadCertificate",
            "renewCertificate",
            "renewCertificateLegacy",
            "reissueCertificate",
            "revokeCertificate");

    private final StubContext context;
    private final RealtimeStubSettings settings = new RealtimeStubSettings();
    private final ProcessStore processes;
    private final RealtimeOrderHandler orders;
    private final AtomicReference<String> firstProcess = new AtomicReference<>("");

    RealtimeBehaviour(StubContext context) {
        this.context = context;
        this.processes = new ProcessStore(context, settings);
        this.orders = new RealtimeOrderHandler(context, processes, settings);
    }

    RealtimeStubSettings settings() {
        return settings;
    }

    ProcessStore processes() {
        return processes;
    }

    RealtimeOrderHandler orders() {
        return orders;
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(StubCall call) {
        return call.header("authorization")
                .filter(value -> value.startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()));
    }

    @Override
    public Reply unauthorized() {
        return Reply.json(
                401, Reply.object().put("type", "AuthenticationError").put("message", "This API key is not known."));
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        // This answer is not documented. The vendor's clients expect a 404 without a type in its body.
        return Reply.json(404, Reply.object().put("message", "Nothing at this address."));
    }

    /**
     * Returns true if the reseller refuses requests with this violation. The stub accepts a {@code date} of a wrong
     * type, because the vendor's PHP client sends one.
     */
    @Override
    public boolean refuses(ContractViolation violation) {
        return StubBehaviour.super.refuses(violation)
                && !(violation.kind() == ContractViolation.Kind.WRONG_TYPE
                        && violation.field().equals("date"));
    }

    @Override
    public Reply refusal(StubCall call, List<ContractViolation> violations) {
        for (ContractViolation violation : violations) {
            Optional<RealtimeRefusal> refusal = Optional.ofNullable(
                    switch (violation.kind()) {
                        case UNREADABLE ->
                            RealtimeRefusal.of("InvalidMessage", "The body is not JSON: " + violation.message());
                        case UNKNOWN_PROPERTY -> RealtimeRefusal.unrecognized(violation.field(), "Unknown property.");
                        case WRONG_TYPE ->
                            RealtimeRefusal.unrecognized(violation.field(), "The value has the wrong type.");
                        case CONSTRAINT, ACCEPTED_TYPE -> null;
                    });
            if (refusal.isPresent()) {
                return refusal.get().reply();
            }
        }
        return RealtimeRefusal.constraints(violations, field -> value(call, field))
                .reply();
    }

    private static JsonNode value(StubCall call, String field) {
        return call.queryValue(field)
                .or(() -> Optional.ofNullable(call.pathParameters().get(field)))
                .<JsonNode>map(TextNode::valueOf)
                .orElseGet(() -> {
                    JsonNode body = call.json();
                    return body.isObject() ? body.at("/" + field.replace('.', '/')) : MissingNode.getInstance();
                });
    }

    static Set<String> operationsWithNames() {
        return Stream.of(BY_BODY, BY_PROCESS, BY_CERTIFICATE)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    @Override
    public List<String> names(StubCall call) {
        try {
            if (BY_BODY.contains(call.operationId())) {
                JsonNode body = call.json();
                List<String> csrNames =
                        SigningRequest.parse(body.path("csr").asText()).names();
                return RequestedNames.of(body, csrNames).listed();
            }
            if (BY_PROCESS.contains(call.operationId())) {
                return process(call).order().names().all();
            }
            // For a renewal or a reissue the names of the existing certificate count, not those of the new CSR.
            return BY_CERTIFICATE.contains(call.operationId())
                    ? certificate(call).names()
                    : List.of();
        } catch (RealtimeRefusal | IllegalArgumentException e) {
            return List.of();
        }
    }

    @Override
    public List<String> acknowledgedCharges(StubCall call) {
        return charges(call.json().path("billables"));
    }

    @Override
    public List<String> quotedCharges(Reply reply) {
        return charges(reply.json().path("quote").path("billables"));
    }

    private static List<String> charges(JsonNode billables) {
        return billables
                .valueStream()
                .map(line -> line.path("quantity").asInt(1) + " x "
                        + line.path("product").asText() + " "
                        + line.path("action").asText())
                .toList();
    }

    @Override
    public boolean isFinal(StubCall call, Reply reply) {
        String status = reply.json().path("status").asText();
        return call.operationId().equals("getProcess")
                && Stream.of(ProcessState.values())
                        .anyMatch(state -> state.hasEnded() && state.name().equals(status));
    }

    @Override
    public Optional<Reply> answer(StubCall call) {
        try {
            return Optional.ofNullable(
                    switch (call.operationId()) {
                        case "requestCertificate" -> orders.request(call);
                        case "createCertificate" -> orders.create(call);
                        case "renewCertificate" -> orders.renew(call);
                        case "renewCertificateLegacy" -> orders.renewLegacy(call);
                        case "reissueCertificate" -> orders.reissue(call);
                        case "revokeCertificate" -> revoke(call);
                        case "getProcess" -> withFields(call, process(call).read(), "id");
                        case "getProcessInfo" -> Reply.json(200, process(call).readInfo());
                        case "cancelProcess" -> cancel(call);
                        case "resendProcess" ->
                            Reply.json(200, process(call).resend(call.json().path("dcv"), context.ids()));
                        case "listProcesses" -> list(Kind.PROCESSES, call, processes.listedProcesses());
                        case "listCertificates" -> list(Kind.CERTIFICATES, call, processes.listedCertificates());
                        case "getCertificate" ->
                            withFields(call, certificate(call).json(), "id");
                        case "downloadCertificate" ->
                            certificate(call)
                                    .download(call.queryValue("format").orElse(RealtimeCertificate.DEFAULT_FORMAT));
                        case "listProducts" -> list(Kind.PRODUCTS, call, ProductCatalogue.entries());
                        case "getProduct" ->
                            withFields(
                                    call,
                                    ProductCatalogue.product(call.pathParameter("product"))
                                            .json(),
                                    "product");
                        case "decodeCsr" -> Reply.json(200, CsrContent.of(RealtimeOrderHandler.csr(call.json())));
                        case "listDcvEmailAddresses" -> validationAddresses(call.pathParameter("domainName"));
                        case "listNotifications", "pollNotification", "getNotification", "acknowledgeNotification" ->
                            notifications(call);
                        default -> null;
                    });
        } catch (RealtimeRefusal e) {
            return Optional.of(e.reply());
        }
    }

    private RealtimeProcess process(StubCall call) {
        return processes.process(Long.parseLong(call.pathParameter("processId")));
    }

    private RealtimeCertificate certificate(StubCall call) {
        return processes.certificate(Long.parseLong(call.pathParameter("certificateId")));
    }

    private Reply list(Kind kind, StubCall call, List<? extends ListingPage.Entry> entries) {
        return ListingPage.of(kind, call, settings, entries);
    }

    private static Reply withFields(StubCall call, JsonNode json, String identifyingField) {
        return Reply.json(200, ListingPage.withFields(call, json, identifyingField, List.of()));
    }

    /** Revokes a certificate. A request to revoke may have no body. */
    private Reply revoke(StubCall call) {
        JsonNode body = call.json().isObject() ? call.json() : Reply.object();
        long process = orders.revoke(certificate(call), body).id();
        return Reply.empty(202).with(PROCESS_ID, Long.toString(process));
    }

    private Reply cancel(StubCall call) {
        process(call).cancel();
        return Reply.empty(200);
    }

    private Reply notifications(StubCall call) {
        RealtimeOrderHandler.requireCustomer(call.pathParameter("customer"));
        return switch (call.operationId()) {
            case "listNotifications" -> list(Kind.NOTIFICATIONS, call, processes.notifications());
            case "pollNotification" -> Reply.json(200, processes.pollNotification());
            case "getNotification" ->
                withFields(
                        call,
                        processes
                                .notification(call.pathParameter("notificationId"))
                                .json(),
                        "id");
            default -> {
                processes.notification(call.pathParameter("notificationId")).acknowledge(context.now());
                yield Reply.empty(200);
            }
        };
    }

    /**
     * Returns the five usual validation addresses of a name and of each of its parent domains, except the top-level
     * domain.
     */
    private static Reply validationAddresses(String name) {
        ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        while (domain.indexOf('.') > 0) {
            for (String mailbox : MAILBOXES) {
                addresses.add(mailbox + "@" + domain);
            }
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return Reply.json(200, addresses);
    }

    /**
     * Returns the reply to send. Some settings make this method return a reply that breaks the contract. The stub has
     * already booked the request when this method is called.
     */
    @Override
    public Reply sent(StubCall call, Reply checked) {
        Reply reply = checked;
        if (reply.headers().containsKey(PROCESS_ID)) {
            reply = accepted(reply);
        } else if (call.isQuote() && reply.status() == 200) {
            reply = quoted(reply);
        }
        return settings.dateHeaderOff.isZero()
                ? reply
                : reply.with(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                processes.now().plus(settings.dateHeaderOff).atOffset(ZoneOffset.UTC)));
    }

    private Reply accepted(Reply reply) {
        Integer status = settings.acceptedStatus;
        Reply answered = status == null ? reply : reply.status(status);
        String own = answered.headers().get(PROCESS_ID);
        String first = firstProcess.updateAndGet(known -> known.isEmpty() ? own : known);
        String process = settings.processIdsReused ? first : own;
        Reply without = answered.without(PROCESS_ID);
        return switch (settings.processIdPlace) {
            case HEADER -> answered.with(PROCESS_ID, process);
            case LOCATION -> without.with("Location", "/v2/processes/" + process);
            // The answer to a revocation has no body, so one is created.
            case BODY -> {
                ObjectNode body = reply.json() instanceof ObjectNode object ? object : Reply.object();
                yield without.with("Content-Type", "application/json")
                        .withJson(body.put("processId", Long.valueOf(process)));
            }
            case NOWHERE -> without;
        };
    }

    private Reply quoted(Reply reply) {
        QuoteFlaw flaw = settings.quoteFlaw;
        JsonNode body = reply.json();
        if (flaw == null || !(body.get("quote") instanceof ObjectNode quote)) {
            return reply;
        }
        flaw.applyTo(quote);
        return reply.withJson(body);
    }
}
