package dev.certbridge.benchmarks.scale;

import java.util.Locale;

/** The costs of orders with one type of book and with one number of listed orders. */
record GrowthRow(int listed, MeasuredBook.Type book, GrowthRun.OrderCosts orders, GrowthRun.BulkCosts bulk) {

    static final String HEAD = """
            | account lists | order book | first order at regfish: MB read | ms | KB stored | each further order: bytes read | ms, median | bytes stored | with a listing of its own: KB stored | awaitAll of 3 for 5 s at Realtime Register: requests | MB read | orderAll of 500: requests |
            |---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    /** Returns a row with the costs of a version in which all orders had the same cost. */
    static String before(int listed, String read, String millis, String stored, int await, String awaitRead, int bulk) {
        return String.format(
                Locale.ROOT,
                "| %,d | SQLite, before | %s | %s | %s | the same | the same | the same | the same | %,d | %s | %,d |%n",
                listed,
                read,
                millis,
                stored,
                await,
                awaitRead,
                bulk);
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %,.1f | %,.0f | %,.0f | %,.0f | %,.1f | %,.0f | %,.1f | %,d | %,.2f | %,d |%n",
                listed,
                book.text,
                orders.first().read() / 1e6,
                orders.first().millis(),
                orders.first().stored() / 1e3,
                orders.further().read(),
                orders.further().millis(),
                orders.further().stored(),
                orders.alone().stored() / 1e3,
                bulk.awaitRequests(),
                bulk.awaitRead() / 1e6,
                bulk.bulkRequests());
    }
}
