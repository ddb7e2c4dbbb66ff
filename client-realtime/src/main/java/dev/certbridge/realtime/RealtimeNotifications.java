package dev.certbridge.realtime;

import dev.certbridge.client.adapter.OrderHints;
import dev.certbridge.realtime.generated.api.NotificationsApi;
import dev.certbridge.realtime.generated.model.Notification;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications about certificate processes. Each notification is a hint that an order may have changed.
 *
 * <p>Each call reads one page of the listing, newest notification first. The operation {@code pollNotification} is not
 * used, because it returns the same notification until a client acknowledges it. This client must not acknowledge a
 * notification for another program, and such a notification would hide all later ones. The listing also contains
 * notifications that another program has already acknowledged, and this client uses them as hints too.
 */
final class RealtimeNotifications implements OrderHints {

    private static final int PAGE = 100;
    private static final List<String> NEWEST_FIRST = List.of("-fireDate");

    /** The fields to list, separated by commas as on the vendor's page. */
    private static final List<String> FIELDS = List.of("id,customer,process,acknowledgeDate");

    private static final Map<String, String> CERTIFICATES = Map.of("notificationType", "SSLCertificateNotification");

    private final NotificationsApi api;
    private final String customer;

    /** The ids of the notifications about awaited orders on the page that was read last. */
    private Set<String> known = Set.of();

    /** The process ids of the notifications that nobody has acknowledged, by the id of the notification. */
    private final Map<String, String> open = new HashMap<>();

    RealtimeNotifications(NotificationsApi api, String customer) {
        this.api = api;
        this.customer = customer;
    }

    @Override
    public Set<String> look(Set<String> waited) {
        List<Notification> page = api.listNotifications(
                        customer, PAGE, null, NEWEST_FIRST, false, null, FIELDS, null, CERTIFICATES)
                .getEntities();
        Set<String> listed = new HashSet<>();
        Set<String> news = new HashSet<>();
        open.clear();
        for (Notification notification : page == null ? List.<Notification>of() : page) {
            String process = notification == null ? "" : String.valueOf(notification.getProcess());
            if (notification == null || !waited.contains(process) || !isOwn(notification)) {
                continue;
            }
            String id = id(notification.getId());
            listed.add(id);
            if (notification.getAcknowledgeDate() == null) {
                open.put(id, process);
            }
            if (!known.contains(id)) {
                news.add(process);
            }
        }
        known = listed;
        return news;
    }

    private boolean isOwn(Notification notification) {
        return notification.getCustomer() == null || notification.getCustomer().equals(customer);
    }

    /** Returns the id as text. Throws if the id is neither a number nor a text. */
    private static String id(@Nullable Object id) {
        if (id instanceof Number || id instanceof String) {
            return id.toString();
        }
        throw new IllegalArgumentException("a notification has no usable id");
    }

    @Override
    public void acknowledge(String providerId) {
        for (Map.Entry<String, String> entry : Map.copyOf(open).entrySet()) {
            if (entry.getValue().equals(providerId)) {
                open.remove(entry.getKey());
                api.acknowledgeNotification(customer, entry.getKey());
            }
        }
    }
}
