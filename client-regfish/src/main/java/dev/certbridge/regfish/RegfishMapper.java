package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Validation;
import dev.certbridge.regfish.generated.model.ValidationRecord;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Order.State;
import dev.certbridge.reseller.order.OrderId;
import java.net.URI;
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

/** From regfish's certificate object to our order. Any member may be missing or new. */
final class RegfishMapper {

    private static final Set<String> ENDED = Set.of("cancelled", "order_cancelled", "rejected", "unknown", "revoked");
    private static final Set<String> THERE = Set.of("issued", "expired");

    private RegfishMapper() {}

    /** An order or renewal; {@link RegfishReissues} knows reissues. */
    static Order order(ResellerAccount place, OrderId id, @Nullable Certificate certificate) {
        return certificate == null
                ? Order.accepted(id, Optional.empty(), "pending")
                : order(place, id, certificate, state(certificate), status(certificate), certificate.getValidation());
    }

    static Order order(
            ResellerAccount place,
            OrderId id,
            Certificate certificate,
            State state,
            String status,
            @Nullable Validation validation) {
        Optional<CertificateId> issued =
                state == State.ISSUED ? Optional.of(place.certificateId(id.providerId())) : Optional.empty();
        return Order.builder(id, state, status)
                .validations(validations(validation, state == State.ISSUED))
                .action(action(certificate))
                .certificate(issued)
                .build();
    }

    /** True while it waits for validation, the authority or a person. */
    static boolean isOpen(Certificate certificate) {
        State state = state(certificate);
        return state == State.PENDING || state == State.ACTION_REQUIRED;
    }

    /** Its product; empty when it is not told. */
    static String product(Certificate certificate) {
        return certificate.getProduct() == null ? "" : certificate.getProduct();
    }

    /** Every name, the common name first. */
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
        boolean there = THERE.contains(status) && Boolean.TRUE.equals(certificate.getCertificatePemAvailable());
        return there ? State.ISSUED : State.PENDING;
    }

    static String status(Certificate certificate) {
        return certificate.getStatus() == null ? "" : certificate.getStatus().toLowerCase(Locale.ROOT);
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

    /** The completion page, which is an empty string when there is none. */
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
        String plain = name == null ? "" : name.toLowerCase(Locale.ROOT);
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static <T> List<T> known(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
