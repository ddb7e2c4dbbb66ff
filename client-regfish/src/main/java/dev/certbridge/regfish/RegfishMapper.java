package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Product;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.regfish.generated.model.Validation;
import dev.certbridge.regfish.generated.model.ValidationRecord;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Order.State;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps regfish's certificate object to orders, reissues and certificates. The mapping accepts missing members and
 * unknown values.
 */
final class RegfishMapper {

    private static final Set<String> ENDED = Set.of("cancelled", "order_cancelled", "rejected", "unknown", "revoked");
    private static final Set<String> ISSUED = Set.of("issued", "expired");
    private static final Set<String> CANCELLED = Set.of("cancelled", "order_cancelled");
    private static final Set<String> REISSUE_ENDED = Set.of("cancelled", "rejected", "failed");

    private RegfishMapper() {}

    /**
     * Creates an order or a renewal from the certificate in a response. If the response contains no certificate, the
     * order is pending.
     */
    static Order order(ResellerAccount account, OrderId id, @Nullable Certificate certificate) {
        return certificate == null
                ? Order.accepted(id, Optional.empty(), "pending")
                : order(account, id, certificate, state(certificate), status(certificate), certificate.getValidation());
    }

    private static Order order(
            ResellerAccount account,
            OrderId id,
            Certificate certificate,
            State state,
            String status,
            @Nullable Validation validation) {
        Optional<CertificateId> issued =
                state == State.ISSUED ? Optional.of(account.certificateId(id.providerId())) : Optional.empty();
        return Order.builder(id, state, status)
                .validations(validations(validation, state == State.ISSUED))
                .action(action(certificate))
                .certificate(issued)
                .build();
    }

    static boolean isOpen(Certificate certificate) {
        State state = state(certificate);
        return state == State.PENDING || state == State.ACTION_REQUIRED;
    }

    static String product(Certificate certificate) {
        return text(certificate.getProduct());
    }

    static Set<String> names(Certificate certificate) {
        return Stream.concat(Stream.ofNullable(certificate.getCommonName()), known(certificate.getDnsNames()).stream())
                .filter(Objects::nonNull)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static State state(Certificate certificate) {
        String status = status(certificate);
        if (ENDED.contains(status)) {
            return State.ENDED;
        }
        if (Boolean.TRUE.equals(certificate.getActionRequired())) {
            return State.ACTION_REQUIRED;
        }
        boolean there = ISSUED.contains(status) && Boolean.TRUE.equals(certificate.getCertificatePemAvailable());
        return there ? State.ISSUED : State.PENDING;
    }

    static String status(Certificate certificate) {
        return text(certificate.getStatus()).toLowerCase(Locale.ROOT);
    }

    private static Optional<Order.Action> action(Certificate certificate) {
        if (!Boolean.TRUE.equals(certificate.getActionRequired())) {
            return Optional.empty();
        }
        String waitingFor = Stream.of(certificate.getPendingMessage(), certificate.getPendingReason())
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse("organization details");
        return Optional.of(new Order.Action(waitingFor, url(certificate.getCompletionUrl())));
    }

    /** Parses the URL of the completion page. Returns an empty result if the text is empty or not a URL. */
    private static Optional<URI> url(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? Optional.empty() : Optional.of(URI.create(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<DomainValidation> validations(@Nullable Validation validation, boolean done) {
        if (validation == null) {
            return List.of();
        }
        List<DomainValidation> all = new ArrayList<>();
        for (ValidationRecord record : known(validation.getDnsRecords())) {
            if (record != null) {
                all.add(dns(record, done));
            }
        }
        for (String address : known(validation.getEmailTargets())) {
            if (address != null) {
                all.add(new Email(address, done));
            }
        }
        return List.copyOf(all);
    }

    private static DnsRecord dns(ValidationRecord record, boolean done) {
        String type = record.getType() == null ? "CNAME" : record.getType();
        return new DnsRecord(hostName(record.getName()), type, hostName(record.getValue()), done);
    }

    private static String hostName(@Nullable String name) {
        String plain = text(name).toLowerCase(Locale.ROOT);
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static <T> List<T> known(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /**
     * Maps a reissue. Until the reissue is finished, the certificate object of regfish describes the old certificate.
     */
    static Order reissue(ResellerAccount account, OrderId id, Certificate certificate, ReissueBaseline before) {
        Reissue shown = certificate.getReissue();
        // regfish may show an earlier reissue for a while after it has finished.
        Reissue own = shown == null || before.had(shown) ? null : shown;
        return order(
                account,
                id,
                certificate,
                own == null ? stateWithoutReissue(certificate, before) : state(certificate, own, before),
                own == null ? status(certificate) : status(own),
                validation(certificate, own));
    }

    /** Returns true if a reissue is running or has an unknown status. */
    static boolean isRunning(@Nullable Reissue reissue) {
        return reissue != null
                && !REISSUE_ENDED.contains(status(reissue))
                && !status(reissue).equals("issued");
    }

    private static State state(Certificate certificate, Reissue own, ReissueBaseline before) {
        String status = status(own);
        if (REISSUE_ENDED.contains(status)) {
            return State.ENDED;
        }
        if (status.equals("issued")) {
            // If the baseline does not contain the previous reissue, an issued reissue may be that previous reissue.
            boolean earlier = !before.knowsReissues() && before.sameSerial(certificate);
            boolean there = Boolean.TRUE.equals(certificate.getCertificatePemAvailable());
            return there && !earlier ? State.ISSUED : State.PENDING;
        }
        if (CANCELLED.contains(status(certificate))) {
            return State.ENDED;
        }
        return Boolean.TRUE.equals(certificate.getActionRequired()) ? State.ACTION_REQUIRED : State.PENDING;
    }

    /**
     * Returns the state of a reissue that regfish does not show. A reissue that regfish does not show counts as issued
     * only if the certificate has changed.
     */
    private static State stateWithoutReissue(Certificate certificate, ReissueBaseline before) {
        State state = state(certificate);
        boolean old = state == State.ISSUED && !before.replaced(certificate);
        // The old certificate may be revoked before regfish shows the reissue.
        boolean oldRevoked = state == State.ENDED && status(certificate).contains("revoked");
        return old || oldRevoked ? State.PENDING : state;
    }

    private static @Nullable Validation validation(Certificate certificate, @Nullable Reissue own) {
        return own == null || own.getValidation() == null ? certificate.getValidation() : own.getValidation();
    }

    private static String status(Reissue reissue) {
        return text(reissue.getStatus()).toLowerCase(Locale.ROOT);
    }

    static List<dev.certbridge.reseller.order.Product> products(List<Product> listed) {
        return listed.stream()
                .map(product -> dev.certbridge.reseller.order.Product.of(
                        text(product.getSku()),
                        text(product.getName()),
                        text(product.getValidationLevel() == null ? product.getType() : product.getValidationLevel())
                                .toLowerCase(Locale.ROOT),
                        List.of()))
                .toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static dev.certbridge.reseller.order.Certificate certificate(
            ResellerAccount account, String id, Certificate certificate) {
        return dev.certbridge.reseller.order.Certificate.builder(
                        account.certificateId(id),
                        product(certificate),
                        List.copyOf(names(certificate)),
                        certificateState(certificate),
                        status(certificate))
                .validity(
                        Optional.ofNullable(certificate.getValidFrom()).map(OffsetDateTime::toInstant),
                        Optional.ofNullable(certificate.getValidUntil()).map(OffsetDateTime::toInstant))
                .serial(serial(certificate))
                .orderId(Optional.of(id))
                .build();
    }

    /** Returns true if regfish has ever issued the certificate, and false if the object is only an order. */
    static boolean isCertificate(Certificate certificate) {
        return certificateState(certificate) != dev.certbridge.reseller.order.Certificate.State.OTHER
                || certificate.getSerialNumber() != null
                || Boolean.TRUE.equals(certificate.getCertificatePemAvailable());
    }

    /**
     * Returns the serial number in lower-case hex, without separators and without leading zeros. The result is empty if
     * the serial number is missing or not hex.
     */
    static Optional<String> serial(Certificate certificate) {
        return Optional.ofNullable(certificate.getSerialNumber())
                .map(text -> text.replaceAll("[:\\s-]", "").toLowerCase(Locale.ROOT))
                .map(hex -> hex.replaceFirst("^0+(?=.)", ""))
                .filter(hex -> hex.matches("[0-9a-f]+"));
    }

    private static dev.certbridge.reseller.order.Certificate.State certificateState(Certificate certificate) {
        String status = status(certificate);
        return switch (status) {
            case "issued" -> dev.certbridge.reseller.order.Certificate.State.ACTIVE;
            case "expired" -> dev.certbridge.reseller.order.Certificate.State.EXPIRED;
            // regfish does not document the status of a revoked certificate.
            default ->
                status.contains("revoked")
                        ? dev.certbridge.reseller.order.Certificate.State.REVOKED
                        : dev.certbridge.reseller.order.Certificate.State.OTHER;
        };
    }

    /**
     * The product and names of a certificate, for comparison with a request. A missing value counts as equal: after a
     * false match, a person only checks the order, but a missed match may cause a second order.
     *
     * @param allNames true if {@code names} contains all names of the certificate. The names are certainly complete
     *     only if the certificate has a common name and a list of DNS names
     */
    record Item(String product, Set<String> names, boolean allNames) {

        static Item of(Certificate certificate) {
            return new Item(
                    RegfishMapper.product(certificate),
                    RegfishMapper.names(certificate),
                    certificate.getCommonName() != null && certificate.getDnsNames() != null);
        }

        /**
         * Returns true if the product and the names match the request. The comparison ignores names that the authority
         * adds free of charge.
         */
        boolean isFor(OrderRequest request) {
            Set<String> wanted = Set.copyOf(request.names());
            boolean sameProduct = product.isBlank() || product.equalsIgnoreCase(request.product());
            return sameProduct
                    && (!allNames || names.containsAll(wanted))
                    && names.stream()
                            .allMatch(
                                    name -> wanted.contains(name) || twins(name).anyMatch(wanted::contains));
        }

        /**
         * Returns the names whose certificates also contain the given name free of charge. For instance, a certificate
         * for {@code example.com} also contains {@code www.example.com}.
         */
        private static Stream<String> twins(String name) {
            return name.startsWith("www.")
                    ? Stream.of(name.substring("www.".length()), "*." + name)
                    : Stream.of("www." + name, "*." + name);
        }
    }
}
