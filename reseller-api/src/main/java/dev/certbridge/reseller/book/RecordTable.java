package dev.certbridge.reseller.book;

import dev.certbridge.reseller.DomainValidation.DnsRecord;
import dev.certbridge.reseller.OrderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The published validation records in a database. */
final class RecordTable {

    private static final String ALL = "SELECT order_id, name, type, value FROM certbridge_record ";

    private final Sql sql;

    RecordTable(Sql sql) {
        this.sql = sql;
    }

    void add(Published published) {
        sql.update(
                "INSERT INTO certbridge_record (order_id, target, provider_id, name, type, value)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (order_id, name, type, value) DO NOTHING",
                published.order().toString(),
                published.order().target(),
                published.order().providerId(),
                published.record().name(),
                published.record().type(),
                published.record().value());
    }

    void remove(Published published) {
        sql.update(
                "DELETE FROM certbridge_record WHERE order_id = ? AND name = ? AND type = ? AND value = ?",
                published.order().toString(),
                published.record().name(),
                published.record().type(),
                published.record().value());
    }

    /** Of the order, its reissues and whatever else has the same id of the reseller's. */
    List<Published> about(OrderId order) {
        return sql.list(
                ALL + "WHERE target = ? AND provider_id = ? ORDER BY name, type, value",
                RecordTable::published,
                order.target(),
                order.providerId());
    }

    List<Published> at(String name) {
        return sql.list(ALL + "WHERE name = ?", RecordTable::published, name);
    }

    private static Published published(ResultSet row) throws SQLException {
        return new Published(
                OrderId.parse(row.getString("order_id")),
                new DnsRecord(row.getString("name"), row.getString("type"), row.getString("value"), false));
    }
}
