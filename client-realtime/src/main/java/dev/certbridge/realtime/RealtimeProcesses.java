package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.api.ProcessesApi;
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

/** Reads a process. Its command repeats the request, in a form that is not documented. */
final class RealtimeProcesses {

    /** The type of the processes of orders. */
    static final String CERTIFICATE = "certificate";

    /** The actions on a certificate that order none. The words are not documented. */
    private static final Set<String> NO_ORDERS = Set.of("revoke", "delete", "import", "cancel");

    /** The end of the first line, which some tools begin with NEW. */
    private static final String CSR_LINE = "CERTIFICATE REQUEST-----";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** The operation that reads one process. */
    static final OperationRef READ = OperationRef.of(Realtime.NAME, "getProcess");

    private RealtimeProcesses() {}

    /**
     * Reads a process.
     *
     * @throws NotFoundException there is none, or it is not about a certificate
     * @throws BrokenContractException another process came
     */
    static Process read(ProcessesApi api, long id) {
        Process process = api.getProcess(id, null);
        if (process.getId() != null && process.getId() != id) {
            throw new BrokenContractException(
                    READ, 200, "process " + id + " was asked for and " + process.getId() + " came", null);
        }
        if (!isCertificate(process)) {
            throw new NotFoundException(READ, Refusal.local("process " + id + " is not about a certificate"));
        }
        return process;
    }

    /** Returns true for a process about a certificate, and for one without a type. */
    static boolean isCertificate(Process process) {
        return process.getType() == null || process.getType().equalsIgnoreCase(CERTIFICATE);
    }

    /**
     * Requires an info for the main name of its process, because its records are going to be published.
     *
     * @throws BrokenContractException the info is for another main name
     */
    static CertificateRequestInfo requireSameName(Process process, CertificateRequestInfo info) {
        String name = process.getIdentifier();
        if (name != null && info.getCommonName() != null && !name.equalsIgnoreCase(info.getCommonName())) {
            throw new BrokenContractException(
                    OperationRef.of(Realtime.NAME, "getProcessInfo"),
                    200,
                    "asked for the info of process " + process.getId() + " for " + name
                            + ", and got that of another name",
                    null);
        }
        return info;
    }

    /** Returns true when a process orders, renews or reissues. */
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

    /** Returns true when a process was created since then, or has no date. */
    static boolean isCreatedSince(Process process, Instant since) {
        return process.getCreatedDate() == null
                || !process.getCreatedDate().toInstant().isBefore(since);
    }

    /** Returns the CSR in the command, where it holds a readable one. */
    static Optional<Csr> csr(Process process) {
        return command(process).get("csr") instanceof String text ? csr(text) : Optional.empty();
    }

    /** Returns the CSR in a text. Its lines may be folded in another way, or end with the two characters {@code \n}. */
    static Optional<Csr> csr(String text) {
        try {
            return Optional.of(Csr.parse(text.replace("\\n", "\n")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns true when the command holds this CSR: the same bytes, however the lines are folded. */
    static boolean holds(Process process, Csr csr) {
        return command(process).get("csr") instanceof String text && bare(text).equals(bare(csr.pem()));
    }

    /** Returns the text between the first line and the last, without any white space. */
    private static String bare(String pem) {
        String text = pem.replace("\\n", "\n").replace("\\r", "");
        int begin = text.indexOf(CSR_LINE);
        int end = text.indexOf("-----END", Math.max(0, begin));
        return begin < 0 || end < 0
                ? text
                : SPACE.matcher(text.substring(begin + CSR_LINE.length(), end)).replaceAll("");
    }

    /** Returns the names of the request, the main one first; empty where the process does not list them all. */
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

    /** Returns true for a process for this main name; one without an identifier counts if it was requested for it. */
    static boolean isFor(Process process, String name) {
        return isForAny(process, Set.of(name));
    }

    /** Returns true for a process for one of these main names, as {@link #isFor}. */
    static boolean isForAny(Process process, Set<String> wanted) {
        return process.getIdentifier() == null
                ? names(process).stream().anyMatch(wanted::contains)
                : wanted.contains(process.getIdentifier());
    }

    /**
     * Returns true when a process may be for the same product and names. A process without them counts: it is better to ask
     * than to order twice.
     */
    static boolean mayBeFor(Process process, OrderRequest request) {
        Object product = command(process).get("product");
        boolean sameProduct = product == null
                || request.product().isEmpty()
                || request.product().equals(product);
        return sameProduct && mayBeNamed(process, request) && mayBeFor(names(process), request.names());
    }

    /** Returns true when a process may be for the same main name, which stands outside the CSR. */
    static boolean mayBeNamed(Process process, OrderRequest request) {
        return process.getIdentifier() == null || request.names().contains(process.getIdentifier());
    }

    /** Returns true for the same names, or none listed. A name that is included with another makes no difference. */
    private static boolean mayBeFor(List<String> listed, List<String> wanted) {
        return listed.isEmpty()
                || (listed.containsAll(wanted)
                        && listed.stream()
                                .allMatch(name -> wanted.contains(name)
                                        || wanted.contains("www." + name)
                                        || wanted.contains("*." + name)
                                        || (name.startsWith("www.") && wanted.contains(name.substring(4)))));
    }

    /** Returns true for an open order of this main name that may be for the same product and names. */
    static boolean isOpenFor(Process process, String name, OrderRequest request) {
        return isOrder(process)
                && RealtimeMapper.isRunning(RealtimeMapper.status(process))
                && isFor(process, name)
                && mayBeFor(process, request);
    }

    private static Map<String, Object> command(Process process) {
        return process.getCommand() == null ? Map.of() : process.getCommand();
    }

    private static String action(Process process) {
        return process.getAction() == null ? "" : process.getAction().toLowerCase(Locale.ROOT);
    }
}
