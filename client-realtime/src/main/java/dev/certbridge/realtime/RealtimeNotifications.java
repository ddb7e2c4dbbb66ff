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
 * <p>Each call reads one page of the listing of notifications. The newest notification is the first entry of the page.
 * This client does not use the operation {@code pollNotification}, which returns the same notification until some
 * client acknowledges it. In that operation, a notification for another program would hide all later notifications,
 * because this client must not acknowledge the notification of another program. The listing also contains notifications
 * that another program has already acknowledged. Notifications that are already acknowledged are used as hints too.
 */
final class RealtimeNotifications implements OrderHints {

    private static final int PAGE = 100;
    private static final List<String> NEWEST_FIRST = List.of("-fireDate");

    /** The requested fields as one comma-separated text, which is the form in the vendor's documentation. */
    private static final List<String> FIELDS = List.of("id,customer,process,acknowledgeDate");

    private static final Map<String, String> CERTIFICATES = Map.of("notificationType", "SSLCertificateNotification");

    private final NotificationsApi api;
    private final String customer;

    /** The ids of the notifications about awaited orders, from the last page that was read. */
    private Set<String> known = Set.of();

    /**
     * The notifications that nobody has acknowledged. The key is the id of the notification, and the value is the id of
     * its process.
     */
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

    /** Returns the id of a notification as text. Throws if the id is neither a number nor a text. */
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
