package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubBehaviour;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubContext;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Realtime Register does with requests, as far as the facts go. */
final class RealtimeBehaviour implements StubBehaviour {

    /** An obvious fake. */
    static final String KEY = "not-a-real-realtime-key";

    private static final String SCHEME = "ApiKey ";

    private final StubContext workshop;
    private final RealtimeStubSettings quirks = new RealtimeStubSettings();
    private final RealtimeOrderHandler desk;
    private final ProcessStore office;
    private final ResponseRewriter sent;

    RealtimeBehaviour(StubContext workshop) {
        this.workshop = workshop;
        this.office = new ProcessStore(workshop, quirks);
        this.desk = new RealtimeOrderHandler(workshop.ids(), office, new Billing(workshop, office, quirks));
        this.sent = new ResponseRewriter(quirks, workshop.options().clock());
    }

    RealtimeStubSettings quirks() {
        return quirks;
    }

    ProcessStore office() {
        return office;
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
        return error(401, "AuthenticationError", "This API key is not known.");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        // Not documented; the vendor's clients expect a 404, and no type in its body.
        return Reply.json(404, JsonNodeFactory.instance.objectNode().put("message", "Nothing at this address."));
    }

    /** Mistyped values are refused, by the errors page; but the vendor's PHP client sends a date as PHP's own object. */
    @Override
    public boolean refuses(ContractViolation breach) {
        return StubBehaviour.super.refuses(breach)
                && !(breach.kind() == ContractViolation.Kind.WRONG_TYPE
                        && breach.field().equals("date"));
    }

    @Override
    public Reply refusal(StubCall call, List<ContractViolation> breaches) {
        for (ContractViolation breach : breaches) {
            switch (breach.kind()) {
                case UNREADABLE -> {
                    return RealtimeRefusal.of("InvalidMessage", "The body is not JSON: " + breach.message())
                            .reply();
                }
                case UNKNOWN_PROPERTY -> {
                    return RealtimeRefusal.unrecognized(breach.field(), "Unknown property.")
                            .reply();
                }
                case WRONG_TYPE -> {
                    return RealtimeRefusal.unrecognized(breach.field(), "The value has the wrong type.")
                            .reply();
                }
                case CONSTRAINT, ACCEPTED_TYPE -> {}
            }
        }
        ContractViolation first = breaches.get(0);
        RealtimeRefusal refused =
                RealtimeRefusal.constraint(first.field(), first.message(), value(call, first.field()));
        breaches.stream()
                .skip(1)
                .forEach(breach -> refused.violation(breach.field(), breach.message(), value(call, breach.field())));
        return refused.reply();
    }

    @Override
    public List<String> names(StubCall call) {
        try {
            return switch (call.operationId()) {
                case "requestCertificate", "createCertificate" -> {
                    JsonNode body = call.json();
                    List<String> csrNames =
                            SigningRequest.parse(body.path("csr").asText()).names();
                    yield CertificateNames.Asked.of(body, csrNames).listed();
                }
                case "getProcess", "getProcessInfo", "cancelProcess", "resendProcess" ->
                    office.process(id(call, "processId")).order().names().all();
                // By the names of the certificate; those of a CSR for its successor are not looked at.
                case "getCertificate",
                        "downloadCertificate",
                        "renewCertificate",
                        "renewCertificateLegacy",
                        "reissueCertificate",
                        "revokeCertificate" ->
                    office.certificate(id(call, "certificateId")).names();
                default -> List.of();
            };
        } catch (RealtimeRefusal | IllegalArgumentException nobodysNames) {
            return List.of();
        }
    }

    @Override
    public Optional<Reply> answer(StubCall call) {
        try {
            return Optional.ofNullable(
                    switch (call.operationId()) {
                        case "requestCertificate" -> desk.request(call);
                        case "createCertificate" -> desk.create(call);
                        case "renewCertificate" -> desk.renew(call);
                        case "renewCertificateLegacy" -> desk.renewLegacy(call);
                        case "reissueCertificate" -> desk.reissue(call);
                        case "revokeCertificate" -> revoke(call);
                        case "getProcess" ->
                            projected(
                                    call, office.process(id(call, "processId")).look(), "id");
                        case "getProcessInfo" ->
                            Reply.json(
                                    200, office.process(id(call, "processId")).lookAtInfo());
                        case "cancelProcess" -> cancel(call);
                        case "resendProcess" -> resend(call);
                        case "listProcesses" ->
                            new ListingPage(ListedResources.PROCESSES, call, quirks).of(office.listedProcesses());
                        case "listCertificates" ->
                            new ListingPage(ListedResources.CERTIFICATES, call, quirks).of(office.listedCertificates());
                        case "getCertificate" -> certificate(call);
                        case "downloadCertificate" ->
                            CertificateDownload.of(
                                    office.certificate(id(call, "certificateId")),
                                    call.queryValue("format").orElse(CertificateDownload.DEFAULT_FORMAT),
                                    quirks.downloadForm);
                        case "listProducts" ->
                            new ListingPage(ListedResources.PRODUCTS, call, quirks).of(ProductCatalogue.entries());
                        case "getProduct" -> product(call);
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

    @Override
    public Reply sent(StubCall call, Reply checked) {
        return sent.of(call, checked);
    }

    private Reply certificate(StubCall call) {
        return projected(call, office.certificate(id(call, "certificateId")).json(), "id");
    }

    private static Reply product(StubCall call) {
        return projected(
                call, ProductCatalogue.product(call.pathParameter("product")).json(), "product");
    }

    /** With the fields only that were asked for, and the identifying one. */
    private static Reply projected(StubCall call, JsonNode json, String identifyingField) {
        return Reply.json(200, ListingPage.only(call, json, identifyingField, List.of()));
    }

    /** The reason may be missing, and the whole body with it. */
    private Reply revoke(StubCall call) {
        JsonNode body = call.json().isObject() ? call.json() : JsonNodeFactory.instance.objectNode();
        long process = office.revoke(id(call, "certificateId"), body).id();
        return new Reply(202, Map.of(ResponseRewriter.PROCESS_ID, Long.toString(process)), new byte[0]);
    }

    private Reply cancel(StubCall call) {
        office.process(id(call, "processId")).cancel();
        return new Reply(200, Map.of(), new byte[0]);
    }

    private Reply resend(StubCall call) {
        JsonNode dcv = call.json().path("dcv");
        return Reply.json(200, office.process(id(call, "processId")).resend(dcv, workshop.ids()));
    }

    private Reply notifications(StubCall call) {
        RealtimeOrderHandler.requireCustomer(call.pathParameter("customer"));
        NotificationStore store = office.notifications();
        return switch (call.operationId()) {
            case "listNotifications" -> new ListingPage(ListedResources.NOTIFICATIONS, call, quirks).of(store.all());
            case "pollNotification" -> Reply.json(200, store.poll());
            case "getNotification" ->
                projected(call, store.get(call.pathParameter("notificationId")).json(), "id");
            default -> {
                store.get(call.pathParameter("notificationId"))
                        .acknowledge(office.now().truncatedTo(ChronoUnit.SECONDS));
                yield new Reply(200, Map.of(), new byte[0]);
            }
        };
    }

    /** The five usual addresses of the name and of every domain above it, without its top-level domain. */
    private static Reply validationAddresses(String name) {
        ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        while (domain.indexOf('.') > 0) {
            for (String local : List.of("admin", "administrator", "hostmaster", "postmaster", "webmaster")) {
                addresses.add(local + "@" + domain);
            }
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return Reply.json(200, addresses);
    }

    private static long id(StubCall call, String parameter) {
        return Long.parseLong(call.pathParameter(parameter));
    }

    /** What was sent, for the violation that names it. */
    private static JsonNode value(StubCall call, String field) {
        return call.queryValue(field)
                .or(() -> Optional.ofNullable(call.pathParameters().get(field)))
                .<JsonNode>map(TextNode::valueOf)
                .orElseGet(() -> {
                    JsonNode body = call.json();
                    return body.isObject() ? body.at("/" + field.replace('.', '/')) : MissingNode.getInstance();
                });
    }

    private static Reply error(int status, String type, String message) {
        return Reply.json(
                status, JsonNodeFactory.instance.objectNode().put("type", type).put("message", message));
    }
}
