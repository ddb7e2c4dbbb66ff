package dev.certbridge.realtime;

import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.ProcessList;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at many processes through their listing: a hundred ids a request, so that other processes cost nothing. Should
 * that filter be ignored, refused or match too little, all open certificate processes are read instead, the newest first. What is to be
 * published stands in the info only.
 */
final class RealtimeOrderListing implements OrderListing {

    private static final int PAGE = 100;
    /** In one value with commas, as the page on listings has it. */
    private static final List<String> FIELDS =
            List.of("id,type,status,statusDetail,updatedDate,reservation,transaction,refund");

    private final RealtimeClient client;
    private final RealtimeFound found;
    private final Function<OrderId, Order> alone;
    private boolean idsIgnored;

    /** {@code alone} looks at one order with as many requests as that takes. */
    RealtimeOrderListing(RealtimeClient client, RealtimeFound found, Function<OrderId, Order> alone) {
        this.client = client;
        this.found = found;
        this.alone = alone;
    }

    @Override
    public void poll(Set<String> waited, Consumer<ListedOrder> seen) {
        if (!idsIgnored) {
            byIds(List.copyOf(waited), seen);
        }
        if (idsIgnored) {
            pages(Map.of("type", "certificate", "status:not_in", "COMPLETED,FAILED,CANCELLED,INVALID"), waited, seen);
        }
    }

    private void byIds(List<String> waited, Consumer<ListedOrder> seen) {
        for (int from = 0; from < waited.size() && !idsIgnored; from += PAGE) {
            List<String> ids = waited.subList(from, Math.min(from + PAGE, waited.size()));
            try {
                idsIgnored = !pages(Map.of("id:in", String.join(",", ids)), new HashSet<>(ids), seen);
            } catch (InvalidRequestException e) {
                // Which operators a field takes is not documented.
                idsIgnored = true;
            }
        }
    }

    /**
     * Reads pages until all of these are seen or there are no more.
     *
     * @return false when only these were asked for by id, and the listing shows something else or less than half of
     *     them: a filter that heeds the first id of a list, for instance, shows one
     */
    private boolean pages(Map<String, String> filter, Set<String> waited, Consumer<ListedOrder> seen) {
        boolean onlyThese = filter.containsKey("id:in");
        Set<String> missing = new HashSet<>(waited);
        Set<String> listed = new HashSet<>();
        List<String> last = null;
        int offset = 0;
        int stale = 0;
        for (int pages = 0; !missing.isEmpty(); pages++) {
            if (pages == RealtimePaging.MOST_PAGES) {
                throw broken("the listing has no end");
            }
            ProcessList page =
                    client.processes().listProcesses(PAGE, offset, List.of("-id"), null, null, FIELDS, null, filter);
            List<@Nullable Process> entities = entities(page);
            List<String> ids = new ArrayList<>();
            for (Process process : entities) {
                if (process == null) {
                    continue;
                }
                String id = String.valueOf(process.getId());
                ids.add(id);
                if (waited.contains(id)) {
                    missing.remove(id);
                    seen.accept(sighting(id, process));
                } else if (onlyThese) {
                    return false;
                }
            }
            // What is added in front moves a page back, so one page without news may be chance.
            stale = listed.addAll(ids) ? 0 : stale + 1;
            if (!entities.isEmpty() && (ids.equals(last) || stale == 2)) {
                throw broken("the offset of the listing is ignored");
            }
            offset += entities.size();
            last = ids;
            if (entities.isEmpty() || offset >= total(page).orElse(Long.MAX_VALUE)) {
                break;
            }
        }
        return !onlyThese || 2 * missing.size() <= waited.size();
    }

    private ListedOrder sighting(String id, Process process) {
        String status = RealtimeMapper.status(process);
        String marker = status + " " + process.getStatusDetail() + " " + process.getUpdatedDate();
        boolean finished = !RealtimeMapper.running(status);
        return new ListedOrder(
                id, marker, finished, orderId -> finished ? alone.apply(orderId) : order(orderId, process));
    }

    private Order order(OrderId id, Process process) {
        Order order =
                RealtimeMapper.order(id, process, client.processes().getProcessInfo(process.getId()), Optional.empty());
        return found.known(OperationRef.of(Realtime.NAME, "listProcesses"), order, process);
    }

    private static List<@Nullable Process> entities(ProcessList page) {
        if (page.getEntities() == null) {
            throw broken("the listing holds no entities");
        }
        return page.getEntities();
    }

    private static Optional<Long> total(ProcessList page) {
        return Optional.ofNullable(page.getPagination()).map(pagination -> pagination.getTotal());
    }

    private static BrokenContractException broken(String why) {
        return new BrokenContractException(OperationRef.of(Realtime.NAME, "listProcesses"), 200, why, null);
    }
}
