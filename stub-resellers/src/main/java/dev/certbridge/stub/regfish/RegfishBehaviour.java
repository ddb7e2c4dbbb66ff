package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubBehaviour;
import dev.certbridge.stub.StubCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What regfish does with requests, as far as the facts go. */
final class RegfishBehaviour implements StubBehaviour {

    /** An obvious fake. */
    static final String KEY = "not-a-real-regfish-key";

    private final StubState registrar;
    private final OrderStore shelf;
    private final RegfishOrderHandler desk;
    private final DnsHandler dns;

    RegfishBehaviour(StubState registrar, OrderStore shelf, RegfishOrderHandler desk) {
        this.registrar = registrar;
        this.shelf = shelf;
        this.desk = desk;
        this.dns = new DnsHandler(registrar.zones());
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(StubCall call) {
        return call.header("x-api-key");
    }

    @Override
    public Reply unauthorized() {
        return StubEnvelope.failure(401, "Unauthorized", "Unauthorized");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        return StubEnvelope.failure(404, "Not found", "Nothing at this address");
    }

    /** A member that regfish does not know harms nothing: the DNS client of the vendor sends {@code "id": 0}. */
    @Override
    public boolean refuses(ContractViolation breach) {
        return StubBehaviour.super.refuses(breach) && breach.kind() != ContractViolation.Kind.UNKNOWN_PROPERTY;
    }

    @Override
    public Reply refusal(StubCall call, List<ContractViolation> breaches) {
        String detail = breaches.stream().map(ContractViolation::toString).collect(Collectors.joining("; "));
        return StubEnvelope.failure(400, "The request was not accepted", detail);
    }

    @Override
    public List<String> names(StubCall call) {
        if (call.operationId().equals("createCertificate")) {
            return OrderBody.names(call.json());
        }
        return Optional.ofNullable(call.pathParameters().get("certificate_id"))
                .flatMap(shelf::find)
                .map(RegfishOrder::names)
                .orElse(List.of());
    }

    @Override
    public Optional<Reply> answer(StubCall call) {
        try {
            return certificates(call).or(() -> organizations(call)).or(() -> dns.answer(call));
        } catch (RegfishRefusal e) {
            return Optional.of(e.reply());
        }
    }

    private Optional<Reply> certificates(StubCall call) {
        return switch (call.operationId()) {
            case "createCertificate" -> success(desk.create(call.json()));
            case "listCertificates" -> success(shelf.list());
            case "getCertificate" -> success(order(call).look());
            case "reissueCertificate" -> success(desk.reissue(order(call), call.json()));
            case "completeCertificate" ->
                success(desk.complete(order(call), call.json().path("org_id").asText()));
            case "downloadCertificate" -> Optional.of(order(call).download(call.pathParameter("format")));
            case "listProducts" -> success(registrar.catalog().json());
            default -> Optional.empty();
        };
    }

    private Optional<Reply> organizations(StubCall call) {
        OrganizationStore organizations = registrar.organizations();
        return switch (call.operationId()) {
            case "listOrganizations" -> success(organizations.list());
            case "createOrganization" ->
                success(organizations.create(call.json()).json());
            case "patchOrganization" ->
                success(organizations
                        .patch(call.pathParameter("organization_id"), call.json())
                        .json());
            default -> Optional.empty();
        };
    }

    private RegfishOrder order(StubCall call) {
        return shelf.order(call.pathParameter("certificate_id"), "Certificate not found");
    }

    private static Optional<Reply> success(JsonNode response) {
        return Optional.of(StubEnvelope.success(response));
    }
}
