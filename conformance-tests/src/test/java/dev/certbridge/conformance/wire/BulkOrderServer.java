package dev.certbridge.conformance.wire;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.wire.WireTest.EndedOrders;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A server with any number of open orders at both resellers, for which the stubs are too slow. It counts requests, and
 * can ignore filters or shorten pages.
 */
final class BulkOrderServer implements AutoCloseable {

    private static final long FIRST = 9_000_000;
    private static final Pattern ONE = Pattern.compile("/v2/processes/(\\d+)(/info)?|/tls/certificate/(\\w+)");

    private final FaultProxy server = FaultProxy.scripted(request -> response(URI.create(request.target())));
    private final Map<Long, String> statuses = new ConcurrentSkipListMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> singles = new ArrayList<>();
    private volatile boolean ignoringFilters;
    private volatile int mostFoundById = Integer.MAX_VALUE;
    private volatile int longestPage = 100;
    private volatile boolean failing;
    private volatile boolean totalReported = true;
    private volatile String failingAlone = "-";

    BulkOrderServer(int orders) {
        LongStream.range(FIRST, FIRST + orders).forEach(id -> statuses.put(id, "SUSPENDED"));
    }

    URI uri() {
        return server.uri();
    }

    /** The orders to wait for, oldest first. */
    List<OrderId> ids(String reseller) {
        String account = reseller.equals("regfish") ? "-" : "acme";
        return statuses.keySet().stream()
                .map(id -> new OrderId(
                        reseller, uri().getAuthority(), account, OrderId.Kind.ORDER, id.toString(), "-", "-"))
                .toList();
    }

    /** Requests since the last time this was asked. */
    int requests() {
        return requests.getAndSet(0);
    }

    /** Paths of what was read alone since the last time this was asked. */
    synchronized List<String> singles() {
        List<String> were = List.copyOf(singles);
        singles.clear();
        return were;
    }

    /** Ten thousand more of other people. */
    void others(int orders, String status) {
        LongStream.range(FIRST + 1_000_000, FIRST + 1_000_000 + orders).forEach(id -> statuses.put(id, status));
    }

    void status(OrderId id, String status) {
        statuses.put(Long.valueOf(id.providerId()), status);
    }

    void hide(OrderId id) {
        statuses.put(Long.valueOf(id.providerId()), "HIDDEN");
    }

    void ignoreFilters() {
        ignoringFilters = true;
    }

    /** A filter on ids matches nothing. */
    void findNothingById() {
        mostFoundById = 0;
    }

    /** A filter on ids heeds the first of them. */
    void findFirstOnlyById() {
        mostFoundById = 1;
    }

    void longestPage(int entries) {
        longestPage = entries;
    }

    /** Responds to everything with status 503, or stops doing so. */
    void failing(boolean now) {
        failing = now;
    }

    /** Responds to reads of this process with status 503. */
    void failAlone(OrderId id) {
        failingAlone = id.providerId();
    }

    void reportTotal(boolean reported) {
        totalReported = reported;
    }

    private ProxyStep response(URI asked) {
        requests.incrementAndGet();
        // Ten thousand requests a round are counted, not kept.
        server.clear();
        return failing || asked.getPath().contains("/" + failingAlone)
                ? ProxyStep.json(503, "{\"message\":\"down\"}")
                : ProxyStep.json(200, body(asked));
    }

    private String body(URI uri) {
        Matcher one = ONE.matcher(uri.getPath());
        if (one.matches()) {
            synchronized (this) {
                singles.add(uri.getPath());
            }
            return one.group(3) != null
                    ? "{\"success\":true,\"response\":" + certificate(Long.parseLong(one.group(3))) + "}"
                    : one.group(2) == null ? process(Long.parseLong(one.group(1))) : info(one.group(1));
        }
        return uri.getPath().equals("/v2/processes")
                ? page(uri)
                : "{\"success\":true,\"response\":"
                        + listed(statuses.keySet().stream())
                                .map(this::certificate)
                                .toList() + "}";
    }

    private Stream<Long> listed(Stream<Long> candidates) {
        return candidates.filter(id -> !statuses.get(id).equals("HIDDEN"));
    }

    private String page(URI uri) {
        List<String> query = Arrays.asList(uri.getQuery().split("&"));
        List<Long> found =
                listed(matching(query)).sorted(Comparator.reverseOrder()).toList();
        int offset = Integer.parseInt(value(query, "offset=").orElse("0"));
        int limit =
                Math.min(longestPage, Integer.parseInt(value(query, "limit=").orElse("10")));
        List<String> page =
                found.stream().skip(offset).limit(limit).map(this::process).toList();
        return "{\"entities\":" + page + (totalReported ? ",\"pagination\":{\"total\":" + found.size() + "}}" : "}");
    }

    private Stream<Long> matching(List<String> query) {
        if (ignoringFilters) {
            return statuses.keySet().stream();
        }
        Optional<String> ids = value(query, "id:in=");
        if (ids.isPresent()) {
            return Arrays.stream(ids.get().split(","))
                    .map(Long::valueOf)
                    .filter(statuses::containsKey)
                    .limit(mostFoundById);
        }
        String ended = value(query, "status:not_in=").orElse("");
        return statuses.keySet().stream().filter(id -> !ended.contains(statuses.get(id)));
    }

    private static Optional<String> value(List<String> query, String name) {
        return query.stream()
                .filter(part -> part.startsWith(name))
                .map(part -> part.substring(name.length()))
                .findFirst();
    }

    private String process(long id) {
        return "{\"id\":" + id + ",\"type\":\"certificate\",\"status\":\"" + statuses.get(id)
                + "\",\"updatedDate\":\"2026-11-22T00:00:00Z\"}";
    }

    private static String info(String id) {
        return "{\"commonName\":\"www" + id + ".example.com\",\"validations\":{\"dcv\":[{\"commonName\":\"www" + id
                + ".example.com\",\"type\":\"DNS\",\"status\":\"WAITING\",\"dnsRecord\":\"_dcv.www" + id
                + ".example.com\",\"dnsType\":\"CNAME\",\"dnsContents\":\"0123456789abcdef." + id
                + ".example.net\"}]}}";
    }

    private String certificate(long id) {
        return "{\"id\":\"" + id + "\",\"status\":\""
                + (statuses.get(id).equals("SUSPENDED")
                        ? "pending"
                        : statuses.get(id).toLowerCase(Locale.ROOT))
                + "\",\"order_state\":\"PENDING\",\"validation\":{\"method\":\"dns-cname-token\",\"dns_records\":[{\"name\":\"_dcv.www"
                + id + ".example.com\",\"type\":\"CNAME\",\"value\":\"0123456789abcdef." + id + ".example.net\"}]}}";
    }

    @Override
    public void close() {
        server.close();
    }

    /** A wait for many orders in simulated time that counts the requests of every round. */
    static final class BulkWait extends EndedOrders {

        /** Pauses below are between two tries of a read, not between rounds. */
        private static final Duration ROUND = Duration.ofSeconds(10);

        final List<Integer> perRound = new ArrayList<>();
        final List<OrderId> changed = new ArrayList<>();
        Runnable betweenRounds = () -> {};

        private final SimulatedTime time = new SimulatedTime();

        /** Waits, and returns the orders that have not ended. */
        List<OrderId> on(BulkOrderServer server, String reseller, List<OrderId> ids, Duration limit) {
            try (CertificateReseller connected = connect(server, reseller)) {
                return connected.orders().awaitAll(ids, limit, DnsPublisher.none(), this);
            }
        }

        CertificateReseller connect(BulkOrderServer server, String reseller) {
            ConnectOptions options = ConnectOptions.builder()
                    .uri(server.uri())
                    .random(new Random(4711))
                    .time(time, pause -> {
                        if (pause.compareTo(ROUND) > 0) {
                            perRound.add(server.requests());
                            betweenRounds.run();
                        }
                        time.sleep(pause);
                    })
                    .build();
            TestProvider provider = reseller.equals("regfish") ? TestProvider.REGFISH : TestProvider.REALTIME;
            return provider.connect(OrderBooks.inMemory(), options);
        }

        /** The requests of every round after the first. */
        List<Integer> rounds() {
            return perRound.subList(1, perRound.size());
        }

        @Override
        public void changed(Order order) {
            changed.add(order.id());
        }
    }
}
