package dev.certbridge.orderbook;

import dev.certbridge.orderbook.BookTransaction.Spent;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table {@code certbridge_budget_sum}. The table contains the sums of each budget, so that a budget with many
 * charges is read from a few rows. Each transaction that changes a charge subtracts the old charge from the sum and
 * adds the new charge to the sum.
 */
final class SqlBudgetSums {

    private static final long BILLION = 1_000_000_000L;

    /** The part of a query that adds charges by the rules of {@link BookRules#spent}. */
    private static final String CHARGES = "FROM (SELECT a.budget, COALESCE(a.charge_currency, '') AS currency,"
            + " CASE WHEN r.order_id IS NULL THEN 1 ELSE 0 END AS orders,"
            + " CASE WHEN a.charge_currency IS NOT NULL AND a.charge_cents > 0 THEN 1 ELSE 0 END AS priced,"
            + " CASE WHEN a.charge_currency IS NULL THEN 0"
            + " WHEN r.currency IS NULL OR r.currency <> a.charge_currency THEN a.charge_cents"
            + " WHEN r.cents >= a.charge_cents THEN 0 ELSE a.charge_cents - r.cents END AS cents"
            + " FROM certbridge_attempt a LEFT JOIN certbridge_refund r ON r.order_id = a.order_id"
            + " WHERE a.budget IS NOT NULL AND a.state NOT IN ("
            + BookRules.NOTHING_ORDERED.stream()
                    .map(state -> "'" + state + "'")
                    .sorted()
                    .collect(Collectors.joining(", "))
            + ") AND a.";

    private final Sql sql;

    SqlBudgetSums(Sql sql) {
        this.sql = sql;
    }

    /** Adds the charge of a new attempt to the sum of its budget. */
    void add(long attempt) {
        count("", "number", attempt);
    }

    /**
     * Runs a change, and updates the sums. The change may affect only attempts that have the given value in the given
     * column, and refunds of the orders of these attempts.
     */
    void changing(String column, Object value, Runnable change) {
        count("-", column, value);
        change.run();
        count("", column, value);
    }

    private void count(String sign, String column, Object value) {
        sql.update(
                "INSERT INTO certbridge_budget_sum (budget, currency, orders, priced, billions, cents)"
                        + " SELECT budget, currency, " + sign + "SUM(orders), " + sign + "SUM(priced), "
                        + sign + "SUM(cents / " + BILLION + "), " + sign + "SUM(cents % " + BILLION + ") "
                        + CHARGES + column + " = ?) AS charge GROUP BY budget, currency"
                        + " ON CONFLICT (budget, currency) DO UPDATE SET"
                        + " orders = certbridge_budget_sum.orders + excluded.orders,"
                        + " priced = certbridge_budget_sum.priced + excluded.priced,"
                        + " billions = certbridge_budget_sum.billions + excluded.billions,"
                        + " cents = certbridge_budget_sum.cents + excluded.cents",
                value);
    }

    List<Spent> of(String budget) {
        return sql.list(
                "SELECT budget, currency, orders, priced, billions, cents FROM certbridge_budget_sum WHERE budget = ?",
                SqlBudgetSums::read,
                budget);
    }

    private static Spent read(ResultSet row) throws SQLException {
        BigInteger cents = BigInteger.valueOf(row.getLong("billions"))
                .multiply(BigInteger.valueOf(BILLION))
                .add(BigInteger.valueOf(row.getLong("cents")))
                .min(BigInteger.valueOf(Long.MAX_VALUE));
        return new Spent(
                row.getString("currency"), row.getLong("orders"), row.getLong("priced"), cents.longValueExact());
    }
}
