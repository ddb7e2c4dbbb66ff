package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.DcvStatus;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.Product;
import dev.certbridge.realtime.generated.model.Validations;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.DomainValidation.HttpFile;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Order.State;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps processes, certificates and products to the types of the reseller API, and compares processes with requests. The
 * mapping accepts missing members and unknown values. The JSON member {@code command} of a process repeats the request in
 * an undocumented form.
 */
final class RealtimeMapper {

    /** The actions of certificate processes that are not orders. The names of actions are not documented. */
    private static final Set<String> NO_ORDERS = Set.of("revoke", "delete", "import", "cancel");

    /** The end of the first line of a PEM CSR, which is the same for all tools. */
    private static final String CSR_LINE = "CERTIFICATE REQUEST-----";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private RealtimeMapper() {}

    /** The phases of a process. A process with an unknown status counts as running. */
    enum Phase {
        RUNNING,
        /**
         * The process has ended with an issued certificate. The listing of certificates may not contain the certificate
         * yet.
         */
        COMPLETED,
        /** The process has ended without a certificate. */
        ENDED;

        static Phase of(Process process) {
            return of(status(process));
        }

        private static Phase of(String status) {
            return switch (status) {
                case "COMPLETED" -> COMPLETED;
                case "FAILED", "CANCELLED", "INVALID" -> ENDED;
                default -> RUNNING;
            };
        }
    }

    /** Creates a new order with the status {@code NEW}. */
    static Order accepted(OrderId id, OrderRequest request, CertificateRequestInfo info, Optional<Money> charged) {
        return order(id, "NEW", info, charged, Optional.empty(), Optional.empty())
                .request(request)
                .build();
    }

    /**
     * Creates an order from a process and the info of this process. Adds the id of the issued certificate, if there is
     * one.
     */
    static Order order(OrderId id, Process process, CertificateRequestInfo info, Optional<CertificateId> issued) {
        return order(id, status(process), info, charged(process), money(process.getRefund()), issued)
                .build();
    }

    static Optional<Money> charged(Process process) {
        return money(process.getTransaction()).or(() -> money(process.getReservation()));
    }

    private static Order.Builder order(
            OrderId id,
            String status,
            CertificateRequestInfo info,
            Optional<Money> charged,
            Optional<Money> refunded,
            Optional<CertificateId> issued) {
        Phase phase = Phase.of(status);
        Optional<Order.Action> action = phase == Phase.COMPLETED ? Optional.empty() : action(info);
        State state = phase == Phase.ENDED
                ? State.ENDED
                : issued.isPresent() ? State.ISSUED : action.isPresent() ? State.ACTION_REQUIRED : State.PENDING;
        return Order.builder(id, state, status)
                .validations(validations(info))
                .action(action)
                .charged(charged)
                .refunded(refunded)
                .certificate(issued);
    }

    static String status(Process process) {
        return process.getStatus() == null ? "" : process.getStatus().toUpperCase(Locale.ROOT);
    }

    /** Returns the amount if the map contains exactly one currency, and the currency and the amount are valid. */
    private static Optional<Money> money(@Nullable Map<String, Long> cents) {
        if (cents == null || cents.size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, Long> only = cents.entrySet().iterator().next();
        return only.getValue() == null || only.getValue() < 0 || !only.getKey().matches("[A-Z]{3}")
                ? Optional.empty()
                : Optional.of(new Money(only.getKey(), only.getValue()));
    }

    /**
     * Returns the steps that a person has to take before the certificate is issued. Leaves out the domain validation,
     * because a program can validate a domain.
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
                waitingFor.isEmpty() ? "a step that the reseller does not name" : waitingFor,
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

    static dev.certbridge.reseller.order.Certificate certificate(
            ResellerAccount account, Certificate certificate, Optional<IssuedCertificate> leaf) {
        Set<String> names = new LinkedHashSet<>();
        Stream.concat(
                        Stream.ofNullable(certificate.getDomainName()),
                        Stream.ofNullable(certificate.getSan()).flatMap(List::stream))
                .filter(Objects::nonNull)
                .forEach(names::add);
        return dev.certbridge.reseller.order.Certificate.builder(
                        account.certificateId(String.valueOf(certificate.getId())),
                        text(certificate.getProduct()),
                        List.copyOf(names),
                        state(certificate),
                        text(certificate.getStatus()))
                .validity(
                        Optional.ofNullable(certificate.getStartDate())
                                .map(OffsetDateTime::toInstant)
                                .or(() -> leaf.map(IssuedCertificate::notBefore)),
                        Optional.ofNullable(certificate.getExpiryDate())
                                .map(OffsetDateTime::toInstant)
                                .or(() -> leaf.map(IssuedCertificate::notAfter)))
                .serial(leaf.map(IssuedCertificate::serial))
                .orderId(Optional.ofNullable(certificate.getProcess()).map(String::valueOf))
                .build();
    }

    static dev.certbridge.reseller.order.Certificate.State state(Certificate certificate) {
        return switch (text(certificate.getStatus()).toUpperCase(Locale.ROOT)) {
            case "ACTIVE" -> dev.certbridge.reseller.order.Certificate.State.ACTIVE;
            case "EXPIRED" -> dev.certbridge.reseller.order.Certificate.State.EXPIRED;
            case "REVOKED" -> dev.certbridge.reseller.order.Certificate.State.REVOKED;
            case "REISSUED", "RENEWED" -> dev.certbridge.reseller.order.Certificate.State.REPLACED;
            default -> dev.certbridge.reseller.order.Certificate.State.OTHER;
        };
    }

    static List<dev.certbridge.reseller.order.Product> products(List<Product> listed) {
        return listed.stream().map(RealtimeMapper::product).toList();
    }

    private static dev.certbridge.reseller.order.Product product(Product product) {
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

    /** Returns {@code dv}, {@code ov} or {@code ev}. Converts an unknown validation type to lower case. */
    private static String level(String validationType) {
        return switch (validationType) {
            case "DOMAIN_VALIDATION" -> "dv";
            case "ORGANIZATION_VALIDATION" -> "ov";
            case "EXTENDED_VALIDATION" -> "ev";
            default -> validationType.toLowerCase(Locale.ROOT);
        };
    }

    static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    static boolean isOrder(Process process) {
        return !NO_ORDERS.contains(action(process));
    }

    static OrderId.Kind kind(Process process) {
        return switch (action(process)) {
            case "renew" -> OrderId.Kind.RENEWAL;
            case "reissue" -> OrderId.Kind.REISSUE;
            default -> OrderId.Kind.ORDER;
        };
    }

    static boolean isCreatedSince(Process process, Instant since) {
        return process.getCreatedDate() == null
                || !process.getCreatedDate().toInstant().isBefore(since);
    }

    static Optional<Csr> csr(Process process) {
        return command(process).get("csr") instanceof String text ? csr(text) : Optional.empty();
    }

    /** Parses a CSR. A line of the CSR may end with the two characters {@code \n} instead of a line break. */
    static Optional<Csr> csr(String text) {
        try {
            return Optional.of(Csr.parse(text.replace("\\n", "\n")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns true if the {@code command} of the process contains this CSR. The comparison ignores white space. */
    static boolean holds(Process process, Csr csr) {
        return command(process).get("csr") instanceof String text && bare(text).equals(bare(csr.pem()));
    }

    private static String bare(String pem) {
        String text = pem.replace("\\n", "\n").replace("\\r", "");
        int begin = text.indexOf(CSR_LINE);
        int end = text.indexOf("-----END", Math.max(0, begin));
        return begin < 0 || end < 0
                ? text
                : SPACE.matcher(text.substring(begin + CSR_LINE.length(), end)).replaceAll("");
    }

    /**
     * Returns the names in the request of a process. The main name is the first name. Returns an empty list if the
     * process contains no names.
     */
    static List<String> names(Process process) {
        Set<String> names = new LinkedHashSet<>();
        if (command(process).get("san") instanceof List<?> listed && !listed.isEmpty()) {
            if (process.getIdentifier() != null) {
                names.add(process.getIdentifier());
            }
            listed.forEach(name -> names.add(String.valueOf(name)));
            return List.copyOf(names);
        }
        return csr(process).map(Csr::names).orElse(List.of());
    }

    /**
     * Returns true if the main name of a process is one of the given names. If the process has no identifier, this
     * method compares all names in the request of the process.
     */
    static boolean isForAny(Process process, Set<String> wanted) {
        return process.getIdentifier() == null
                ? names(process).stream().anyMatch(wanted::contains)
                : wanted.contains(process.getIdentifier());
    }

    /**
     * Returns true if a process may be for the same product and names. A missing value counts as equal: after a false
     * match, a person only checks the order, but a missed match may cause a second order.
     */
    static boolean mayBeFor(Process process, OrderRequest request) {
        Object product = command(process).get("product");
        boolean sameProduct = product == null
                || request.product().isEmpty()
                || request.product().equals(product);
        return sameProduct && mayBeNamed(process, request) && mayBeFor(names(process), request.names());
    }

    /**
     * Returns true if the main name of a process is missing or is one of the requested names. This method does not
     * parse the CSR.
     */
    static boolean mayBeNamed(Process process, OrderRequest request) {
        return process.getIdentifier() == null || request.names().contains(process.getIdentifier());
    }

    /**
     * Returns true if the listed names equal the wanted names, or if no names are listed. The comparison ignores names
     * that the authority adds free of charge.
     */
    private static boolean mayBeFor(List<String> listed, List<String> wanted) {
        return listed.isEmpty()
                || (listed.containsAll(wanted)
                        && listed.stream()
                                .allMatch(name -> wanted.contains(name)
                                        || wanted.contains("www." + name)
                                        || wanted.contains("*." + name)
                                        || (name.startsWith("www.") && wanted.contains(name.substring(4)))));
    }

    static List<String> openFor(List<Process> listed, OrderRequest request) {
        Set<String> mainName = Set.of(request.names().get(0));
        return listed.stream()
                .filter(process -> isOrder(process)
                        && Phase.of(process) == Phase.RUNNING
                        && isForAny(process, mainName)
                        && mayBeFor(process, request))
                .map(process -> String.valueOf(process.getId()))
                .toList();
    }

    private static Map<String, Object> command(Process process) {
        return process.getCommand() == null ? Map.of() : process.getCommand();
    }

    private static String action(Process process) {
        return process.getAction() == null ? "" : process.getAction().toLowerCase(Locale.ROOT);
    }
}
