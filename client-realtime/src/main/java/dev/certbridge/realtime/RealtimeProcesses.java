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

/**
 * Reads processes and compares them with requests. The {@code command} of a process repeats the request in an
 * undocumented form.
 */
final class RealtimeProcesses {

    /** The type of processes about certificates, such as orders. */
    static final String CERTIFICATE = "certificate";

    /** The actions of certificate processes that are not orders. The names of actions are not documented. */
    private static final Set<String> NO_ORDERS = Set.of("revoke", "delete", "import", "cancel");

    /** The end of the first line of a CSR. Some tools write {@code BEGIN NEW CERTIFICATE REQUEST}. */
    private static final String CSR_LINE = "CERTIFICATE REQUEST-----";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** The operation that reads one process. */
    static final OperationRef READ = OperationRef.of(Realtime.NAME, "getProcess");

    private RealtimeProcesses() {}

    /**
     * Reads a process.
     *
     * @throws NotFoundException the process does not exist, or it is not about a certificate
     * @throws BrokenContractException the response contains another process
     */
    static Process read(ProcessesApi api, long id) {
        Process process = api.getProcess(id, null);
        if (process.getId() != null && process.getId() != id) {
            throw new BrokenContractException(
                    READ, 200, "the response contains process " + process.getId() + " instead of " + id, null);
        }
        if (!isCertificate(process)) {
            throw new NotFoundException(READ, Refusal.local("process " + id + " is not about a certificate"));
        }
        return process;
    }

    /** Returns true if the process is about a certificate, or if it has no type. */
    static boolean isCertificate(Process process) {
        return process.getType() == null || process.getType().equalsIgnoreCase(CERTIFICATE);
    }

    /**
     * Checks that the info is for the main name of its process, because the validation records of the info will be
     * published.
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

    /** Returns true if the process is an order, a renewal or a reissue. */
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

    /** Returns true if the process was created at or after this instant, or has no creation date. */
    static boolean isCreatedSince(Process process, Instant since) {
        return process.getCreatedDate() == null
                || !process.getCreatedDate().toInstant().isBefore(since);
    }

    /** Returns the CSR in the command of a process, if it contains one that can be parsed. */
    static Optional<Csr> csr(Process process) {
        return command(process).get("csr") instanceof String text ? csr(text) : Optional.empty();
    }

    /**
     * Parses a CSR. Its lines may have any length, and may end with the two characters {@code \n} instead of a line
     * break. Returns an empty result if the text is not a valid CSR.
     */
    static Optional<Csr> csr(String text) {
        try {
            return Optional.of(Csr.parse(text.replace("\\n", "\n")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns true if the command contains this CSR. White space is not compared. */
    static boolean holds(Process process, Csr csr) {
        return command(process).get("csr") instanceof String text && bare(text).equals(bare(csr.pem()));
    }

    /** Returns the text between the first and the last line, without white space. */
    private static String bare(String pem) {
        String text = pem.replace("\\n", "\n").replace("\\r", "");
        int begin = text.indexOf(CSR_LINE);
        int end = text.indexOf("-----END", Math.max(0, begin));
        return begin < 0 || end < 0
                ? text
                : SPACE.matcher(text.substring(begin + CSR_LINE.length(), end)).replaceAll("");
    }

    /**
     * Returns the names of the request, the main name first. Returns an empty list if the process shows neither a list
     * of names nor a CSR.
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
     * Returns true if the process is for this main name. A process without an identifier matches if its request
     * contains the name.
     */
    static boolean isFor(Process process, String name) {
        return isForAny(process, Set.of(name));
    }

    /**
     * Returns true if the process is for one of these main names. A process without an identifier matches if its
     * request contains one of them.
     */
    static boolean isForAny(Process process, Set<String> wanted) {
        return process.getIdentifier() == null
                ? names(process).stream().anyMatch(wanted::contains)
                : wanted.contains(process.getIdentifier());
    }

    /**
     * Returns true if a process may be for the same product and names. Missing values count as equal, because a false
     * match only leads to a question, whereas a missed match may lead to a second order.
     */
    static boolean mayBeFor(Process process, OrderRequest request) {
        Object product = command(process).get("product");
        boolean sameProduct = product == null
                || request.product().isEmpty()
                || request.product().equals(product);
        return sameProduct && mayBeNamed(process, request) && mayBeFor(names(process), request.names());
    }

    /**
     * Returns true if the main name of a process, which is readable without parsing the CSR, is among the requested
     * names, or if it is missing.
     */
    static boolean mayBeNamed(Process process, OrderRequest request) {
        return process.getIdentifier() == null || request.names().contains(process.getIdentifier());
    }

    /**
     * Returns true if the names are the same or no names are listed. A name that is included with a requested name is
     * ignored.
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

    /** Returns true if the process is an open order for this main name that may be for the same product and names. */
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
