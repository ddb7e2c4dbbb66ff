package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.DcvStatus;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.Product;
import dev.certbridge.realtime.generated.model.Validations;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.DomainValidation.HttpFile;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Order.State;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps processes, their infos and products of the reseller. Any member may be missing, and unknown values are accepted.
 */
final class RealtimeMapper {

    private static final Set<String> ENDED = Set.of("FAILED", "CANCELLED", "INVALID");

    private RealtimeMapper() {}

    /** Returns an order that was just placed, from the response to it. */
    static Order accepted(OrderId id, CertificateRequestInfo info) {
        return order(id, "NEW", info, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns an order from its process and the info of the process. The info is empty if the process is no longer
     * running. {@code issued} is the id of the certificate, if it was found.
     */
    static Order order(OrderId id, Process process, CertificateRequestInfo info, Optional<CertificateId> issued) {
        Optional<Money> charged = money(process.getTransaction()).or(() -> money(process.getReservation()));
        return order(id, status(process), info, charged, money(process.getRefund()), issued);
    }

    private static Order order(
            OrderId id,
            String status,
            CertificateRequestInfo info,
            Optional<Money> charged,
            Optional<Money> refunded,
            Optional<CertificateId> issued) {
        Optional<Order.Action> action = isCompleted(status) ? Optional.empty() : action(info);
        State state = ENDED.contains(status)
                ? State.ENDED
                : issued.isPresent() ? State.ISSUED : action.isPresent() ? State.ACTION_REQUIRED : State.PENDING;
        return Order.builder(id, state, status)
                .validations(validations(info))
                .action(action)
                .charged(charged)
                .refunded(refunded)
                .certificate(issued)
                .build();
    }

    /** Returns true if the process is completed. Its certificate may not be listed yet. */
    static boolean isCompleted(String status) {
        return status.equals("COMPLETED");
    }

    /** Returns true while the process is neither completed nor ended without a certificate. */
    static boolean isRunning(String status) {
        return !isCompleted(status) && !ENDED.contains(status);
    }

    static String status(Process process) {
        return process.getStatus() == null ? "" : process.getStatus().toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the amount if there is exactly one valid currency. With several currencies there is no price that can be
     * compared.
     */
    static Optional<Money> money(@Nullable Map<String, Long> cents) {
        if (cents == null || cents.size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, Long> only = cents.entrySet().iterator().next();
        return only.getValue() == null || only.getValue() < 0 || !only.getKey().matches("[A-Z]{3}")
                ? Optional.empty()
                : Optional.of(new Money(only.getKey(), only.getValue()));
    }

    /**
     * Returns the steps that a person has to take, for instance for the organization. Domain validation needs no person
     * and is not included.
     */
    private static Optional<Order.Action> action(CertificateRequestInfo info) {
        Map<String, @Nullable String> steps = new LinkedHashMap<>();
        Validations validations = info.getValidations();
        if (validations != null) {
            steps.put("organization", validations.getOrganization());
            steps.put("documents", validations.getDocs());
            steps.put("call", validations.getVoice());
            steps.put("whois", validations.getWhois());
            steps.put("subscriber agreement", validations.getAgreement());
        }
        String waitingFor = steps.entrySet().stream()
                .filter(step -> "ATTENTION".equalsIgnoreCase(step.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        boolean unexplained = Boolean.TRUE.equals(info.getRequiresAttention())
                && dcv(info).noneMatch(dcv -> "ATTENTION".equalsIgnoreCase(dcv.getStatus()));
        if (waitingFor.isEmpty() && !unexplained) {
            return Optional.empty();
        }
        return Optional.of(new Order.Action(
                waitingFor.isEmpty() ? "something the reseller does not name" : waitingFor,
                url(info.getOneTimeLink())));
    }

    private static List<DomainValidation> validations(CertificateRequestInfo info) {
        return dcv(info)
                .map(RealtimeMapper::validation)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<DomainValidation> validation(DcvStatus dcv) {
        boolean done = "VALIDATED".equalsIgnoreCase(dcv.getStatus());
        if (dcv.getDnsRecord() != null && dcv.getDnsContents() != null) {
            String type = dcv.getDnsType() == null ? "CNAME" : dcv.getDnsType();
            return Optional.of(
                    new DnsRecord(hostName(dcv.getDnsRecord()), type, value(type, dcv.getDnsContents()), done));
        }
        if (dcv.getFileLocation() != null && dcv.getFileContents() != null) {
            return Optional.of(new HttpFile(dcv.getFileLocation(), dcv.getFileContents(), done));
        }
        return Optional.ofNullable(dcv.getEmail()).map(address -> new Email(address, done));
    }

    /**
     * Returns the value of a DNS record. The value of a CNAME is normalized as a host name; other values are not
     * changed.
     */
    private static String value(String type, String contents) {
        return type.equalsIgnoreCase("CNAME") ? hostName(contents) : contents;
    }

    private static String hostName(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static Stream<DcvStatus> dcv(CertificateRequestInfo info) {
        return Stream.ofNullable(info.getValidations())
                .flatMap(validations -> Stream.ofNullable(validations.getDcv()))
                .flatMap(List::stream)
                .filter(Objects::nonNull);
    }

    private static Optional<URI> url(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? Optional.empty() : Optional.of(URI.create(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static dev.certbridge.reseller.order.Product product(Product product) {
        List<Integer> periods = product.getPeriods() == null ? List.of() : product.getPeriods();
        return dev.certbridge.reseller.order.Product.of(
                text(product.getProduct()),
                text(product.getName()),
                level(text(product.getValidationType())),
                periods.stream()
                        .filter(months -> months != null && months > 0)
                        .map(Validity::months)
                        .toList());
    }

    /** Returns dv, ov or ev. Returns an unknown validation type in lower case. */
    private static String level(String validationType) {
        return switch (validationType) {
            case "DOMAIN_VALIDATION" -> "dv";
            case "ORGANIZATION_VALIDATION" -> "ov";
            case "EXTENDED_VALIDATION" -> "ev";
            default -> validationType.toLowerCase(Locale.ROOT);
        };
    }

    /** Returns the number of a certificate. Throws IllegalArgumentException if its id is not a number. */
    static long number(CertificateId id) {
        return number("certificate", id.providerId());
    }

    /** Returns an id as a number. Throws IllegalArgumentException if it is not a number without leading zeros. */
    static long number(String what, String id) {
        if (!RealtimeRequestRules.NUMBER.matcher(id).matches()) {
            throw new IllegalArgumentException("nothing was sent: a " + what
                    + " of Realtime Register is a number without leading zeros, not \"" + id + "\"");
        }
        return Long.parseLong(id);
    }

    /** Returns the text, or an empty string if it is missing. */
    static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
