package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to order: a new certificate, a renewal or a reissue. Immutable; each method returns a changed copy. Checked
 * whole, against the reseller's contract, before anything is sent.
 */
public final class OrderRequest {

    private final OrderDraft draft;

    private OrderRequest(OrderDraft draft) {
        this.draft = draft;
    }

    /** A new certificate of a product, by the reseller's id of it. */
    public static OrderRequest of(String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("a product must be named; products() lists them");
        }
        return new OrderRequest(new OrderDraft(OrderId.Kind.ORDER, product, Optional.empty()));
    }

    /** A new term for a certificate: another order, paid like one. */
    public static OrderRequest renewalOf(CertificateId source, String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("a renewal names its product; the certificate's own is the usual one");
        }
        return new OrderRequest(new OrderDraft(OrderId.Kind.RENEWAL, product, Optional.of(source)));
    }

    /** A replacement with another key within the same order. */
    public static OrderRequest reissueOf(CertificateId source) {
        return new OrderRequest(new OrderDraft(OrderId.Kind.REISSUE, "", Optional.of(source)));
    }

    /** With this certificate signing request. */
    public OrderRequest csr(Csr value) {
        return with(draft -> draft.csr = Optional.of(value));
    }

    /** With this certificate signing request in PEM; throws {@link IllegalArgumentException} when it is none. */
    public OrderRequest csr(String pem) {
        return csr(Csr.parse(pem));
    }

    /** For these names, the common name first. Without this call: the names of the CSR. They must agree with it. */
    public OrderRequest names(String commonName, String... furtherNames) {
        return names(Stream.concat(Stream.of(commonName), Arrays.stream(furtherNames))
                .toList());
    }

    /** For these names, the common name first. */
    public OrderRequest names(List<String> all) {
        List<String> checked =
                all.stream().map(DomainName::requireValid).distinct().toList();
        return with(draft -> draft.names = checked);
    }

    /** For this long, in the reseller's own unit. Without this call: the reseller's default, where it has one. */
    public OrderRequest validity(Validity value) {
        return with(draft -> draft.validity = Optional.of(value));
    }

    /** Proving control of every name this way. Without this call: {@link DcvMethod#DNS}. */
    public OrderRequest dcv(DcvMethod value) {
        return with(draft -> draft.dcv = value);
    }

    /** Proving control of this one name this way. */
    public OrderRequest dcv(String name, DcvMethod value) {
        String checked = DomainName.requireValid(name);
        return with(draft -> draft.dcvByName.put(checked, value));
    }

    /** In this organization's name. */
    public OrderRequest organization(Organization value) {
        return with(draft -> draft.organization = Optional.of(value));
    }

    /** With this person answering for the organization. Realtime Register only. */
    public OrderRequest approver(Approver value) {
        return with(draft -> draft.approver = Optional.of(value));
    }

    /** With this contact on file, by its handle. Realtime Register's deprecated calls only. */
    public OrderRequest contact(String handle) {
        return with(draft -> draft.contact = Optional.of(handle));
    }

    /** Validated in this language: {@code EN}, {@code NL}, {@code DE} and so on. Realtime Register only. */
    public OrderRequest language(String code) {
        return with(draft -> draft.language = Optional.of(code));
    }

    /**
     * Says that the certificate which is reissued may be revoked: whether it is, no reseller documents. A reissue
     * without this is refused.
     */
    public OrderRequest oldMayBeRevoked() {
        return with(draft -> draft.oldMayBeRevoked = true);
    }

    /** Even when the reseller lists an equal open order that the book does not know. */
    public OrderRequest allowingDuplicate() {
        return with(draft -> draft.duplicateAllowed = true);
    }

    /** What is ordered. */
    public OrderId.Kind kind() {
        return draft.kind;
    }

    /** The reseller's id of the product; empty for a reissue, which keeps its order's. */
    public String product() {
        return draft.product;
    }

    /** The certificate that is renewed or reissued. */
    public Optional<CertificateId> source() {
        return draft.source;
    }

    /** The certificate signing request; throws {@link IllegalArgumentException} when none was given. */
    public Csr csr() {
        return draft.csr.orElseThrow(() -> new IllegalArgumentException("a CSR is missing; give one with csr(...)"));
    }

    /** True when a CSR was given. */
    public boolean hasCsr() {
        return draft.csr.isPresent();
    }

    /** All names, the common name first: those given, else those of the CSR. */
    public List<String> names() {
        return draft.names.isEmpty() ? draft.csr.map(Csr::names).orElse(List.of()) : draft.names;
    }

    /** How long, when it was said. */
    public Optional<Validity> validity() {
        return draft.validity;
    }

    /** How control of names without a choice of their own is proven. */
    public DcvMethod dcv() {
        return draft.dcv;
    }

    /** How control of this name is proven. */
    public DcvMethod dcv(String name) {
        return draft.dcvByName.getOrDefault(name, draft.dcv);
    }

    /** The names that have a choice of their own, with it. */
    public Map<String, DcvMethod> dcvByName() {
        return Map.copyOf(draft.dcvByName);
    }

    /** In whose name. */
    public Optional<Organization> organization() {
        return draft.organization;
    }

    /** Who answers for the organization. */
    public Optional<Approver> approver() {
        return draft.approver;
    }

    /** The contact on file. */
    public Optional<String> contact() {
        return draft.contact;
    }

    /** The language of the validation. */
    public Optional<String> language() {
        return draft.language;
    }

    /** Whether the reissued certificate may be revoked. */
    public boolean revokingOldAllowed() {
        return draft.oldMayBeRevoked;
    }

    /** Whether an equal open order is allowed. */
    public boolean duplicateAllowed() {
        return draft.duplicateAllowed;
    }

    /**
     * What makes two requests the same wish: everything but the CSR and the leaves given. One line of text, in an order
     * that does not change.
     */
    public String fingerprint() {
        return draft.kind.name().toLowerCase(Locale.ROOT)
                + draft.source.map(id -> " of " + id).orElse("")
                + ";product=" + product() + ";names=" + String.join(",", names()) + ";validity="
                + draft.validity.map(Validity::toString).orElse("-") + ";dcv=" + dcvText()
                + draft.organization.map(value -> ";organization=" + value).orElse("")
                + draft.approver.map(value -> ";approver=" + value).orElse("")
                + draft.contact.map(value -> ";contact=" + value).orElse("")
                + draft.language.map(value -> ";language=" + value).orElse("");
    }

    private String dcvText() {
        return draft.dcv
                + new TreeMap<>(draft.dcvByName)
                        .entrySet().stream()
                                .map(choice -> "," + choice.getKey() + " " + choice.getValue())
                                .collect(Collectors.joining());
    }

    private OrderRequest with(Consumer<OrderDraft> change) {
        OrderDraft changed = draft.copy();
        change.accept(changed);
        return new OrderRequest(changed);
    }

    @Override
    public String toString() {
        return "OrderRequest[" + fingerprint() + "]";
    }
}
