package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Pagination;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a listing to its end, page by page while it is consumed, and returns each entry once. Pages are read in the
 * order of ids: each page starts after the last id of the page before. Changes at the server therefore cannot move an
 * entry to a page that was already read. If the server ignores the order or the filter, or compares ids as texts, the
 * listing is read by offsets. A listing without an end causes BrokenContractException.
 */
final class RealtimePaging<T> implements Iterator<T> {

    /** The maximum number of pages of one listing. This allows a million entries with 100 entries per page. */
    private static final int MOST_PAGES = 10_000;

    private static final int MOST_STALE_PAGES = 2;

    /** Reads one page of a listing. Without an offset the page starts at the beginning. */
    @FunctionalInterface
    interface Reading<T> {
        Page<T> page(@Nullable Integer offset, @Nullable List<String> order, Map<String, String> filters);
    }

    /**
     * One page of a listing.
     *
     * @param operationId the id of the operation that lists
     * @param entities the entries that are not null
     * @param size the number of entries, including null entries
     * @param total the number of entries on all pages, as the server reports it
     */
    record Page<T>(String operationId, List<T> entities, int size, Optional<Long> total) {

        static <T> Page<T> of(String operationId, @Nullable List<T> entities, @Nullable Pagination pagination) {
            if (entities == null) {
                // The entities may be missing only if none were requested.
                throw new BrokenContractException(
                        OperationRef.of(Realtime.NAME, operationId), 200, "the listing holds no entities", null);
            }
            return new Page<>(
                    operationId,
                    entities.stream().filter(Objects::nonNull).toList(),
                    entities.size(),
                    Optional.ofNullable(pagination).map(Pagination::getTotal));
        }
    }

    private final Reading<T> reading;
    private final Function<T, @Nullable Object> id;
    private final Map<String, String> lasting;
    private final Map<String, String> narrowing;
    private final Set<Object> given = new HashSet<>();
    private final Deque<T> ready = new ArrayDeque<>();
    private final Set<Object> pass = new HashSet<>();
    private boolean byId;
    private boolean ended;
    private @Nullable Long last;
    private long promised;
    private int pages;
    private int offset;
    private int stale;

    private RealtimePaging(
            Reading<T> reading,
            Function<T, @Nullable Object> id,
            Map<String, String> lasting,
            Map<String, String> narrowing,
            boolean byId) {
        this.reading = reading;
        this.id = id;
        this.lasting = lasting;
        this.narrowing = narrowing;
        this.byId = byId;
    }

    /**
     * Reads a listing in the order of its ids, which are numbers.
     *
     * @param lasting filters by values that never change
     * @param narrowing filters by values that may change. They are not used with offsets, because an entry that no
     *     longer matches would shift the others
     */
    static <T> Stream<T> byId(
            Reading<T> reading,
            Function<T, @Nullable Long> id,
            Map<String, String> lasting,
            Map<String, String> narrowing) {
        return stream(new RealtimePaging<>(reading, id::apply, lasting, narrowing, true));
    }

    /** Reads a listing by offsets, in the order of the server. */
    static <T> Stream<T> byOffset(Reading<T> reading, Function<T, @Nullable Object> id) {
        return stream(new RealtimePaging<>(reading, id, Map.of(), Map.of(), false));
    }

    private static <T> Stream<T> stream(Iterator<T> pages) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !ended) {
            if (byId) {
                readById();
            } else {
                readByOffset();
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private Page<T> page(@Nullable Integer from, @Nullable List<String> order, Map<String, String> filters) {
        Page<T> page = reading.page(from, order, filters);
        pages++;
        if (pages == MOST_PAGES && page.size() > 0) {
            throw new BrokenContractException(
                    OperationRef.of(Realtime.NAME, page.operationId()), 200, "the listing did not end", null);
        }
        return page;
    }

    private void readById() {
        Map<String, String> filters = new HashMap<>(lasting);
        filters.putAll(narrowing);
        if (last != null) {
            filters.put("id:gt", last.toString());
        }
        boolean first = last == null;
        Page<T> page = page(null, List.of("id"), filters);
        if (first) {
            promised = page.total().orElse(0L);
        }
        if (!ascending(page.entities())) {
            byId = false;
            return;
        }
        page.entities().forEach(this::give);
        if (page.entities().isEmpty() && page.size() > 0) {
            // All entries are null, so there is no id to continue from.
            byId = false;
            return;
        }
        boolean done = page.size() == 0
                || page.total().filter(total -> total <= page.size()).isPresent();
        // If fewer entries than the total were read, the server skipped some, for instance because it compares ids as
        // texts.
        byId = !done || given.size() >= promised;
        ended = done && byId;
    }

    private boolean ascending(List<T> entities) {
        Long before = last;
        for (T entity : entities) {
            if (!(id.apply(entity) instanceof Long number) || (before != null && number <= before)) {
                return false;
            }
            before = number;
        }
        last = before;
        return true;
    }

    private void readByOffset() {
        Page<T> page = page(offset, null, lasting);
        boolean news = false;
        for (T entity : page.entities()) {
            news |= pass.add(Objects.requireNonNullElse(id.apply(entity), ""));
            give(entity);
        }
        // A new entry at the front shifts the others back, so one page without new entries does not prove that the
        // offset is ignored.
        stale = news ? 0 : stale + 1;
        if (page.size() > 0 && stale >= MOST_STALE_PAGES) {
            throw new BrokenContractException(
                    OperationRef.of(Realtime.NAME, page.operationId()),
                    200,
                    "the offset of the listing is ignored",
                    null);
        }
        offset += page.size();
        // The server may return shorter pages than requested, so only its total or an empty page marks the end.
        ended = page.size() == 0
                || page.total().filter(total -> offset >= total).isPresent();
    }

    /**
     * Adds an entry to the result if its id was not returned before. An entry without an id is dropped, because nothing
     * can refer to it.
     */
    private void give(T entity) {
        Object key = id.apply(entity);
        if (key != null && given.add(key)) {
            ready.add(entity);
        }
    }
}
