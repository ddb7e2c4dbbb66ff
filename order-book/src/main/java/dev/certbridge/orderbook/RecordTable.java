package dev.certbridge.orderbook;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The published validation records in a database. */
final class RecordTable {

    private static final String ALL =
            "SELECT COALESCE(whole_id, order_id) AS published_for, name, type, value FROM certbridge_record ";

    private final Sql sql;

    RecordTable(Sql sql) {
        this.sql = sql;
    }

    void add(PublishedRecord published) {
        sql.update(
                "INSERT INTO certbridge_record (order_id, whole_id, target, provider_id, name, type, value)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_id, name, type, value) DO NOTHING",
                StoredText.key(published.order()),
                StoredText.whole(published.order()),
                published.order().target(),
                StoredText.key(published.order().providerId()),
                published.record().name(),
                published.record().type(),
                published.record().value());
    }

    void remove(PublishedRecord published) {
        sql.update(
                "DELETE FROM certbridge_record WHERE order_id = ? AND name = ? AND type = ? AND value = ?",
                StoredText.key(published.order()),
                published.record().name(),
                published.record().type(),
                published.record().value());
    }

    /** Of the order, its reissues and whatever else has the same id of the reseller's. */
    List<PublishedRecord> about(OrderId order) {
        return sql.list(
                ALL + "WHERE target = ? AND provider_id = ? ORDER BY name, type, value",
                RecordTable::published,
                order.target(),
                StoredText.key(order.providerId()));
    }

    List<PublishedRecord> at(String name) {
        return sql.list(ALL + "WHERE name = ?", RecordTable::published, name);
    }

    private static PublishedRecord published(ResultSet row) throws SQLException {
        return new PublishedRecord(
                OrderId.parse(StoredText.in(row, "published_for")),
                new DnsRecord(
                        StoredText.in(row, "name"), StoredText.in(row, "type"), StoredText.in(row, "value"), false));
    }
}
