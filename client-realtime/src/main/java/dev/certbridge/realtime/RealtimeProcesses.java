package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a process tells about itself. Its command is an echo of what was asked for, of no documented shape. */
final class RealtimeProcesses {

    /** The type of the processes that orders become. */
    static final String CERTIFICATE = "certificate";

    /** What is done to a certificate without ordering one. The words are not documented. */
    private static final Set<String> NO_ORDERS = Set.of("revoke", "delete", "import", "cancel");

    /** Also the end of the line that some tools begin with NEW. */
    private static final String CSR_LINE = "CERTIFICATE REQUEST-----";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private RealtimeProcesses() {}

    /** Whether it is about a certificate; one that does not say is taken for it. */
    static boolean isCertificate(Process process) {
        return process.getType() == null || process.getType().equalsIgnoreCase(CERTIFICATE);
    }

    /**
     * The process that was asked for.
     *
     * @throws NotFoundException it is about something else than a certificate
     * @throws BrokenContractException it is another process
     */
    static Process require(OperationRef origin, long id, Process process) {
        if (process.getId() != null && process.getId() != id) {
            throw new BrokenContractException(
                    origin, 200, "process " + id + " was asked for and " + process.getId() + " came", null);
        }
        if (!isCertificate(process)) {
            throw new NotFoundException(
                    origin, Refusal.local("process " + id + " is about something else than a certificate"));
        }
        return process;
    }

    /**
     * Requires that the info of a process, whose records are going to be published, is for the main name of the process.
     *
     * @throws BrokenContractException it is for another main name than the process
     */
    static CertificateRequestInfo require(OperationRef origin, Process process, CertificateRequestInfo info) {
        String name = process.getIdentifier();
        if (name != null && info.getCommonName() != null && !name.equalsIgnoreCase(info.getCommonName())) {
            throw new BrokenContractException(
                    origin,
                    200,
                    "asked for the info of process " + process.getId() + " for " + name
                            + ", and got that of another name",
                    null);
        }
        return info;
    }

    /** Whether it orders, renews or reissues. */
    static boolean isOrder(Process process) {
        return isCertificate(process) && !NO_ORDERS.contains(action(process));
    }

    static OrderId.Kind kind(Process process) {
        return switch (action(process)) {
            case "renew" -> OrderId.Kind.RENEWAL;
            case "reissue" -> OrderId.Kind.REISSUE;
            default -> OrderId.Kind.ORDER;
        };
    }

    /** Whether it was made since; one that does not say may have been. */
    static boolean madeSince(Process process, Instant since) {
        return process.getCreatedDate() == null
                || !process.getCreatedDate().toInstant().isBefore(since);
    }

    /** The CSR that it was asked for with, where the command holds a readable one. */
    static Optional<Csr> csr(Process process) {
        return command(process).get("csr") instanceof String text ? csr(text) : Optional.empty();
    }

    /** The CSR in this text. Lines may have been folded in another way, or stand as {@code \n} in it. */
    static Optional<Csr> csr(String text) {
        try {
            return Optional.of(Csr.parse(text.replace("\\n", "\n")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it was asked for with this CSR: the same bytes, however their lines are folded. */
    static boolean holds(Process process, Csr csr) {
        return command(process).get("csr") instanceof String text && bare(text).equals(bare(csr.pem()));
    }

    /** What stands between the first line and the last, without any white space. */
    private static String bare(String pem) {
        String text = pem.replace("\\n", "\n").replace("\\r", "");
        int begin = text.indexOf(CSR_LINE);
        int end = text.indexOf("-----END", Math.max(0, begin));
        return begin < 0 || end < 0
                ? text
                : SPACE.matcher(text.substring(begin + CSR_LINE.length(), end)).replaceAll("");
    }

    /** The names that it was asked for, the main one first; empty where it does not tell all. */
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

    /** Whether its main name is this; where it has no identifier, whether it was asked for this name. */
    static boolean isFor(Process process, String name) {
        return isForAny(process, Set.of(name));
    }

    /** Whether its main name is one of these; where it has no identifier, whether it was asked for one of them. */
    static boolean isForAny(Process process, Set<String> wanted) {
        return process.getIdentifier() == null
                ? names(process).stream().anyMatch(wanted::contains)
                : wanted.contains(process.getIdentifier());
    }

    /**
     * Whether it may be for the same product and names. A process that does not tell them counts: better to ask than to
     * order twice.
     */
    static boolean mayBeFor(Process process, OrderRequest request) {
        Object product = command(process).get("product");
        boolean sameProduct = product == null
                || request.product().isEmpty()
                || request.product().equals(product);
        return sameProduct && mayBeNamed(process, request) && mayBeFor(names(process), request.names());
    }

    /** The same as far as the main name goes, which stands outside the CSR. */
    static boolean mayBeNamed(Process process, OrderRequest request) {
        return process.getIdentifier() == null || request.names().contains(process.getIdentifier());
    }

    /** The same names, or none told. A name that comes free with another makes no difference. */
    private static boolean mayBeFor(List<String> told, List<String> wanted) {
        return told.isEmpty()
                || (told.containsAll(wanted)
                        && told.stream()
                                .allMatch(name -> wanted.contains(name)
                                        || wanted.contains("www." + name)
                                        || wanted.contains("*." + name)
                                        || (name.startsWith("www.") && wanted.contains(name.substring(4)))));
    }

    private static Map<String, Object> command(Process process) {
        return process.getCommand() == null ? Map.of() : process.getCommand();
    }

    private static String action(Process process) {
        return process.getAction() == null ? "" : process.getAction().toLowerCase(Locale.ROOT);
    }
}
